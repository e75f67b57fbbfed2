import type { Clock } from "../clock.ts";
import type { CallPlayer } from "./call-player.ts";
import type { SandboxOptions } from "./sandbox-options.ts";
import type { SandboxDatabase } from "./store/database.ts";

/** What every route works with. Nothing here remembers anything: all state is in the database, shared with other processes. */
export interface Sandbox {
  readonly apiKey: string;
  readonly database: SandboxDatabase;
  readonly clock: Clock;
  readonly options: SandboxOptions;
  /** Uniform in [0, 1); draws one of several weighted agents. */
  readonly random: () => number;
  readonly callPlayer: CallPlayer;
  readonly log: SandboxLog;
}

export interface SandboxLog {
  error(fields: object, message: string): void;
}

import type { Clock } from "../clock.ts";
import type { CallPlayer } from "./call-player.ts";
import type { SandboxOptions } from "./sandbox-options.ts";
import type { SandboxDatabase } from "./store/database.ts";
import type { TestPlayer } from "./test-player.ts";

/** What every route needs. All state is in the database, which other processes share. */
export interface Sandbox {
  readonly apiKey: string;
  readonly database: SandboxDatabase;
  readonly clock: Clock;
  readonly options: SandboxOptions;
  /** Uniform in [0, 1); selects one of several weighted agents. */
  readonly random: () => number;
  readonly callPlayer: CallPlayer;
  readonly testPlayer: TestPlayer;
  /** Runs work that continues after the response; closing the sandbox waits for it. */
  readonly background: (work: Promise<void>) => void;
  readonly log: SandboxLog;
}

export interface SandboxLog {
  error(fields: object, message: string): void;
}

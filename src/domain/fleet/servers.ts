import { HOUR_MS, MINUTE_MS } from "../../clock.ts";

/** What a process does for the installation. */
export type ServerRole = "web" | "socket" | "jobs";

/** A process that serves or runs jobs, as of its latest sign of life. */
export interface ServerSign {
  readonly id: string;
  readonly host: string;
  readonly processId: number;
  readonly roles: readonly ServerRole[];
  readonly version: string;
  readonly startedAt: number;
  /** By the database's clock, as all servers share that one. */
  readonly seenAt: number;
  /** How far its own clock is ahead of the database's. */
  readonly clockOffsetMs: number;
  /** When Retell last asked it something; null: never. */
  readonly lastRequestAt: number | null;
}

export interface Servers {
  /** @returns the signs, and what time it is for the database */
  list(): Promise<{ readonly signs: readonly ServerSign[]; readonly now: number }>;
  /** Stores the sign, seen now, and forgets those of long ago. */
  seen(sign: Omit<ServerSign, "seenAt" | "clockOffsetMs">): Promise<void>;
  /** It has stopped as it should. */
  left(id: string): Promise<void>;
}

export const SIGN_EVERY_MS = 15_000;
/** A process that was killed counts for so long. */
const SILENT_MS = MINUTE_MS;
export const FORGOTTEN_MS = HOUR_MS;

export function isRunning({ seenAt }: ServerSign, now: number): boolean {
  return now - seenAt < SILENT_MS;
}

export function serverSaid({ host, processId, roles }: ServerSign): string {
  return `${roles.join(", ")} on ${host} (process ${processId})`;
}

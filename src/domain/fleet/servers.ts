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
  /** By the database's clock, which all servers share. */
  readonly seenAt: number;
  /** How far the server's clock is ahead of the database's. */
  readonly clockOffsetMs: number;
  /** When Retell last sent it a request; null: never. */
  readonly lastRequestAt: number | null;
}

export interface Servers {
  /** @returns the signs, and the current time of the database */
  list(): Promise<{ readonly signs: readonly ServerSign[]; readonly now: number }>;
  /** Stores the sign with the current time, and deletes old signs. */
  seen(sign: Omit<ServerSign, "seenAt" | "clockOffsetMs">): Promise<void>;
  /** The process stopped normally. */
  left(id: string): Promise<void>;
}

export const SIGN_EVERY_MS = 15_000;
/** How long a killed process still counts as running. */
const SILENT_MS = MINUTE_MS;
export const FORGOTTEN_MS = HOUR_MS;

export function isRunning({ seenAt }: ServerSign, now: number): boolean {
  return now - seenAt < SILENT_MS;
}

export function serverSaid({ host, processId, roles }: ServerSign): string {
  return `${roles.join(", ")} on ${host} (process ${processId})`;
}

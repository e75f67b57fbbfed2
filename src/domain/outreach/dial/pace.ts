import type { Concurrency } from "./call-platform.ts";

/** How fast and how wide calls go out; from the installation's settings. */
export interface PaceLimits {
  /** Calls out at once; null: whatever the account has besides the reserve. */
  readonly outboundLines: number | null;
  /** Lines that are kept for those who call in; null: a quarter of the account's. */
  readonly reservedLines: number | null;
  readonly callsPerSecond: number;
}

/** What goes out of all clinics at an instant. */
export interface Traffic {
  /** Calls being made or held, by clinic. */
  readonly inUse: ReadonlyMap<string, number>;
  /** Of those, begun so lately that Retell may not count them yet. */
  readonly justBegun: number;
  /** Clinics with calls that are due. */
  readonly waiting: ReadonlySet<string>;
  /** When Retell was asked in the second before, earliest first. */
  readonly askedAt: readonly number[];
}

export type Turn =
  | { readonly kind: "go" }
  /** `lines`: all are taken; `share`: another clinic's turn; `rate`: too many in this second. */
  | { readonly kind: "wait"; readonly until: number; readonly why: "lines" | "share" | "rate" };

export interface PaceFacts {
  readonly clinicId: string;
  readonly traffic: Traffic;
  readonly account: Concurrency;
  readonly limits: PaceLimits;
  readonly now: number;
}

/** A line is held for half a minute and more; looking again so soon costs little. */
const linePauseMs = 5000;

/** Whether a clinic may begin a call now. Calls in count against the reserve before they count against calls out. */
export function turnOf(facts: PaceFacts): Turn {
  const { clinicId, traffic, limits, now } = facts;
  const lines = outboundLines(facts);
  if (callsOut(facts) >= lines) return { kind: "wait", until: now + linePauseMs, why: "lines" };
  if (!isWithinShare(clinicId, traffic, lines)) return { kind: "wait", until: now + linePauseMs, why: "share" };
  const last = traffic.askedAt.filter((at) => at > now - 1000).at(-limits.callsPerSecond);
  return last === undefined ? { kind: "go" } : { kind: "wait", until: last + 1000, why: "rate" };
}

/** How many calls may be out at once. */
export function outboundLines(facts: PaceFacts): number {
  const { account, limits } = facts;
  const reserved = Math.max(limits.reservedLines ?? Math.ceil(account.limit / 4), account.reservedForInbound);
  const inbound = Math.max(0, account.current - callsOut(facts));
  const left = account.limit - Math.max(reserved, inbound);
  return Math.max(0, Math.min(limits.outboundLines ?? left, left));
}

/** Ours, but no more than Retell knows of and the latest: a call whose end was never told would hold its line for ever. */
function callsOut({ traffic, account }: PaceFacts): number {
  const ours = [...traffic.inUse.values()].reduce((sum, calls) => sum + calls, 0);
  return Math.min(ours, account.current + traffic.justBegun);
}

/** More than an equal part of the lines only while no clinic waits that has less than its own. */
function isWithinShare(clinicId: string, { inUse, waiting }: Traffic, lines: number): boolean {
  const clinics = new Set([...inUse.keys(), ...waiting, clinicId]);
  const share = Math.max(1, Math.floor(lines / clinics.size));
  const has = (clinic: string): number => inUse.get(clinic) ?? 0;
  if (has(clinicId) < share) return true;
  return ![...waiting].some((other) => other !== clinicId && has(other) < share);
}

import type { Clock } from "../../../clock.ts";
import type { CallPlatform, Concurrency } from "./ports.ts";

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

/** What goes out, of all clinics and processes. */
export interface AttemptTraffic {
  at(now: number): Promise<Traffic>;
}

export interface PacerPorts {
  readonly traffic: AttemptTraffic;
  readonly calls: Pick<CallPlatform, "concurrency">;
  readonly clock: Clock;
}

export type InTurn<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "wait"; readonly until: number };

/** How old the account's answer may be. */
const accountLastsMs = 2000;

/**
 * Gives turns, one at a time within the process. Between processes the stored dials tell, so that two at the same
 * instant may begin one call too many; Retell's 429 is what holds then.
 */
export class Pacer {
  readonly #ports: PacerPorts;
  readonly #limits: PaceLimits;
  #queue: Promise<unknown> = Promise.resolve();
  #notBefore = 0;
  #account: { readonly told: Concurrency; readonly at: number } | undefined;
  /** Requests that leave no trace in the stored dials: those that were repeated. */
  #repeatedAt: readonly number[] = [];

  constructor(ports: PacerPorts, limits: PaceLimits) {
    this.#ports = ports;
    this.#limits = limits;
  }

  /** Runs `work`, which writes down that a call is begun, once it is this clinic's turn; the next turn waits for it. */
  inTurn<T>(clinicId: string, work: () => Promise<T>): Promise<InTurn<T>> {
    const turn = this.#queue.then(() => this.#take(clinicId, work));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** Retell asked to be left alone for so long (429). */
  holdBack(milliseconds: number): void {
    this.#notBefore = Math.max(this.#notBefore, this.#ports.clock.now() + milliseconds);
  }

  /** A request is sent that was begun before. */
  repeating(): void {
    const now = this.#ports.clock.now();
    this.#repeatedAt = [...this.#repeatedAt.filter((at) => at > now - 1000), now];
  }

  async #take<T>(clinicId: string, work: () => Promise<T>): Promise<InTurn<T>> {
    const now = this.#ports.clock.now();
    if (now < this.#notBefore) return { kind: "wait", until: this.#notBefore };
    const stored = await this.#ports.traffic.at(now);
    const askedAt = [...stored.askedAt, ...this.#repeatedAt].toSorted((one, other) => one - other);
    const account = await this.#accountAt(now);
    const turn = turnOf({ clinicId, traffic: { ...stored, askedAt }, account, limits: this.#limits, now });
    return turn.kind === "wait" ? turn : { kind: "done", value: await work() };
  }

  async #accountAt(now: number): Promise<Concurrency> {
    const known = this.#account;
    if (known !== undefined && now - known.at < accountLastsMs && known.at <= now) return known.told;
    const told = await this.#ports.calls.concurrency();
    this.#account = { told, at: now };
    return told;
  }
}

import type { Voices } from "../../call/line/call-speech.ts";
import type { CallerFacts, Phrases } from "../../call/line/caller-variables.ts";
import type { OutreachPorts } from "../ports.ts";
import type { CallAttempt, CallPlatform, Concurrency } from "../attempt.ts";
import type { Clock } from "../../../clock.ts";

/** What it takes to place calls for one clinic. */
export interface AttemptPorts extends OutreachPorts {
  readonly calls: CallPlatform;
  readonly pacer: Pick<Pacer, "inTurn" | "holdBack" | "repeating">;
  callerFacts(): Promise<CallerFacts>;
  /** Handles an event as if Retell had sent it. */
  takeEvent(body: string): Promise<void>;
  readonly phrases: Phrases;
  readonly voices: Voices;
}

/** How far an attempt got. `why` is the rule, or another reason to wait. */
export type AttemptStep =
  | { readonly kind: "settled"; readonly attempt: CallAttempt }
  | { readonly kind: "wait"; readonly attempt: CallAttempt; readonly until: number; readonly why: string };

/** How fast calls go out and how many run at once; from the installation's settings. */
export interface PaceLimits {
  /** Concurrent outbound calls; null: all of the account's lines except the reserve. */
  readonly outboundLines: number | null;
  /** Lines reserved for inbound calls; null: a quarter of the account's. */
  readonly reservedLines: number | null;
  readonly callsPerSecond: number;
}

/** Outbound traffic of all clinics at a moment. */
export interface Traffic {
  /** Calls being placed or in progress, by clinic. */
  readonly inUse: ReadonlyMap<string, number>;
  /** How many of them started so recently that Retell may not count them yet. */
  readonly justBegun: number;
  /** Clinics with due calls. */
  readonly waiting: ReadonlySet<string>;
  /** When Retell was sent requests during the last second, earliest first. */
  readonly askedAt: readonly number[];
}

export type Turn =
  | { readonly kind: "go" }
  /** `lines`: all lines are taken; `share`: it is another clinic's turn; `rate`: too many requests in this second. */
  | { readonly kind: "wait"; readonly until: number; readonly why: "lines" | "share" | "rate" };

export interface PaceFacts {
  readonly clinicId: string;
  readonly traffic: Traffic;
  readonly account: Concurrency;
  readonly limits: PaceLimits;
  readonly now: number;
}

/** A call lasts half a minute or more, so looking again this soon costs little. */
const linePauseMs = 5000;

/** Whether a clinic may start a call now. Inbound calls count against the reserve before they reduce outbound lines. */
export function turnOf(facts: PaceFacts): Turn {
  const { clinicId, traffic, limits, now } = facts;
  const lines = outboundLines(facts);
  if (callsOut(facts) >= lines) return { kind: "wait", until: now + linePauseMs, why: "lines" };
  if (!isWithinShare(clinicId, traffic, lines)) return { kind: "wait", until: now + linePauseMs, why: "share" };
  const last = traffic.askedAt.filter((at) => at > now - 1000).at(-limits.callsPerSecond);
  return last === undefined ? { kind: "go" } : { kind: "wait", until: last + 1000, why: "rate" };
}

/** How many outbound calls may run at once. */
export function outboundLines(facts: PaceFacts): number {
  const { account, limits } = facts;
  const reserved = Math.max(limits.reservedLines ?? Math.ceil(account.limit / 4), account.reservedForInbound);
  const inbound = Math.max(0, account.current - callsOut(facts));
  const left = account.limit - Math.max(reserved, inbound);
  return Math.max(0, Math.min(limits.outboundLines ?? left, left));
}

/**
 * Our count, but at most Retell's plus the newest calls: otherwise a call whose end was never reported would hold its
 * line forever.
 */
function callsOut({ traffic, account }: PaceFacts): number {
  const ours = [...traffic.inUse.values()].reduce((sum, calls) => sum + calls, 0);
  return Math.min(ours, account.current + traffic.justBegun);
}

/** A clinic gets more than an equal share only while no clinic below its share is waiting. */
function isWithinShare(clinicId: string, { inUse, waiting }: Traffic, lines: number): boolean {
  const clinics = new Set([...inUse.keys(), ...waiting, clinicId]);
  const share = Math.max(1, Math.floor(lines / clinics.size));
  const has = (clinic: string): number => inUse.get(clinic) ?? 0;
  if (has(clinicId) < share) return true;
  return ![...waiting].some((other) => other !== clinicId && has(other) < share);
}

/** Outbound traffic of all clinics and processes. */
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

/** Maximum age of Retell's answer about the account's lines. */
const accountLastsMs = 2000;

/**
 * Gives turns, one at a time within the process. Across processes only the stored attempts count, so two processes at
 * the same instant may start one call too many; Retell's 429 stops that.
 */
export class Pacer {
  readonly #ports: PacerPorts;
  readonly #limits: PaceLimits;
  #queue: Promise<unknown> = Promise.resolve();
  #notBefore = 0;
  #account: { readonly reported: Concurrency; readonly at: number } | undefined;
  /** Repeated requests, which the stored attempts do not show. */
  #repeatedAt: readonly number[] = [];

  constructor(ports: PacerPorts, limits: PaceLimits) {
    this.#ports = ports;
    this.#limits = limits;
  }

  /** Runs `work`, which records that a call has started, when it is this clinic's turn; the next turn waits for it. */
  inTurn<T>(clinicId: string, work: () => Promise<T>): Promise<InTurn<T>> {
    const turn = this.#queue.then(() => this.#take(clinicId, work));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** Retell asked for a pause of this length (429). */
  holdBack(milliseconds: number): void {
    this.#notBefore = Math.max(this.#notBefore, this.#ports.clock.now() + milliseconds);
  }

  /** Counts a request that is sent again for a call that already started. */
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
    if (known !== undefined && now - known.at < accountLastsMs && known.at <= now) return known.reported;
    const reported = await this.#ports.calls.concurrency();
    this.#account = { reported, at: now };
    return reported;
  }
}

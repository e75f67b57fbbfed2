import type { Clock } from "../../time/ports.ts";
import type { CallPlatform, Concurrency } from "./call-platform.ts";
import { turnOf, type PaceLimits, type Traffic } from "./pace.ts";

/** What goes out, of all clinics and processes. */
export interface DialTraffic {
  at(now: number): Promise<Traffic>;
}

export interface PacerPorts {
  readonly traffic: DialTraffic;
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

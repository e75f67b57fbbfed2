import { type RequestFollower, type Heard, LISTENER_MS } from "../../domain/call/requests/heard-request.ts";
import { isRunning } from "../../domain/fleet/servers.ts";
import type { Store } from "../../domain/fleet/ports.ts";
import { AscendiaError } from "../../errors.ts";

/** Longest gap between two turns of an awake listener; a longer one means sleep, or a machine too busy to listen. */
const SLEPT_MS = 15_000;
const SIGN_MS = 30_000;
const LOOK_MS = 5000;

export interface Turn {
  readonly heard: readonly Heard[];
  /** The listener has just stopped receiving: since when, and why. */
  readonly deaf?: { readonly since: number; readonly why: string };
  /** The listener has just begun to receive again. */
  readonly hears?: { readonly since: number; readonly why: string };
}

interface EarPorts {
  readonly id: string;
  readonly store: Pick<Store, "hearing" | "servers">;
  readonly follower: RequestFollower;
}

/** Listens turn by turn, notices when it cannot, and catches up on what came meanwhile as soon as it can again. */
export class Ears {
  readonly #ports: EarPorts;
  #deaf: { readonly since: number; readonly why: string } | undefined;
  #turnAt: number;
  #signedAt = Number.NEGATIVE_INFINITY;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #isServed = true;

  constructor(ports: EarPorts, now: number) {
    this.#ports = ports;
    this.#turnAt = now;
  }

  /** @throws any error that is not transient */
  async turn(now: number): Promise<Turn> {
    const lastTurn = this.#turnAt;
    const slept = now - lastTurn > SLEPT_MS && this.#deaf === undefined;
    this.#turnAt = now;
    try {
      const heard = await this.#listen(now);
      if (!this.#isServed) return { heard, ...this.#becameDeaf(now, "no server answers Retell: start ascendia serve") };
      if (slept) this.#deaf = { since: lastTurn, why: "this machine slept, or was too busy to listen" };
      return { heard, ...this.#hearsAgain() };
    } catch (error) {
      if (!(error instanceof AscendiaError)) throw error;
      return { heard: [], ...this.#becameDeaf(now, error.message) };
    }
  }

  async leave(): Promise<void> {
    await this.#ports.store.hearing.leave(this.#ports.id);
  }

  async #listen(now: number): Promise<readonly Heard[]> {
    const { id, store, follower } = this.#ports;
    if (Math.abs(now - this.#signedAt) > SIGN_MS) {
      await store.hearing.listen({ id, untilAt: now + LISTENER_MS });
      this.#signedAt = now;
    }
    if (!this.#isServed || Math.abs(now - this.#lookedAt) > LOOK_MS) {
      const { signs, now: databaseTime } = await store.servers.list();
      this.#isServed = signs.some((sign) => sign.roles.includes("web") && isRunning(sign, databaseTime));
      this.#lookedAt = now;
    }
    return follower.next(now);
  }

  #becameDeaf(since: number, why: string): Pick<Turn, "deaf"> {
    if (this.#deaf?.why === why) return {};
    this.#deaf = { since: this.#deaf?.since ?? since, why };
    return { deaf: this.#deaf };
  }

  #hearsAgain(): Pick<Turn, "hears"> {
    const deaf = this.#deaf;
    this.#deaf = undefined;
    return deaf === undefined ? {} : { hears: deaf };
  }
}

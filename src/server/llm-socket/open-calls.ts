import type { SocketLimits } from "./ports.ts";
import type { CallSession } from "./call-session.ts";

/** A long call's transcript with all tool answers takes about 200 kB. Retell itself connects from a few addresses. */
export const SOCKET_LIMITS: SocketLimits = {
  calls: 1000,
  callsPerClinic: 200,
  callsPerAddress: 500,
  unconfirmed: 20,
  clinicText: 2_000_000,
  messageBytes: 1_048_576,
};

/** The call's id, its clinic, and the address it comes from. */
export interface CallPlace {
  readonly clinicId: string;
  readonly callId: string;
  readonly address: string;
}

interface OpenCall {
  readonly place: CallPlace;
  readonly session: CallSession;
}

/** The calls that are open over the socket. */
export class OpenCalls {
  readonly #limits: SocketLimits;
  readonly #open = new Map<string, OpenCall>();
  readonly #byClinic = new Map<string, number>();
  readonly #byAddress = new Map<string, number>();
  #none: () => void = () => {};

  constructor(limits: SocketLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#open.size;
  }

  all(): readonly CallSession[] {
    return [...this.#open.values()].map(({ session }) => session);
  }

  find(clinicId: string, callId: string): CallSession | undefined {
    return this.#open.get(keyOf(clinicId, callId))?.session;
  }

  /**
   * If the limits leave no room, closes calls that were refused but are still open, then calls in which nobody speaks.
   */
  hasRoomFor(place: CallPlace): boolean {
    if (this.#isAsked(place)) return false;
    for (const standing of ["refused", "quiet"]) {
      for (const { place: held, session } of this.#open.values()) {
        if (this.#fits(place)) return true;
        if (session.standing !== standing || !this.#isInTheWay(held, place)) continue;
        session.leave(1000, "the call is over");
        this.remove(held, session);
      }
    }
    return this.#fits(place);
  }

  #fits(place: CallPlace): boolean {
    return !Object.values(this.#full(place)).includes(true);
  }

  /** Whether closing that call would make room for the new one. */
  #isInTheWay(held: CallPlace, place: CallPlace): boolean {
    const { clinic, address, all } = this.#full(place);
    return all || (clinic && held.clinicId === place.clinicId) || (address && held.address === place.address);
  }

  #full({ clinicId, address }: CallPlace): {
    readonly all: boolean;
    readonly clinic: boolean;
    readonly address: boolean;
  } {
    const { calls, callsPerClinic, callsPerAddress } = this.#limits;
    return {
      all: this.#open.size >= calls,
      clinic: (this.#byClinic.get(clinicId) ?? 0) >= callsPerClinic,
      address: (this.#byAddress.get(address) ?? 0) >= callsPerAddress,
    };
  }

  /** Whether this address already has as many calls as Retell may be asked about at a time. */
  #isAsked({ clinicId, address }: CallPlace): boolean {
    let asked = 0;
    for (const { place, session } of this.#open.values()) {
      const isSame = place.clinicId === clinicId && place.address === address;
      if (isSame && session.standing === "asking") asked += 1;
    }
    return asked >= this.#limits.unconfirmed;
  }

  add(place: CallPlace, session: CallSession): void {
    const { clinicId, callId, address } = place;
    this.#open.set(keyOf(clinicId, callId), { place, session });
    changeCount(this.#byClinic, clinicId, 1);
    changeCount(this.#byAddress, address, 1);
  }

  /** Does nothing if another connection has taken over the call. */
  remove({ clinicId, callId }: Pick<CallPlace, "clinicId" | "callId">, session: CallSession): void {
    const key = keyOf(clinicId, callId);
    const open = this.#open.get(key);
    if (open?.session !== session) return;
    this.#open.delete(key);
    changeCount(this.#byClinic, clinicId, -1);
    changeCount(this.#byAddress, open.place.address, -1);
    if (this.#open.size === 0) this.#none();
  }

  /** Resolves when no call is open. */
  async over(): Promise<void> {
    if (this.#open.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#none = resolve;
    });
  }
}

function changeCount(counts: Map<string, number>, name: string, by: 1 | -1): void {
  const count = (counts.get(name) ?? 0) + by;
  if (count === 0) counts.delete(name);
  else counts.set(name, count);
}

function keyOf(clinicId: string, callId: string): string {
  return `${clinicId} ${callId}`;
}

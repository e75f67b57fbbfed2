import type { CallSession } from "./call-session.ts";
import type { SocketLimits } from "./ports.ts";

/** A long call's transcript with all its tool answers has some 200 kB. */
export const SOCKET_LIMITS: SocketLimits = { calls: 1000, callsPerClinic: 200, messageBytes: 1_048_576 };

/** The calls that are open over the socket. */
export class OpenCalls {
  readonly #limits: SocketLimits;
  readonly #sessions = new Map<string, CallSession>();
  readonly #byClinic = new Map<string, number>();
  #none: () => void = () => {};

  constructor(limits: SocketLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#sessions.size;
  }

  all(): readonly CallSession[] {
    return [...this.#sessions.values()];
  }

  find(clinicId: string, callId: string): CallSession | undefined {
    return this.#sessions.get(keyOf(clinicId, callId));
  }

  hasRoomFor(clinicId: string): boolean {
    const { calls, callsPerClinic } = this.#limits;
    return this.#sessions.size < calls && (this.#byClinic.get(clinicId) ?? 0) < callsPerClinic;
  }

  add(clinicId: string, callId: string, session: CallSession): void {
    this.#sessions.set(keyOf(clinicId, callId), session);
    this.#byClinic.set(clinicId, (this.#byClinic.get(clinicId) ?? 0) + 1);
  }

  /** Unless another connection has taken the call over. */
  remove(clinicId: string, callId: string, session: CallSession): void {
    const key = keyOf(clinicId, callId);
    if (this.#sessions.get(key) !== session) return;
    this.#sessions.delete(key);
    const left = (this.#byClinic.get(clinicId) ?? 1) - 1;
    if (left === 0) this.#byClinic.delete(clinicId);
    else this.#byClinic.set(clinicId, left);
    if (this.#sessions.size === 0) this.#none();
  }

  /** Resolves when no call is open any more. */
  async over(): Promise<void> {
    if (this.#sessions.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#none = resolve;
    });
  }
}

function keyOf(clinicId: string, callId: string): string {
  return `${clinicId} ${callId}`;
}

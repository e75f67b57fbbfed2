import type {
  CallPlatform,
  CallReply,
  Concurrency,
  FetchedCall,
  PhoneCallOrder,
  RemoteCall,
} from "../../src/domain/outreach/attempt.ts";
import { AscendiaError } from "../../src/errors.ts";

export type Fate = "placed" | "answer_lost" | "never_arrives" | Exclude<CallReply, { readonly kind: "placed" }>;

/**
 * The part of Retell that places calls. `fates` decides the outcome of the next requests; without one, they succeed.
 */
export class FakeCallPlatform implements CallPlatform {
  readonly orders: PhoneCallOrder[] = [];
  /** The metadata of the calls whose phone rang. */
  readonly rung: string[] = [];
  readonly fates: Fate[] = [];
  account: Concurrency = { limit: 20, current: 0, reservedForInbound: 0 };
  /** Fields that Retell reports for every call. */
  told: Readonly<Record<string, unknown>> = {};
  /** Whether Retell answers requests for calls and lines. */
  isReachable = true;
  /** Called before anything is answered. */
  onCreate: () => Promise<void> = () => Promise.resolve();

  async createPhoneCall(order: PhoneCallOrder): Promise<CallReply> {
    this.orders.push(order);
    await this.onCreate();
    const fate = this.fates.shift() ?? "placed";
    if (typeof fate !== "string") return fate;
    if (fate === "never_arrives") return { kind: "unknown", message: "ECONNRESET" };
    if (!this.rung.includes(order.dialId)) this.rung.push(order.dialId);
    return fate === "placed"
      ? { kind: "placed", call: callOf(order.dialId) }
      : { kind: "unknown", message: "ECONNRESET" };
  }

  findByDial(dialId: string): Promise<readonly RemoteCall[]> {
    if (!this.isReachable) return Promise.reject(unreachable);
    return Promise.resolve(this.rung.filter((rung) => rung === dialId).map(callOf));
  }

  readonly stopped: string[] = [];

  stop(callId: string): Promise<boolean> {
    const isOn = this.rung.map((dialId) => callOf(dialId).callId).includes(callId) && !this.stopped.includes(callId);
    if (isOn) this.stopped.push(callId);
    return Promise.resolve(isOn);
  }

  getCall(callId: string): Promise<FetchedCall | undefined> {
    const known = this.rung.map(callOf).find((call) => call.callId === callId);
    if (known === undefined) return Promise.resolve(undefined);
    const status = typeof this.told["call_status"] === "string" ? this.told["call_status"] : known.status;
    return Promise.resolve({ ...known, status, body: { call_id: callId, call_status: status, ...this.told } });
  }

  concurrency(): Promise<Concurrency> {
    if (!this.isReachable) return Promise.reject(unreachable);
    return Promise.resolve(this.account);
  }
}

const unreachable = new AscendiaError("transient", "Retell could not be reached.");

function callOf(dialId: string): RemoteCall {
  return { callId: `call_${dialId}`, status: "registered", reason: null, startedAt: null, agentVersion: 0 };
}

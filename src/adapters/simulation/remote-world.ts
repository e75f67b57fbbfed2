import type { BookingPorts } from "../../domain/booking/ports.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import type { ScriptRunner } from "../../domain/flow/ports.ts";
import type { SimulatedAgent, World } from "../../domain/simulation/ports.ts";
import type { Clock } from "../../domain/time/ports.ts";
import { retellWire } from "./retell-wire.ts";

export interface RemoteWorldParts {
  readonly url: string;
  readonly key: string;
  readonly clock: Clock;
  readonly scripts: ScriptRunner;
  readonly agent: SimulatedAgent;
  /** Of our own database, read to know on which dates a clinic can be booked. */
  readonly booking: (clinic: Clinic) => BookingPorts;
}

/** A server that runs already; only its key makes calls to it possible. */
export function remoteWorld({ url, key, clock, scripts, agent, booking }: RemoteWorldParts): World {
  return { url, clock, wire: retellWire(key, clock), agent, scripts, booking, copy: undefined, close: async () => {} };
}

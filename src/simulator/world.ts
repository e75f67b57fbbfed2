import type { Clock } from "../clock.ts";
import type { Understanding } from "../domain/brain/understanding.ts";
import type { BookingPorts } from "../domain/booking/ports.ts";
import type { Phrases } from "../domain/call/caller-variables.ts";
import type { RetellWire } from "../domain/call/signed-request.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import type { ContactStore, OptOutStore } from "../domain/outreach/ports.ts";
import type { ExtractedVariable, Flow } from "../flow/flow.ts";
import type { ScriptRunner } from "../flow/ports.ts";
import type { EngineOptions } from "../flow/session/state.ts";
import type { SocketWorld } from "./socket-line.ts";

/** The master agent as Retell would run it, its flow pointing at the world's server. */
export interface SimulatedAgent {
  readonly agentId: string;
  readonly agentName: string;
  readonly version: number;
  readonly flow: Flow;
  readonly eventUrl: string;
  readonly analysis: readonly ExtractedVariable[];
  readonly options: Partial<EngineOptions>;
  /** What callers are known to say to its flow; undefined: no more than the flow's own examples. */
  readonly understanding?: Understanding;
}

/** Whom a clinic calls, and whom it may call no more. */
export interface CalledPeople {
  readonly contacts: Pick<ContactStore, "find" | "add">;
  readonly optOuts: Pick<OptOutStore, "find">;
}

/** A throw-away copy of the installation behind the server, which the simulator may set up, inspect and take back. */
export interface InstallationCopy {
  readonly clock: Clock & { set(instant: number): void };
  /** Ids made by the server from here on follow from the seed alone. */
  seedIds(seed: string): void;
  /** Runs `work` and takes back everything it wrote, so that runs cannot see each other. */
  isolated<T>(work: () => Promise<T>): Promise<T>;
  called(clinic: Clinic): CalledPeople;
  /** What calls that go out are worded with. */
  readonly phrases: Phrases;
}

/** One running server with the agent that calls it. */
export interface World {
  readonly url: string;
  readonly clock: Clock;
  readonly wire: RetellWire;
  readonly agent: SimulatedAgent;
  readonly scripts: ScriptRunner;
  /** The clinic's calendar; written to only where there is a copy. */
  booking(clinic: Clinic): BookingPorts;
  /** undefined: somebody's running server, of which nothing but its answers is known. */
  readonly copy: InstallationCopy | undefined;
  /** undefined: the same. */
  readonly socket?: SocketWorld | undefined;
  close(): Promise<void>;
}

import type { Clock } from "../clock.ts";
import type { Understanding } from "../domain/brain/understanding.ts";
import type { BookingPorts } from "../domain/booking/ports.ts";
import type { ClinicPhraseStore } from "../domain/clinic/ports.ts";
import type { Phrases } from "../domain/call/line/caller-variables.ts";
import type { RetellWire } from "../domain/call/signed-request.ts";
import type { Span } from "../domain/time/spans.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import type { AttemptStore } from "../domain/outreach/attempt.ts";
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

/** The clinic's contacts and opt-outs. */
export interface CalledPeople {
  readonly contacts: Pick<ContactStore, "find" | "add">;
  readonly optOuts: Pick<OptOutStore, "find">;
  /** The calls that are planned. */
  readonly dials: AttemptStore;
  /** What it words itself. */
  readonly phrases: Pick<ClinicPhraseStore, "list">;
}

/** A calendar that the clinic keeps elsewhere, as it was last read. */
export interface OutsideCalendar {
  /** An event in it takes that time of the doctor; null: of every doctor. */
  takeTime(doctorId: string | null, span: Span): Promise<void>;
  /** It has not been reached for longer than it is trusted. */
  cutOff(): Promise<void>;
}

/** A temporary copy of the installation behind the server, which the simulator may set up, inspect and undo. */
export interface InstallationCopy {
  readonly clock: Clock & { set(instant: number): void };
  /** From here on, ids made by the server depend only on the seed. */
  seedIds(seed: string): void;
  /** Runs `work` and undoes everything it wrote, so that runs cannot see each other. */
  isolated<T>(work: () => Promise<T>): Promise<T>;
  called(clinic: Clinic): CalledPeople;
  outside(clinic: Clinic): OutsideCalendar;
  /** The wording of outbound calls. */
  readonly phrases: Phrases;
}

/** One running server with the agent that calls it. */
export interface World {
  readonly url: string;
  readonly clock: Clock;
  readonly wire: RetellWire;
  readonly agent: SimulatedAgent;
  readonly scripts: ScriptRunner;
  /** The clinic's calendar; written to only in a copy. */
  booking(clinic: Clinic): BookingPorts;
  /** undefined: an external running server, of which only its answers are known. */
  readonly copy: InstallationCopy | undefined;
  /** undefined: the same. */
  readonly socket?: SocketWorld | undefined;
  close(): Promise<void>;
}

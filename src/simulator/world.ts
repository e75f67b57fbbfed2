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
import type { ScriptRunner, Brain } from "../flow/ports.ts";
import type { EngineOptions, FlowSnapshot } from "../flow/session/state.ts";
import type { Utterance } from "../domain/dialogue/ports.ts";

/** The master agent as Retell would run it, its flow pointing at the world's server. */
export interface SimulatedAgent {
  readonly agentId: string;
  readonly agentName: string;
  readonly version: number;
  readonly flow: Flow;
  readonly eventUrl: string;
  readonly analysis: readonly ExtractedVariable[];
  readonly options: Partial<EngineOptions>;
  /** What callers are known to say to its flow; undefined: only the flow's own examples. */
  readonly understanding?: Understanding;
}

/** The clinic's contacts and opt-outs. */
export interface CalledPeople {
  readonly contacts: Pick<ContactStore, "find" | "add">;
  readonly optOuts: Pick<OptOutStore, "find">;
  /** The planned calls. */
  readonly dials: AttemptStore;
  /** The phrases that the clinic words itself. */
  readonly phrases: Pick<ClinicPhraseStore, "list">;
}

/** A calendar that the clinic keeps elsewhere, as it was last read. */
export interface OutsideCalendar {
  /** Adds an event that blocks the time of the doctor; null: of every doctor. */
  takeTime(doctorId: string | null, span: Span): Promise<void>;
  /** Makes the calendar unreachable for longer than it is trusted. */
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
  /** undefined: an external server too. */
  readonly socket?: SocketWorld | undefined;
  close(): Promise<void>;
}

/** A call as Retell brings it to the socket. */
export interface SocketCall {
  readonly clinicId: string;
  readonly slug: string;
  /** The secret part of the clinic's address; null: it has none. */
  readonly key?: string | null;
  readonly callId: string;
  /** `call` of call_details (docs/retell.md 8.2). */
  readonly details: Readonly<Record<string, unknown>>;
}

/** A function call that the server reported (docs/retell.md 8.3). */
export interface SocketTool {
  readonly name: string;
  /** JSON text. */
  readonly args: string;
  readonly content: string;
  readonly ok: boolean;
}

export type SocketAction =
  | { readonly kind: "none" | "end" }
  | { readonly kind: "transfer"; readonly number: string }
  | { readonly kind: "digits"; readonly digits: string };

/** A complete answer, assembled from the messages of one response id. */
export interface SocketAnswer {
  readonly content: string;
  readonly tools: readonly SocketTool[];
  readonly action: SocketAction;
  /** Time until its first words; `ms` is the time until it was complete. */
  readonly firstWordMs: number;
  readonly ms: number;
}

/** Retell's end of an open socket. Rejects with an Error if the server closes it or does not answer in time. */
export interface SocketLine {
  greeting(): Promise<SocketAnswer>;
  answer(kind: "spoken" | "silence", transcript: readonly Utterance[]): Promise<SocketAnswer>;
  hangUp(): void;
}

/** Runs one of the clinic's functions for the server, or makes it fail. */
export type AroundFunction = (
  call: { readonly name: string; readonly args: Readonly<Record<string, unknown>> },
  answer: () => Promise<FunctionReply>,
) => Promise<FunctionReply>;

/** `message` is spoken; the rest fills the flow's variables. */
type FunctionReply = Readonly<Record<string, unknown>> & { readonly message: string };

/** The script that a scenario's call follows. */
export interface SocketScript {
  /** Decides instead of the server's own brain. */
  readonly brain: Brain;
  readonly around: AroundFunction;
}

/** The socket of a world's server. */
export interface SocketWorld {
  /** The call follows the script until it is hung up. */
  dial(call: SocketCall, script: SocketScript): Promise<SocketLine>;
  /**
   * Why scenarios cannot be played to the clinic over the socket; undefined: they can, because its calls follow the
   * flow.
   */
  unfit(clinicId: string): Promise<string | undefined>;
  /** The position of that call's flow; undefined before its first turn is stored. */
  state(clinicId: string, callId: string): Promise<FlowSnapshot | undefined>;
}

import type { Clock } from "../../clock.ts";
import type { DynamicVariables } from "../../domain/call/caller-variables.ts";
import type { Clinic, ClinicNumber } from "../../domain/clinic/clinic.ts";
import type { DialogueMode, EffectiveDialogue } from "../../domain/clinic/dialogue-settings.ts";
import type {
  DialogueOpeners,
  DialogueStates,
  OpenDialogue,
  SocketDirectory,
  Wait,
} from "../../domain/dialogue/ports.ts";
import type { LineProblem } from "../../domain/dialogue/socket-address.ts";
import type { ServerPorts } from "../ports.ts";
import type { CallLimits } from "./call-budget.ts";
import type { AskForCall, Confirmation } from "./confirm-call.ts";
import type { AgentConfig, CallDetails } from "./frames.ts";
import type { CallMeter } from "./socket-metrics.ts";

/** What the socket needs in addition to what the rest of the server has. */
export interface SocketPorts {
  readonly sockets: SocketDirectory;
  readonly openers: DialogueOpeners;
  readonly settingsOf: (clinicId: string) => Promise<EffectiveDialogue>;
  numberOf(clinicId: string): Promise<ClinicNumber | undefined>;
  readonly wait: Wait;
  readonly limits?: SocketLimits;
  /** Without them, as many turns and tokens as a long call has. */
  readonly callLimits?: CallLimits;
  /** Real calls: each is confirmed with Retell, and held by a language model or not at all. Without it, a simulation. */
  readonly live?: LiveCalls;
  /** Where the server is reached from outside; null: not told. */
  readonly publicUrl?: string | null;
  /** Dialogues go to the database one by one, as they come. */
  readonly keepAtOnce?: boolean;
}

export interface LiveCalls {
  readonly askForCall: AskForCall;
  /** Agents of the clinic's own. */
  agentsOf(clinicId: string): Promise<readonly string[]>;
  /** Whether there is a language model for calls that are held like this. */
  hasModel(settings: EffectiveDialogue): boolean;
}

/** One connection, as far as a call needs it. */
export interface Transport {
  send(text: string): void;
  close(code: number, reason: string): void;
  /** Without a word, as nobody hears it. */
  terminate(): void;
  /** Asks for a sign of life. */
  ping(): void;
}

/** A call as it comes in. */
export interface IncomingCall {
  readonly clinic: Clinic;
  readonly callId: string;
  /** What the inbound webhook hands to calls of this clinic. */
  readonly facts: DynamicVariables;
  /** Said at once, and the call ends; null: the clinic takes calls. */
  readonly closing: string | null;
  /** Channel settings of the organisation; null: as its agent has them. */
  readonly agentConfig: AgentConfig | null;
  /** Who thinks. */
  readonly mode: DialogueMode;
  /** From where it was connected. */
  readonly address: string;
}

export interface SessionPorts extends Pick<ServerPorts, "clinics" | "functions" | "log"> {
  readonly open: OpenDialogue;
  readonly states: DialogueStates;
  /** What speaks against the line being the clinic's. */
  lineProblem(call: CallDetails, clinic: Clinic): Promise<LineProblem | undefined>;
  /** Asks Retell whether the call is the clinic's; null: what the peer says of it is believed, as in a simulation. */
  readonly confirm: (() => Promise<Confirmation>) | null;
  readonly callLimits: CallLimits;
  readonly meter: CallMeter;
  readonly clock: Clock;
  readonly wait: Wait;
  /** Milliseconds, for measuring. */
  stopwatch(): number;
}

export interface SocketLimits {
  readonly calls: number;
  readonly callsPerClinic: number;
  readonly callsPerAddress: number;
  readonly messageBytes: number;
}

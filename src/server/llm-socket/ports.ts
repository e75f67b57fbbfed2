import type { Clock } from "../../clock.ts";
import type { DynamicVariables } from "../../domain/call/line/caller-variables.ts";
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
import type { RateLimit } from "./rate-limit.ts";
import type { CallMeter } from "./socket-metrics.ts";

/** What the socket needs in addition to the server's ports. */
export interface SocketPorts {
  readonly sockets: SocketDirectory;
  readonly openers: DialogueOpeners;
  readonly settingsOf: (clinicId: string) => Promise<EffectiveDialogue>;
  numberOf(clinicId: string): Promise<ClinicNumber | undefined>;
  readonly wait: Wait;
  readonly limits?: SocketLimits;
  /** Default: the turns and tokens of a long call. */
  readonly callLimits?: CallLimits;
  /**
   * Real calls: each is confirmed with Retell and answered only by a language model. Without it, calls are simulated.
   */
  readonly live?: LiveCalls;
  /** The server's public URL; null: unknown. */
  readonly publicUrl?: string | null;
  /** Writes each dialogue to the database at once instead of in batches. */
  readonly keepAtOnce?: boolean;
}

export interface LiveCalls {
  readonly askForCall: AskForCall;
  /** The clinic's own agents. */
  agentsOf(clinicId: string): Promise<readonly string[]>;
  /** Whether there is a language model for calls with these settings. */
  hasModel(settings: EffectiveDialogue): boolean;
}

/** One connection, as far as a call needs it. */
export interface Transport {
  send(text: string): void;
  close(code: number, reason: string): void;
  /** Without a close frame: the peer is gone. */
  terminate(): void;
  /** Probes the peer. */
  ping(): void;
}

/** A call as it comes in. */
export interface IncomingCall {
  readonly clinic: Clinic;
  readonly callId: string;
  /** What the inbound webhook supplies to calls of this clinic. */
  readonly facts: DynamicVariables;
  /** Said at once, and the call ends; null: the clinic takes calls. */
  readonly closing: string | null;
  /** Channel settings of the clinic; null: as its agent has them. */
  readonly agentConfig: AgentConfig | null;
  /** What decides the answers. */
  readonly mode: DialogueMode;
  /** The client's address. */
  readonly address: string;
}

export interface SessionPorts extends Pick<ServerPorts, "clinics" | "functions" | "log"> {
  readonly open: OpenDialogue;
  readonly states: DialogueStates;
  /** Why the line may not be the clinic's. */
  lineProblem(call: CallDetails, clinic: Clinic): Promise<LineProblem | undefined>;
  /** Asks Retell whether the call is the clinic's; null: the peer is trusted, as in a simulation. */
  readonly confirm: (() => Promise<Confirmation>) | null;
  readonly callLimits: CallLimits;
  /** Of all calls of the clinic. */
  readonly clinicTextRate: RateLimit;
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
  /** Calls of one clinic from one address that Retell has yet to confirm. */
  readonly unconfirmed: number;
  /** Characters per second of all calls of one clinic that are parsed; a burst may have twice as many. */
  readonly clinicText: number;
  readonly messageBytes: number;
}

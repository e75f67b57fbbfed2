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
   * For real calls: each is confirmed with Retell and answered only by a language model. If absent, calls are
   * simulated.
   */
  readonly live?: LiveCalls;
  /** The server's public URL; null: unknown. */
  readonly publicUrl?: string | null;
  /** Writes each dialogue to the database at once, not in batches. */
  readonly keepAtOnce?: boolean;
}

export interface LiveCalls {
  readonly askForCall: AskForCall;
  /** The clinic's own agents. */
  agentsOf(clinicId: string): Promise<readonly string[]>;
  /** Whether a language model is configured for calls with these settings. */
  hasModel(settings: EffectiveDialogue): boolean;
}

/** The parts of a connection that a call needs. */
export interface Transport {
  send(text: string): void;
  close(code: number, reason: string): void;
  /** Closes without a close frame: the peer is gone. */
  terminate(): void;
  /** Probes the peer. */
  ping(): void;
}

/** A new call. */
export interface IncomingCall {
  readonly clinic: Clinic;
  readonly callId: string;
  /** The variables that the inbound webhook supplies for this clinic's calls. */
  readonly facts: DynamicVariables;
  /** Said at once to end the call; null: the clinic takes calls. */
  readonly closing: string | null;
  /** The clinic's own channel settings; null: those of its agent apply. */
  readonly agentConfig: AgentConfig | null;
  /** What decides the answers. */
  readonly mode: DialogueMode;
  /** The client's address. */
  readonly address: string;
}

export interface SessionPorts extends Pick<ServerPorts, "clinics" | "functions" | "log"> {
  readonly open: OpenDialogue;
  readonly states: DialogueStates;
  /** The reason why the line may not be the clinic's. */
  lineProblem(call: CallDetails, clinic: Clinic): Promise<LineProblem | undefined>;
  /** Asks Retell whether the call is the clinic's; null: the peer is trusted, as in a simulation. */
  readonly confirm: (() => Promise<Confirmation>) | null;
  readonly callLimits: CallLimits;
  /** Shared by all calls of the clinic. */
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
  /** Calls of one clinic from one address that Retell has not yet confirmed. */
  readonly unconfirmed: number;
  /** Parsed characters per second, for all calls of one clinic; a burst may have twice as many. */
  readonly clinicText: number;
  readonly messageBytes: number;
}

import type { Clock } from "../clock.ts";
import type { ToolArguments } from "../domain/call/line/call-context.ts";
import type { InboundReplies } from "../domain/call/line/inbound-reply.ts";
import type { ReportedCall } from "../domain/call/events/outcome-report.ts";
import type { Signer } from "../domain/call/signed-request.ts";
import type { CallEventStore, FunctionReplies, TranscriptRedaction } from "../domain/call/ports.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import type { ClinicDirectory } from "../domain/clinic/ports.ts";

/** A structured log. Never pass a patient's name or a whole phone number (`maskNumber`). */
export interface ServerLog {
  debug?(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** The agent's call of one of its functions, during a call to or from the clinic. */
export interface FunctionRequest {
  readonly clinic: Clinic;
  readonly callId: string;
  /** The number of the patient's end of the line, in E.164, if known. */
  readonly callerNumber: string | null;
  /** Whether the clinic placed the call, so that `callerNumber` is the number it dialled. */
  readonly isOutbound: boolean;
  readonly args: ToolArguments;
  /** Arguments of the tools the agent called earlier in this call, latest first. */
  readonly earlier: readonly ToolArguments[];
}

/** `message` is spoken as it is; the other fields fill the flow's response variables. */
export type FunctionAnswer = Readonly<Record<string, unknown>> & { readonly message: string };

export type ClinicFunction = (request: FunctionRequest) => Promise<FunctionAnswer>;

export interface OutcomePorts {
  isSecret(given: string): boolean;
  /** Finds the call that a report is about, by Retell's call id or by our attempt's id. */
  callNamed(sessionId: string): Promise<ReportedCall | undefined>;
}

/** The parts of a request that are recorded. */
export interface AskedRequest {
  readonly url: string;
  readonly rawBody: Uint8Array;
  readonly signature: string | undefined;
}

/**
 * Receives each request that a route is about to answer; the function it returns receives the answer and its clinic.
 */
export interface RequestRecorder {
  begin(
    asked: AskedRequest,
  ): (answer: { readonly status: number; readonly body: string | Uint8Array }, clinic: string | undefined) => void;
}

/** Status 401 means that the request had no valid, current signature from Retell. */
export interface AnsweredRequest {
  /** The route's pattern. */
  readonly route: string;
  /** Slug of the clinic that was served. */
  readonly clinic: string | undefined;
  readonly status: number;
  readonly milliseconds: number;
}

export interface ServerPorts {
  readonly clinics: Pick<ClinicDirectory, "find" | "findByNumber">;
  readonly inboundReplies: InboundReplies;
  readonly events: CallEventStore;
  readonly redaction: TranscriptRedaction;
  readonly replies: FunctionReplies;
  /** Accepts outcome reports in the older format; undefined: the installation has no secret for them. */
  readonly outcomes?: OutcomePorts | undefined;
  /** By tool name, such as `get_doctors`; each is served at a path such as `/api/get-doctors`. */
  readonly functions: Readonly<Record<string, ClinicFunction>>;
  /**
   * The Retell account that signed exactly these bytes, with a current signature; undefined: no known account. Never
   * throws.
   */
  signer(rawBody: Uint8Array, signature: string | undefined): Signer | undefined;
  /** @throws AscendiaError while the database does not answer or is not migrated */
  ready(): Promise<void>;
  readonly clock: Clock;
  readonly log: ServerLog;
  /** Unique among this server's requests. */
  newRequestId(): string;
  /** Called after each request was answered. */
  readonly answered?: (answer: AnsweredRequest) => void;
  /** Records requests and answers, so that another build's answers can be compared with them. */
  readonly recorder?: RequestRecorder | undefined;
  /** Metrics to append to the request metrics. */
  readonly counters?: readonly { text(): string }[];
  /** Figures over all clinics to append, read on each request for metrics. */
  readonly business?: { text(): Promise<string> };
}

export const INBOUND_PATH = "/webhooks/retell/inbound";

/** The path that receives the events of calls. */
export const EVENT_PATH = "/api/retell/webhook";

/** The second is an older system's path; phone numbers that are still configured with it keep working. */
export const INBOUND_PATHS = [INBOUND_PATH, "/api/retell/inbound"] as const;

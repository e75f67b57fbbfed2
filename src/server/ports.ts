import type { Clock } from "../clock.ts";
import type { ToolArguments } from "../domain/call/line/call-context.ts";
import type { InboundReplies } from "../domain/call/line/inbound-reply.ts";
import type { ReportedCall } from "../domain/call/events/outcome-report.ts";
import type { Signer } from "../domain/call/signed-request.ts";
import type { CallEventStore, FunctionReplies, TranscriptRedaction } from "../domain/call/ports.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import type { ClinicDirectory } from "../domain/clinic/ports.ts";

/** Structured. Never pass a patient's name or a whole phone number (`maskNumber`). */
export interface ServerLog {
  debug?(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A function that the agent calls during one of the clinic's calls. */
export interface FunctionRequest {
  readonly clinic: Clinic;
  readonly callId: string;
  /** E.164 of the patient's end of the line, if known. */
  readonly callerNumber: string | null;
  /** The clinic placed the call, and the number is the one it dialled. */
  readonly isOutbound: boolean;
  readonly args: ToolArguments;
  /** Arguments of the tools the agent called earlier in this call, latest first. */
  readonly earlier: readonly ToolArguments[];
}

/** `message` is spoken as is; the rest fills the flow's response variables. */
export type FunctionAnswer = Readonly<Record<string, unknown>> & { readonly message: string };

export type ClinicFunction = (request: FunctionRequest) => Promise<FunctionAnswer>;

export interface OutcomePorts {
  isSecret(given: string): boolean;
  /** The call that a report is about, by Retell's call id or by the id of our attempt. */
  callNamed(sessionId: string): Promise<ReportedCall | undefined>;
}

/** What a route is asked, as far as it is recorded. */
export interface AskedRequest {
  readonly url: string;
  readonly rawBody: Uint8Array;
  readonly signature: string | undefined;
}

/** Gets each request that a route is about to answer; what it returns gets the answer and its clinic. */
export interface RequestRecorder {
  begin(
    asked: AskedRequest,
  ): (answer: { readonly status: number; readonly body: string | Uint8Array }, clinic: string | undefined) => void;
}

/** Status 401: Retell did not sign it just now. */
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
  /** Outcome reports of the older form; undefined: the installation has no secret for them. */
  readonly outcomes?: OutcomePorts | undefined;
  /** By tool name, `get_doctors`; each is served at `/api/get-doctors`. */
  readonly functions: Readonly<Record<string, ClinicFunction>>;
  /** Which account of Retell signed exactly these bytes, just now; undefined: none that is known. Never throws. */
  signer(rawBody: Uint8Array, signature: string | undefined): Signer | undefined;
  /** @throws AscendiaError while the database does not answer or is not migrated */
  ready(): Promise<void>;
  readonly clock: Clock;
  readonly log: ServerLog;
  /** Unique among this server's requests. */
  newRequestId(): string;
  /** Called with each request once it is answered. */
  readonly answered?: (answer: AnsweredRequest) => void;
  /** Keeps requests and answers, to compare those of another build with them. */
  readonly recorder?: RequestRecorder | undefined;
  /** Metrics to append to those of requests. */
  readonly counters?: readonly { text(): string }[];
  /** Figures over all clinics to append, read when they are asked for. */
  readonly business?: { text(): Promise<string> };
}

export const INBOUND_PATH = "/webhooks/retell/inbound";

/** Where the events of calls arrive. */
export const EVENT_PATH = "/api/retell/webhook";

/** The second is the path of an older system; numbers that carry it keep working. */
export const INBOUND_PATHS = [INBOUND_PATH, "/api/retell/inbound"] as const;

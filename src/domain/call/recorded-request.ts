/** A request that Retell made and what it was answered, kept to be made again (docs/recorded-calls.md). */
export interface RecordedRequest {
  /** In order of arrival, within its recording. */
  readonly id: number;
  readonly receivedAt: number;
  readonly path: string;
  /** The time in its signature; null: it held the installation's secret instead. */
  readonly signedAt: number | null;
  readonly body: string;
  readonly status: number;
  readonly answer: string;
  /** Slug of the clinic that was served. */
  readonly clinic: string | null;
}

/** The data of an installation as it was, and the requests made from then on. */
export interface Recording {
  /** Its beginning, fit for the name of a file. */
  readonly name: string;
  readonly startedAt: number;
  readonly requests: number;
}

/** Recordings hold patients' data as it was, so nothing in them may outlive what is erased. */
export interface Recordings {
  /** Oldest first. */
  list(): Promise<readonly Recording[]>;
  /** In order of arrival. */
  requestsOf(name: string): Iterable<RecordedRequest>;
  /** Those that began before then. @returns how many were removed */
  forgetBefore(instant: number): Promise<number>;
  /** @returns how many were removed */
  forgetAll(): Promise<number>;
}

/** A recording that is being written. */
export interface OpenRecording {
  /** false while another process reads it: none was added. */
  add(requests: readonly RecordedRequest[]): boolean;
  /** false once it was removed. */
  isThere(): boolean;
  close(): void;
}

/** What was said in a call, and where to read or hear it. No answer depends on it. */
const SPEECH: ReadonlySet<string> = new Set([
  "transcript",
  "transcript_object",
  "scrubbed_transcript_with_tool_calls",
  "recording_url",
  "recording_multi_channel_url",
  "scrubbed_recording_url",
  "scrubbed_recording_multi_channel_url",
  "public_log_url",
  "knowledge_base_retrieved_contents_url",
  "call_summary",
  "chat_summary",
]);
const TURNS = "transcript_with_tool_calls";
/** Of the turns, the arguments of tools: functions look at those of earlier ones (call-context.ts). */
const INVOCATION = "tool_call_invocation";

/** The body without what was said; undefined when it cannot be read as JSON. */
export function withoutSpeech(body: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(body, keepUnsaid));
  } catch {
    return undefined;
  }
}

function keepUnsaid(key: string, value: unknown): unknown {
  if (SPEECH.has(key)) return undefined;
  return key === TURNS && Array.isArray(value) ? value.filter((turn) => isInvocation(turn)) : value;
}

function isInvocation(turn: unknown): boolean {
  return typeof turn === "object" && turn !== null && "role" in turn && turn.role === INVOCATION;
}

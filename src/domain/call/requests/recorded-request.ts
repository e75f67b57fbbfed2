import { jsonOrText } from "../../../json.ts";
/** A request from Retell and its answer, recorded for replay (docs/recorded-calls.md). */
export interface RecordedRequest {
  /** In order of arrival, within its recording. */
  readonly id: number;
  readonly receivedAt: number;
  readonly path: string;
  /** The time in its signature; null: the request carried the installation's secret instead. */
  readonly signedAt: number | null;
  readonly body: string;
  readonly status: number;
  readonly answer: string;
  /** Slug of the clinic that was served. */
  readonly clinic: string | null;
}

/** A copy of an installation's data, and the requests made from then on. */
export interface Recording {
  /** Its start time, in a form that can be a file name. */
  readonly name: string;
  readonly startedAt: number;
  readonly requests: number;
}

/** Recordings hold patients' data as it was, so they must be removed when patients' data is erased. */
export interface Recordings {
  /** Oldest first. */
  list(): Promise<readonly Recording[]>;
  /** In order of arrival. */
  requestsOf(name: string): Iterable<RecordedRequest>;
  /** Removes recordings that began before then. @returns how many were removed */
  forgetBefore(instant: number): Promise<number>;
  /** @returns how many were removed */
  forgetAll(): Promise<number>;
}

/** A recording that is being written. */
export interface OpenRecording {
  /** false: another process is reading the recording, and nothing was added. */
  add(requests: readonly RecordedRequest[]): boolean;
  /** false: the recording was removed. */
  isThere(): boolean;
  close(): void;
}

/** Fields with what was said in a call, or with links to it. No answer depends on them. */
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

/** Of the turns, only tool invocations stay: functions read the arguments of earlier ones (call-context.ts). */
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

/** Replacements for personal data. */
interface StandIns {
  readonly name: string;
  readonly birthDate: string;
  readonly mail: string;
  /** In place of a number in E.164. */
  number(number: string): string;
}

/**
 * JSON texts of one call, without names, numbers, email addresses or birth dates of people. A name found under its key
 * in one text is replaced wherever it occurs in any of them.
 */
export function withoutPersons(texts: readonly string[], standIns: StandIns): readonly string[] {
  const keyed = texts.map((text) => jsonOrText(text)).flatMap((value) => keyedTexts(value));
  const names = keyed.filter(({ isPerson }) => isPerson).flatMap(({ text }) => [text].concat(words(text)));
  const births = keyed.filter(({ key }) => /birth/iu.test(key)).map(({ text }) => text);
  const phones = keyed.filter(
    ({ key, text }) => /phone|number$/iu.test(key) && /\d{5}/u.test(text.replaceAll(/\D/gu, "")),
  );
  const national = phones.map(({ text }) => text).filter((text) => !E164.test(text));
  const found = [
    { pattern: anyOf(births), stands: () => standIns.birthDate },
    { pattern: E164_ANYWHERE, stands: (number: string) => standIns.number(number) },
    { pattern: anyOf(national), stands: (number: string) => standIns.number(number) },
    { pattern: MAIL, stands: () => standIns.mail },
    { pattern: anyOf(names), stands: () => standIns.name },
  ];
  return texts.map((text) =>
    found.reduce(
      (rest, { pattern, stands }) => (pattern === undefined ? rest : rest.replaceAll(pattern, stands)),
      text,
    ),
  );
}

const E164 = /^\+\d{6,15}$/u;

const E164_ANYWHERE = /\+\d{6,15}/gu;

const MAIL = /[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+/gu;

interface KeyedText {
  readonly key: string;
  readonly text: string;
  readonly isPerson: boolean;
}

/** All texts in a value with their keys. Tools' arguments are JSON within a text, so texts are searched too. */
function keyedTexts(value: unknown): readonly KeyedText[] {
  if (typeof value === "string") return /^\s*[{[]/u.test(value) ? keyedTexts(within(value)) : [];
  if (Array.isArray(value)) return value.flatMap((item: unknown) => keyedTexts(item));
  if (typeof value !== "object" || value === null) return [];
  const isOther = NAMED_OTHERWISE.some((key) => Object.hasOwn(value, key));
  return Object.entries(value).flatMap(([key, part]: [string, unknown]): readonly KeyedText[] => {
    if (typeof part !== "string" || part === "") return keyedTexts(part);
    const isPerson = isPersonKey(key) && !(key === "name" && isOther);
    return [{ key, text: part, isPerson }].concat(keyedTexts(part));
  });
}

/** An object with one of these keys and a `name` is a function, a turn or a doctor. */
const NAMED_OTHERWISE = ["args", "arguments", "role", "call", "specialty"] as const;

function within(text: string): unknown {
  const value = jsonOrText(text);
  return value === text ? undefined : value;
}

/** The words of a name: callers often say one alone. */
function words(name: string): readonly string[] {
  return (name.match(/[\p{L}'-]+/gu) ?? []).filter((word) => word.length > 2);
}

/** Matches any of the texts as written in JSON; undefined: there are no texts. */
function anyOf(texts: readonly string[]): RegExp | undefined {
  const longestFirst = [...new Set(texts)].toSorted((one, other) => other.length - one.length);
  const escaped = longestFirst.map((text) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replaceAll(/[$()*+.?[\\\]^{|}]/gu, String.raw`\$&`),
  );
  return escaped.length === 0
    ? undefined
    : new RegExp(`(?<![\\p{L}\\d])(?:${escaped.join("|")})(?![\\p{L}\\d])`, "giu");
}

const PERSON = /(?:^|_)name$/iu;

const OTHER_NAMES = /^phrase_|doctor|clinic|business|agent|language|provider|type/iu;

/** Whether the value under this key, in a tool's arguments or a variable, is a person's name. */
export function isPersonKey(key: string): boolean {
  return PERSON.test(key) && !OTHER_NAMES.test(key);
}

import { DAY_MS } from "../../clock.ts";
/**
 * The longest text of each kind accepted from outside, in characters. Anything longer is refused, cut or dropped on
 * arrival, and never reaches a pattern. Callers speak about 15 characters a second.
 */
export const TEXT_LIMITS = {
  /** One turn of a caller or of the agent. */
  utterance: 2_000,
  /** Everything said in a call. */
  transcript: 100_000,
  /** A tool's arguments as JSON, or its answer. */
  tool: 10_000,
  name: 200,
  id: 200,
  date: 200,
  /** Numbers may be in words: ten digits spoken in pairs take about 120 characters. */
  number: 300,
  /** Everything else. */
  other: 2_000,
} as const;

export type TextKind = keyof typeof TEXT_LIMITS;

/** How many utterances of one call are read: the latest ones. */
export const MOST_UTTERANCES = 1_000;

/** How many tool calls of one call have their arguments read: the latest ones. */
export const MOST_TOOL_CALLS = 100;

/** Maximum entries of one call's variables, or of a function's arguments. */
export const MOST_ENTRIES = 200;

const ARGUMENT_KINDS: Readonly<Record<string, TextKind>> = {
  clinic_id: "id",
  doctor_id: "id",
  slot_id: "id",
  appointment_id: "id",
  type_id: "id",
  doctor_name: "name",
  patient_name: "name",
  caller_name: "name",
  appointment_type: "name",
  date: "date",
  time: "date",
  birth_date: "date",
  part_of_day: "date",
  patient_phone: "number",
  callback_number: "number",
};

/**
 * A function's arguments, each cut to the limit of its kind. A cut argument still counts as stated, so the caller is
 * asked about it. Returns the same object when nothing is too long.
 */
export function boundedArguments(args: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(args);
  const bounded = entries
    .slice(0, MOST_ENTRIES)
    .flatMap(([name, value]): readonly (readonly [string, unknown])[] =>
      name.length > TEXT_LIMITS.name ? [] : [[name, boundedValue(value, limitOfArgument(name))]],
    );
  const isSame = bounded.length === entries.length && bounded.every(([, value], at) => value === entries[at]?.[1]);
  return isSame ? args : Object.fromEntries(bounded);
}

function limitOfArgument(name: string): number {
  return TEXT_LIMITS[(Object.hasOwn(ARGUMENT_KINDS, name) ? ARGUMENT_KINDS[name] : undefined) ?? "other"];
}

/** Functions ignore lists and objects; oversized ones are dropped. */
function boundedValue(value: unknown, limit: number): unknown {
  if (typeof value === "string") return cutText(value, limit);
  if (typeof value !== "object" || value === null) return value;
  return JSON.stringify(value).length > limit ? null : value;
}

/**
 * At most `limit` characters, without splitting a surrogate pair. In V8, a substring keeps its whole text in memory, so
 * the part is copied by way of JSON.
 */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const copy: unknown = JSON.parse(JSON.stringify(text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, "")));
  return String(copy);
}

/** Whether an id can be stored, printed and compared: not empty, within the length limit, without control characters. */
export function isPlainId(text: string): boolean {
  return text !== "" && text.length <= TEXT_LIMITS.id && !/[\p{Cc}\p{Cs}]/u.test(text);
}

/** No call is earlier than the Unix epoch, or later than this century. */
export const EARLIEST_CALL_MS = 0;
export const LATEST_CALL_MS = Date.UTC(2100, 0, 1);

/** No call takes longer than a week. */
export const LONGEST_CALL_MS = 7 * DAY_MS;

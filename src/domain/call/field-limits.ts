/**
 * The longest text of each kind that is taken from outside, in characters. Nothing longer reaches a pattern: it is
 * refused, cut off or left out where it comes in. Callers say some 15 characters a second.
 */
export const TEXT_LIMITS = {
  /** One turn of a caller or of the agent. */
  utterance: 2_000,
  /** Everything said in a call. */
  transcript: 100_000,
  /** JSON of a tool's arguments, or its answer. */
  tool: 10_000,
  name: 200,
  id: 200,
  date: 200,
  number: 64,
  /** Whatever is in no other table. */
  other: 2_000,
} as const;

export type TextKind = keyof typeof TEXT_LIMITS;

/** Utterances of one call that are looked at, the latest. */
export const MOST_UTTERANCES = 1_000;

/** Tools called in one call whose arguments are looked at, the latest. */
export const MOST_TOOL_CALLS = 100;

/** Names and values of one call: its variables, or the arguments of a function. */
export const MOST_ENTRIES = 200;

const ARGUMENT_KINDS: Readonly<Record<string, TextKind>> = {
  clinic_id: "id",
  doctor_id: "id",
  slot_id: "id",
  appointment_id: "id",
  doctor_name: "name",
  patient_name: "name",
  appointment_type: "name",
  date: "date",
  time: "date",
  birth_date: "date",
  part_of_day: "date",
  patient_phone: "number",
};

/**
 * A function's arguments, each cut to the length of its kind: what a model garbled stays something that was said, and is
 * asked back. The very same object where nothing is too long.
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

/** Lists and objects say nothing to a function; one that is too long is left out. */
function boundedValue(value: unknown, limit: number): unknown {
  if (typeof value === "string") return cutText(value, limit);
  if (typeof value !== "object" || value === null) return value;
  return JSON.stringify(value).length > limit ? null : value;
}

/** At most so many characters, and none of them cut in two. */
export function cutText(text: string, limit: number): string {
  return text.length > limit ? text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, "") : text;
}

/** An id that can be stored, printed and compared: no longer than any id is, and without control characters. */
export function isPlainId(text: string): boolean {
  return text.length <= TEXT_LIMITS.id && !/[\p{Cc}\p{Cs}]/u.test(text);
}

/** No call is earlier than the clock's own beginning, or later than this century. */
export const EARLIEST_CALL_MS = 0;
export const LATEST_CALL_MS = Date.UTC(2100, 0, 1);

/** No call takes longer than a week. */
export const LONGEST_CALL_MS = 7 * 86_400_000;

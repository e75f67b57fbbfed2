import { TEXT_LIMITS, cutText } from "./field-limits.ts";

/** Texts of an event by field name; those of other fields are ids, names, summaries and addresses. */
const FIELD_LIMITS: Readonly<Record<string, number>> = {
  transcript: TEXT_LIMITS.transcript,
  content: TEXT_LIMITS.tool,
  arguments: TEXT_LIMITS.tool,
};
const USUAL_LIMIT = TEXT_LIMITS.tool;

/** Roles that speak, unlike tools: their turns are utterances. */
const SPEAKERS: ReadonlySet<unknown> = new Set(["user", "agent", "transfer_target"]);

/** A call of an hour has some 9,000 words. */
const MOST_ITEMS = 10_000;
const MOST_NAMES = 1_000;

/** All texts of one event together. */
const MOST_CHARACTERS = 600_000;

interface Clamping {
  left: number;
  isClamped: boolean;
}

/**
 * An event with every text, list and object cut to its limit. Returns the very same value when nothing was cut. The
 * depth has been checked before.
 */
export function clampEvent(event: unknown): unknown {
  const clamping: Clamping = { left: MOST_CHARACTERS, isClamped: false };
  const clamped = clampValue(event, USUAL_LIMIT, clamping);
  return clamping.isClamped ? clamped : event;
}

function clampValue(value: unknown, limit: number, clamping: Clamping): unknown {
  if (typeof value === "string") return clampText(value, limit, clamping);
  if (Array.isArray(value)) {
    if (value.length > MOST_ITEMS) clamping.isClamped = true;
    return value.slice(0, MOST_ITEMS).map((item: unknown) => clampValue(item, limit, clamping));
  }
  return typeof value === "object" && value !== null ? clampObject(value, clamping) : value;
}

function clampObject(value: object, clamping: Clamping): object {
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  const kept = entries.filter(([name], index) => index < MOST_NAMES && name.length <= TEXT_LIMITS.name);
  if (kept.length < entries.length) clamping.isClamped = true;
  const isUtterance = "role" in value && SPEAKERS.has(value.role);
  return Object.fromEntries(kept.map(([name, part]) => [name, clampValue(part, limitOf(name, isUtterance), clamping)]));
}

function limitOf(name: string, isUtterance: boolean): number {
  if (isUtterance && name === "content") return TEXT_LIMITS.utterance;
  return (Object.hasOwn(FIELD_LIMITS, name) ? FIELD_LIMITS[name] : undefined) ?? USUAL_LIMIT;
}

function clampText(text: string, limit: number, clamping: Clamping): string {
  const most = Math.min(limit, clamping.left);
  if (text.length > most) clamping.isClamped = true;
  const kept = cutText(text, most);
  clamping.left -= kept.length;
  return kept;
}

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
}

/**
 * An event with every text, list and object cut to its limit. Returns the very same value when nothing was cut. The
 * depth has been checked before.
 */
export function clampEvent(event: unknown): unknown {
  return fits(event, USUAL_LIMIT, { left: MOST_CHARACTERS })
    ? event
    : clampValue(event, USUAL_LIMIT, { left: MOST_CHARACTERS });
}

/** Whether nothing needs cutting. Nearly every event fits, and copying one costs more than looking at it. */
function fits(value: unknown, limit: number, clamping: Clamping): boolean {
  if (typeof value === "string") {
    clamping.left -= value.length;
    return value.length <= limit && clamping.left >= 0;
  }
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) {
    return value.length <= MOST_ITEMS && value.every((item: unknown) => fits(item, limit, clamping));
  }
  const names = Object.keys(value);
  const isUtterance = "role" in value && SPEAKERS.has(value.role);
  return (
    names.length <= MOST_NAMES &&
    names.every(
      (name) => name.length <= TEXT_LIMITS.name && fits(Reflect.get(value, name), limitOf(name, isUtterance), clamping),
    )
  );
}

function clampValue(value: unknown, limit: number, clamping: Clamping): unknown {
  if (typeof value === "string") return clampText(value, limit, clamping);
  if (Array.isArray(value)) {
    return value.slice(0, MOST_ITEMS).map((item: unknown) => clampValue(item, limit, clamping));
  }
  return typeof value === "object" && value !== null ? clampObject(value, clamping) : value;
}

function clampObject(value: object, clamping: Clamping): object {
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  const kept = entries.filter(([name], index) => index < MOST_NAMES && name.length <= TEXT_LIMITS.name);
  const isUtterance = "role" in value && SPEAKERS.has(value.role);
  return Object.fromEntries(kept.map(([name, part]) => [name, clampValue(part, limitOf(name, isUtterance), clamping)]));
}

function limitOf(name: string, isUtterance: boolean): number {
  if (isUtterance && name === "content") return TEXT_LIMITS.utterance;
  return (Object.hasOwn(FIELD_LIMITS, name) ? FIELD_LIMITS[name] : undefined) ?? USUAL_LIMIT;
}

function clampText(text: string, limit: number, clamping: Clamping): string {
  const kept = cutText(text, Math.min(limit, clamping.left));
  clamping.left -= kept.length;
  return kept;
}

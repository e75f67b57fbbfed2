import { DAY_MS } from "../clock.ts";
/** Value of a variable, or undefined when it is missing. */
export type Lookup = (name: string) => string | undefined;

// A placeholder, whose name may contain one more: `{{current_time_{{my_timezone}} }}` (docs/retell.md 10).
const placeholder = /\{\{((?:[^{}]|\{\{[^{}]*\}\})+)\}\}/g;
const innerPlaceholder = /\{\{([^{}]*)\}\}/g;

/** Missing variables stay as literal `{{name}}`, empty ones disappear, and values are not scanned again. */
export function resolvePlaceholders(text: string, lookup: Lookup): string {
  return text.replaceAll(
    placeholder,
    (literal, content: string) => lookup(placeholderName(content, lookup)) ?? literal,
  );
}

function placeholderName(content: string, lookup: Lookup): string {
  return content.replaceAll(innerPlaceholder, (literal, name: string) => lookup(name.trim()) ?? literal).trim();
}

/** Names of all placeholders in a text. A nested one yields the inner name and the whole outer text. */
export function placeholderNames(text: string): readonly string[] {
  if (!text.includes("{{")) return [];
  const contents = Array.from(text.matchAll(placeholder), ([, content = ""]) => content);
  const inner = contents.flatMap((content) => Array.from(content.matchAll(innerPlaceholder), ([, name = ""]) => name));
  return [...inner, ...contents].map((name) => name.trim());
}

/** The name, resolved one level, if the text is exactly one placeholder; else undefined. */
export function soleName(text: string, lookup: Lookup): string | undefined {
  const [match] = [...text.trim().matchAll(placeholder)];
  return match?.[0] === text.trim() ? placeholderName(match[1] ?? "", lookup) : undefined;
}

/** Resolves every text in a JSON value, at any depth. Keys are not resolved. */
export function resolveDeep(value: unknown, lookup: Lookup): unknown {
  if (typeof value === "string") return resolvePlaceholders(value, lookup);
  if (Array.isArray(value)) return value.map((item: unknown) => resolveDeep(item, lookup));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveDeep(item, lookup)]));
}

/** The facts behind the system variables (docs/retell.md 10). */
export interface SystemFacts {
  readonly now: number;
  readonly startedAt: number;
  readonly defaultTimeZone: string;
  readonly callId: string;
  readonly callType: string;
  readonly direction?: string;
  readonly fromNumber?: string;
  readonly toNumber?: string;
  readonly currentNode: string;
  readonly previousNode: string;
}

type Reader = (facts: SystemFacts) => string | undefined;

const plain: Readonly<Record<string, Reader>> = {
  current_time: (facts) => timeText(facts.now, facts.defaultTimeZone),
  current_hour: (facts) => hourText(facts.now, facts.defaultTimeZone),
  current_calendar: (facts) => calendarText(facts.now, facts.defaultTimeZone),
  current_node: (facts) => facts.currentNode,
  previous_node: (facts) => facts.previousNode,
  current_agent_state: (facts) => facts.currentNode,
  previous_agent_state: (facts) => facts.previousNode,
  session_type: () => "voice",
  session_duration: (facts) => durationText(facts.now - facts.startedAt),
  session_duration_ms: (facts) => String(facts.now - facts.startedAt),
  direction: (facts) => facts.direction,
  user_number: (facts) => (facts.direction === "outbound" ? facts.toNumber : facts.fromNumber),
  agent_number: (facts) => (facts.direction === "outbound" ? facts.fromNumber : facts.toNumber),
  call_id: (facts) => facts.callId,
  call_type: (facts) => facts.callType,
};

const zoned: readonly (readonly [string, (now: number, timeZone: string) => string | undefined])[] = [
  ["current_time_", timeText],
  ["current_hour_", hourText],
  ["current_calendar_", calendarText],
];

/** Variables that every call has although we do not supply them, including contact and chat fields. */
const otherNames = new Set(["chat_id", "first_name", "last_name", "do_not_call"]);

export function isSystemVariable(name: string): boolean {
  return Object.hasOwn(plain, name) || otherNames.has(name) || zoned.some(([prefix]) => name.startsWith(prefix));
}

export function systemVariable(name: string, facts: SystemFacts): string | undefined {
  if (Object.hasOwn(plain, name)) return plain[name]?.(facts);
  const found = zoned.find(([prefix]) => name.startsWith(prefix));
  return found?.[1](facts.now, name.slice(found[0].length));
}

function partsOf(now: number, timeZone: string): ReadonlyMap<string, string> | undefined {
  try {
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      weekday: "long",
      month: "long",
      day: "numeric",
      year: "numeric",
      hour: "numeric",
      minute: "2-digit",
      hour12: true,
      timeZoneName: "short",
    });
    return new Map(format.formatToParts(now).map((part) => [part.type, part.value]));
  } catch (error) {
    // The zone is unknown: the variable counts as missing, so its placeholder stays literal.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** `Thursday, March 28, 2024 at 11:46 PM PDT` */
function timeText(now: number, timeZone: string): string | undefined {
  const part = partsOf(now, timeZone);
  if (part === undefined) return undefined;
  const clock = `${part.get("hour")}:${part.get("minute")} ${part.get("dayPeriod")}`;
  return `${dateText(part)} at ${clock} ${part.get("timeZoneName")}`;
}

function dateText(part: ReadonlyMap<string, string>): string {
  return `${part.get("weekday")}, ${part.get("month")} ${part.get("day")}, ${part.get("year")}`;
}

/** The hour with minutes as a fraction: `3.5` at half past three in the morning. */
function hourText(now: number, timeZone: string): string | undefined {
  const part = partsOf(now, timeZone);
  if (part === undefined) return undefined;
  const hour = (Number(part.get("hour")) % 12) + (part.get("dayPeriod") === "PM" ? 12 : 0);
  return String(Math.round((hour + Number(part.get("minute")) / 60) * 100) / 100);
}

/** Fourteen lines, one per day, starting today. */
function calendarText(now: number, timeZone: string): string | undefined {
  const today = partsOf(now, timeZone);
  if (today === undefined) return undefined;
  const noonUtc = Date.parse(`${today.get("month")} ${today.get("day")}, ${today.get("year")} 12:00 UTC`);
  const days = Array.from({ length: 14 }, (_, index) => partsOf(noonUtc + index * DAY_MS, "UTC"));
  return days.map((part, index) => `${dateText(part ?? today)}${index === 0 ? " (Today)" : ""}`).join("\n");
}

/** `20 minutes 30 seconds` */
function durationText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts = [
    [Math.floor(seconds / 3600), "hour"],
    [Math.floor((seconds % 3600) / 60), "minute"],
    [seconds % 60, "second"],
  ] as const;
  const shown = parts.filter(([count, unit]) => count > 0 || (unit === "second" && seconds < 60));
  return shown.map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`).join(" ");
}

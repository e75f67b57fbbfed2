import ICAL from "ical.js";
import { linesOfTime, mended } from "./feed-lines.ts";

/** A component of a calendar file. */
export type Component = InstanceType<typeof ICAL.Component>;

/** The parts of a calendar file that hold busy times. */
export interface FeedParts {
  readonly events: readonly Component[];
  readonly freeBusy: readonly Component[];
  readonly zones: readonly Component[];
  /** How many events are not valid iCalendar; their times, or their repetitions, are unknown. */
  readonly unreadable: number;
  /** Whether the file ends as a calendar must; a truncated file has lost events. */
  readonly isComplete: boolean;
  /** The calendar's name, if it has one. */
  readonly name: string | undefined;
}

const BLOCK = /^BEGIN:(VEVENT|VFREEBUSY|VTIMEZONE)[ \t]*$/iu;

/**
 * Parses each component separately, so that one malformed event does not affect the others. undefined: the text is not
 * a calendar, such as the sign-in page of a calendar that is no longer shared.
 */
export function feedParts(text: string): FeedParts | undefined {
  const lines = text.replace(/^\uFEFF/u, "").split(/\r\n|\r|\n/u);
  if (!lines.some((line) => /^BEGIN:VCALENDAR[ \t]*$/iu.test(line))) return undefined;
  const parts = { events: [] as Component[], freeBusy: [] as Component[], zones: [] as Component[] };
  let unreadable = 0;
  for (const { kind, block } of blocks(lines)) {
    const ofTime = kind === "VEVENT" ? linesOfTime(block) : [];
    const whole = parsed(block) ?? parsed(ofTime);
    const component = whole ?? parsed(ofTime.filter((line) => !/^RRULE[;:]/iu.test(line)));
    if (component !== undefined) placeOf(kind, parts).push(component);
    if (whole === undefined && kind !== "VTIMEZONE") unreadable += 1;
  }
  const [, name] = /^X-WR-CALNAME(?:;[^:]*)?:(.*)$/imu.exec(text.slice(0, 10_000)) ?? [];
  const isComplete = lines.some((line) => /^END:VCALENDAR[ \t]*$/iu.test(line));
  return { ...parts, unreadable, isComplete, name: name?.trim() };
}

function placeOf(kind: string, { events, freeBusy, zones }: Record<"events" | "freeBusy" | "zones", Component[]>) {
  if (kind === "VEVENT") return events;
  return kind === "VFREEBUSY" ? freeBusy : zones;
}

interface Block {
  readonly kind: string;
  readonly block: readonly string[];
}

/**
 * The components of a file as text. A component cut off by the end of the file, or by the beginning of another one, is
 * also a block, but an unreadable one.
 */
function* blocks(lines: readonly string[]): Generator<Block> {
  let open: { readonly kind: string; readonly block: string[] } | undefined;
  for (const line of lines) {
    const [, named] = BLOCK.exec(line) ?? [];
    if (named !== undefined) {
      if (open !== undefined) yield open;
      open = { kind: named.toUpperCase(), block: [] };
    }
    open?.block.push(line);
    if (open === undefined || !line.toUpperCase().startsWith(`END:${open.kind}`)) continue;
    yield open;
    open = undefined;
  }
  if (open !== undefined) yield open;
}

function parsed(block: readonly string[]): Component | undefined {
  try {
    const written = block.filter((line) => line !== "");
    // Folded lines stay as they are: their values continue on the next line.
    const lines = written.map((line, index) => (/^[ \t]/u.test(written[index + 1] ?? "") ? line : mended(line)));
    const jCal: unknown = ICAL.parse(lines.join("\r\n"));
    return Array.isArray(jCal) ? new ICAL.Component(jCal) : undefined;
  } catch {
    return undefined;
  }
}

import ICAL from "ical.js";

/** A component of a calendar file. */
export type Component = InstanceType<typeof ICAL.Component>;

/** The parts of a calendar file that hold busy times. */
export interface FeedParts {
  readonly events: readonly Component[];
  readonly freeBusy: readonly Component[];
  readonly zones: readonly Component[];
  /** How many events are not valid iCalendar; their times are unknown. */
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
    const component = parsed(block);
    if (component !== undefined) placeOf(kind, parts).push(component);
    else if (kind !== "VTIMEZONE") unreadable += 1;
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

const TIMED = /^((?:DTSTART|DTEND|RECURRENCE-ID|EXDATE|RDATE)(?:;(?:[^:"]|"[^"]{0,200}"){0,400})?):([^:].{0,4000})$/iu;

const ISO_TIME = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2}):?(\d{2})?(?:\.\d{1,9})?(Z?))?$/iu;

const LOOSE_DURATION =
  /^(DURATION(?:;[^:]{0,100})?):P?T?(?=\d)(\d{1,5}W)?(\d{1,5}D)?T?(\d{1,5}H)?(\d{1,5}M)?(\d{1,7}S)?\s*$/iu;

/**
 * Corrects times as many programs write them: a date without VALUE=DATE, dashes and colons as in ISO 8601, no seconds,
 * a duration whose T is missing or misplaced. They are not valid iCalendar, but their meaning is clear, and an unread
 * event would block nothing.
 */
function mended(line: string): string {
  const duration = LOOSE_DURATION.exec(line);
  if (duration !== null) {
    const [, property = "", weeks = "", days = "", ...times] = duration;
    const time = times.join("");
    return `${property}:P${weeks}${days}${time === "" ? "" : `T${time}`}`.toUpperCase();
  }
  const [, name, values] = TIMED.exec(line) ?? [];
  if (name === undefined || values === undefined) return line;
  const times = values.split(",").map((value) => ISO_TIME.exec(value.trim()));
  const compact = times.flatMap((time) => {
    if (time === null) return [];
    const [, year = "", month = "", day = "", hour, minute = "00", second = "00", utc = ""] = time;
    return [`${year}${month}${day}${hour === undefined ? "" : `T${hour}${minute}${second}${utc.toUpperCase()}`}`];
  });
  if (compact.length < times.length) return line;
  const areDates = compact.every((time) => time.length === 8);
  return `${areDates ? `${name.replace(/;VALUE=[A-Z-]{1,20}/iu, "")};VALUE=DATE` : name}:${compact.join(",")}`;
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

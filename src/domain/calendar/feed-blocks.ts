import ICAL from "ical.js";

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
    const whole = parsed(block) ?? (kind === "VEVENT" ? parsed(linesOfTime(block)) : undefined);
    const component = whole ?? (kind === "VEVENT" ? parsed(linesOfTime(block, isRule)) : undefined);
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

const OF_TIME =
  /^(?:UID|DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|STATUS|TRANSP|X-MICROSOFT-CDO-BUSYSTATUS)[;:]/iu;

function isRule(line: string): boolean {
  return /^RRULE[;:]/iu.test(line);
}

/**
 * The lines that say when the event is and whether it takes time. They are enough when another line is no content line:
 * many programs write a note of several lines as it is, or never end an alarm.
 */
function linesOfTime(block: readonly string[], isLeftOut = (_: string): boolean => false): readonly string[] {
  const kept: string[] = [];
  let within: string | undefined;
  let isKept = false;
  for (const line of block.slice(1)) {
    const [, side, part = ""] = /^(BEGIN|END):(\S+)/iu.exec(line) ?? [];
    if (side !== undefined) {
      if (within === undefined && side.toUpperCase() === "BEGIN") within = part.toUpperCase();
      else if (within === part.toUpperCase()) within = undefined;
    }
    isKept = /^[ \t]/u.test(line) ? isKept : within === undefined && OF_TIME.test(line) && !isLeftOut(line);
    if (isKept) kept.push(line);
  }
  return ["BEGIN:VEVENT", ...kept, "END:VEVENT"];
}

const TIMED = /^((?:DTSTART|DTEND|RECURRENCE-ID|EXDATE|RDATE)(?:;(?:[^:"]|"[^"]{0,200}"){0,400})?):([^:].{0,4000})$/iu;

const ISO_TIME = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2}):?(\d{2})?(?:\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})?)?$/iu;

const LOOSE_DURATION =
  /^(DURATION(?:;[^:]{0,100})?):P?T?(?=\d)(\d{1,5}W)?(\d{1,5}D)?T?(\d{1,5}H)?(\d{1,5}M)?(\d{1,7}S)?\s*$/iu;

const RULE = /^RRULE(?:;[^:]{0,100})?:(.{0,1000})$/iu;

/** A rule in upper case, in which days have two letters and no part is empty. */
function mendedRule(rule: string): string {
  const days = rule
    .toUpperCase()
    .replaceAll(/(?<=[=,\d])(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY/gu, (day) => day.slice(0, 2));
  const parts = days.split(";").map((part) => part.trim());
  return `RRULE:${parts.filter((part) => part !== "" && !part.endsWith("=")).join(";")}`;
}

/**
 * Corrects times as many programs write them: a date without VALUE=DATE, dashes, colons and offsets as in ISO 8601, no
 * seconds, a duration whose T is missing or misplaced, a rule in lower case. Not all are valid iCalendar, but their
 * meaning is clear, and an unread event would block nothing.
 */
function mended(line: string): string {
  const [, rule] = RULE.exec(line) ?? [];
  if (rule !== undefined) return mendedRule(rule);
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
    const [, year = "", month = "", day = "", hour, minute = "00", second = "00", offset = ""] = time;
    if (hour === undefined) return [`${year}${month}${day}`];
    if (/^[+-]/u.test(offset)) {
      return [inUtc(`${year}-${month}-${day}T${hour}:${minute}:${second}`, offset)];
    }
    return [`${year}${month}${day}T${hour}${minute}${second}${offset.toUpperCase()}`];
  });
  if (compact.length < times.length) return line;
  const areDates = compact.every((time) => time.length === 8);
  return `${areDates ? `${name.replace(/;VALUE=[A-Z-]{1,20}/iu, "")};VALUE=DATE` : name}:${compact.join(",")}`;
}

function inUtc(time: string, offset: string): string {
  const instant = Date.parse(`${time}${offset.slice(0, 3)}:${offset.slice(-2)}`);
  return Number.isNaN(instant) ? time : new Date(instant).toISOString().replaceAll(/[-:]|\.\d+/gu, "");
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

const OF_TIME =
  /^(?:UID|DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|STATUS|TRANSP|X-MICROSOFT-CDO-BUSYSTATUS)[;:]/iu;

/**
 * The lines that say when the event is and whether it takes time. They are enough when another line is no content line:
 * many programs write a note of several lines as it is, or never end an alarm.
 */
export function linesOfTime(block: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let within: string | undefined;
  let isKept = false;
  for (const line of block.slice(1)) {
    within = partAfter(line, within);
    const continues = /^[ \t]/u.test(line);
    isKept = continues ? isKept : within === undefined && OF_TIME.test(line);
    if (isKept) kept.push(line);
  }
  return ["BEGIN:VEVENT", ...kept, "END:VEVENT"];
}

/** The part of the event (an alarm) that the next line belongs to; undefined: the event itself. */
function partAfter(line: string, within: string | undefined): string | undefined {
  const [, side = "", part = ""] = /^(BEGIN|END):(\S+)/u.exec(line.toUpperCase()) ?? [];
  if (side === "BEGIN" && within === undefined) return part;
  return side === "END" && part === within ? undefined : within;
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
export function mended(line: string): string {
  const [, rule] = RULE.exec(line) ?? [];
  if (rule !== undefined) return mendedRule(rule);
  const duration = LOOSE_DURATION.exec(line);
  if (duration !== null) return mendedDuration(duration);
  const [, name, values] = TIMED.exec(line) ?? [];
  if (name === undefined || values === undefined) return line;
  const times = values.split(",").map((value) => ISO_TIME.exec(value.trim()));
  const compact = times.flatMap((time) => (time === null ? [] : [compactTime(time)]));
  if (compact.length < times.length) return line;
  const areDates = compact.every((time) => time.length === 8);
  return `${areDates ? `${name.replace(/;VALUE=[A-Z-]{1,20}/iu, "")};VALUE=DATE` : name}:${compact.join(",")}`;
}

function mendedDuration([, property = "", weeks = "", days = "", ...times]: RegExpExecArray): string {
  const time = times.join("");
  return `${property}:P${weeks}${days}${time === "" ? "" : `T${time}`}`.toUpperCase();
}

function compactTime([, year = "", month = "", day = "", ...clock]: RegExpExecArray): string {
  const [hour, minute = "00", second = "00", offset = ""] = clock;
  if (hour === undefined) return `${year}${month}${day}`;
  if (/^[+-]/u.test(offset)) return inUtc(`${year}-${month}-${day}T${hour}:${minute}:${second}`, offset);
  return `${year}${month}${day}T${hour}${minute}${second}${offset.toUpperCase()}`;
}

function inUtc(time: string, offset: string): string {
  const instant = Date.parse(`${time}${offset.slice(0, 3)}:${offset.slice(-2)}`);
  return Number.isNaN(instant) ? time : new Date(instant).toISOString().replaceAll(/[-:]|\.\d+/gu, "");
}

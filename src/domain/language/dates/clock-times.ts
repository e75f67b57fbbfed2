import { minutesPerDay } from "../../time/wall-time.ts";

/** A spoken time of day and its possible meanings, likeliest first, in minutes since 00:00. */
export interface SaidClock {
  readonly minutes: readonly number[];
  /** Said with "heures", "o'clock", minutes or the half of the day: it can only be a time. */
  readonly isTime: boolean;
  /** There is only one reading: the half of the day was said, or the hour is past twelve. */
  readonly isSure: boolean;
}

interface FoundClock extends SaidClock {
  /** Number of tokens. */
  readonly length: number;
}

/** "du matin" and "in the afternoon" after an hour select its half, as "am" and "pm" do. */
const HALF = "(?: (?<half>am|pm|Q[mae][<>]?))?";

const HOUR = "(?:N(?<hour>\\d{1,2})|A)";

/** "Neuf heures, non, et demie": only the minutes are corrected. */
const PAUSE = "(?: ,)*(?: correct)?(?: ,)*";

type Read = (groups: Readonly<Record<string, string | undefined>>) => SaidClock | undefined;

const rules: readonly (readonly [pattern: RegExp, read: Read])[] = [
  [clockRule(`C(?<hour>\\d{1,2}):(?<minute>\\d{2})(?: h)?${HALF}`), (said) => clock(said, said["minute"], true)],
  [clockRule(`${HOUR} h(?:(?: and)?|${PAUSE} and) half${HALF}`), (said) => clock(said, "30", true)],
  [clockRule(`${HOUR} h(?:(?: and)?|${PAUSE} and) (?:A )?quarter${HALF}`), (said) => clock(said, "15", true)],
  // "nueve y veinte", but "entre nueve y diez".
  [clockRule(`(?<!between )${HOUR} plus N(?<minute>\\d{1,2})${HALF}`), (said) => clock(said, said["minute"], true)],
  [clockRule(`${HOUR} and half${HALF}`), (said) => clock(said, "30", true)],
  [clockRule(`${HOUR} and (?:A )?quarter${HALF}`), (said) => clock(said, "15", true)],
  [clockRule(`${HOUR} h${PAUSE} minus (?:the )?(?:A )?quarter${HALF}`), (said) => clock(said, "-15", true)],
  [clockRule(`${HOUR} h minus N(?<minute>\\d{1,2})${HALF}`), (said) => clock(said, `-${said["minute"]}`, true)],
  [clockRule(`${HOUR} h (?:N0 )?N(?<minute>\\d{1,2})${HALF}`), (said) => clock(said, said["minute"], true)],
  [clockRule(`${HOUR}(?: N0)? h${HALF}`), (said) => clock(said, "0", true)],
  [clockRule(`${HOUR} (?<half>am|pm)`), (said) => clock(said, "0", true)],
  [clockRule("N(?<hour>\\d{1,2})00 h"), (said) => clock(said, "0", true)],
  [clockRule("N(?<hour>[01]?\\d|2[0-3])(?<minute>[0-5]\\d)"), (said) => clock(said, said["minute"], false)],
  [clockRule("N(?<hour>[01]?\\d|2[0-3])(?<minute>[0-5]\\d) h"), (said) => clock(said, said["minute"], true)],
  [clockRule(`half after ${HOUR}(?: h)?${HALF}`), (said) => clock(said, "30", true)],
  [clockRule(`(?:A )?quarter after ${HOUR}(?: h)?${HALF}`), (said) => clock(said, "15", true)],
  [clockRule(`(?:A )?quarter (?:to|before) ${HOUR}(?: h)?${HALF}`), (said) => clock(said, "-15", true)],
  [
    clockRule(`N(?<minute>\\d{1,2}) minutes (?:to|before) ${HOUR}(?: h)?${HALF}`),
    (said) => clock(said, `-${said["minute"]}`, true),
  ],
  [
    clockRule(`N(?<minute>\\d{1,2}) (?:minutes )?after ${HOUR}(?: h)?${HALF}`),
    (said) => clock(said, said["minute"], true),
  ],
  [
    clockRule(`(?<!(?:from|between) )N(?<minute>5|[1-5]\\d) to ${HOUR}(?: h)?${HALF}`),
    (said) => clock(said, `-${said["minute"]}`, true),
  ],
  [clockRule("noon(?: and)? (?:half|N30)"), () => fixed(750)],
  [clockRule("noon(?: and)? (?:A )?quarter|(?:A )?quarter after noon"), () => fixed(735)],
  [clockRule("noon minus (?:the )?(?:A )?quarter|(?:A )?quarter to noon"), () => fixed(705)],
  [clockRule("(?:half after noon)"), () => fixed(750)],
  [clockRule("noon N(?<minute>\\d{1,2})"), (said) => fixed(720 + Number(said["minute"]))],
  [clockRule("noon(?: pm)?"), () => fixed(720)],
  [clockRule("midnight(?: and)? half"), () => fixed(30)],
  [clockRule("midnight"), () => fixed(0)],
  [
    clockRule(`${HOUR} (?:N0 )?N(?<minute>\\d{1,2}) (?<half>am|pm|Q[mae][<>]?)`),
    (said) => clock(said, said["minute"], true),
  ],
  [clockRule(`${HOUR} N0 N(?<minute>\\d)`), (said) => clock(said, said["minute"], true)],
  [clockRule(`${HOUR} N(?<minute>[0-5]\\d)`), (said) => clock(said, said["minute"], false)],
  [clockRule(`${HOUR} (?<half>Q[mae][<>]?)`), (said) => clock(said, "0", false)],
  [clockRule("N(?<hour>\\d{1,2})|A"), (said) => clock(said, "0", false)],
];

/** The longest time that begins at a token. A bare number counts only where a time is asked for. */
export function clockAt(joined: string, at: number): FoundClock | undefined {
  let best: FoundClock | undefined;
  for (const [pattern, read] of rules) {
    pattern.lastIndex = at;
    const match = pattern.exec(joined);
    const said = match === null ? undefined : read(match.groups ?? {});
    const length = match === null ? 0 : match[0].split(" ").length;
    if (said !== undefined && length > (best?.length ?? 0)) best = { ...said, length };
  }
  return best;
}

/** A twelve-hour time means first the time within the working day. */
function clock(
  { hour: spokenHour = "1", half }: Readonly<Record<string, string | undefined>>,
  spokenMinute: string | undefined,
  isTime: boolean,
): SaidClock | undefined {
  const [hour, minute] = [Number(spokenHour), Number(spokenMinute ?? 0)];
  if (hour > 24 || Math.abs(minute) > 59) return undefined;
  const isAfternoon = half !== undefined && half !== "am" && !half.startsWith("Qm");
  if (half !== undefined) {
    const inHalf = hourOfHalf(hour, isAfternoon, half);
    return inHalf === undefined ? undefined : only(inHalf * 60 + minute, isTime);
  }
  if (hour > 12 || hour === 0 || /^0\d/u.test(spokenHour)) return only(hour * 60 + minute, isTime);
  const first = hour * 60 + minute;
  const other = (first + minutesPerDay / 2) % minutesPerDay;
  return { minutes: [first, other].filter(isMinuteOfDay), isTime, isSure: false };
}

function only(minutes: number, isTime: boolean): SaidClock | undefined {
  return isMinuteOfDay(minutes) ? { minutes: [minutes], isTime, isSure: true } : undefined;
}

function fixed(minutes: number): SaidClock {
  return { minutes: [minutes], isTime: true, isSure: true };
}

function isMinuteOfDay(minutes: number): boolean {
  return minutes >= 0 && minutes < minutesPerDay;
}

/** "15 heures de l'après-midi" gives the half twice; "15 PM" is a slip. Twelve in the afternoon is noon. */
function hourOfHalf(hour: number, isAfternoon: boolean, half: string): number | undefined {
  if (hour > 12 && hour < 24 && isAfternoon && half !== "pm") return hour;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (isAfternoon ? 12 : 0);
}

function clockRule(source: string): RegExp {
  return new RegExp(`(?:${source})(?= |$)`, "uy");
}

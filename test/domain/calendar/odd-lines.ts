import { Temporal } from "temporal-polyfill";

/** A calendar as some program wrote it, and its meaning. */
export interface OddCalendar {
  /** Lines between BEGIN:VCALENDAR and END:VCALENDAR. */
  readonly lines: readonly string[];
  /** Busy times, each as [from, to]. */
  readonly busy: readonly (readonly [number, number])[];
  readonly problems?: readonly string[];
}

export interface OddKind {
  readonly what: string;
  /** Where it was reported: a repository's issue (#) or pull request. */
  readonly source: string;
  readonly in: (clinicZone: string) => OddCalendar;
}

/** The instant of that local time in the zone. */
function at(wall: string, zone: string): number {
  return Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).epochMilliseconds;
}

export function hour(wall: string, zone: string): readonly [number, number] {
  const from = at(wall, zone);
  return [from, from + 3_600_000];
}

export function day(date: string, zone: string): readonly [number, number] {
  const start = Temporal.PlainDate.from(date);
  const begins = (each: Temporal.PlainDate) => each.toZonedDateTime({ timeZone: zone }).epochMilliseconds;
  return [begins(start), begins(start.add({ days: 1 }))];
}

export function event(...lines: readonly string[]): readonly string[] {
  return ["BEGIN:VEVENT", "UID:odd@example.com", "DTSTAMP:20260101T000000Z", ...lines, "END:VEVENT"];
}

/** From nine to ten on Monday, 1 March 2027. */
export function nine(parameter = ""): readonly string[] {
  return [`DTSTART${parameter}:20270301T090000`, `DTEND${parameter}:20270301T100000`];
}

export const daily = (zone: string, ...dates: readonly string[]) => dates.map((date) => hour(`${date}T09:00`, zone));

function part(name: string, lines: readonly string[]): readonly string[] {
  return [`BEGIN:${name}`, ...lines, `END:${name}`];
}

export function vtimezone(id: string, standard: readonly string[], daylight: readonly string[]): readonly string[] {
  const parts = [...part("STANDARD", standard), ...part("DAYLIGHT", daylight)];
  return ["BEGIN:VTIMEZONE", `TZID:${id}`, ...parts, "END:VTIMEZONE"];
}

export const EASTERN = [
  [
    "DTSTART:16010101T020000",
    "TZOFFSETFROM:-0400",
    "TZOFFSETTO:-0500",
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11",
  ],
  [
    "DTSTART:16010101T020000",
    "TZOFFSETFROM:-0500",
    "TZOFFSETTO:-0400",
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3",
  ],
] as const;

export const unknownZone = (name: string) => [`unknown time zone "${name}", read as the clinic's`];
export const paris = "Europe/Paris";
export const PARIS = ";TZID=Europe/Paris";

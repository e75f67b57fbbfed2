import type { WeeklyEvent } from "./side.ts";

/** 20261201T090000Z */
export function utc(instant: number): string {
  return new Date(instant).toISOString().replaceAll(/[-:]|\.\d+/gu, "");
}

export function eventLines(id: string, startsAt: number, endsAt: number): readonly string[] {
  return event(id, [`DTSTART:${utc(startsAt)}`, `DTEND:${utc(endsAt)}`, "SUMMARY:private of Koffi"]);
}

export function unknownZoneLines(id: string, date: string, [from, to]: readonly [string, string]): readonly string[] {
  const zone = "TZID=Customised Time Zone 7";
  return event(id, [`DTSTART;${zone}:${wall(date, from)}`, `DTEND;${zone}:${wall(date, to)}`]);
}

export function weeklyLines(weekly: WeeklyEvent): readonly string[] {
  const { id, zone, firstDate, from, to, count, excluded, moved, cancelled } = weekly;
  const tz = `TZID=${zone}`;
  const times = (date: string, starts: string, ends: string) => [
    `DTSTART;${tz}:${wall(date, starts)}`,
    `DTEND;${tz}:${wall(date, ends)}`,
  ];
  return [
    ...event(id, [
      ...times(firstDate, from, to),
      `RRULE:FREQ=WEEKLY;COUNT=${count}`,
      `EXDATE;${tz}:${wall(excluded, from)}`,
    ]),
    ...event(id, [`RECURRENCE-ID;${tz}:${wall(moved.date, from)}`, ...times(moved.date, moved.from, moved.to)]),
    ...event(id, [`RECURRENCE-ID;${tz}:${wall(cancelled, from)}`, ...times(cancelled, from, to), "STATUS:CANCELLED"]),
  ];
}

function event(id: string, lines: readonly string[]): readonly string[] {
  return ["BEGIN:VEVENT", `UID:${id}`, "DTSTAMP:20260101T000000Z", ...lines, "END:VEVENT"];
}

function wall(date: string, time: string): string {
  return `${date.replaceAll("-", "")}T${time.replace(":", "")}00`;
}

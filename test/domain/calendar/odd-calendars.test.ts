import { expect, it } from "vitest";
import { busyTimes } from "../../../src/domain/calendar/busy-times.ts";
import { mergeSpans } from "../../../src/domain/time/spans.ts";
import { ODD_EVENTS } from "./odd-events.ts";
import { ODD_ZONES } from "./odd-zones.ts";

const kinds = [...ODD_ZONES, ...ODD_EVENTS];

const span = { from: Date.UTC(2027, 0, 1), to: Date.UTC(2028, 0, 1) };

/** Zones of both hemispheres, with and without clock changes. */
const ZONES = ["Europe/Paris", "America/New_York", "Australia/Sydney", "Africa/Porto-Novo"];

/** How programs join lines, including a byte order mark at the start and blank lines at the end. */
const WRITTEN: readonly ((lines: readonly string[]) => string)[] = [
  (lines) => `${lines.join("\r\n")}\r\n`,
  (lines) => `\uFEFF${lines.join("\n")}\n\n\n`,
];

/** A valid event, which an odd one in the same file must not affect. */
const neighbour = ["BEGIN:VEVENT", "UID:good", "DTSTART:20270601T120000Z", "DTEND:20270601T130000Z", "END:VEVENT"];
const itsTime = { from: Date.UTC(2027, 5, 1, 12), to: Date.UTC(2027, 5, 1, 13) };

const variations = ZONES.flatMap((zone) => WRITTEN.map((written) => ({ zone, written })));

it("covers 300 odd calendars", () => {
  expect(kinds.length * variations.length).toBeGreaterThanOrEqual(300);
  expect(kinds.every(({ source }) => /^\S+\/\S+(?:#| pull )\d+/u.test(source))).toBe(true);
});

it.each(kinds.map((kind) => [kind.what, kind] as const))("reads %s", (_what, { in: calendarIn }) => {
  for (const { zone, written } of variations) {
    const { lines, busy, problems = [] } = calendarIn(zone);
    const text = written(["BEGIN:VCALENDAR", "VERSION:2.0", ...lines, ...neighbour, "END:VCALENDAR"]);
    const reading = busyTimes(text, { span, zone });
    const expected = mergeSpans([...busy.map(([from, to]) => ({ from, to })), itsTime]);
    expect({ zone, busy: reading?.busy, problems: reading?.problems }).toEqual({ zone, busy: expected, problems });
  }
});

it("loses only the last event of a truncated file", () => {
  for (const { in: calendarIn } of kinds) {
    const text = ["BEGIN:VCALENDAR", ...neighbour, ...calendarIn("Europe/Paris").lines].join("\r\n");
    for (const missing of [5, 40]) {
      const reading = busyTimes(text.slice(0, -missing), { span, zone: "Europe/Paris" });
      expect(reading?.busy).toContainEqual(itsTime);
    }
  }
});

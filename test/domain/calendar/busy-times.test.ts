import { expect, it } from "vitest";
import { busyTimes } from "../../../src/domain/calendar/busy-times.ts";

const year = { from: Date.UTC(2027, 0, 1), to: Date.UTC(2028, 0, 1) };

function feed(...components: readonly string[]): string {
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//Test//EN", ...components, "END:VCALENDAR", ""].join(
    "\r\n",
  );
}

function event(...lines: readonly string[]): string {
  return ["BEGIN:VEVENT", "UID:one@test", ...lines, "END:VEVENT"].join("\r\n");
}

/** Each busy time as `start/end` in UTC, without seconds. */
function busy(text: string, zone = "Europe/Paris", span = year): readonly string[] {
  const reading = busyTimes(text, { span, zone });
  return (reading?.busy ?? []).map(({ from, to }) => `${short(from)}/${short(to)}`);
}

const short = (instant: number) => new Date(instant).toISOString().slice(0, 16);

const outlookZone = `BEGIN:VTIMEZONE\r
TZID:W. Europe Standard Time\r
BEGIN:STANDARD\r
DTSTART:16010101T030000\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r
END:STANDARD\r
BEGIN:DAYLIGHT\r
DTSTART:16010101T020000\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r
END:DAYLIGHT\r
END:VTIMEZONE`;

it.each([
  ["an instant in UTC", ["DTSTART:20270301T090000Z", "DTEND:20270301T100000Z"], ["2027-03-01T09:00/2027-03-01T10:00"]],
  [
    "a time in a named zone",
    ["DTSTART;TZID=America/Toronto:20270301T090000", "DTEND;TZID=America/Toronto:20270301T093000"],
    ["2027-03-01T14:00/2027-03-01T14:30"],
  ],
  [
    "a start and an end in two zones",
    ["DTSTART;TZID=Europe/Paris:20270301T090000", "DTEND;TZID=Europe/London:20270301T090000"],
    ["2027-03-01T08:00/2027-03-01T09:00"],
  ],
  [
    "an older program's zone name",
    ["DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20270301T090000", "DURATION:PT45M"],
    ["2027-03-01T08:00/2027-03-01T08:45"],
  ],
  [
    "a floating time, read in the clinic's zone",
    ["DTSTART:20270301T090000", "DTEND:20270301T100000"],
    ["2027-03-01T08:00/2027-03-01T09:00"],
  ],
  ["a whole day without an end", ["DTSTART;VALUE=DATE:20270301"], ["2027-02-28T23:00/2027-03-01T23:00"]],
  [
    "the 23 hours of a day on which clocks go forward",
    ["DTSTART;VALUE=DATE:20270328", "DTEND;VALUE=DATE:20270329"],
    ["2027-03-27T23:00/2027-03-28T22:00"],
  ],
  [
    "the 25 hours of a day on which clocks go back, within a daily series",
    ["DTSTART;VALUE=DATE:20271030", "RRULE:FREQ=DAILY;COUNT=3"],
    ["2027-10-29T22:00/2027-11-01T23:00"],
  ],
  [
    "a duration of one day, and one of 24 hours, across a clock change",
    ["DTSTART;TZID=Europe/Paris:20270327T120000", "DURATION:P1DT1H"],
    ["2027-03-27T11:00/2027-03-28T11:00"],
  ],
  [
    "extra periods, with their own ends and durations",
    [
      "DTSTART:20270301T090000Z",
      "DURATION:PT1H",
      "RDATE;VALUE=PERIOD:20270302T090000Z/PT3H,20270303T090000Z/20270303T100000Z",
    ],
    ["2027-03-01T09:00/2027-03-01T10:00", "2027-03-02T09:00/2027-03-02T12:00", "2027-03-03T09:00/2027-03-03T10:00"],
  ],
  [
    "an extra date excluded in a third zone",
    [
      "DTSTART;TZID=Europe/Paris:20270301T090000",
      "DURATION:PT1H",
      "RDATE:20270303T080000Z",
      "EXDATE;TZID=Asia/Tokyo:20270303T170000",
    ],
    ["2027-03-01T08:00/2027-03-01T09:00"],
  ],
  [
    "an exclusion without a zone, in the series' zone and not the clinic's",
    [
      "DTSTART;TZID=America/New_York:20270301T090000",
      "DURATION:PT1H",
      "RRULE:FREQ=DAILY;COUNT=2",
      "EXDATE:20270302T090000",
    ],
    ["2027-03-01T14:00/2027-03-01T15:00"],
  ],
  [
    "a series across Morocco's clock changes around Ramadan",
    ["DTSTART;TZID=Africa/Casablanca:20270201T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;INTERVAL=6;COUNT=2"],
    ["2027-02-01T08:00/2027-02-01T09:00", "2027-03-15T08:00/2027-03-15T09:00"],
  ],
  [
    "the recent occurrences of a series that has been hourly for years",
    ["DTSTART:20220101T003000Z", "DURATION:PT10M", "RRULE:FREQ=HOURLY;UNTIL=20270101T013000Z"],
    ["2027-01-01T00:30/2027-01-01T00:40", "2027-01-01T01:30/2027-01-01T01:40"],
  ],
  ["nothing for an event of no length", ["DTSTART:20270301T090000Z"], []],
  ["nothing for an end before the start", ["DTSTART:20270301T090000Z", "DTEND:20270301T080000Z"], []],
  [
    "nothing for an event marked as free",
    ["DTSTART:20270301T090000Z", "DTEND:20270301T100000Z", "TRANSP:TRANSPARENT"],
    [],
  ],
  [
    "nothing for an event that Outlook marks as free",
    ["DTSTART:20270301T090000Z", "DTEND:20270301T100000Z", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"],
    [],
  ],
  [
    "an event that Outlook marks as out of office",
    ["DTSTART:20270301T090000Z", "DTEND:20270301T100000Z", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"],
    ["2027-03-01T09:00/2027-03-01T10:00"],
  ],
  [
    "a tentative event",
    ["DTSTART:20270301T090000Z", "DTEND:20270301T100000Z", "STATUS:TENTATIVE"],
    ["2027-03-01T09:00/2027-03-01T10:00"],
  ],
  ["nothing for a cancelled event", ["DTSTART:20270301T090000Z", "DTEND:20270301T100000Z", "STATUS:CANCELLED"], []],
  [
    "a months-long event that ends within the span",
    ["DTSTART;VALUE=DATE:20260601", "DTEND;VALUE=DATE:20270102"],
    ["2027-01-01T00:00/2027-01-01T23:00"],
  ],
])("reads %s", (_what, lines, expected) => {
  expect(busy(feed(event(...lines)))).toEqual(expected);
});

it("keeps the local time of a series across both clock changes", () => {
  const weekly = event(
    "DTSTART;TZID=Europe/Paris:20270322T090000",
    "DTEND;TZID=Europe/Paris:20270322T100000",
    "RRULE:FREQ=WEEKLY;COUNT=2",
  );
  expect(busy(feed(weekly))).toEqual(["2027-03-22T08:00/2027-03-22T09:00", "2027-03-29T07:00/2027-03-29T08:00"]);
  const autumn = event("DTSTART;TZID=America/Toronto:20271101T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2");
  expect(busy(feed(autumn))).toEqual(["2027-11-01T13:00/2027-11-01T14:00", "2027-11-08T14:00/2027-11-08T15:00"]);
});

it("reads a zone that only the file describes, as Outlook's files do", () => {
  const lines = [
    "DTSTART;TZID=W. Europe Standard Time:20270322T090000",
    "DTEND;TZID=W. Europe Standard Time:20270322T100000",
  ];
  const series = event(...lines, "RRULE:FREQ=WEEKLY;COUNT=2");
  expect(busy(feed(outlookZone, series), "America/Toronto")).toEqual([
    "2027-03-22T08:00/2027-03-22T09:00",
    "2027-03-29T07:00/2027-03-29T08:00",
  ]);
});

it("names an unknown zone and reads it as the clinic's", () => {
  const reading = busyTimes(feed(event("DTSTART;TZID=Mars/Olympus:20270301T090000", "DURATION:PT1H")), {
    span: year,
    zone: "Europe/Paris",
  });
  expect(reading?.problems).toEqual([`unknown time zone "Mars/Olympus", read as the clinic's`]);
  expect(reading?.busy.map(({ from }) => short(from))).toEqual(["2027-03-01T08:00"]);
});

const daily = ["DTSTART;TZID=Europe/Paris:20270301T090000", "DTEND;TZID=Europe/Paris:20270301T100000"];
const days = (...numbers: readonly number[]) => numbers.map((day) => `2027-03-0${day}T08:00/2027-03-0${day}T09:00`);

it.each([
  ["a count", ["RRULE:FREQ=DAILY;COUNT=3"], days(1, 2, 3)],
  ["an end in UTC that is the last start", ["RRULE:FREQ=DAILY;UNTIL=20270303T080000Z"], days(1, 2, 3)],
  ["an end in UTC just before a start", ["RRULE:FREQ=DAILY;UNTIL=20270303T075959Z"], days(1, 2)],
  ["an end by date", ["RRULE:FREQ=DAILY;UNTIL=20270303"], days(1, 2, 3)],
  ["an end by the clock", ["RRULE:FREQ=DAILY;UNTIL=20270303T090000"], days(1, 2, 3)],
  ["an excluded time", ["RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=Europe/Paris:20270302T090000"], days(1, 3)],
  ["a time excluded in UTC", ["RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20270302T080000Z"], days(1, 3)],
  ["a time excluded by its date", ["RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20270302"], days(1, 3)],
  [
    "several excluded times in one line",
    ["RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=Europe/Paris:20270301T090000,20270302T090000"],
    days(3),
  ],
  ["extra dates", ["RDATE;TZID=Europe/Paris:20270304T090000"], days(1, 4)],
  ["weekdays", ["RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20270305"], days(1, 3)],
])("follows a series with %s", (_what, rules, expected) => {
  expect(busy(feed(event(...daily, ...rules)))).toEqual(expected);
});

it("uses the new time of a changed occurrence, and ignores a cancelled one", () => {
  const series = event(...daily, "RRULE:FREQ=DAILY;COUNT=4");
  const later = event(
    "RECURRENCE-ID;TZID=Europe/Paris:20270302T090000",
    "DTSTART;TZID=Europe/Paris:20270302T150000",
    "DURATION:PT30M",
  );
  const gone = event("RECURRENCE-ID:20270303T080000Z", ...daily, "STATUS:CANCELLED");
  expect(busy(feed(later, series, gone))).toEqual([...days(1), "2027-03-02T14:00/2027-03-02T14:30", ...days(4)]);
});

it("moves the occurrences after a change of this and all future ones", () => {
  const series = event(...daily, "RRULE:FREQ=DAILY;COUNT=3");
  const change = event(
    "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Paris:20270302T090000",
    "DTSTART;TZID=Europe/Paris:20270302T110000",
    "DURATION:PT1H",
  );
  expect(busy(feed(series, change))).toEqual([
    ...days(1),
    "2027-03-02T10:00/2027-03-02T11:00",
    "2027-03-03T10:00/2027-03-03T11:00",
  ]);
});

it.each([
  ["the date alone", "RECURRENCE-ID;VALUE=DATE:20270302"],
  ["the series' clock, without its zone", "RECURRENCE-ID:20270302T090000"],
  ["another zone's clock", "RECURRENCE-ID;TZID=Asia/Kolkata:20270302T193000"],
])("takes an occurrence that is named by %s from where it was", (_what, name) => {
  const zone = "DTSTART;TZID=America/New_York:";
  const series = event(`${zone}20270301T090000`, "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2");
  const changed = event(name, `${zone}20270302T150000`, "DURATION:PT1H");
  expect(busy(feed(series, changed))).toEqual([
    "2027-03-01T14:00/2027-03-01T15:00",
    "2027-03-02T20:00/2027-03-02T21:00",
  ]);
});

it.each([
  ["an event without a start", event("SUMMARY:x", "DTEND:20270301T090000Z")],
  ["an event whose zone has a colon without quotes", event("DTSTART;TZID=UTC+02:00:20270301T090000", "DURATION:PT1H")],
  ["an unknown rule", event("DTSTART:20270301T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYMONTH=13")],
])("names %s, and reads the others", (_what, odd) => {
  const reading = busyTimes(feed(odd, event(...daily)), { span: year, zone: "Europe/Paris" });
  expect(reading?.problems).toEqual(["events that cannot be read: 1"]);
  expect(reading?.busy.length).toBeGreaterThan(0);
});

it("needs no start for a cancelled changed occurrence", () => {
  const series = event("DTSTART:20270301T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2");
  const text = feed(series, event("RECURRENCE-ID:20270302T090000Z", "STATUS:CANCELLED"));
  expect(busyTimes(text, { span: year, zone: "Europe/Paris" })).toMatchObject({ busy: [{}], problems: [] });
});

it("reads a changed occurrence whose series is not in the file", () => {
  expect(busy(feed(event("RECURRENCE-ID:20270301T080000Z", ...daily)))).toEqual(days(1));
});

it("ignores events that the owner declined", () => {
  const invited = event(...daily, "ATTENDEE;PARTSTAT=DECLINED:mailto:Dr@Example.com");
  expect(busy(feed("X-WR-CALNAME:dr@example.com", invited))).toEqual([]);
  expect(busy(feed("X-WR-CALNAME:Practice", invited))).toEqual(days(1));
});

it("reads busy periods, and leaves out those that are free", () => {
  const block =
    "BEGIN:VFREEBUSY\r\nFREEBUSY;FBTYPE=BUSY:20270301T080000Z/PT1H,20270302T080000Z/20270302T090000Z\r\nFREEBUSY;FBTYPE=FREE:20270303T080000Z/PT1H\r\nEND:VFREEBUSY";
  expect(busy(feed(block))).toEqual(days(1, 2));
});

it.each([
  ["a line that is no content line", ["garbage"]],
  ["a note of several lines", ["DESCRIPTION:Bonjour", "DTSTART est le début", "à tous", ""]],
  ["a note that continues on folded lines", ["garbage", "DESCRIPTION:x", " DTSTART:20270501T080000Z"]],
  ["an alarm that never ends", ["BEGIN:VALARM", "ACTION:DISPLAY", "DURATION:PT5M"]],
  ["quotes within quotes", ['ATTENDEE;CN="Dr "Awa"":mailto:a@b.c']],
])("reads when an event is in spite of %s", (_what, lines) => {
  const odd = event("DTSTART:20270302T080000Z", "DTEND:20270302T090000Z", ...lines);
  expect(busy(feed(odd, event(...daily)))).toEqual(days(1, 2));
});

it("blocks the first occurrence of an event whose rule cannot be read", () => {
  const odd = event("DTSTART:20270302T080000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYMONTH=13");
  const reading = busyTimes(feed(odd), { span: year, zone: "Europe/Paris" });
  expect(reading).toMatchObject({ busy: [{}], problems: ["events that cannot be read: 1"] });
});

it("reads an event that lacks its end before the next one", () => {
  const cut = "BEGIN:VEVENT\r\nUID:cut@test\r\nDTSTART:20270302T080000Z\r\nDURATION:PT1H";
  expect(busy(feed(cut, event(...daily)))).toEqual(days(1, 2));
});

it("loses only an event that ends within its start", () => {
  const broken = "BEGIN:VEVENT\r\nUID:cut@test\r\nDTSTART:2027";
  const reading = busyTimes(feed(broken, event(...daily)), { span: year, zone: "Europe/Paris" });
  expect(reading?.problems).toEqual(["events that cannot be read: 1"]);
  expect(reading?.busy).toHaveLength(1);
});

it.each([
  ["in lower case", "rrule:freq=daily;count=2"],
  ["with an empty part", "RRULE:FREQ=DAILY;UNTIL=;COUNT=2"],
  ["with whole names of days", "RRULE:FREQ=WEEKLY;BYDAY=MONDAY,TUESDAY;COUNT=2"],
])("follows a rule %s", (_how, rule) => {
  expect(busy(feed(event(...daily, rule)))).toEqual(days(1, 2));
});

it.each([
  ["DTSTART:2027-03-01T10:00:00+02:00", "DTEND:2027-03-01T11:00:00+02:00"],
  ["DTSTART:20270301T040000-0400", "DTEND:20270301T050000-0400"],
])("reads a time with its offset: %s", (...lines) => {
  expect(busy(feed(event(...lines)))).toEqual(days(1));
});

it.each([
  ["a sign-in page", "<!doctype html><title>Sign in</title>"],
  ["nothing", ""],
  ["JSON", '{"error":"not found"}'],
])("does not take %s for an empty calendar", (_what, text) => {
  expect(busyTimes(text, { span: year, zone: "Europe/Paris" })).toBeUndefined();
});

it("stops at an event that repeats without end", () => {
  const reading = busyTimes(feed(event("DTSTART:20270101T000000Z", "DURATION:PT1S", "RRULE:FREQ=SECONDLY")), {
    span: year,
    zone: "Europe/Paris",
  });
  expect(reading?.problems).toEqual(["an event has a recurrence rule that cannot be followed to its end"]);
});

it("reads Mac line ends, folded lines and lower case", () => {
  const text = feed(event(...daily))
    .replaceAll("\r\n", "\n")
    .replace("DTSTART;TZID", "dtstart;tzid")
    .replace("20270301T100000", "2027\n 0301T100000");
  expect(busy(text)).toEqual(days(1));
});

import { type OddKind, PARIS, daily, day, event, hour, nine, paris } from "./odd-lines.ts";

/** What programs do to events and their repetitions. */
export const ODD_EVENTS: readonly OddKind[] = [
  {
    what: "an exclusion in UTC of a zoned series",
    source: "niccokunzmann/python-recurring-ical-events#27",
    in: () => ({
      lines: event(...nine(PARIS), "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20270302T080000Z"),
      busy: daily(paris, "2027-03-01", "2027-03-03"),
    }),
  },
  {
    what: "an exclusion by the series' own clock",
    source: "Jorricks/iCal-library pull 8, MagicMirrorOrg/MagicMirror#3250",
    in: () => ({
      lines: event(
        ...nine(PARIS),
        "RRULE:FREQ=WEEKLY;UNTIL=20270310T225959Z;BYDAY=FR,MO,TH,TU,WE",
        "EXDATE;TZID=Europe/Paris:20270305T090000",
        "EXDATE;TZID=Europe/Paris:20270302T090000",
      ),
      busy: daily(paris, "2027-03-01", "2027-03-03", "2027-03-04", "2027-03-08", "2027-03-09", "2027-03-10"),
    }),
  },
  {
    what: "exclusions of a series by the second Friday",
    source: "iobroker-community-adapters/ioBroker.ical#130",
    in: () => ({
      lines: event(
        `DTSTART${PARIS}:20270312T180000`,
        `DTEND${PARIS}:20270312T190000`,
        "RRULE:FREQ=MONTHLY;BYDAY=2FR;COUNT=4",
        "EXDATE;TZID=Europe/Paris:20270409T180000",
        "EXDATE;TZID=Europe/Paris:20270611T180000",
      ),
      busy: [hour("2027-03-12T18:00", paris), hour("2027-05-14T18:00", paris)],
    }),
  },
  {
    what: "a whole day excluded by a time of a zone",
    source: "jens-maus/node-ical#454",
    in: (zone) => ({
      lines: event(
        "DTSTART;VALUE=DATE:20270301",
        "DTEND;VALUE=DATE:20270302",
        "RRULE:FREQ=DAILY;COUNT=3",
        "EXDATE;TZID=W. Europe Standard Time:20270302T000000",
      ),
      busy: [day("2027-03-01", zone), day("2027-03-03", zone)],
    }),
  },
  {
    what: "a whole day excluded by a floating time",
    source: "tutao/tutanota#5318",
    in: (zone) => ({
      lines: event(
        "RRULE:FREQ=DAILY;UNTIL=20270303T230000Z;INTERVAL=1",
        "EXDATE:20270302T000000",
        "DTSTART;VALUE=DATE:20270301",
        "DTEND;VALUE=DATE:20270302",
      ),
      busy: [day("2027-03-01", zone), day("2027-03-03", zone), day("2027-03-04", zone)],
    }),
  },
  {
    what: "an end by date of a timed series",
    source: "jens-maus/node-ical pull 436",
    in: () => ({
      lines: event(
        "DTSTART;TZID=Pacific/Auckland:20270301T180000",
        "DTEND;TZID=Pacific/Auckland:20270301T190000",
        "RRULE:FREQ=DAILY;UNTIL=20270303",
      ),
      busy: ["2027-03-01", "2027-03-02", "2027-03-03"].map((date) => hour(`${date}T18:00`, "Pacific/Auckland")),
    }),
  },
  {
    what: "an end in UTC of a series of whole days, written east of Greenwich",
    source: "jens-maus/node-ical pull 543",
    in: (zone) => ({
      lines: event(
        "DTSTART;VALUE=DATE:20271019",
        "DTEND;VALUE=DATE:20271020",
        "RRULE:FREQ=DAILY;UNTIL=20271019T230000Z;INTERVAL=1",
      ),
      busy: [day("2027-10-19", zone), day("2027-10-20", zone)],
    }),
  },
  {
    what: "an end in UTC of a series of whole days, written west of Greenwich",
    source: "jens-maus/node-ical pull 543",
    in: (zone) => ({
      lines: event(
        "DTSTART;VALUE=DATE:20270301",
        "DTEND;VALUE=DATE:20270302",
        "RRULE:FREQ=DAILY;UNTIL=20270302T080000Z",
      ),
      busy: [[day("2027-03-01", zone)[0], day("2027-03-02", zone)[1]]],
    }),
  },
  {
    what: "an end by the clock, without a Z",
    source: "jkbrzt/rrule#145",
    in: () => ({
      lines: event(...nine(PARIS), "RRULE:FREQ=DAILY;UNTIL=20270302T090000"),
      busy: daily(paris, "2027-03-01", "2027-03-02"),
    }),
  },
  {
    what: "an end and a count at once",
    source: "jkbrzt/rrule#271",
    in: () => ({
      lines: event(...nine(PARIS), "RRULE:FREQ=DAILY;UNTIL=20270302T090000Z;COUNT=30"),
      busy: daily(paris, "2027-03-01", "2027-03-02"),
    }),
  },
  {
    what: "a time without an end",
    source: "XiovV/calich#228, cryptpad/cryptpad#784",
    in: () => ({ lines: event("DTSTART:20270301T090000Z"), busy: [] }),
  },
  {
    what: "a length in place of an end",
    source: "lochmueller/calendarize#382",
    in: () => ({ lines: event("DTSTART:20270301T090000Z", "DURATION:PT1H"), busy: daily("UTC", "2027-03-01") }),
  },
  {
    what: "a date without VALUE=DATE",
    source: "derekantrican/GAS-ICS-Sync#55, derekantrican/GAS-ICS-Sync#229, kewisch/ical.js#620",
    in: (zone) => ({ lines: event("DTSTART:20270301", "DTEND:20270301"), busy: [day("2027-03-01", zone)] }),
  },
  {
    what: "a date with VALUE=DATE-TIME",
    source: "nwcell/ics.js pull 65",
    in: (zone) => ({
      lines: event("DTSTART;VALUE=DATE-TIME:20270301", "DTEND;VALUE=DATE-TIME:20270302"),
      busy: [day("2027-03-01", zone)],
    }),
  },
  {
    what: "times without seconds",
    source: "libical/XbICalendar#7",
    in: () => ({
      lines: event("DTSTART:20270301T0900Z", "DTEND:20270301T1000Z"),
      busy: daily("UTC", "2027-03-01"),
    }),
  },
  {
    what: "times as in ISO 8601, one of them left out of a series",
    source: "derekantrican/GAS-ICS-Sync#55",
    in: () => ({
      lines: event(
        `DTSTART${PARIS}:2027-03-01T09:00:00`,
        `DTEND${PARIS}:2027-03-01T10:00:00.000`,
        "RRULE:FREQ=DAILY;COUNT=3",
        `EXDATE${PARIS}:2027-03-02T09:00,2027-03-05T09:00`,
      ),
      busy: daily(paris, "2027-03-01", "2027-03-03"),
    }),
  },
  ...["P1H", "P60M", "1H", "PT0DT1H0M0S", "P0DT1H"].map((duration) => ({
    what: `a duration of ${duration}`,
    source: "ical4j/ical4j pull 504, allenporter/ical pull 673, pimutils/khal#290, bitfireAT/icsx5#462",
    in: () => ({
      lines: event("DTSTART:20270301T090000Z", `DURATION:${duration}`),
      busy: daily("UTC", "2027-03-01"),
    }),
  })),
  {
    what: "a folded list of exclusions, cut within a time",
    source: "derekantrican/GAS-ICS-Sync#55",
    in: () => ({
      lines: event(
        ...nine(PARIS),
        "RRULE:FREQ=DAILY;COUNT=3",
        "EXDATE;TZID=Europe/Paris:20270401T090000,20270402T090000,20270302T0900",
        " 00",
      ),
      busy: daily(paris, "2027-03-01", "2027-03-03"),
    }),
  },
  {
    what: "a whole day without an end",
    source: "stephenharris/Event-Organiser#292, digitalfabrik/integreat-cms#3958",
    in: (zone) => ({ lines: event("DTSTART;VALUE=DATE:20270301"), busy: [day("2027-03-01", zone)] }),
  },
  {
    what: "an end that is the start",
    source: "lfos/calcurse#506, lfos/calcurse#400",
    in: () => ({ lines: event("DTSTART:20270301T090000Z", "DTEND:20270301T090000Z"), busy: [] }),
  },
  {
    what: "a whole day whose end is its start",
    source: "tutao/tutanota pull 3973",
    in: (zone) => ({
      lines: event("DTSTART;VALUE=DATE:20270301", "DTEND;VALUE=DATE:20270301"),
      busy: [day("2027-03-01", zone)],
    }),
  },
  {
    what: "an end before the start",
    source: "tutao/tutanota pull 3973",
    in: () => ({ lines: event("DTSTART:20270301T090000Z", "DTEND:20270301T080000Z"), busy: [] }),
  },
  {
    what: "a header line that is wrongly written",
    source: "home-assistant/core#178736",
    in: () => ({
      lines: [
        "REFRESH-INTERVAL:VALUE=DURATION:PT1H",
        "X-WR-TIMEZONE:UTC",
        ...event("DTSTART:20270301T090000Z", "DURATION:PT1H"),
      ],
      busy: daily("UTC", "2027-03-01"),
    }),
  },
  {
    what: "a property that nobody knows, in mixed case",
    source: "home-assistant/core#146716",
    in: () => ({
      lines: event("DTSTART:20270301T090000Z", "DURATION:PT1H", "X-Link:https://example.com/?a=1;b=2"),
      busy: daily("UTC", "2027-03-01"),
    }),
  },
  {
    what: "an alarm without what it needs",
    source: "home-assistant/core#163830",
    in: () => ({
      lines: event("DTSTART:20270301T090000Z", "DURATION:PT1H", "BEGIN:VALARM", "ACTION:DISPLAY", "END:VALARM"),
      busy: daily("UTC", "2027-03-01"),
    }),
  },
  {
    what: "a line without a colon in one event",
    source: "home-assistant/core#170999",
    in: () => ({
      lines: event("DTSTART:20270301T090000Z", "DURATION:PT1H", "broken by the export"),
      busy: daily("UTC", "2027-03-01"),
    }),
  },
  {
    what: "a day of the week by its whole name",
    source: "home-assistant/core#158953",
    in: () => ({
      lines: event(...nine(PARIS), "RRULE:FREQ=WEEKLY;WKST=MONDAY;COUNT=2"),
      busy: daily(paris, "2027-03-01", "2027-03-08"),
    }),
  },
  {
    what: "occurrences without their series, as shared free/busy calendars have them",
    source: "derekantrican/GAS-ICS-Sync#81, bitfireAT/icsx5#27",
    in: () => ({
      lines: [
        ...event(
          "DTSTART:20270301T090000Z",
          "DTEND:20270301T100000Z",
          "RECURRENCE-ID:20270301T090000Z",
          "SUMMARY:Busy",
        ),
        ...event(
          "DTSTART:20270302T090000Z",
          "DTEND:20270302T100000Z",
          "RECURRENCE-ID:20270302T090000Z",
          "SUMMARY:Busy",
        ),
      ],
      busy: daily("UTC", "2027-03-01", "2027-03-02"),
    }),
  },
  {
    what: "a moved occurrence under the UID of its series",
    source: "community-archive/obsidian-full-calendar#309, ical4j/ical4j#150",
    in: () => ({
      lines: [
        ...event(...nine(PARIS), "RRULE:FREQ=DAILY;COUNT=2"),
        ...event("RECURRENCE-ID;TZID=Europe/Paris:20270302T090000", `DTSTART${PARIS}:20270302T150000`, "DURATION:PT1H"),
      ],
      busy: [...daily(paris, "2027-03-01"), hour("2027-03-02T15:00", paris)],
    }),
  },
  {
    what: "a moved occurrence before its series, by UTC",
    source: "mdavid/DDay.iCal#2",
    in: () => ({
      lines: [
        ...event("RECURRENCE-ID:20270302T080000Z", `DTSTART${PARIS}:20270302T150000`, "DURATION:PT1H"),
        ...event(...nine(PARIS), "RRULE:FREQ=DAILY;COUNT=2"),
      ],
      busy: [...daily(paris, "2027-03-01"), hour("2027-03-02T15:00", paris)],
    }),
  },
  {
    what: "a cancelled occurrence",
    source: "insanum/gcalcli#47",
    in: () => ({
      lines: [
        ...event(...nine(PARIS), "RRULE:FREQ=DAILY;COUNT=2"),
        ...event("RECURRENCE-ID;TZID=Europe/Paris:20270302T090000", ...nine(PARIS), "STATUS:CANCELLED"),
      ],
      busy: daily(paris, "2027-03-01"),
    }),
  },
  {
    what: "different events under one UID",
    source: "lochmueller/calendarize#799",
    in: () => ({
      lines: [...event(...nine(PARIS)), ...event(`DTSTART${PARIS}:20270303T090000`, "DURATION:PT1H")],
      busy: daily(paris, "2027-03-01", "2027-03-03"),
    }),
  },
  {
    what: "a weekly event over a change of the clocks",
    source: "calcom/cal.diy#14641",
    in: () => ({
      lines: event(
        `DTSTART${PARIS}:20270322T003000`,
        `DTEND${PARIS}:20270322T013000`,
        "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2",
      ),
      busy: [hour("2027-03-22T00:30", paris), hour("2027-03-29T00:30", paris)],
    }),
  },
  {
    what: "tasks and notes among the events",
    source: "XiovV/calich#228",
    in: () => ({
      lines: [
        "BEGIN:VTODO",
        "UID:todo",
        "DUE:20270301T090000Z",
        "END:VTODO",
        ...event("DTSTART:20270301T090000Z", "DURATION:PT1H"),
        "BEGIN:VJOURNAL",
        "UID:note",
        "DTSTART:20270302T090000Z",
        "END:VJOURNAL",
      ],
      busy: daily("UTC", "2027-03-01"),
    }),
  },
];

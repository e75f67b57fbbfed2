import { type OddKind, EASTERN, daily, event, nine, paris, unknownZone, vtimezone } from "./odd-lines.ts";

/** What programs do to time zones. */
export const ODD_ZONES: readonly OddKind[] = [
  {
    what: "a customized zone that the file does not describe",
    source: "Neuvernetzung/ts-ics#104, allenporter/ical#468, derekantrican/GAS-ICS-Sync#194",
    in: (zone) => ({
      lines: event(...nine(";TZID=Customized Time Zone")),
      busy: daily(zone, "2027-03-01"),
      problems: unknownZone("Customized Time Zone"),
    }),
  },
  {
    what: "a customized zone that the file describes since 1601",
    source: "jens-maus/node-ical#13",
    in: () => ({
      lines: [
        ...vtimezone("Customized Time Zone", ...EASTERN),
        ...event(...nine(";TZID=Customized Time Zone"), "RRULE:FREQ=WEEKLY;COUNT=3"),
      ],
      busy: daily("America/New_York", "2027-03-01", "2027-03-08", "2027-03-15"),
    }),
  },
  {
    what: "Windows' name of a zone, undescribed",
    source: "u01jmg3/ics-parser#146",
    in: () => ({ lines: event(...nine(";TZID=Romance Standard Time")), busy: daily(paris, "2027-03-01") }),
  },
  {
    what: "Windows' name of a zone that moved",
    source: "nibdo/ical-js-parser#26",
    in: () => ({
      lines: event(...nine(";TZID=Turkey Standard Time")),
      busy: daily("Europe/Istanbul", "2027-03-01"),
    }),
  },
  {
    what: "Windows' name of a zone, described",
    source: "u01jmg3/ics-parser#87",
    in: () => ({
      lines: [...vtimezone("Eastern Standard Time", ...EASTERN), ...event(...nine(";TZID=Eastern Standard Time"))],
      busy: daily("America/New_York", "2027-03-01"),
    }),
  },
  {
    what: "a zone named by its cities",
    source: "OzzyCzech/icalparser#27",
    in: (zone) => ({
      lines: event(...nine(';TZID="(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"')),
      busy: daily(zone, "2027-03-01"),
      problems: unknownZone("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"),
    }),
  },
  {
    what: "a zone with a number after its name",
    source: "jens-maus/node-ical#46",
    in: (zone) => ({
      lines: event(...nine(";TZID=Central Standard Time 1")),
      busy: daily(zone, "2027-03-01"),
      problems: unknownZone("Central Standard Time 1"),
    }),
  },
  {
    what: "an abbreviation as a zone",
    source: "ical-org/ical.net#541",
    in: (zone) => ({
      lines: event(...nine(";TZID=PDT"), "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=PDT:20270302T090000"),
      busy: daily(zone, "2027-03-01", "2027-03-03"),
      problems: unknownZone("PDT"),
    }),
  },
  {
    what: "a zone described without a rule",
    source: "tritech/node-icalendar#10",
    in: () => {
      const same = ["DTSTART:16010101T000000", "TZOFFSETFROM:+1000", "TZOFFSETTO:+1000"];
      return {
        lines: [
          ...vtimezone("Brisbane of Outlook for Mac", same, same),
          ...event(...nine(";TZID=Brisbane of Outlook for Mac")),
        ],
        busy: daily("Australia/Brisbane", "2027-03-01"),
      };
    },
  },
  {
    what: "a zone whose rule ended before it ever applied",
    source: "kewisch/ical.js#318, iCalcreator/iCalcreator#35",
    in: () => {
      const rule = "RRULE:FREQ=YEARLY;UNTIL=20100326T000000Z;BYDAY=FR;BYMONTHDAY=26,27,28,29,30,31;BYMONTH=3";
      const daylight = ["DTSTART:20060331T020000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0300", rule];
      const standard = ["DTSTART:20061001T020000", "TZOFFSETFROM:+0300", "TZOFFSETTO:+0200"];
      return {
        lines: [
          ...vtimezone("iCloud's own", standard, daylight),
          ...event("DTSTART:20270301T090000Z", "DURATION:PT1H"),
        ],
        busy: daily("UTC", "2027-03-01"),
      };
    },
  },
  {
    what: "a known zone described by half a rule",
    source: "ical4j/ical4j#883",
    in: () => {
      const rule = ["DTSTART:20000101T000000", "RRULE:FREQ=YEARLY;BYMONTH=1", "TZOFFSETFROM:+0900", "TZOFFSETTO:+0900"];
      return {
        lines: [...vtimezone("Asia/Tokyo", rule, rule), ...event(...nine(";TZID=Asia/Tokyo;VALUE=DATE-TIME"))],
        busy: daily("Asia/Tokyo", "2027-03-01"),
      };
    },
  },
  {
    what: "a zone in quotation marks",
    source: "krelltunez/dayGLANCE pull 1243",
    in: () => ({ lines: event(...nine(';TZID="Europe/Paris"')), busy: daily(paris, "2027-03-01") }),
  },
];

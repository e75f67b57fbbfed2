import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Interval,
  type WeeklyHours,
  closedAllWeek,
  formatOpeningHours,
  openingHoursFromJson,
  openingHoursToJson,
  parseOpeningHours,
} from "../../../src/domain/clinic/opening-hours.ts";
import { spokenOpeningHours } from "../../../src/domain/clinic/spoken-clinic.ts";
import { wallTimeOfMinutes } from "../../../src/domain/time/wall-time.ts";
import { AscendiaError } from "../../../src/errors.ts";

const morning = { opens: "08:00", closes: "12:30" };
const afternoon = { opens: "14:00", closes: "18:00" };
const usual: WeeklyHours = {
  mon: [morning, afternoon],
  tue: [morning, afternoon],
  wed: [morning, afternoon],
  thu: [morning, afternoon],
  fri: [morning, afternoon],
  sat: [{ opens: "09:00", closes: "12:00" }],
  sun: [],
};

function failure(work: () => unknown): { readonly message: string; readonly hint: string } {
  try {
    work();
  } catch (error) {
    if (error instanceof AscendiaError) return { message: error.message, hint: error.hint ?? "" };
    throw error;
  }
  throw new Error("expected an AscendiaError");
}

const dayHours: fc.Arbitrary<readonly Interval[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 24 * 60 }), { minLength: 0, maxLength: 8 })
  .map((minutes) => {
    const sorted = minutes.toSorted((a, b) => a - b);
    return Array.from({ length: Math.floor(sorted.length / 2) }, (_, index) => ({
      opens: wallTimeOfMinutes(sorted[2 * index] ?? 0),
      closes: wallTimeOfMinutes(sorted[2 * index + 1] ?? 0),
    }));
  });
const week: fc.Arbitrary<WeeklyHours> = fc.record({
  mon: dayHours,
  tue: dayHours,
  wed: dayHours,
  thu: dayHours,
  fri: dayHours,
  sat: dayHours,
  sun: dayHours,
});

describe("opening hours as text", () => {
  it.each([
    ["Mon-Fri 08:00-12:30,14:00-18:00; Sat 09:00-12:00", usual],
    ["lun-ven 8h-12h30, 14h-18h ; sam 9:00–12:00; dim fermé", usual],
    ["Monday-Friday: 14:00-18:00,08:00-12:30; samedi 09:00 - 12:00;", usual],
    ["closed", closedAllWeek],
    ["Fermé", closedAllWeek],
    ["Sun-Sat closed", closedAllWeek],
    ["Sat-Mon 00:00-24:00", { ...closedAllWeek, sat: full(), sun: full(), mon: full() }],
    ["Mon, Wed 08:00-12:30", { ...closedAllWeek, mon: [morning], wed: [morning] }],
  ])("reads %s", (text, hours) => {
    expect(parseOpeningHours(text)).toEqual(hours);
  });

  it.each([
    ["Mon 08:00-12:00,11:00-13:00", "Mon: 08:00-12:00 and 11:00-13:00 overlap", "Join them (08:00-13:00)"],
    ["Mon 18:00-08:00", "18:00-08:00 ends before it begins", "18:00-24:00 on this day and 00:00-08:00 on the next"],
    ["Mon 08:00-25:00", '"25:00" is not a time', "HH:MM"],
    ["Mo 08:00-25:00", '"25:00" is not a time', "HH:MM"],
    ["Ve 8h-25h", '"25h" is not a time', "HH:MM"],
    ["Mon-Fri 9-5", "09:00-05:00 ends before it begins", "If the afternoon is meant, write 09:00-17:00"],
    ["Mon 8:30-12:00,1-5:30; Tue 10-4", "10:00-04:00 ends before it begins", "write 10:00-16:00"],
    ["Mon 08:00-12:60", '"12:60" is not a time', "HH:MM"],
    ["Mon 08:00", '"08:00" is not an interval', "hyphen"],
    ["Mon-Fir 08:00-12:00", '"Fir"', "Mon Tue Wed"],
    ["Mon 08:00-12:00; lundi 14:00-15:00", "Mon is given twice", "Keep one"],
    ["08:00-12:00", "is not days followed by hours", "Mon-Fri"],
    ["", "the text is empty", "Mon-Fri"],
    ["Mon sometimes", "sometimes", ""],
  ])("refuses %s", (text, message, hint) => {
    const error = failure(() => parseOpeningHours(text));
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
  });

  it("read back what was written, in both forms", () => {
    fc.assert(
      fc.property(week, (hours) => {
        expect(parseOpeningHours(formatOpeningHours(hours))).toEqual(hours);
        expect(openingHoursFromJson(JSON.parse(JSON.stringify(openingHoursToJson(hours))))).toEqual(hours);
      }),
    );
  });

  it("are written as a range for adjacent equal days", () => {
    expect(formatOpeningHours(usual)).toBe("Mon-Fri 08:00-12:30,14:00-18:00; Sat 09:00-12:00");
  });
});

describe("opening hours as data", () => {
  it.each([
    [{ lundi: [] }, "hours.lundi is not a weekday"],
    [{ mon: "08:00-12:00" }, "hours.mon must be a list"],
    [{ mon: [["08:00"]] }, "hours.mon[0] must be a pair"],
    [{ mon: [["08:00", "12:00", "13:00"]] }, "hours.mon[0] must be a pair"],
    [{ tue: [["12:00", "08:00"]] }, "hours.tue: 12:00-08:00 ends before"],
    [[], "hours must be an object"],
    [null, "hours must be an object"],
  ])("refuses %j", (value, message) => {
    expect(failure(() => openingHoursFromJson(value)).message).toContain(message);
  });
});

describe("spoken opening hours", () => {
  it.each([
    [
      "fr",
      usual,
      "du lundi au vendredi de 8 heures à 12 heures 30 et de 14 heures à 18 heures ; le samedi de 9 heures à midi",
    ],
    [
      "en",
      usual,
      "Monday to Friday from 8:00 AM to 12:30 PM and from 2:00 PM to 6:00 PM; Saturday from 9:00 AM to 12:00 PM",
    ],
    ["fr", closedAllWeek, "fermé toute la semaine"],
    ["en", closedAllWeek, "closed all week"],
    ["fr", { ...closedAllWeek, sun: full() }, "le dimanche 24 heures sur 24"],
  ] as const)("%s", (language, hours, said) => {
    expect(spokenOpeningHours(hours, language)).toBe(said);
  });
});

function full(): readonly Interval[] {
  return [{ opens: "00:00", closes: "24:00" }];
}

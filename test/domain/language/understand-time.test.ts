import { assert, constantFrom, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { spokenWallTime } from "../../../src/domain/language/dates/spoken-date.ts";
import { clearTime, understandTime } from "../../../src/domain/language/dates/understand-time.ts";
import { wallTimeOfMinutes } from "../../../src/domain/time/wall-time.ts";

test.each([
  ["14:30", "14:30"],
  ["à 9 h 30 pour", "09:30"],
  ["9:05", "09:05"],
  ["9 h 30", "09:30"],
  ["9h", "09:00"],
  ["à 9 heures 15", "09:15"],
  ["9 heures", "09:00"],
  ["2:30 PM", "14:30"],
  ["2 pm", "14:00"],
  ["at 10 a.m.", "10:00"],
  ["12 AM", "00:00"],
  ["12:15 pm", "12:15"],
  ["midi", "12:00"],
  ["Noon", "12:00"],
  ["9.30 AM", "09:30"],
  ["9.30", "09:30"],
  ["9:30:00", "09:30"],
  ["2026-11-23T09:30", "09:30"],
  ["2026-11-23 14:30:00", "14:30"],
  ["à neuf heures", "09:00"],
  ["neuf heures trente", "09:30"],
  ["neuf heures et demie", "09:30"],
  ["dix heures et quart", "10:15"],
  ["dix heures moins le quart", "09:45"],
  ["quatorze heures quarante-cinq", "14:45"],
  ["9h30 du matin", "09:30"],
  ["3 heures de l'après-midi", "15:00"],
  ["15 heures de l'après-midi", "15:00"],
  ["6 h du soir", "18:00"],
  ["nine thirty am", "09:30"],
  ["3:30 in the afternoon", "15:30"],
  ["at 9:30 in the morning", "09:30"],
])("%s is %s", (said, time) => expect(clearTime(said, "fr")).toBe(time));

test.each([
  "",
  "9",
  "at 9",
  "25:00",
  "9:75",
  "13 pm",
  "0 am",
  "le matin",
  "{{appointment_time}}",
  "9.",
  "9.5",
  "2026-11-23",
  "2026-11-23T09:30:00Z",
  "9 heures 99",
  "0 h moins le quart",
  "15 PM",
])("%j is not a clear time", (said) => expect(clearTime(said, "fr")).toBeUndefined());

test.each(["No, it's Leah, L-E-A-H", "C'est A-H-M-E-D", "P-A-M"])("“%s” spells a name, and is not a time", (said) => {
  for (const language of ["fr", "en", "es"] as const) {
    expect(understandTime(said, { language, country: "US" }).kind).toBe("not_heard");
  }
});

test("a time that we speak is understood again", () => {
  assert(
    property(integer({ min: 0, max: 1439 }), constantFrom("fr" as const, "en" as const), (minutes, language) => {
      const time = wallTimeOfMinutes(minutes);
      expect(clearTime(spokenWallTime(time, language), language)).toBe(time);
    }),
  );
});

test.each([
  ["en", "The first one. No wait, the second one."],
  ["fr", "Le premier, enfin non, le deuxième"],
  ["es", "La primera, no, mejor la segunda"],
] as const)("in %s, the later time in “%s” counts", (language, said) => {
  expect(understandTime(said, { language })).toMatchObject({ value: { kind: "position", position: 1 } });
});

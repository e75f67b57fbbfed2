import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Language } from "../../../src/domain/language/language.ts";
import { understandDate } from "../../../src/domain/language/dates/understand-date.ts";
import { understandTime } from "../../../src/domain/language/dates/understand-time.ts";

/** A Monday. */
const today = "2026-11-30";
const weekdays = {
  fr: ["mardi", "mercredi", "jeudi", "vendredi", "samedi"],
  en: ["Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
} as const;
type Said = keyof typeof weekdays;

/** Ways to deny one side of a time; "H" is the time, "J" a day that may be named with it. */
const before: Readonly<Record<Said, readonly string[]>> = {
  fr: ["je ne peux pas avant H", "je suis pas libre avant H", "rien avant H", "impossible avant H"],
  en: [
    "I can't before H",
    "nothing before H",
    "I'm not off till H",
    "I don't get off work until H",
    "can't make it by H",
  ],
};
const after: Readonly<Record<Said, readonly string[]>> = {
  fr: ["je ne peux pas après H", "pas possible après H", "rien après H", "je suis pris après H"],
  en: ["I can't after H", "nothing after H", "I'm not available after H", "I can't make it after H"],
};

function hoursOn(text: string, language: Language) {
  const heard = understandDate(text, { today, language, country: language === "fr" ? "FR" : "US" });
  return heard.kind === "understood" ? { day: heard.value.first, minutes: heard.value.hours.minutes } : heard;
}

const place = fc.record({
  language: fc.constantFrom<Said>("fr", "en"),
  day: fc.nat(4),
  hour: fc.integer({ min: 8, max: 18 }),
});

function spokenHour(hour: number, language: Said): string {
  if (language === "fr") return `${hour} heures`;
  return hour > 12 ? `${hour - 12} pm` : `${hour} ${hour === 12 ? "pm" : "am"}`;
}

describe("one side of a time that is denied", () => {
  it("leaves the other side, with or without a day", () => {
    fc.assert(
      fc.property(place, fc.boolean(), fc.nat(), ({ language, day, hour }, isBefore, pick) => {
        const list = (isBefore ? before : after)[language];
        const denial = (list[pick % list.length] ?? "").replace("H", spokenHour(hour, language));
        const minutes = isBefore ? [hour * 60, 1440] : [0, hour * 60];
        const time = understandTime(denial, { language, country: "US" });
        expect([denial, time]).toMatchObject([denial, { kind: "understood", value: { kind: "hours", minutes } }]);
        const withDay = `${weekdays[language][day]}, ${denial}`;
        expect([withDay, hoursOn(withDay, language)]).toEqual([withDay, { day: `2026-12-0${day + 1}`, minutes }]);
      }),
    );
  });

  test.each([
    ["fr", "mercredi je peux pas après seize heures", "2026-12-02", [0, 960]],
    ["en", "I can't do Thursday after three", "2026-12-03", [0, 900]],
    ["en", "Thursday any time but not before ten", "2026-12-03", [600, 1440]],
    ["en", "not Tuesday, Thursday after three", "2026-12-03", [900, 1440]],
    ["en", "I can't Tuesday but Thursday after three", "2026-12-03", [900, 1440]],
    ["fr", "pas mardi, jeudi avant dix heures", "2026-12-03", [0, 600]],
    ["fr", "ça ne me dérange pas jeudi après seize heures", "2026-12-03", [960, 1440]],
    ["es", "el jueves, no puedo después de las 4 de la tarde", "2026-12-03", [0, 960]],
    ["es", "el jueves, no puedo antes de las 10 de la mañana", "2026-12-03", [600, 1440]],
  ] as const)("in %s, “%s” is %s, %j", (language, said, day, minutes) => {
    expect(hoursOn(said, language)).toEqual({ day, minutes });
  });

  test.each([
    ["fr", "je ne peux pas avant mardi", "2026-12-01", "2027-03-01"],
    ["en", "I can't before Tuesday", "2026-12-01", "2027-03-01"],
    ["fr", "je ne peux pas après le dix", "2026-11-30", "2026-12-10"],
    ["en", "I can't after the tenth", "2026-11-30", "2026-12-10"],
  ] as const)("in %s, “%s” is from %s to %s", (language, said, first, last) => {
    const heard = understandDate(said, { today, language });
    expect(heard).toMatchObject({ kind: "understood", value: { first, last, without: [] } });
  });

  it("keeps the side if nothing is denied", () => {
    expect(hoursOn("pourquoi pas jeudi après seize heures", "fr")).toEqual({ day: "2026-12-03", minutes: [960, 1440] });
    expect(hoursOn("je travaille jeudi, donc vendredi avant onze heures", "fr")).toEqual({
      day: "2026-12-04",
      minutes: [0, 660],
    });
  });
});

const instead = {
  fr: ["J ça va pas donc K", "je travaille J donc K", "J je peux pas alors K", "J je suis pris du coup K"],
  en: ["J doesn't work so K", "I'm working J so K", "I can't J so K"],
} as const;

describe("a day that does not suit, and the one named instead", () => {
  it("means the second one", () => {
    fc.assert(
      fc.property(place, fc.nat(4), fc.nat(), ({ language, day }, other, pick) => {
        fc.pre(day !== other);
        const list = instead[language];
        const [denied = "", wanted = ""] = [weekdays[language][day], weekdays[language][other]];
        const said = (list[pick % list.length] ?? "").replace("J", denied).replace("K", wanted);
        expect([said, hoursOn(said, language)]).toMatchObject([said, { day: `2026-12-0${other + 1}` }]);
      }),
    );
  });

  test.each([
    ["fr", "c'est pas mercredi c'est jeudi", "2026-12-03"],
    ["fr", "c'est pas le bon jour, c'était samedi", "2026-12-05"],
    ["en", "it's not Tuesday it's Thursday", "2026-12-03"],
    ["en", "it was supposed to be Friday", "2026-12-04"],
    ["en", "Thursday is too soon let's do Friday", "2026-12-04"],
    ["fr", "jeudi c'est complet vendredi alors", "2026-12-04"],
    ["en", "this Thursday, not next", "2026-12-03"],
    ["fr", "je suis absent jusqu'au quinze", "2026-12-15"],
    ["fr", "je ne suis pas là jusqu'au quinze", "2026-12-15"],
    ["fr", "jeudi donc le trois", "2026-12-03"],
    ["en", "so Thursday the third", "2026-12-03"],
    ["fr", "je ne travaille pas mercredi", "2026-12-02"],
    ["en", "I don't work Fridays so Friday", "2026-12-04"],
    ["es", "el martes no puedo, entonces el jueves", "2026-12-03"],
    ["es", "el martes no puedo así que el jueves", "2026-12-03"],
    ["fr", "jeudi prochain, pas celui-ci", "2026-12-10"],
    ["fr", "jeudi prochain, pas ce jeudi", "2026-12-10"],
    ["en", "next Thursday, not this one", "2026-12-10"],
    ["en", "not this Thursday, next Thursday", "2026-12-10"],
    ["fr", "en janvier, le quinze", "2027-01-15"],
    ["fr", "au mois de janvier, le quinze", "2027-01-15"],
    ["en", "in January, on the fifteenth", "2027-01-15"],
    ["en", "in January, the second week", "2027-01-08"],
    ["fr", "en janvier, la dernière semaine", "2027-01-25"],
  ] as const)("in %s, “%s” begins on %s", (language, said, day) => {
    const heard = understandDate(said, { today, language });
    expect(heard).toMatchObject({ kind: "understood", value: { first: day } });
  });
});

test.each([
  ["fr", "neuf heures, non, et demie", [570, 1290]],
  ["fr", "neuf heures... et quart pardon", [555, 1275]],
  ["fr", "neuf heures, non, moins le quart", [525, 1245]],
  ["en", "ten is too early let's do eleven", [660, 1380]],
  ["fr", "dix heures c'est trop tôt plutôt onze heures", [660, 1380]],
  ["fr", "pas dix heures plutôt onze heures", [660, 1380]],
  ["fr", "c'est pas dix heures c'est seize heures que je voulais", [960]],
] as const)("in %s, “%s” has the expected meaning", (language, said, minutes) => {
  expect(understandTime(said, { language })).toMatchObject({ kind: "understood", value: { kind: "at", minutes } });
});

test.each([
  ["en", "the later of the two", -1],
  ["en", "let's go with the earlier of the two", 0],
  ["fr", "le plus tôt des deux", 0],
  ["fr", "le plus tard des deux", -1],
] as const)("in %s, “%s” is a choice, not an hour", (language, said, position) => {
  expect(understandTime(said, { language })).toMatchObject({
    kind: "understood",
    value: { kind: "position", position },
  });
});

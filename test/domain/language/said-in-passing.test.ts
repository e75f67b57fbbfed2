import { describe, expect, it } from "vitest";
import type { Language } from "../../../src/domain/language/language.ts";
import { understandDate } from "../../../src/domain/language/dates/understand-date.ts";
import { understandTime } from "../../../src/domain/language/dates/understand-time.ts";

/** A Tuesday. */
const today = "2026-12-01";

function heardDate(text: string, language: Language) {
  const heard = understandDate(text, { language, today, country: language === "fr" ? "BJ" : "US" });
  return heard.kind === "understood" ? heard.value : heard.kind;
}

describe("the number of a house is no time and no day", () => {
  it.each([
    ["en", "I live at 12 Main Street"],
    ["en", "I'm at nine North Elm Avenue, apartment 3"],
    ["en", "we are at 14 Spruce Road, is that close?"],
    ["en", "suite 4, please"],
    ["en", "I'm ten minutes away"],
    ["fr", "j'habite au 8 rue des Cheminots"],
    ["fr", "c'est au douze boulevard de la Marina"],
    ["fr", "au 7 bis avenue Steinmetz, appartement 5"],
    ["fr", "je suis à dix minutes de chez vous"],
    ["es", "vivo en la calle Ocho, número 12"],
  ] as const)("%s: %s", (language, text) => {
    expect(understandTime(text, { language }).kind).toBe("not_heard");
    expect(heardDate(text, language)).toBe("not_heard");
  });

  it.each([
    ["en", "I live at 12 Main Street, can I come at nine?", 540],
    ["en", "ten minutes to nine", 530],
    ["fr", "j'habite au 8 rue des Cheminots, plutôt à dix heures", 600],
  ] as const)("%s: an hour next to it counts: %s", (language, text, minute) => {
    expect(understandTime(text, { language })).toMatchObject({ value: { minutes: [minute, minute + 720] } });
  });
});

describe("a reason names neither", () => {
  it.each([
    ["fr", "Vendredi, mais après seize heures, parce que je travaille jusqu'à quinze heures trente", "2026-12-04", 960],
    ["fr", "jeudi après 16 h car lundi j'ai école", "2026-12-03", 960],
    ["en", "Friday after three because I work until two thirty", "2026-12-04", 900],
    ["en", "Thursday after four, because on Monday I'm away", "2026-12-03", 960],
  ] as const)("%s: %s", (language, text, date, from) => {
    expect(heardDate(text, language)).toMatchObject({ first: date, last: date, hours: { minutes: [from, 1440] } });
  });

  it("but counts when nothing else was said", () => {
    expect(heardDate("parce que je suis libre jeudi", "fr")).toMatchObject({ first: "2026-12-03" });
    expect(heardDate("parce que lundi je travaille, donc mercredi", "fr")).toMatchObject({ first: "2026-12-02" });
  });
});

describe("a part of the day that is denied after it was said", () => {
  it.each([
    ["fr", "Ah non, le matin je peux pas, l'après-midi", "afternoon"],
    ["fr", "L'après-midi ça m'arrange pas, plutôt le matin", "morning"],
    ["en", "Mornings don't work, afternoon", "afternoon"],
    ["en", "The afternoon doesn't work for me, morning please", "morning"],
    ["fr", "Le matin, pourquoi pas", "morning"],
    ["en", "In the morning, why not", "morning"],
  ] as const)("%s: %s", (language, text, dayPart) => {
    expect(understandTime(text, { language })).toMatchObject({ value: { kind: "hours", dayPart } });
  });

  it("alone leaves the rest of the day", () => {
    expect(understandTime("le matin je peux pas", { language: "fr" })).toMatchObject({
      value: { minutes: [720, 1440] },
    });
    expect(heardDate("Demain matin je peux pas, jeudi", "fr")).toMatchObject({
      first: "2026-12-03",
      hours: { dayPart: null, minutes: null },
    });
  });
});

describe("periods", () => {
  it.each([
    ["fr", "sous huitaine", "2026-12-02", "2026-12-08"],
    ["fr", "sous quinzaine si possible", "2026-12-02", "2026-12-15"],
    ["en", "within a week", "2026-12-02", "2026-12-08"],
    ["fr", "dans les deux prochaines semaines", "2026-12-02", "2026-12-15"],
    ["fr", "Après la Noël, avant le jour de l'an", "2026-12-26", "2026-12-31"],
    ["en", "after the tenth but before Christmas", "2026-12-11", "2026-12-24"],
    ["en", "before the 20th and after the 14th", "2026-12-15", "2026-12-19"],
    ["fr", "c'te semaine", "2026-12-01", "2026-12-06"],
  ] as const)("%s: %s", (language, text, first, last) => {
    expect(heardDate(text, language)).toMatchObject({ first, last });
  });

  it.each([
    ["fr", "Mardi prochain vers dix heures, dix heures et quart", 600],
    ["en", "around ten, ten fifteen", 600],
    ["fr", "vers dix heures, dix", 600],
  ] as const)("%s: about an hour: %s", (language, text, minute) => {
    expect(understandTime(text, { language })).toMatchObject({ value: { minutes: [minute, minute + 720] } });
  });
});

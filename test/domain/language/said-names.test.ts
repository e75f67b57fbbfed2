import { describe, expect, it } from "vitest";
import { mentionsDate, understandBirthDate } from "../../../src/domain/language/dates/understand-birth-date.ts";
import { nameInSentence, understandName } from "../../../src/domain/language/answers/understand-name.ts";
import { tuesdayNames, tuesdayNamesEs } from "./said/on-a-tuesday.ts";
import { spanishNames } from "./said/spanish.ts";
import { saidNames } from "./said/names.ts";
import { namesOfCalls } from "./said/names-of-calls.ts";

const rows = [saidNames, namesOfCalls, tuesdayNames]
  .flatMap(Object.entries<string>)
  .flatMap(([meant, list]) => list.split(" | ").map((text) => [text, meant] as const));

describe.each(["fr", "en"] as const)("names given to a clinic that speaks %s", (language) => {
  it.each(rows)("%s is %s", (text, meant) => {
    const understood = understandName(text, language);
    expect(understood.kind === "understood" ? understood.value : understood.kind).toBe(meant);
  });
});

describe("names given to a clinic that speaks es", () => {
  const said = [spanishNames, tuesdayNamesEs]
    .flatMap(Object.entries<string>)
    .flatMap(([meant, list]) => list.split(" | ").map((text) => [text, meant] as const));

  it.each(said)("%s is %s", (text, meant) => {
    const understood = understandName(text, "es");
    expect(understood.kind === "understood" ? understood.value : understood.kind).toBe(meant);
  });
});

it.each([
  ["fr", "Bonjour, je m'appelle Awa Exemple et je voudrais mardi", "Awa Exemple"],
  ["fr", "c'est pour mon fils Koffi Exemple", "Koffi Exemple"],
  ["fr", "avec le docteur Luc Médecin", undefined],
  ["fr", "je voudrais un rendez-vous mardi", undefined],
  ["en", "Hi, this is John Sample, I need a visit", "John Sample"],
  ["en", "Monday at three, please", undefined],
] as const)("%s: %s names %s", (language, text, name) => {
  expect(nameInSentence(text, language, ["Dr. Luc Médecin"])).toBe(name);
});

it.each([
  ["fr", "BJ", "le 4 avril 1991", "1991-04-04"],
  ["fr", "BJ", "04/05/1991", "1991-05-04"],
  ["en", "US", "04/05/1991", "1991-04-05"],
  ["fr", "CA", "04/05/1991", undefined],
  ["fr", "BJ", "née le quatre avril mille neuf cent quatre-vingt-onze", "1991-04-04"],
  ["en", "US", "April fourth, nineteen ninety-one", "1991-04-04"],
  ["en", "US", "1991-04-04", "1991-04-04"],
  ["en", "US", "April 4th", undefined],
  ["en", "US", "April 4th, 2091", undefined],
  ["fr", "BJ", "le 4 avril 91", "1991-04-04"],
  ["fr", "BJ", "quatre avril quatre-vingt-onze", "1991-04-04"],
  ["fr", "BJ", "le 4 avril 15.", "2015-04-04"],
  ["fr", "BJ", "le 4 avril 91 à midi", undefined],
  ["fr", "BJ", "04/05/91", "1991-05-04"],
  ["fr", "BJ", "4.5.1991", "1991-05-04"],
  ["fr", "BJ", "1991/05/04", "1991-05-04"],
  ["fr", "BJ", "19910504", "1991-05-04"],
  ["fr", "BJ", "19911504", undefined],
  ["en", "US", "4/5/91", "1991-04-05"],
  ["en", "US", "April fourth, ninety-one", "1991-04-04"],
] as const)("%s in %s: born %s is %s", (...[language, country, text, date]) => {
  expect(understandBirthDate(text, { today: "2026-06-18", language, country })).toBe(date);
});

it.each([
  ["fr", "le 4 avril", true],
  ["fr", "en 91", true],
  ["en", "04-04", true],
  ["fr", "je ne sais pas", false],
  ["en", "not given", false],
] as const)("%s: whether %s mentions a date: %s", (language, text, isDate) => {
  expect(mentionsDate(text, language)).toBe(isDate);
});

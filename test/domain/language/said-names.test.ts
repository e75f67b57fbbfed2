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

describe("a name that is described in between", () => {
  it.each([
    ["fr", "Gnonlonfoun, Aïcha, avec un tréma", "Aïcha Gnonlonfoun"],
    ["fr", "Emmanuelle, avec deux m et deux l, Exemple", "Emmanuelle Exemple"],
    ["fr", "Mathilde sans h, Essai", "Mathilde Essai"],
    ["fr", "Fifamè, avec un accent grave sur le e, Essai", "Fifamè Essai"],
    ["fr", "Essai-Modèle, Jeanne, avec un trait d'union", "Jeanne Essai-Modèle"],
    ["en", "Allyson with two L's and a Y, Sample", "Allyson Sample"],
    ["en", "Sample, double P, Hannah", "Sample Hannah"],
    ["en", "S, A, double M, E, double T, Hannah", "Sammett Hannah"],
    ["en", "Jon without an H, Sample", "Jon Sample"],
    ["en", "what's it for?", "ask"],
    ["en", "not Moussa Exemple", "ask"],
    ["fr", "lequel, mon nom de jeune fille ?", "ask"],
  ] as const)("%s: %s is %s", (language, text, meant) => {
    const understood = understandName(text, language);
    expect(understood.kind === "understood" ? understood.value : understood.kind).toBe(meant);
  });
});

describe("someone described by another person's name", () => {
  it.each([
    ["en", "Kim Exemple's caregiver", "ask"],
    ["en", "boss of Kim Exemple", "ask"],
    ["en", "a coworker of Kim Exemple", "ask"],
    ["fr", "l'ex de Kim Exemple", "ask"],
    ["fr", "un ami de Kim Exemple", "ask"],
    ["fr", "un ami de kim exemple", "ask"],
    ["fr", "l'élève du professeur Exemple", "ask"],
    ["es", "la jefa de Kim Exemple", "ask"],
    ["fr", "un ami, Kim Exemple", "Kim Exemple"],
    ["fr", "Ami de Souza", "Ami de Souza"],
    ["fr", "Nina de la Cruz", "Nina de la Cruz"],
    ["fr", "Julie Parent", "Julie Parent"],
  ] as const)("%s: %s is %s", (language, text, meant) => {
    const understood = understandName(text, language);
    expect(understood.kind === "understood" ? understood.value : understood.kind).toBe(meant);
  });
});

it("takes a day that begins a sentence for no name", () => {
  expect(nameInSentence("On Friday, March 5, please", "en", [])).toBeUndefined();
  expect(nameInSentence("Plutôt Mardi", "fr", [])).toBeUndefined();
});

it.each([
  ["fr", "née le six du neuf soixante et onze, Rose Exemple", "1971-09-06"],
  ["fr", "je suis né le trois du douze quatre-vingt", "1980-12-03"],
  ["fr", "elle est née en cinquante-quatre, le sept juillet", "1954-07-07"],
  ["en", "born in nineteen seventy-two, the ninth of April", "1972-04-09"],
] as const)("%s: “%s” is a birth date", (language, text, date) => {
  const country = language === "fr" ? "BJ" : "US";
  expect(understandBirthDate(text, { language, country, today: "2026-11-30" })).toBe(date);
});

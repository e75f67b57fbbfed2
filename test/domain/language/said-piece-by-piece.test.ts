import * as fc from "fast-check";
import { expect, it, test } from "vitest";
import { nameInPassing, understandName } from "../../../src/domain/language/answers/understand-name.ts";
import { understandBirthDate } from "../../../src/domain/language/dates/understand-birth-date.ts";

test.each([
  ["en", "Jane O apostrophe Sample", "Jane O'Sample"],
  ["en", "Mary Ann O'Sample, O apostrophe S A M P L E", "Mary Ann O'Sample"],
  ["fr", "N apostrophe Exemple, Fatou", "Fatou N'Exemple"],
  ["en", "Jane Sample hyphen Test", "Jane Sample-Test"],
  ["en", "Jane Sample dash Test", "Jane Sample-Test"],
  ["en", "Stacey Dash Sample", "Stacey Dash Sample"],
  ["fr", "Jeanne Sample trait d'union Test", "Jeanne Sample-Test"],
  ["fr", "Anne tiret Marie Test", "Anne-Marie Test"],
  ["es", "Ana Ejemplo guion Prueba", "Ana Ejemplo-Prueba"],
  ["en", "Jon without an H, Sample", "Jon Sample"],
  ["fr", "Kofi sans deux F, Test", "Kofi Test"],
  ["fr", "pas Eva, Awa. Awa Test", "Awa Test"],
  ["fr", "Adjovi, c'est A D J O V I, et le nom c'est Test", "Adjovi Test"],
  ["fr", "nom de famille Test T E S T prénom Awa A W A", "Awa Test"],
  ["fr", "Awa, H A W A, Test, T E S T", "Hawa Test"],
  ["en", "first name Jane J A N E last name Sample S A M P L E", "Jane Sample"],
  ["en", "first name's Jane, last name's Sample", "Jane Sample"],
  ["en", "Sample's the last name, first name's Jane", "Jane Sample"],
  ["en", "last name is Sample, Jane is my first name", "Jane Sample"],
  ["fr", "Test c'est le nom, et le prénom c'est Awa", "Awa Test"],
  ["fr", "le prénom c'est Awa, Test c'est le nom", "Awa Test"],
] as const)("in %s, “%s” is %s", (language, said, name) => {
  expect(understandName(said, language)).toMatchObject({ kind: "understood", value: name });
});

it("hears a name in two labelled parts in any order, with labels before or after them, spelled or not", () => {
  const parts = fc.constantFrom("Jane", "Awa", "Kossi", "Sample", "Testard", "Ola-Rae");
  const form = fc.constantFrom<(label: string, part: string) => string>(
    (label, part) => `the ${label} is ${part}`,
    (label, part) => `${label}'s ${part}`,
    (label, part) => `${part} is my ${label}`,
    (label, part) => `${label} ${part}`,
    (label, part) => `${label} ${part}, ${part.replaceAll(/-|\B(?=\p{L})/gu, " ").toUpperCase()}`,
  );
  fc.assert(
    fc.property(fc.tuple(parts, parts), fc.tuple(form, form), fc.boolean(), ([first, last], forms, isLastFirst) => {
      fc.pre(first !== last);
      const both = [forms[0]("first name", first), forms[1]("last name", last)];
      const said = (isLastFirst ? both.toReversed() : both).join(", and ");
      expect([said, understandName(said, "en")]).toMatchObject([said, { value: `${first} ${last}` }]);
    }),
  );
});

/** Mentioning an insurance, a town or a day does not name a patient; "Harper I guess" names a doctor. */
test.each([
  ["en", "Do y'all take Blue Cross? I'd like an appointment", undefined],
  ["en", "Harper I guess", undefined],
  ["en", "I live in San Antonio and need a visit", undefined],
  ["fr", "J'habite à Saint Denis", undefined],
  ["fr", "C'est pour la Croix Bleue", undefined],
  ["en", "Thursday Morning", undefined],
  ["en", "It's Thursday", undefined],
  ["en", "OK I'll take it", undefined],
  ["en", "Hi, this is Jane Sample, I need a checkup", "Jane Sample"],
  ["en", "It's for Jane Sample I'm her mother", "Jane Sample"],
  ["fr", "Bonjour, Awa Test à l'appareil", "Awa Test"],
  ["fr", "un rendez-vous pour Awa Test", "Awa Test"],
  ["fr", "j'amène ma fille Adjovi Test demain", "Adjovi Test"],
  ["en", "appointment for my son Liam Sample", "Liam Sample"],
] as const)("in %s, “%s” mentions in passing %s", (language, said, name) => {
  expect(nameInPassing(said, language, [])).toBe(name);
});

test.each([
  ["fr", "FR", "zéro quatre zéro sept quatre-vingt-quatre", "1984-07-04"],
  ["fr", "BJ", "le quatre sept mille neuf cent quatre-vingt-quatre", "1984-07-04"],
  ["fr", "FR", "il est né le un deux quatre-vingt-dix", "1990-02-01"],
  ["fr", "FR", "quatre sept zéro neuf", "2009-07-04"],
  ["en", "US", "oh seven oh four nineteen eighty four", "1984-07-04"],
  ["en", "US", "seven four eighty-four", "1984-07-04"],
  ["en", "US", "twenty-five seven eighty-four", "1984-07-25"],
  ["fr", "CA", "quatre sept quatre-vingt-quatre", undefined],
  ["fr", "BJ", "zéro un quatre-vingt-dix-sept zéro zéro zéro zéro douze", undefined],
  ["en", "US", "she's seven and four months", undefined],
] as const)("in %s in %s, “%s” is born on %s", (language, country, said, date) => {
  expect(understandBirthDate(said, { today: "2026-11-30", language, country })).toBe(date);
});

import { describe, expect, it, test } from "vitest";
import { languages } from "../../../src/domain/language/language.ts";
import { redactTranscript } from "../../../src/domain/privacy/redact-transcript.ts";

const fr = (text: string): string => redactTranscript(text, "fr", 2026);
const en = (text: string): string => redactTranscript(text, "en", 2026);

test.each([
  ["Mon numéro est le 01 97 00 00 01.", "Mon numéro est le [numéro]."],
  ["C'est le +2290197000001", "C'est le [numéro]"],
  ["c'est +229 01.97.00.00.01, merci", "c'est [numéro], merci"],
  ["le 97-00-00-01", "le [numéro]"],
  ["le ０１９７ ０００ ００１", "le [numéro]"],
  ["le ٠١ ٩٧ ٠٠ ٠٠ ٠١", "le [numéro]"],
  ["c'est zéro un quatre-vingt-dix-sept zéro zéro zéro zéro zéro un", "c'est [numéro]"],
  ["zéro un, quatre vingt dix-sept, zéro zéro, zéro zéro, zéro un", "[numéro]"],
  ["plus deux cent vingt-neuf zéro un soixante et onze douze trente-quatre", "plus [numéro]"],
  ["écrivez à awa.test@example.com svp", "écrivez à [adresse e-mail] svp"],
  ["awa point test arobase example point com", "[adresse e-mail]"],
  ["née le 17 mai 1984", "née le [date de naissance]"],
  ["le 1er août 1990", "le [date de naissance]"],
  ["le 17/05/1984 ou 17.05.84", "le [date de naissance] ou [date de naissance]"],
])("in French %j becomes %j", (said, kept) => {
  expect(fr(said)).toBe(kept);
});

test.each([
  ["My number is (415) 555-0101.", "My number is [number]."],
  ["it's +1 415 555 0101", "it's [number]"],
  ["four one five, five five five, oh one oh one", "[number]"],
  ["four one five triple five oh one oh one", "[number]"],
  ["mail me at awa.test@example.com", "mail me at [mail address]"],
  ["awa dot test at example dot com", "[mail address]"],
  ["born on May 17th, 1984", "born on [birth date]"],
  ["born 17th of May 1984", "born [birth date]"],
  ["1984-05-17", "[birth date]"],
])("in English %j becomes %j", (said, kept) => {
  expect(en(said)).toBe(kept);
});

describe("what a call still needs", () => {
  test.each([
    "Rendez-vous le mardi 3 mars 2026 à 9 h 30 avec Dr. Awa Test",
    "Je peux vous proposer 9 h, 9 h 30 ou 10 h. Quelle heure vous convient ?",
    "09:00, 09:30, 10:00, 10:30, 11:00",
    "Tuesday, March 3 at 9:30 AM",
    "le 03/03/2026",
    "2026-03-03",
    "2026-03-03 09:30",
    "2026-03-03T09:30:00.000Z",
    "0199a000-0000-7000-8000-000000000001",
    "01990000-1111-7222-8333-444444444444",
    "j'ai trois enfants de deux, quatre et six ans",
    "vingt-cinq mille francs",
    "I have two or three questions",
    "",
  ])("%j stays", (said) => {
    for (const language of languages) expect(redactTranscript(said, language, 2026)).toBe(said);
  });

  it("redacts callers who speak the other language", () => {
    expect(fr("four one five five five five oh one oh one")).toBe("[numéro]");
    expect(en("zéro un neuf sept zéro zéro zéro zéro zéro un")).toBe("[number]");
  });

  it("a second pass changes nothing", () => {
    const said = "01 97 00 00 01, awa@example.com, née le 17 mai 1984";
    expect(fr(fr(said))).toBe(fr(said));
  });
});

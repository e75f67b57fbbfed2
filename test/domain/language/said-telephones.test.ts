import { describe, expect, it } from "vitest";
import type { Language } from "../../../src/domain/language/language.ts";
import { understandTelephone } from "../../../src/domain/language/answers/understand-telephone.ts";
import { tuesdayTelephones } from "./said/on-a-tuesday.ts";
import { spanishTelephones } from "./said/spanish.ts";
import { saidTelephones } from "./said/telephones.ts";
import { telephonesOfCalls } from "./said/telephones-of-calls.ts";

const callerNumber = "+15005550006";

function hear(text: string, country: string, from: string | null, language: Language = spokenIn(country)): string {
  const understood = understandTelephone(text, { language, country, callerNumber: from });
  if (understood.kind !== "understood") return understood.kind === "ask" ? asked(understood.question) : "not heard";
  return understood.value === from ? "caller" : understood.value;
}

function spokenIn(country: string): Language {
  return country === "US" ? "en" : "fr";
}

describe("telephones said in Spanish", () => {
  const rows = Object.entries(spanishTelephones).flatMap(([meant, list]) =>
    list.split(" | ").map((text) => [text, meant] as const),
  );

  it.each(rows)("%s is %s", (text, meant) => {
    expect(hear(text, "US", callerNumber, "es")).toBe(meant);
  });
});

/** A question must end with a question mark. */
function asked(question: string): string {
  return question.endsWith("?") ? "ask" : `no question: ${question}`;
}

describe.each([saidTelephones, telephonesOfCalls, tuesdayTelephones].flatMap((said) => Object.entries(said)))(
  "telephones said in %s",
  (country, said) => {
    const rows = Object.entries(said).flatMap(([meant, list]) =>
      list.split(" | ").map((text) => [text, meant] as const),
    );

    it.each(rows)("%s is %s", (text, meant) => {
      expect(hear(text, country, callerNumber)).toBe(meant);
    });
  },
);

it("a caller with a withheld number is asked for it", () => {
  expect(hear("ce numéro", "BJ", null)).toBe("ask");
});

it("a number with a missing pair is never padded into another person's", () => {
  const pairs = ["01", "96", "12", "34", "56"];
  for (const missing of pairs.keys()) {
    const said = pairs.filter((_, index) => index !== missing).join(" ");
    // Without its 01, it is the old form of the same number.
    expect(hear(said, "BJ", callerNumber)).toBe(missing === 0 ? "+2290196123456" : "ask");
  }
});

describe("a number of which a part is said again", () => {
  it.each([
    ["zéro un, soixante-six, trente… non, quarante, cinquante, soixante", "BJ", "+2290166405060"],
    ["01 95 61 20, pardon, 21, 30 30", "BJ", "asked"],
    ["01 95 61 20 34, non, 20 34 c'est pas bon, 20 43", "BJ", "+2290195612043"],
    ["zéro un, quatre-vingt-quinze, onze, enfin, douze, treize, quatorze", "BJ", "+2290195121314"],
    ["five one two... five five five... no, five five six, oh one seven seven", "US", "+15125560177"],
    ["512, 444, sorry, 555, 0121", "US", "+15125550121"],
    ["512 555 0121, no wait, 0112", "US", "+15125550112"],
    ["512 555 0121, scratch that, the end is 0112", "US", "+15125550112"],
    ["512 555 0121, sorry, can I come at 10?", "US", "+15125550121"],
    ["512 555 0121, sorry, it's 0198", "US", "asked"],
  ])("%s (%s) is %s", (text, country, meant) => {
    expect(hear(text, country, null).replace(/^(?!\+).*$/u, "asked")).toBe(meant);
  });
});

import { describe, expect, it } from "vitest";
import type { Language } from "../../../src/domain/language/language.ts";
import { understandDate } from "../../../src/domain/language/dates/understand-date.ts";
import { understandTime } from "../../../src/domain/language/dates/understand-time.ts";

/** A Monday. */
const today = "2026-11-30";

function heardDate(text: string, language: Language) {
  const heard = understandDate(text, { language, today, country: language === "fr" ? "BJ" : "US" });
  return heard.kind === "understood" ? heard.value : heard.kind;
}

describe("numbers that count days are no hours", () => {
  it.each([
    ["fr", "la semaine du dix-huit"],
    ["fr", "la semaine du 7 au 11"],
    ["fr", "le week-end du douze"],
    ["fr", "dans deux mois"],
    ["en", "in three weeks"],
    ["en", "four Tuesdays from now"],
    ["en", "in ten days or so"],
  ] as const)("%s: %s", (language, text) => {
    expect(understandTime(text, { language }).kind).toBe("not_heard");
  });

  it("hears an hour next to them", () => {
    expect(understandTime("in three weeks at four", { language: "en" })).toMatchObject({ value: { kind: "at" } });
    expect(understandTime("la semaine du 7, après 16 heures", { language: "fr" })).toMatchObject({
      value: { minutes: [960, 1440] },
    });
  });
});

describe("one day", () => {
  it.each([
    ["fr", "dans quinze jours, un vendredi", "2026-12-18"],
    ["fr", "dans deux semaines, le vendredi", "2026-12-18"],
    ["en", "in three weeks, on a Friday", "2026-12-25"],
    ["fr", "jeudi… non jeudi j'ai cours… vendredi alors", "2026-12-04"],
    ["fr", "mercredi, non… si, mercredi", "2026-12-02"],
    ["en", "Wednesday no Wednesday is my day at the lab Friday", "2026-12-04"],
  ] as const)("%s: “%s” is %s", (language, text, date) => {
    expect(heardDate(text, language)).toMatchObject({ first: date, last: date });
  });
});

describe("a period", () => {
  it.each([
    ["en", "any day except Friday, Fridays are my long days", { weekdays: [1, 2, 3, 4, 6, 7] }],
    ["fr", "n'importe quel jour sauf le samedi, les samedis je voyage", { weekdays: [1, 2, 3, 4, 5, 7] }],
    ["en", "right after New Year's", { first: "2027-01-02", last: "2027-01-06" }],
    ["en", "several days before Christmas", { first: "2026-12-20", last: "2026-12-24" }],
    ["fr", "peu avant Noël", { first: "2026-12-20", last: "2026-12-24" }],
    ["fr", "plutôt vers neuf heures", { first: today, hours: { clock: { minutes: [540, 1260] } } }],
    ["en", "around two thirty if possible", { first: today, hours: { dayPart: "afternoon" } }],
    ["en", "after I drop off the twins at nine", { hours: { minutes: [540, 1440] } }],
    ["en", "when school is out", { hours: { dayPart: "afternoon" } }],
    ["fr", "une fois l'école finie", { hours: { dayPart: "afternoon" } }],
  ] as const)("%s: %s", (language, text, meant) => {
    expect(heardDate(text, language)).toMatchObject(meant);
  });

  it.each([
    ["fr", "mon fils a quatre ans"],
    ["fr", "C'est au nom de Rose Essai, au 01 95 00 00 21."],
    ["fr", "vous me trouvez au zéro un, quatre-vingt-seize, zéro zéro, trente"],
    ["fr", "elle est tombée à dix heures"],
    ["fr", "pas à dix heures"],
    ["en", "you can call me at 512 555 0163"],
    ["en", "we live at 11 Elm Street"],
    ["en", "his temperature was at 103"],
    ["en", "she's around eight"],
  ] as const)("%s: is none where a number is something else: %s", (language, text) => {
    expect(heardDate(text, language)).toBe("not_heard");
  });
});

describe("a telephone number", () => {
  const numbers = [
    "01 97 00 00 47",
    "01-21-05-00-12",
    "07.08.09.10.11",
    "+229 01 97 00 00 47",
    "+221 77 000 12 04",
    "512 555 0142",
    "(512) 555-0142",
    "+1 512 555 0142",
  ];

  it.each(numbers)("%s names neither a day nor a time", (number) => {
    for (const [language, text] of [
      ["fr", `mon numéro c'est le ${number}`],
      ["fr", `au ${number}, à votre service`],
      ["en", `you can reach me at ${number}`],
    ] as const) {
      expect(heardDate(text, language)).toBe("not_heard");
      expect(understandTime(text, { language }).kind).toBe("not_heard");
    }
  });

  it.each(numbers)("%s leaves the day that is said with it", (number) => {
    expect(heardDate(`jeudi, et mon numéro c'est le ${number}`, "fr")).toMatchObject({ first: "2026-12-03" });
    expect(heardDate(`call me at ${number}, and Friday works`, "en")).toMatchObject({ first: "2026-12-04" });
  });
});

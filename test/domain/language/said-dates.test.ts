import { describe, expect, it } from "vitest";
import { type UnderstoodDate, understandDate } from "../../../src/domain/language/dates/understand-date.ts";
import { saidDatesEn, saidDatesFr } from "./said/dates.ts";
import { datesOfCallsEn, datesOfCallsFr } from "./said/dates-of-calls.ts";
import { tuesdayDatesEn, tuesdayDatesEs, tuesdayDatesFr } from "./said/on-a-tuesday.ts";
import { spanishDates } from "./said/spanish.ts";
import { saturdayDatesEn, saturdayDatesFr } from "./said/dates-on-a-saturday.ts";

/** "2026-06-19 morning", "2026-06-22..2026-06-28 134567", "soonest", "ask 2026-06-18 2026-06-25". */
function written(understood: UnderstoodDate): string {
  if (understood.kind === "not_heard") return "not heard";
  if (understood.kind === "ask") return ["ask", ...understood.candidates.map(({ first }) => first)].join(" ");
  const { first, last, weekdays, without, isEarliest, hours } = understood.value;
  const days = isEarliest ? "soonest" : first === last ? first : `${first}..${last}`;
  const minutes = hours.minutes?.join("-");
  return [days, weekdays?.join(""), ...without.map((date) => `-${date}`), hours.dayPart, minutes]
    .filter(Boolean)
    .join(" ");
}

describe.each([
  ["fr", "BJ", "2026-06-18", saidDatesFr],
  ["en", "US", "2026-06-18", saidDatesEn],
  ["fr", "BJ", "2026-06-18", datesOfCallsFr],
  ["en", "US", "2026-06-18", datesOfCallsEn],
  ["fr", "BJ", "2026-11-28", saturdayDatesFr],
  ["en", "US", "2026-11-28", saturdayDatesEn],
  ["es", "US", "2026-06-18", spanishDates],
  ["fr", "BJ", "2027-02-16", tuesdayDatesFr],
  ["en", "US", "2027-02-16", tuesdayDatesEn],
  ["es", "US", "2027-02-16", tuesdayDatesEs],
] as const)("days said in %s in %s on %s", (...[language, country, today, dates]) => {
  const rows = Object.entries(dates).flatMap(([meant, list]) =>
    list.split(" | ").map((text) => [text, meant] as const),
  );

  it.each(rows)("%s is %s", (text, meant) => {
    expect(written(understandDate(text, { today, language, country }))).toBe(meant);
  });

  it("asks with a question, and words what it understood", () => {
    const heard = rows.map(([text]) => understandDate(text, { today, language, country }));
    const words = heard.flatMap((each) => (each.kind === "understood" ? [each.words] : []));
    const asked = heard.flatMap((each) => (each.kind === "ask" ? [each.question] : []));
    expect(words.filter((text) => text === "" || /\d{4}-\d{2}/.test(text))).toEqual([]);
    expect(asked.filter((question) => !question.endsWith("?"))).toEqual([]);
  });
});

describe("when the country decides", () => {
  it.each([
    ["fr", "BJ", "3/7", "2026-07-03"],
    ["en", "US", "7/3", "2026-07-03"],
    ["en", "GB", "3/7", "2026-07-03"],
    ["fr", "CA", "3/7", "ask 2026-07-03 2027-03-07"],
    ["en", "CA", "23/7", "2026-07-23"],
    ["fr", "CA", "en fin de semaine", "2026-06-20..2026-06-21"],
    ["fr", "BJ", "en fin de semaine", "2026-06-18..2026-06-20"],
    ["en", "CA", "Thanksgiving", "2026-10-12"],
    ["fr", "FR", "la fête nationale", "2026-07-14"],
  ] as const)("%s in %s: %s is %s", (...[language, country, text, meant]) => {
    expect(written(understandDate(text, { today: "2026-06-18", language, country }))).toBe(meant);
  });
});

describe("a text of any size and kind", () => {
  it.each([
    "lundi ".repeat(100_000),
    "9".repeat(200_000),
    "not ".repeat(100_000),
    "the 1st ".repeat(50_000),
    "quatre-vingt-".repeat(50_000),
    "\u0000\u202E🙂".repeat(50_000),
  ])("is judged quickly", (text) => {
    const before = process.cpuUsage();
    understandDate(text, { today: "2026-06-18", language: "fr", country: "BJ" });
    // Processor time, which hardly depends on the machine's other work.
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2_000);
  });
});

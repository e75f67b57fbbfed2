import { describe, expect, it } from "vitest";
import { type UnderstoodTime, understandTime } from "../../../src/domain/language/dates/understand-time.ts";
import { wallTimeOfMinutes } from "../../../src/domain/time/wall-time.ts";
import { saidTimesEn, saidTimesFr } from "./said/times.ts";
import { tuesdayTimesEn, tuesdayTimesEs, tuesdayTimesFr } from "./said/on-a-tuesday.ts";
import { spanishTimes } from "./said/spanish.ts";
import { timesOfCallsEn, timesOfCallsFr } from "./said/times-of-calls.ts";

const positions: Readonly<Record<string, string>> = { "0": "first", "1": "second", "2": "third", "-1": "last" };

function written(understood: UnderstoodTime): string {
  if (understood.kind === "not_heard") return "not heard";
  if (understood.kind === "ask") return `ask ${/(?:dire|mean|decir) (.*?) ?\?/u.exec(understood.question)?.[1]}`;
  const { value } = understood;
  if (value.kind === "at") return value.minutes.map(wallTimeOfMinutes).join(" ");
  if (value.kind === "position") return positions[value.position] ?? String(value.position);
  return value.minutes?.join("-") ?? value.dayPart ?? "";
}

describe.each([
  ["fr", "BJ", saidTimesFr],
  ["en", "US", saidTimesEn],
  ["fr", "BJ", timesOfCallsFr],
  ["en", "US", timesOfCallsEn],
  ["es", "US", spanishTimes],
  ["fr", "BJ", tuesdayTimesFr],
  ["en", "US", tuesdayTimesEn],
  ["es", "US", tuesdayTimesEs],
] as const)("times said in %s in %s", (language, country, said) => {
  const rows = Object.entries(said).flatMap(([meant, list]) => list.split(" | ").map((text) => [text, meant] as const));

  it.each(rows)("%s is %s", (text, meant) => {
    const understood = understandTime(text, { language, country });
    expect(written(understood)).toBe(meant);
    expect(understood).not.toHaveProperty("words", "");
  });
});

it("half nine is half past nine in Britain", () => {
  expect(written(understandTime("half nine", { language: "en", country: "GB" }))).toBe("09:30 21:30");
});

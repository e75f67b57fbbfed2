import { describe, expect, it } from "vitest";
import { isLanguage } from "../../../src/domain/language/language.ts";
import { type UnderstoodDate, understandDate } from "../../../src/domain/language/dates/understand-date.ts";
import { understandName } from "../../../src/domain/language/answers/understand-name.ts";
import { understandTelephone } from "../../../src/domain/language/answers/understand-telephone.ts";
import { type UnderstoodTime, understandTime } from "../../../src/domain/language/dates/understand-time.ts";
import { understandAnswer } from "../../../src/domain/language/answers/understand-answer.ts";
import {
  answersOfSecondRound,
  datesOfSecondRound,
  namesOfSecondRound,
  telephonesOfSecondRound,
  timesOfSecondRound,
} from "./said/second-round.ts";
import {
  datesOfSixCities,
  namesOfSixCities,
  telephonesOfSixCities,
  timesOfSixCities,
} from "./said/callers-of-six-cities.ts";

const today = "2026-11-28";
const countries = { fr: "BJ", en: "US", es: "MX" } as const;
const callerNumber = "+2290199999999";

function dateOf(understood: UnderstoodDate): string {
  if (understood.kind === "not_heard") return "not heard";
  if (understood.kind === "ask") return ["ask", ...understood.candidates.map(({ first }) => first)].join(" ");
  const { first, last, weekdays, without, isEarliest, hours } = understood.value;
  const days = isEarliest ? "soonest" : first === last ? first : `${first}..${last}`;
  const parts = [
    days,
    weekdays?.join(""),
    ...without.map((date) => `-${date}`),
    hours.dayPart,
    hours.minutes?.join("-"),
  ];
  return parts.filter(Boolean).join(" ");
}

function timeOf(understood: UnderstoodTime): string {
  if (understood.kind !== "understood") return understood.kind === "ask" ? "ask" : "not heard";
  const { value } = understood;
  if (value.kind === "at") return value.minutes.join(" ");
  if (value.kind === "position") return `place ${value.position}`;
  return ["hours", value.dayPart, value.minutes?.join("-")].filter(Boolean).join(" ");
}

type Row = readonly [said: string, where: string, meant: string];

function rowsOf(said: Readonly<Record<string, Readonly<Record<string, string>>>>): readonly Row[] {
  return Object.entries(said).flatMap(([where, byMeaning]) =>
    Object.entries(byMeaning).flatMap(([meant, list]) => list.split(" | ").map((text): Row => [text, where, meant])),
  );
}

function languageOf(where: string) {
  const [language = ""] = where.split(" ");
  if (!isLanguage(language)) throw new Error(`${where} names no language`);
  return language;
}

describe("callers of six cities", () => {
  it.each([...rowsOf(datesOfSixCities), ...rowsOf(datesOfSecondRound)])(
    "%s (%s) is the day %s",
    (said, where, meant) => {
      const language = languageOf(where);
      expect(dateOf(understandDate(said, { today, language, country: countries[language] }))).toBe(meant);
    },
  );

  it.each([...rowsOf(timesOfSixCities), ...rowsOf(timesOfSecondRound)])(
    "%s (%s) is the time %s",
    (said, where, meant) => {
      const language = languageOf(where);
      expect(timeOf(understandTime(said, { language, country: countries[language] }))).toBe(meant);
    },
  );

  it.each([...rowsOf(telephonesOfSixCities), ...rowsOf(telephonesOfSecondRound)])(
    "%s (%s) is the number %s",
    (said, where, meant) => {
      const country = where.split(" ")[1] ?? "";
      const heard = understandTelephone(said, { language: languageOf(where), country, callerNumber });
      const value = heard.kind === "understood" ? heard.value : "ask";
      expect(value === callerNumber ? "caller" : value).toBe(meant);
    },
  );

  it.each([...rowsOf(namesOfSixCities), ...rowsOf(namesOfSecondRound)])(
    "%s (%s) is the name %s",
    (said, where, meant) => {
      const heard = understandName(said, languageOf(where));
      expect(heard.kind === "understood" ? heard.value : "ask").toBe(meant);
    },
  );

  it.each(rowsOf(answersOfSecondRound))("%s (%s) is the answer %s", (said, where, meant) => {
    const heard = understandAnswer(said, languageOf(where));
    expect(heard.kind === "understood" ? (heard.value ? "yes" : "no") : heard.kind).toBe(meant);
  });
});

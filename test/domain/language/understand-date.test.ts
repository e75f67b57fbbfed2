import { describe, expect, it } from "vitest";
import type { DateWish } from "../../../src/domain/language/dates/date-wish.ts";
import type { Language } from "../../../src/domain/language/language.ts";
import { type UnderstoodDate, understandDate } from "../../../src/domain/language/dates/understand-date.ts";
import { todayIn } from "../../../src/domain/time/zoned-time.ts";

const clinics = {
  portoNovo: "Africa/Porto-Novo",
  montreal: "America/Toronto",
  austin: "America/Chicago",
} as const;

/** For each clinic, an instant at which its date is Wednesday 4 March 2026; except for noon, the UTC date differs. */
const nows: Readonly<Record<keyof typeof clinics, string>> = {
  portoNovo: "2026-03-03T23:30:00Z",
  montreal: "2026-03-05T02:00:00Z",
  austin: "2026-03-05T03:30:00Z",
};

type Case = readonly [said: string, understood: string];

function hear(said: string, clinic: keyof typeof clinics, language: Language): string {
  const today = todayIn(clinics[clinic], { now: () => Date.parse(nows[clinic]) });
  return written(understandDate(said, { today, language }));
}

/** "2026-03-05 morning" for a date, "ask 2026-03-03" for a question. */
function written(understood: UnderstoodDate): string {
  if (understood.kind === "not_heard") return "not heard";
  if (understood.kind === "ask") return ["ask", ...understood.candidates.map(({ first }) => first)].join(" ");
  return daysOf(understood.value);
}

/** "2026-03-05 morning", "2026-03-05..2026-03-08 1,2 -2026-03-06". */
function daysOf({ first, last, weekdays, without, isEarliest, hours }: DateWish): string {
  const days = isEarliest ? "soonest" : first === last ? first : `${first}..${last}`;
  const minutes = hours.minutes?.join("-");
  return [days, weekdays?.join(""), ...without.map((date) => `-${date}`), hours.dayPart, minutes]
    .filter(Boolean)
    .join(" ");
}

const french: readonly Case[] = [
  ["Vous n'avez pas mardi ?", "2026-03-10"],
  ["Demain c'est pas possible ?", "2026-03-05"],
  ["La semaine prochaine mais pas mardi ?", "2026-03-09..2026-03-15 134567"],
  ["2026-03-10", "2026-03-10"],
  ["2026-03-10T14:00:00", "2026-03-10"],
  ["aujourd'hui", "2026-03-04"],
  ["Aujourd’hui", "2026-03-04"],
  ["demain", "2026-03-05"],
  ["Demain matin, s'il vous plaît.", "2026-03-05 morning"],
  ["demain après-midi", "2026-03-05 afternoon"],
  ["demain dans la soirée", "2026-03-05 evening"],
  ["après-demain", "2026-03-06"],
  ["apres demain", "2026-03-06"],
  ["après-demain en fin d'après-midi", "2026-03-06 afternoon 930-1140"],
  ["ce soir", "2026-03-04 evening"],
  ["cet après-midi", "2026-03-04 afternoon"],
  ["lundi", "2026-03-09"],
  ["lundi prochain", "2026-03-09"],
  ["Lundi prochain dans l'après-midi", "2026-03-09 afternoon"],
  ["mercredi prochain", "2026-03-11"],
  ["ce vendredi", "2026-03-06"],
  ["vendredi matin", "2026-03-06 morning"],
  ["vendredi à 9 h 30", "2026-03-06 morning"],
  ["vendredi vers 14h", "2026-03-06 afternoon"],
  ["samedi qui vient", "2026-03-07"],
  ["lundi en huit", "2026-03-16"],
  ["mardi en quinze", "2026-03-24"],
  ["lundi de la semaine prochaine", "2026-03-09"],
  ["la semaine prochaine, jeudi", "2026-03-12"],
  ["dans deux jours", "2026-03-06"],
  ["dans une semaine", "2026-03-11"],
  ["dans deux semaines", "2026-03-18"],
  ["dans huit jours", "2026-03-11"],
  ["dans 15 jours", "2026-03-18"],
  ["d'ici trois jours", "2026-03-07"],
  ["dans un mois", "2026-04-04"],
  ["le 15", "2026-03-15"],
  ["le deux", "2026-04-02"],
  ["le 31", "2026-03-31"],
  ["le mardi 10", "2026-03-10"],
  ["le 10 mars", "2026-03-10"],
  ["le mardi 10 mars", "2026-03-10"],
  ["mardi le 10 mars 2026 à 14 h", "2026-03-10 afternoon"],
  ["le 1er avril", "2026-04-01"],
  ["le premier avril", "2026-04-01"],
  ["le vingt-trois mars", "2026-03-23"],
  ["le vingt et un mars", "2026-03-21"],
  ["le dix mars", "2026-03-10"],
  ["le 10/03/2026", "2026-03-10"],
  ["03/04", "2026-04-03"],
  ["Je voudrais venir demain", "2026-03-05"],
  ["un rendez-vous pour le 12 mars au matin", "2026-03-12 morning"],
  ["le 5 janvier", "ask 2026-01-05"],
  ["le 3 mars", "ask 2026-03-03"],
  ["le 3 septembre", "2026-09-03"],
  ["hier", "ask 2026-03-03"],
  ["2026-03-01", "ask 2026-03-01"],
  ["avant-hier", "ask 2026-03-02"],
  ["mercredi", "ask 2026-03-04 2026-03-11"],
  ["vendredi prochain", "ask 2026-03-06 2026-03-13"],
  ["lundi ou mardi", "ask 2026-03-09 2026-03-10"],
  ["lundi 10 mars", "ask 2026-03-09 2026-03-10"],
  ["la semaine prochaine", "2026-03-09..2026-03-15"],
  ["le mois prochain", "2026-04-01..2026-04-30"],
  ["fin mars", "2026-03-21..2026-03-31"],
  ["ce week-end", "2026-03-07..2026-03-08"],
  ["lundi de Pâques", "2026-04-06"],
  ["avant vendredi", "2026-03-04..2026-03-05"],
  ["sauf le lundi", "2026-03-04..2026-06-02 234567"],
  ["le 31 février", "ask"],
  ["2026-02-30", "ask"],
  ["le plus tôt possible", "soonest"],
  ["", "not heard"],
  ["tomorrow", "2026-03-05"],
];

const english: readonly Case[] = [
  ["Not Tuesday?", "2026-03-10"],
  ["Is Tuesday not available?", "2026-03-10"],
  ["2026-03-10", "2026-03-10"],
  ["2026-03-10T09:00", "2026-03-10"],
  ["today", "2026-03-04"],
  ["tomorrow", "2026-03-05"],
  ["Tomorrow morning, please.", "2026-03-05 morning"],
  ["tomorrow at 3 pm", "2026-03-05 afternoon"],
  ["first thing tomorrow", "2026-03-05 morning 0-600"],
  ["the day after tomorrow", "2026-03-06"],
  ["day after tomorrow in the evening", "2026-03-06 evening"],
  ["tonight", "2026-03-04 evening"],
  ["this afternoon", "2026-03-04 afternoon"],
  ["this evening", "2026-03-04 evening"],
  ["Monday", "2026-03-09"],
  ["on Monday", "2026-03-09"],
  ["next Monday", "2026-03-09"],
  ["next Tuesday afternoon", "2026-03-10 afternoon"],
  ["next Wednesday", "2026-03-11"],
  ["this Friday", "2026-03-06"],
  ["this coming Friday", "2026-03-06"],
  ["Friday morning", "2026-03-06 morning"],
  ["Friday at 9:30", "2026-03-06 morning"],
  ["Friday around noon", "2026-03-06 afternoon"],
  ["Monday next week", "2026-03-09"],
  ["next week on Thursday", "2026-03-12"],
  ["a week from Monday", "2026-03-16"],
  ["two weeks from Tuesday", "2026-03-24"],
  ["Thursday week", "2026-03-12"],
  ["a week from today", "2026-03-11"],
  ["a week from tomorrow", "2026-03-12"],
  ["in two days", "2026-03-06"],
  ["in a week", "2026-03-11"],
  ["in two weeks", "2026-03-18"],
  ["in a fortnight", "2026-03-18"],
  ["three days from now", "2026-03-07"],
  ["in a couple of weeks", "2026-03-18"],
  ["in a month", "2026-04-04"],
  ["the 15th", "2026-03-15"],
  ["the fifteenth", "2026-03-15"],
  ["the 2nd", "2026-04-02"],
  ["Tuesday the 10th", "2026-03-10"],
  ["March 10", "2026-03-10"],
  ["March 10th", "2026-03-10"],
  ["the 10th of March", "2026-03-10"],
  ["Tuesday, March 10", "2026-03-10"],
  ["Tuesday, March 10, 2026 at 2:30 PM", "2026-03-10 afternoon"],
  ["March twenty-third", "2026-03-23"],
  ["the twenty third of March", "2026-03-23"],
  ["April first", "2026-04-01"],
  ["3/25/2026", "2026-03-25"],
  ["I'd like to come in two weeks", "2026-03-18"],
  ["an appointment for March 12 in the morning", "2026-03-12 morning"],
  ["September 3", "2026-09-03"],
  ["March 3", "ask 2026-03-03"],
  ["January 5", "ask 2026-01-05"],
  ["yesterday", "ask 2026-03-03"],
  ["the day before yesterday", "ask 2026-03-02"],
  ["2025-12-31", "ask 2026-12-31"],
  ["Wednesday", "ask 2026-03-04 2026-03-11"],
  ["next Friday", "ask 2026-03-06 2026-03-13"],
  ["Monday or Tuesday", "ask 2026-03-09 2026-03-10"],
  ["Monday, March 10", "ask 2026-03-09 2026-03-10"],
  ["04/05", "ask 2026-04-05 2026-05-04"],
  ["next week", "2026-03-09..2026-03-15"],
  ["next month", "2026-04-01..2026-04-30"],
  ["in March", "2026-03-04..2026-03-31"],
  ["end of March", "2026-03-21..2026-03-31"],
  ["this weekend", "2026-03-07..2026-03-08"],
  ["Easter Monday", "2026-04-06"],
  ["before Friday", "2026-03-04..2026-03-05"],
  ["any day but Monday", "2026-03-04..2026-06-02 234567"],
  ["February 30", "ask"],
  ["as soon as possible", "soonest"],
  ["whenever", "soonest"],
  ["demain", "ask 2026-03-05"],
];

describe.each(["portoNovo", "montreal", "austin"] as const)("dates said to the clinic in %s", (clinic) => {
  it.each(french)("fr: %s → %s", (said, understood) => {
    expect(hear(said, clinic, "fr")).toBe(understood);
  });

  it.each(english)("en: %s → %s", (said, understood) => {
    expect(hear(said, clinic, "en")).toBe(understood);
  });
});

describe("today is the clinic's", () => {
  it.each([
    ["2026-03-04T22:59:00Z", "portoNovo", "2026-03-05"],
    ["2026-03-04T23:01:00Z", "portoNovo", "2026-03-06"],
    ["2026-03-05T04:59:00Z", "montreal", "2026-03-05"],
    ["2026-03-05T05:01:00Z", "montreal", "2026-03-06"],
    ["2026-03-05T05:59:00Z", "austin", "2026-03-05"],
    ["2026-03-05T06:01:00Z", "austin", "2026-03-06"],
    ["2026-03-08T06:59:00Z", "montreal", "2026-03-09"],
  ] as const)("demain, asked at %s in %s, is %s", (now, clinic, date) => {
    const today = todayIn(clinics[clinic], { now: () => Date.parse(now) });
    expect(written(understandDate("demain", { today, language: "fr" }))).toBe(date);
  });
});

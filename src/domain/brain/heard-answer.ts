import * as z from "zod";
import type { Choice, ChooseRequest } from "../../flow/ports.ts";
import type { Language } from "../language/language.ts";
import { type HeardDoctor, clearlyNamesDoctor, doctorsOffered, findDoctor, leavesDoctorOpen } from "./find-doctor.ts";
import { isOnlyGoodbye, otherTimes, understandAnswer } from "../language/answers/understand-answer.ts";
import { namesNoDay, understandDate } from "../language/dates/understand-date.ts";
import { spelledLetters } from "../language/answers/spelled-letters.ts";
import { understandName } from "../language/answers/understand-name.ts";
import { understandTelephone } from "../language/answers/understand-telephone.ts";
import { understandTime } from "../language/dates/understand-time.ts";
import type { WallDate } from "../time/wall-date.ts";

const kinds = [
  "yes",
  "no",
  "unsure",
  "day",
  "time",
  "clock",
  "hours",
  "name",
  "spelling",
  "doctor",
  "phone",
  "goodbye",
  "anything",
] as const;
type HeardKind = (typeof kinds)[number];

/** Where a node has asked for something, and its kind is heard: the way on, whatever the words are. */
export const answerShape = z.strictObject({
  from: z.array(z.string()).min(1),
  hears: z.array(z.enum(kinds)).min(1),
  /** A node, or "stay": the node speaks again. */
  to: z.string(),
});

export type HeardAnswer = Readonly<z.infer<typeof answerShape>>;

export interface AnswerFacts {
  readonly language: Language;
  /** ISO 3166-1 alpha-2: how national numbers are read. */
  readonly country: string;
  readonly today: WallDate;
  /** What the call knows by now. */
  readonly variables: ChooseRequest["variables"];
}

/** What is understood counts, and what is only asked about again: the function that is called next asks. */
const tests: Readonly<Record<HeardKind, (text: string, facts: AnswerFacts) => boolean>> = {
  yes: (text, { language }) => isAnswer(text, language, true),
  no: (text, { language }) => isAnswer(text, language, false),
  unsure: (text, { language }) => understandAnswer(text, language).kind === "ask",
  day: (text, facts) => {
    const heard = understandDate(text, facts);
    return heard.kind === "ask" || (heard.kind === "understood" && !namesNoDay(heard.value));
  },
  time: (text, facts) => {
    const heard = understandTime(text, facts);
    return heard.kind === "ask" || (heard.kind === "understood" && heard.value.kind !== "hours");
  },
  // Where a number may be a telephone's: "j'avais demandé dix heures trente", but not "0134".
  clock: (text, facts) => {
    const heard = understandTime(text, facts);
    return heard.kind === "understood" && heard.value.kind === "at" && !/\d{4}/u.test(text);
  },
  hours: (text, facts) => {
    const heard = understandTime(text, facts);
    return otherTimes(text) !== null || (heard.kind === "understood" && heard.value.kind === "hours");
  },
  name: (text, { language }) => understandName(text, language).kind !== "not_heard",
  spelling: (text) => spelledLetters(text).letters !== "",
  doctor: (text, { variables }) => namesDoctor(text, doctorsOffered(variables)),
  phone: (text, facts) => understandTelephone(text, { ...facts, callerNumber: null }).kind !== "not_heard",
  goodbye: isOnlyGoodbye,
  anything: (text) => text.trim() !== "",
};

/** A doctor who was offered, or another name with a title; "any of them" says nothing about a doctor alone. */
function namesDoctor(text: string, doctors: readonly HeardDoctor[]): boolean {
  return findDoctor(text, doctors) !== undefined && !leavesDoctorOpen(text, doctors);
}

function isAnswer(text: string, language: Language, value: boolean): boolean {
  const heard = understandAnswer(text, language);
  return heard.kind === "understood" && heard.value === value;
}

/** "The second one": it may mean a day of the month, but not where times are offered. */
export function isPosition(text: string, facts: AnswerFacts): boolean {
  const heard = understandTime(text, facts);
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return heard.kind === "understood" && heard.value.kind === "position" && words.length <= MOST_WORDS_OF_POSITION;
}

const MOST_WORDS_OF_POSITION = 4;

/** Whether the answer to a question of yes or no is meant. */
export function hearsYesOrNo({ hears }: HeardAnswer): boolean {
  return hears.includes("yes") || hears.includes("no");
}

/** Of an answer that only resembles the first kind: what it is beyond doubt. */
const mistaken: readonly (readonly [HeardKind, (text: string, facts: AnswerFacts) => boolean])[] = [
  // "Oui sauf le nom" resembles "oui, c'est ça", and books nothing.
  ["yes", tests.unsure],
  // "I can't after eleven" resembles "I'll take eleven".
  ["time", (text, facts) => !tests.time(text, facts) && tests.hours(text, facts)],
  // "Plutôt avec le docteur Modèle" resembles "plutôt mardi".
  ["day", (text, facts) => !tests.day(text, facts) && clearlyNames(text, facts)],
  // "Finalement avec Codjo" resembles "finalement non".
  ["goodbye", (text, facts) => !isOnlyGoodbye(text) && clearlyNames(text, facts)],
];

function clearlyNames(text: string, facts: AnswerFacts): boolean {
  return tests.doctor(text, facts) && clearlyNamesDoctor(text, doctorsOffered(facts.variables));
}

/** Whether a way is the one of a kind of answer that the words only resemble. */
export function isMistaken(
  choice: Choice,
  { place, heard, candidates }: ChooseRequest,
  answers: readonly HeardAnswer[],
  facts: AnswerFacts,
): boolean {
  if (choice.kind !== "take") return false;
  const destination = candidates.find(({ id }) => id === choice.id)?.destination;
  return answers
    .filter(({ from, to }) => from.includes(place.node) && (to === choice.id || to === destination))
    .some(({ hears }) => mistaken.some(([kind, isOther]) => hears.includes(kind) && isOther(heard, facts)));
}

export function hearsTime({ hears }: HeardAnswer): boolean {
  return hears.includes("time");
}

/** The first that fits, in the order of the list; undefined: none of them. */
export function chooseByAnswer(
  { trigger, place, heard, candidates, otherwise }: ChooseRequest,
  answers: readonly HeardAnswer[],
  facts: AnswerFacts,
): Choice | undefined {
  if (trigger !== "caller") return undefined;
  for (const { from, hears, to } of answers) {
    if (!from.includes(place.node) || !hears.some((kind) => tests[kind](heard, facts))) continue;
    if (to === "stay") return otherwise === "stay" ? { kind: "stay", source: "sign" } : undefined;
    const way = candidates.find(({ id, destination }) => id === to || destination === to);
    if (way !== undefined) return { kind: "take", id: way.id, source: "sign" };
  }
  return undefined;
}

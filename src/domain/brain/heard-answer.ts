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
  "renaming",
  "respelling",
  "doctor",
  "phone",
  "goodbye",
  "anything",
] as const;
type HeardKind = (typeof kinds)[number];

/** The way to take when a node's question gets a certain kind of answer, whatever its words. */
export const answerShape = z.strictObject({
  from: z.array(z.string()).min(1),
  hears: z.array(z.enum(kinds)).min(1),
  /** A node, or "stay", which makes the node speak again. */
  to: z.string(),
});

export type HeardAnswer = Readonly<z.infer<typeof answerShape>>;

export interface AnswerFacts {
  readonly language: Language;
  /** ISO 3166-1 alpha-2 code that decides how national numbers are read. */
  readonly country: string;
  readonly today: WallDate;
  /** The call's current variables. */
  readonly variables: ChooseRequest["variables"];
}

/** Values that would lead to a question count too: the function called next asks it. */
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
  // Where a telephone number may be expected: matches "j'avais demandé dix heures trente", but not "0134".
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
  renaming: (text, { language }) => notThatName.test(text) && understandName(text, language).kind === "understood",
  respelling: (text) => withLetter.test(text),
  doctor: (text, { variables }) => namesDoctor(text, doctorsOffered(variables)),
  phone: (text, facts) => understandTelephone(text, { ...facts, callerNumber: null }).kind !== "not_heard",
  goodbye: isOnlyGoodbye,
  anything: (text) => text.trim() !== "",
};

/** "It's Jayne, not Jane", "c'est Sossou, pas Sosso". */
const notThatName = /\p{Lu}[\p{L}'’-]+,? (?:not|pas|et non|no) \p{Lu}\p{Ll}/u;

/** "Katherine with a K", "avec deux L". */
const withLetter = /\p{Lu}[\p{L}'’-]+,? (?:with|avec|con) (?:an?|one|two|une?|deux|una?|dos) \p{L}(?![\p{L}'’])/u;

/** An offered doctor, or another name with a title; "any of them" alone does not name a doctor. */
function namesDoctor(text: string, doctors: readonly HeardDoctor[]): boolean {
  return findDoctor(text, doctors) !== undefined && !leavesDoctorOpen(text, doctors);
}

function isAnswer(text: string, language: Language, value: boolean): boolean {
  const heard = understandAnswer(text, language);
  return heard.kind === "understood" && heard.value === value;
}

/** "The second one": it may mean a day of the month, but not when times are offered. */
export function isPosition(text: string, facts: AnswerFacts): boolean {
  const heard = understandTime(text, facts);
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return heard.kind === "understood" && heard.value.kind === "position" && words.length <= MOST_WORDS_OF_POSITION;
}

const MOST_WORDS_OF_POSITION = 4;

/** Whether the kind of answer includes yes or no. */
export function hearsYesOrNo({ hears }: HeardAnswer): boolean {
  return hears.includes("yes") || hears.includes("no");
}

/** Answers that only resemble the first kind, with a test for what they clearly are. */
const mistaken: readonly (readonly [HeardKind, (text: string, facts: AnswerFacts) => boolean])[] = [
  // "Oui sauf le nom" resembles "oui, c'est ça", but does not confirm a booking.
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

/** Whether a way was chosen for a kind of answer that the words only resemble. */
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

/** The first answer of the list that fits; undefined: none fits. */
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

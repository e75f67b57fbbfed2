import { type ParsedResult, en, fr } from "chrono-node";
import { findPhoneNumbersInText, isSupportedCountry } from "libphonenumber-js/min";
import type { ExtractRequest, WantedValue } from "../../flow/ports.ts";
import { boundedCache } from "../language/bounded-cache.ts";
import { foldText } from "../language/fold-text.ts";
import type { Language } from "../language/language.ts";
import type { WallDate } from "../time/wall-date.ts";
import { findBirthDate } from "./find-birth-date.ts";
import { withoutFoundDates } from "./choose-candidate.ts";
import {
  type HeardDoctor,
  type OfferedSlot,
  chosenOf,
  doctorsOffered,
  findDoctor,
  nameWords,
  offeredSlots,
  pointedAt,
  yesOrNo,
} from "./find-doctor.ts";
import { findTimes } from "./find-times.ts";

const parsers = { fr, en } as const satisfies Readonly<Record<Language, unknown>>;

export interface FoundDate {
  readonly date: WallDate;
  /** The words that name it, as they stand in the text. */
  readonly text: string;
}

/** The same sentences come again and again: in every turn of a call, and in the calls of every clinic. */
const datesFound = boundedCache<readonly FoundDate[]>(5_000);

/** Dates a sentence names ("mardi prochain", "November 24th"), forward from `today`; a bare time of day is none. */
export function findDates(text: string, language: Language, today: WallDate): readonly FoundDate[] {
  return datesFound(`${language} ${today} ${text}`, () => parseDates(text, language, today));
}

function parseDates(text: string, language: Language, today: WallDate): readonly FoundDate[] {
  const [year = 0, month = 1, day = 1] = today.split("-").map(Number);
  // Noon of the wall date in the process's own zone: chrono computes in that zone, so the answer depends on no zone.
  const reference = new Date(year, month - 1, day, 12);
  return parsers[language]
    .parse(spellOut(text), reference, { forwardDate: true })
    .filter(({ start }) => start.isCertain("day") || start.isCertain("weekday"))
    .map((result) => ({ date: wallDateOf(result), text: result.text }));
}

/** chrono 2.10 reads "après-demain" as "demain". */
function spellOut(text: string): string {
  return text.replaceAll(/apr[eè]s[- ]demain/gi, "dans 2 jours");
}

function wallDateOf({ start }: ParsedResult): WallDate {
  const part = (name: "year" | "month" | "day", digits: number) => String(start.get(name)).padStart(digits, "0");
  return `${part("year", 4)}-${part("month", 2)}-${part("day", 2)}`;
}

const introductions =
  /(?:je m'appelle|mon nom est|mon nom c'est|c'est|ici|au nom de|je suis|my name is|my name's|this is|i am|i'm|name is|under the name(?: of)?|it's) ((?:\p{L}[\p{L}'-]*)(?: \p{Lu}[\p{L}'-]*)*)/giu;
const capitalised = /\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+)+/gu;
/** Sentence openers that stand before a name with a capital of their own. */
const openers = new Set(
  "bonjour bonsoir oui non alors merci allo hello hi yes no docteur docteure doctor dr je my the le la au pour for c'est it's".split(
    " ",
  ),
);

/** The name a caller gives: after an introduction, else a run of two or more capitalised words; never one of `notNames`. */
export function findPatientName(text: string, notNames: readonly string[]): string | undefined {
  const spoken = text
    .normalize("NFC")
    .replaceAll("’", "'")
    .replaceAll(/\+?\d[\d .()-]{5,}\d/g, ",");
  const introduced = [...spoken.matchAll(introductions)].map(([, name = ""]) => name);
  const runs = [...spoken.matchAll(capitalised)].map(([name]) => name);
  return [...introduced, ...runs]
    .map(withoutOpeners)
    .find((name) => /^\p{Lu}/u.test(name) && nameWords(name).length > 0 && !isOneOf(name, notNames));
}

function withoutOpeners(name: string): string {
  const words = name.split(" ");
  const first = words.findIndex((word) => !openers.has(foldText(word)));
  return first === -1 ? "" : words.slice(first).join(" ");
}

function isOneOf(name: string, notNames: readonly string[]): boolean {
  const words = nameWords(name);
  return notNames.some((other) => {
    const otherWords = new Set(nameWords(other));
    return words.every((word) => otherWords.has(word));
  });
}

export interface FoundPhoneNumber {
  readonly number: string;
  /** As it stands in the text. */
  readonly text: string;
}

/** Every sentence of a call is looked through again at every turn. */
const foundNumbers = boundedCache<readonly FoundPhoneNumber[]>(2_000);

/** Phone numbers in a sentence as E.164; national ones are read as numbers of the clinic's country. */
export function findPhoneNumbers(text: string, country: string): readonly FoundPhoneNumber[] {
  return foundNumbers(`${country} ${text}`, () => searchParts(text, country));
}

/** The library's time grows with the square of a text's length: a long one is searched part by part. */
const PART = 200;
/** No number is longer, however it is written. */
const LONGEST_NUMBER = 60;

function searchParts(text: string, country: string): readonly FoundPhoneNumber[] {
  const found: FoundPhoneNumber[] = [];
  let end = 0;
  for (let start = 0; start < text.length; start += PART) {
    const part = text.slice(start, start + PART + LONGEST_NUMBER);
    for (const { number, startsAt, endsAt } of searched(part, country)) {
      // One that begins behind the part stands whole in the next; one that was begun before was found in the last.
      if (startsAt >= PART || start + startsAt < end) continue;
      end = start + endsAt;
      found.push({ number: number.number, text: part.slice(startsAt, endsAt) });
    }
  }
  return found;
}

function searched(part: string, country: string) {
  return isSupportedCountry(country) ? findPhoneNumbersInText(part, country) : findPhoneNumbersInText(part);
}

export interface ExtractionFacts {
  readonly language: Language;
  /** ISO 3166-1 alpha-2: how national numbers are read. */
  readonly country: string;
  readonly today: WallDate;
}

/** What the rules look at; `lines` are the caller's sentences, the latest first. */
interface Heard {
  readonly lines: readonly string[];
  readonly doctors: readonly HeardDoctor[];
  readonly slots: readonly OfferedSlot[];
  readonly clinicName: string;
  readonly facts: ExtractionFacts;
}

type Value = string | number | boolean;

interface Rule {
  /** Matched against `name: description`, folded, underscores as blanks. */
  readonly asks: RegExp;
  /** undefined: the line does not speak of it, look further back; null: it does, but names nothing usable. */
  find(line: string, heard: Heard, wanted: WantedValue): Value | null | undefined;
}

const callingNumber = /numero (?:avec|dont|d'ou) |(?:ce|meme) numero|calling from|same number|this number/;
const anyDoctor = /n'importe quel|peu importe|any doctor|anyone|no preference|sans preference/;

/** By what a variable's name says it is, first match wins; a variable no rule knows is left out. */
const rulesByName: readonly Rule[] = [
  { asks: /\bdoctor.*\bid\b/, find: (line, heard) => doctorOf(line, heard)?.id },
  { asks: /\b(?:doctor|docteur|medecin|provider)\b/, find: (line, heard) => doctorOf(line, heard)?.name },
  { asks: /\bslot\b.*\bid\b/, find: (line, heard) => slotOf(line, heard)?.id },
  { asks: /\b(?:time|hour|heure|slot)\b/, find: timeOf },
  { asks: /\b(?:birth|naissance)\b/, find: (line, { facts }) => findBirthDate(line, facts.today) },
  {
    asks: /\b(?:date|day|jour)\b/,
    find: (line, { facts }) => findDates(line, facts.language, facts.today).at(-1)?.date,
  },
  {
    asks: /\b(?:phone|telephone|number|numero|tel)\b/,
    find: phoneOf,
  },
  {
    asks: /\b(?:name|nom)\b/,
    find: (line, { doctors, clinicName }) => findPatientName(line, [...doctors.map(({ name }) => name), clinicName]),
  },
  { asks: /\b(?:reason|motif|question|symptom|need|message|note|request)s?\b/, find: (line) => line },
];

const rulesByDescription: readonly Rule[] = [
  { asks: /yyyy-mm-dd/, find: (line, { facts }) => findDates(line, facts.language, facts.today).at(-1)?.date },
  { asks: /\bhh:mm\b/, find: timeOf },
  { asks: /\be\.?164\b/, find: phoneOf },
];

const byType: Readonly<Record<WantedValue["type"], (wanted: WantedValue, heard: Heard) => Value | undefined>> = {
  enum: (wanted, { lines, facts }) =>
    wanted.type === "enum"
      ? firstFound(lines.slice(0, 1), (line) => chosenOf(line, wanted.choices, facts.language))
      : undefined,
  boolean: (_wanted, { lines }) => (lines[0] === undefined ? undefined : yesOrNo(lines[0])),
  number: (_wanted, { lines }) => firstFound(lines.slice(0, 1), numberIn),
  string: textValue,
};

/** Further back nobody remembers either. */
const MOST_LINES = 50;

/** What the caller said of one wanted value, newest words first; never anything that was not said. */
export function extractValue(wanted: WantedValue, request: ExtractRequest, facts: ExtractionFacts): Value | undefined {
  const said = request.transcript.flatMap((item) => (item.role === "user" ? [item.content] : []));
  const lines = said.slice(-MOST_LINES).toReversed();
  const heard: Heard = {
    lines,
    doctors: doctorsOffered(request.variables),
    slots: offeredSlots(request.transcript, facts.language),
    clinicName: request.variables["clinic_name"] ?? "",
    facts,
  };
  return byType[wanted.type](wanted, heard);
}

function textValue(wanted: WantedValue, heard: Heard): Value | undefined {
  const name = foldText(wanted.name.replaceAll(/[_.-]/g, " "));
  const description = foldText(wanted.description);
  const rule =
    rulesByName.find(({ asks }) => asks.test(name)) ?? rulesByDescription.find(({ asks }) => asks.test(description));
  if (rule !== undefined) return firstFound(heard.lines, (line) => rule.find(line, heard, wanted));
  const examples = wanted.type === "string" ? (wanted.examples ?? []) : [];
  return firstFound(heard.lines, (line) => chosenOf(line, examples, heard.facts.language));
}

/** The doctor named, or the first of the list for callers who leave the choice. */
function doctorOf(line: string, { doctors }: Heard): HeardDoctor | undefined {
  return findDoctor(line, doctors) ?? (anyDoctor.test(foldText(line)) ? doctors[0] : undefined);
}

/** The number said; "the one I call from" is the one that the description names. */
function phoneOf(line: string, { facts }: Heard, { description }: WantedValue): string | undefined {
  const said = findPhoneNumbers(line, facts.country)[0]?.number;
  return said ?? (callingNumber.test(foldText(line)) ? /\+\d{7,15}\b/.exec(description)?.[0] : undefined);
}

/** A time the caller names among those offered (twelve hours apart counts where only one is offered), or points at. */
function slotOf(line: string, heard: Heard): OfferedSlot | undefined {
  const times = timesIn(line, heard);
  const named = heard.slots.find(({ time }) => times.includes(time));
  return (
    named ??
    (times.length === 0
      ? pointedAt(withoutDates(line, heard), heard.slots)
      : heard.slots.find(({ time }) => times.includes(otherHalf(time))))
  );
}

/** "le 1er mars" names a day and points at no slot. */
function withoutDates(line: string, { facts }: Heard): string {
  return withoutFoundDates(line, findDates(line, facts.language, facts.today), " ");
}

/** Where times were offered, one of those and no other. */
function timeOf(line: string, heard: Heard): string | null | undefined {
  const [said] = timesIn(line, heard);
  if (heard.slots.length === 0) return said;
  return slotOf(line, heard)?.time ?? (said === undefined ? undefined : null);
}

function timesIn(line: string, { facts }: Heard): readonly string[] {
  return findTimes(line, facts.language);
}

function otherHalf(time: string): string {
  const hour = (Number(time.slice(0, 2)) + 12) % 24;
  return `${String(hour).padStart(2, "0")}${time.slice(2)}`;
}

function numberIn(line: string): number | undefined {
  const digits = /-?\d+(?:[.,]\d+)?/.exec(line)?.[0];
  return digits === undefined ? undefined : Number(digits.replace(",", "."));
}

function firstFound(lines: readonly string[], find: (line: string) => Value | null | undefined): Value | undefined {
  for (const line of lines) {
    const found = find(line);
    if (found !== undefined) return found ?? undefined;
  }
  return undefined;
}

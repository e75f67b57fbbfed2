import { isPersonKey } from "../../domain/call/requests/recorded-request.ts";
import { spokenDate } from "../../domain/language/dates/spoken-date.ts";
import { foldText } from "../../domain/language/fold-text.ts";
import { understandBirthDate } from "../../domain/language/dates/understand-birth-date.ts";
import { nameInSentence } from "../../domain/language/answers/understand-name.ts";
import type { Translated } from "../../domain/language/language.ts";
import { redactTranscript, redactionMarks } from "../../domain/privacy/redact-transcript.ts";
import { dateAt } from "../../domain/time/zoned-time.ts";
import { type CallerNumber, type ClinicFacts, callerNumber, fictitiousNames } from "../scenario/fill-placeholders.ts";
import type { Recording } from "./recording.ts";

/** Stands in for every birth date of a recorded call. Any fictitious date would do. */
const BIRTH_DATE = "1985-04-12";

/** The article before a date without its weekday. */
const ARTICLES: Translated = { fr: "le ", en: "", es: "el " };

/** Particles, which identify nobody. */
const PARTICLES: ReadonlySet<string> = new Set(
  "de du des la le les van von der den el al bin ben da di do dos mac".split(" "),
);

/** Words that have a capital inside a sentence without being names. */
const CAPITALISED: ReadonlySet<string> = new Set(
  [
    "lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday wednesday thursday friday saturday sunday",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "january february march april may june july august september october november december",
    "i i'm i'd i'll i've ok sms dr docteur doctor dre docteure monsieur madame mme mr mrs ms professeur professor pr",
    "lunes martes miercoles jueves viernes sabado domingo enero febrero marzo abril mayo junio julio agosto",
    "septiembre octubre noviembre diciembre doctora senor senora espanol espagnol spanish",
    "francais anglais french english am pm a p",
  ]
    .join(" ")
    .split(" "),
);

interface Person {
  readonly first: string;
  readonly last: string;
}

/** The personal data to remove from a recording, and what replaces it. */
export interface PersonalData {
  readonly facts: ClinicFacts;
  readonly caller: CallerNumber;
  readonly year: number;
  readonly today: string;
  /** Replacements by each word of a real name, folded. */
  readonly people: ReadonlyMap<string, string>;
  /** Replacements by real number, E.164. */
  readonly numbers: ReadonlyMap<string, string>;
  /** Replacements by real id. */
  readonly ids: ReadonlyMap<string, string>;
  readonly vocabulary: ReadonlySet<string>;
  readonly births: ReadonlySet<string>;
  /** The clinic's own names, ids and numbers, which stay. */
  readonly own: RegExp;
}

const uuid = /\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/giu;
const e164 = /\+\d{7,15}\b/gu;

/**
 * Reads the whole recording first, so that each person has one name throughout. @param language texts that the flow
 * says itself: their words do not count as names just because someone begins a sentence with them
 */
export function personalData(recording: Recording, facts: ClinicFacts, language: readonly string[]): PersonalData {
  const ours = lowerCaseWords([...language, ...Object.values(recording.began)]);
  const vocabulary = new Set([...ours, ...lowerCaseWords(callersWords(recording))]);
  const { clinic, doctors, phoneNumber } = facts;
  const caller = callerNumber(clinic.country);
  const texts = structuredTexts(recording);
  const everything = [...texts.map(({ value }) => value), ...callersWords(recording)].join("\n");
  const own = new Set([clinic.id, ...doctors.map(({ id }) => id)]);
  const lines = new Set([phoneNumber, clinic.phone, clinic.transferNumber, clinic.emergencyNumber]);
  const numbers = [recording.patientNumber ?? "", ...(everything.match(e164) ?? [])].filter(
    (number) => number !== "" && !lines.has(number),
  );
  return {
    facts,
    caller,
    year: new Date(recording.startedAt).getUTCFullYear(),
    today: dateAt(recording.startedAt, clinic.timezone),
    vocabulary,
    people: peopleIn({ recording, texts, vocabulary, ours }, facts),
    numbers: new Map([...new Set(numbers)].map((number, index) => [number, nextNumber(caller.number, index)])),
    ids: new Map(
      [...new Set(everything.match(uuid) ?? [])]
        .filter((id) => !own.has(id))
        .map((id, index) => [id, `00000000-0000-7000-8000-${String(index + 1).padStart(12, "0")}`]),
    ),
    own: ownPattern(facts),
    births: new Set(texts.filter(({ key, value }) => /birth/u.test(key) && value !== "").map(({ value }) => value)),
  };
}

function nextNumber(number: string, index: number): string {
  return index === 0 ? number : number.slice(0, -2) + String(48 + (index % 50)).padStart(2, "0");
}

interface KeyedText {
  readonly key: string;
  readonly value: string;
}

/** Every text that a tool was sent or answered, or that a variable holds, with its key. */
function structuredTexts({ segments, variables, began }: Recording): readonly KeyedText[] {
  const tools = segments.flatMap(({ tools: of }) => of);
  return [variables, began, ...tools.flatMap(({ args, answer }) => [args, answer])].flatMap((value) =>
    keyedTexts("", value),
  );
}

function keyedTexts(key: string, value: unknown): readonly KeyedText[] {
  if (typeof value === "string") return [{ key, value }];
  if (Array.isArray(value)) return value.flatMap((item: unknown) => keyedTexts(key, item));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => keyedTexts(name, item));
}

function callersWords({ segments }: Recording): readonly string[] {
  return segments.flatMap(({ input }) => (input?.kind === "say" ? [input.text] : []));
}

/** Folded words that are written with a small letter somewhere. */
function lowerCaseWords(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => (text.match(/(?<![\p{L}'-])\p{Ll}[\p{L}'-]*/gu) ?? []).map(foldText)));
}

interface Told {
  readonly recording: Recording;
  readonly texts: readonly KeyedText[];
  readonly vocabulary: ReadonlySet<string>;
  /** The words that the flow and the clinic say themselves. */
  readonly ours: ReadonlySet<string>;
}

function peopleIn({ recording, texts, vocabulary, ours }: Told, facts: ClinicFacts): ReadonlyMap<string, string> {
  const { clinic, doctors } = facts;
  const known = [clinic.name, clinic.address, ...doctors.flatMap(({ name, specialty }) => [name, specialty])];
  const common = new Set(known.flatMap(wordsOf));
  const named = texts.flatMap(({ key, value }) => (isPersonKey(key) && value !== "" ? [value] : []));
  const said = callersWords(recording).flatMap((line) =>
    capitals(line).concat(nameInSentence(line, clinic.language, known) ?? []),
  );
  const people = fictitiousNames(facts).map(personOf);
  const words = new Map<string, string>();
  for (const [index, name] of [...new Set(named)].entries()) addName(words, name, people[index % people.length]);
  const introduced = callersWords(recording).flatMap(introducedNames);
  for (const name of introduced.map((each) => withoutWords(each, ours))) addName(words, name, people[0]);
  for (const name of said.map((each) => withoutWords(each, vocabulary))) addName(words, name, people[0]);
  for (const word of common) words.delete(word);
  return words;
}

function withoutWords(name: string, words: ReadonlySet<string>): string {
  return name.replaceAll(/[\p{L}'-]+/gu, (word) => (words.has(foldText(word)) ? "" : word)).trim();
}

function personOf(name: string): Person {
  const [first = "", last = ""] = name.split(" ");
  return { first, last };
}

function addName(words: Map<string, string>, name: string, person: Person | undefined): void {
  if (person === undefined) return;
  for (const [index, word] of wordsOf(name).entries()) {
    if (word.length < 2 || PARTICLES.has(word) || CAPITALISED.has(word) || words.has(word)) continue;
    words.set(word, index === 0 ? person.first : person.last);
  }
}

/** Speech recognition writes some names with small letters. */
function introducedNames(line: string): readonly string[] {
  const after =
    /(?:m'appelle|s'appelle|nom (?:est|c'est)|nom de famille|au nom de|name is|name's|under the name(?: of)?|me llamo|nombre es|a nombre de)\s+([\p{L}'-]+(?:\s+[\p{L}'-]+){0,2})/giu;
  return [...line.matchAll(after)].flatMap(([, name = ""]) => (name === "" ? [] : [name]));
}

/** Capitalised words that do not begin a sentence. */
function capitals(line: string): readonly string[] {
  return [...line.matchAll(/(?<=[\p{L}\d,;] )\p{Lu}[\p{L}'-]+/gu)].map(([word]) => word);
}

function wordsOf(name: string): readonly string[] {
  return name.match(/[\p{L}'-]+/gu)?.map(foldText) ?? [];
}

/** The text without anyone's name, number, mail address or birth date. The clinic's own data stays. */
export function withoutPersonalData(text: string, data: PersonalData): string {
  if (data.births.has(text)) return BIRTH_DATE;
  return text
    .split(data.own)
    .map((part, index) => (index % 2 === 0 ? redacted(part, data) : part))
    .join("");
}

/** The caller's sentence without personal data. A birth date in words replaces the whole sentence. */
export function callersSentence(text: string, data: PersonalData): string {
  const { language, country } = data.facts.clinic;
  const born = understandBirthDate(text, { today: data.today, language, country });
  if (born !== undefined && data.year - Number(born.slice(0, 4)) > 2) return `${birthDateSaid(data)}.`;
  return withoutPersonalData(text, data);
}

/** Keys that the caller pressed: five or more digits count as a phone number. */
export function callersKeys(digits: string, { caller }: PersonalData): string {
  return digits.replaceAll(/\d{5,}/gu, caller.keyed);
}

function redacted(text: string, data: PersonalData): string {
  const { people, numbers, ids, caller, year, facts } = data;
  const named = text
    .replaceAll(uuid, (id) => ids.get(id) ?? id)
    .replaceAll(e164, (number) => numbers.get(number) ?? number)
    .replaceAll(/[\p{L}'-]+/gu, (word) => people.get(foldText(word)) ?? word)
    .replaceAll(/(?<!\p{L})\p{L}(?:[ -.]{1,2}\p{L}(?!\p{L})){2,}/gu, "T, E, S, T");
  const given = new Set([...numbers.values(), caller.national]);
  return named
    .split(/(\+\d{7,15})/u)
    .map((part) => (given.has(part) ? part : marked(redactTranscript(part, facts.clinic.language, year), data)))
    .join("");
}

function marked(text: string, data: PersonalData): string {
  const { number, mail, birthDate } = redactionMarks[data.facts.clinic.language];
  return text
    .replaceAll(number, data.caller.national)
    .replaceAll(mail, "caller@example.com")
    .replaceAll(birthDate, birthDateSaid(data));
}

function birthDateSaid({ facts }: PersonalData): string {
  const said = spokenDate(BIRTH_DATE, facts.clinic.language, true);
  return said.replace(/^\p{L}+,? /u, ARTICLES[facts.clinic.language]);
}

/** The text with {{clinic.…}} in place of the clinic's own data, so that it fits a clinic with other ids. */
export function withPlaceholders(text: string, facts: ClinicFacts): string {
  return ownFacts(facts).reduce((rest, [value, name]) => rest.replaceAll(value, `{{${name}}}`), text);
}

/** The clinic's values and their placeholders; no value is part of another's placeholder. */
function ownFacts({ clinic, doctors, phoneNumber }: ClinicFacts): readonly (readonly [string, string])[] {
  const all: readonly (readonly [string | null, string])[] = [
    [clinic.id, "clinic.id"],
    ...doctors.flatMap(({ id, name }, index): (readonly [string, string])[] => [
      [id, `clinic.doctors[${index}].id`],
      [name, `clinic.doctors[${index}].name`],
    ]),
    [clinic.name, "clinic.name"],
    [phoneNumber, "clinic.number"],
    [clinic.transferNumber, "clinic.transferNumber"],
    [clinic.emergencyNumber, "clinic.emergencyNumber"],
  ];
  return all.flatMap(([value, name]) => (value === null ? [] : [[value, name] as const]));
}

function ownPattern(facts: ClinicFacts): RegExp {
  const escaped = ownFacts(facts).map(([value]) => value.replaceAll(/[$()*+.?[\\\]^{|}]/gu, String.raw`\$&`));
  return new RegExp(`(${escaped.join("|")})`, "u");
}

/** The personal words, numbers and dates that a text still holds. */
export function leftIn(text: string, { people, numbers, births, facts, vocabulary }: PersonalData): readonly string[] {
  const invented = new Set(fictitiousNames(facts).flatMap(wordsOf));
  const standIns = new Set(numbers.values());
  // A name that is also a word ("Rose") is searched for only with its capital.
  const [words, capitalised] = [
    new Set(wordsOf(text)),
    new Set((text.match(/\p{Lu}[\p{L}'-]*/gu) ?? []).map(foldText)),
  ];
  const holds = (word: string): boolean => (vocabulary.has(word) ? capitalised : words).has(word);
  return [
    ...[...people.keys()].filter((word) => holds(word) && !invented.has(word)),
    ...[...numbers.keys()].filter(
      (number) => !standIns.has(number) && text.replaceAll(/\D/gu, "").includes(number.slice(-8)),
    ),
    ...[...births].filter((date) => date !== BIRTH_DATE && text.includes(date)),
  ];
}

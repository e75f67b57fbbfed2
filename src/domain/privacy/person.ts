import type { Patient } from "../booking/ports.ts";
import { foldText } from "../language/fold-text.ts";

/** One person, as one clinic's data shows them. */
export interface Person {
  readonly patientIds: readonly string[];
  /** The contacts of this person, in addition to those found by number and appointment. */
  readonly contactIds: readonly string[];
  readonly names: readonly string[];
  /** E.164; only numbers that no one else at the clinic uses. */
  readonly phones: readonly string[];
  /** E.164; numbers shared with others, such as a family's: calls from them may be anyone's. */
  readonly sharedPhones: readonly string[];
  readonly emails: readonly string[];
  /** Names that another person at the clinic has too. */
  readonly sharedNames: readonly string[];
}

/** Replaces the name of an erased person. */
export const erasedMark = "[erased]";

/**
 * Finds the person in free text: the name in any order, whole or two parts of it, the mail address, and the number in
 * every common spelling.
 */
export function personPattern(person: Pick<Person, "names" | "phones" | "emails">): RegExp | null {
  const sources = [
    ...wholeWords(person.names.flatMap((name) => namePatterns(name))),
    ...person.phones.flatMap((phone) => phonePatterns(phone)),
    ...person.emails.filter((email) => email !== "").map((email) => escaped(email)),
  ];
  return sources.length === 0 ? null : new RegExp(sources.join("|"), "giu");
}

export function mentions(text: string, pattern: RegExp | null): boolean {
  return pattern !== null && text.search(pattern) !== -1;
}

export function withoutPerson(text: string, pattern: RegExp | null): string {
  return pattern === null ? text : text.replaceAll(pattern, erasedMark);
}

const shortestTail = 8;
/** What people and carriers write between two digits. */
const gap = String.raw`(?:[\s.\u00A0\u202F()/_-]|\\u00a0|\\u202f|&nbsp;){0,3}`;
/** Never within a JSON escape, which a replacement would break. */
const digitsBegin = String.raw`(?:(?<!\d)|(?<=\\u[0-9a-f]{4}))(?<!\\u[0-9a-f]{0,3})`;

/** The last eight digits identify a number; country code, trunk zero and Benin's 01 are optional. */
function phonePatterns(phone: string): readonly string[] {
  const digits = phone.replaceAll(/\D/gu, "");
  if (digits.length < shortestTail) return [];
  const tail = digits.slice(-shortestTail).split("").join(gap);
  return [String.raw`${digitsBegin}(?:\+|00)?(?:\d${gap}){0,7}${tail}(?!\d)`];
}

/** The whole name, and any two parts in either order: for "Awa Claire Exemple" also "Exemple Awa", "Claire Exemple". */
function namePatterns(name: string): readonly string[] {
  const parts = foldText(name)
    .split(/[\s,.-]+/u)
    .map((part) => part.match(/[\p{L}\p{N}]+/gu) ?? [])
    .filter((letters) => letters.length > 0);
  if (parts.length === 1) return parts.map((part) => spelt(part));
  const [first = []] = parts;
  const orders = [parts.flat(), [...parts.slice(1).flat(), ...first]];
  const pairs = parts
    .slice(0, mostParts)
    .flatMap((one, at) =>
      parts
        .slice(0, mostParts)
        .flatMap((other, next) => (at === next || isCommon(one, other) ? [] : [[...one, ...other]])),
    );
  return [...new Set([...orders, ...pairs].map((order) => spelt(order)))];
}

const mostParts = 8;
const compoundBeginnings: ReadonlySet<string> = new Set(["jean", "marie", "anne"]);

/** Pairs such as "Marie Claire" and "de la" occur in many names. */
function isCommon(one: readonly string[], other: readonly string[]): boolean {
  const [shorter = 0] = [one, other].map((part) => part.join("").length).toSorted((a, b) => a - b);
  return shorter < 3 || [one, other].some(([part = ""]) => compoundBeginnings.has(part));
}

/** Between two parts: spaces and punctuation, also as JSON, HTML and URLs encode them. */
const between = String.raw`(?:[\s\u00A0,.'\u2019_+-]|\\[nt]|\\u00a0|\\u0027|\\u2019|&(?:#39|#x27|apos|nbsp);|%20|%27){1,3}`;

/** JSON escapes line ends as a letter, and other characters as sequences that end in a hex digit. */
const wordBegins = String.raw`(?:(?<![\p{L}\p{N}])|(?<=\\[nrt])|(?<=\\u[0-9a-f]{4}))`;

/** Checks the beginning once for all names, which is much faster than once per name. */
function wholeWords(names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [String.raw`${wordBegins}(?:${names.join("|")})(?![\p{L}\p{N}])`];
}

function spelt(parts: readonly string[]): string {
  return parts.map((part) => part.replaceAll(/./gu, (letter) => accented(letter))).join(between);
}

const accents: Readonly<Record<string, string>> = {
  a: "aàáâãäå",
  c: "cç",
  e: "eèéêëẹ",
  i: "iìíîï",
  n: "nñ",
  o: "oòóôõöọ",
  s: "sṣ",
  u: "uùúûü",
  y: "yýÿ",
};

/** A combining accent, literal or as a JSON escape. */
const marks = String.raw`(?:\p{M}|\\u03[0-6][0-9a-f])*`;

/**
 * Matches any accent, literal or escaped: Retell may escape non-ASCII characters, and events are stored as received.
 */
function accented(letter: string): string {
  const forms = accents[letter];
  const others = ((forms ?? letter).match(/[\u0080-\u{10FFFF}]/gu) ?? []).map((form) => jsonEscape(form));
  const alternatives = [forms === undefined ? letter : `[${forms}]`, ...others];
  return `(?:${alternatives.join("|")})${forms === undefined ? "" : marks}`;
}

/** The escapes of the lower-case and the upper-case letter, which differ. */
function jsonEscape(letter: string): string {
  const cases = [...new Set([letter, letter.toUpperCase()])];
  return cases.map((form) => form.replaceAll(/[^]/g, (unit) => unitEscape(unit))).join("|");
}

function unitEscape(unit: string): string {
  return String.raw`\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
}

/** Rows by table. */
export type PersonRecords = Readonly<Record<string, readonly unknown[]>>;

/** Where the person's data remains after erasure. */
export interface Remains {
  readonly table: string;
  readonly rows: number;
}

/** A patient in the operators' list; erased patients have no name. */
export interface ListedPatient extends Patient {
  readonly appointments: number;
}

/** Everything one clinic stores about a person, in any table. */
export interface PersonStore {
  /** By name. */
  list(): Promise<readonly ListedPatient[]>;
  /** The patient with that id, or everyone with that number (E.164); undefined when there is no match. */
  find(by: { readonly patientId: string } | { readonly phone: string }): Promise<Person | undefined>;
  read(person: Person): Promise<PersonRecords>;
  /** Runs in one transaction. @returns how many rows were changed or removed, by table */
  erase(person: Person): Promise<Readonly<Record<string, number>>>;
  /** Searches every table that can contain patient data, and the installation's own logs. */
  remains(person: Person): Promise<readonly Remains[]>;
}

/** The retention of calls and events whose clinic is unknown or contradicted. */
export type UnattributedRetention = Pick<RetentionStore, "eraseBefore">;

/** Applies a clinic's retention. Counts are rows, by table. */
export interface RetentionStore {
  /** Removes transcripts and phone numbers of calls, bodies of events, mails and dialogues from before that instant. */
  eraseBefore(instant: number): Promise<Readonly<Record<string, number>>>;
}

import type { Patient } from "../booking/ports.ts";
import { foldText } from "../language/fold-text.ts";

/** One person, as one clinic knows them. */
export interface Person {
  readonly patientIds: readonly string[];
  /** The contacts of this person, in addition to those found by number and appointment. */
  readonly contactIds: readonly string[];
  readonly names: readonly string[];
  /** E.164; only numbers that no one else at the clinic has. */
  readonly phones: readonly string[];
  /** E.164; shared, such as a family's: calls from them may be anyone's. */
  readonly sharedPhones: readonly string[];
  readonly emails: readonly string[];
  /** Names that someone else at the clinic has too. */
  readonly sharedNames: readonly string[];
}

/** Replaces the name of an erased person. */
export const erasedMark = "[erased]";

/** Finds the person in free text: full name in either order, mail address, and number in every usual spelling. */
export function personPattern(person: Pick<Person, "names" | "phones" | "emails">): RegExp | null {
  const sources = [
    ...person.names.flatMap((name) => namePatterns(name)),
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
const gap = String.raw`[\s.\u00A0\u202F()/_-]{0,3}`;

/** The last eight digits identify a number; country code, trunk zero and Benin's 01 are optional. */
function phonePatterns(phone: string): readonly string[] {
  const digits = phone.replaceAll(/\D/gu, "");
  if (digits.length < shortestTail) return [];
  const tail = digits.slice(-shortestTail).split("").join(gap);
  return [String.raw`(?<!\d)(?:\+|00)?(?:\d${gap}){0,7}${tail}(?!\d)`];
}

function namePatterns(name: string): readonly string[] {
  const parts = foldText(name).match(/[\p{L}\p{N}]+/gu) ?? [];
  if (parts.length < 2) return parts.length === 0 ? [] : [whole(parts)];
  const [first = "", ...others] = parts;
  const last = parts.at(-1) ?? "";
  const orders = [parts, [...others, first], [last, ...parts.slice(0, -1)]];
  return [...new Set(orders.map((order) => whole(order)))];
}

function whole(parts: readonly string[]): string {
  const spelt = parts.map((part) => part.replaceAll(/./gu, (letter) => accented(letter)));
  return String.raw`(?<![\p{L}\p{N}])${spelt.join(String.raw`[\s,.'’-]{1,3}`)}(?![\p{L}\p{N}])`;
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

function accented(letter: string): string {
  const forms = accents[letter];
  return forms === undefined ? letter : `[${forms}]\\p{M}*`;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
}

/** Rows by table. */
export type PersonRecords = Readonly<Record<string, readonly unknown[]>>;

/** Where data of the person remains that erasing does not reach. */
export interface Remains {
  readonly table: string;
  readonly rows: number;
}

/** A patient as operators choose them; erased ones have no name. */
export interface ListedPatient extends Patient {
  readonly appointments: number;
}

/** Everything one clinic stores about a person, in any table. */
export interface PersonStore {
  /** By name. */
  list(): Promise<readonly ListedPatient[]>;
  /** The one patient with that id, or everyone with that number (E.164); undefined when there is no one. */
  find(by: { readonly patientId: string } | { readonly phone: string }): Promise<Person | undefined>;
  read(person: Person): Promise<PersonRecords>;
  /** @returns how many rows were changed or removed, by table. Within one transaction. */
  erase(person: Person): Promise<Readonly<Record<string, number>>>;
  /** Searches every table that can contain patient data, and the installation's own logs. */
  remains(person: Person): Promise<readonly Remains[]>;
}

/** Of a call or event that belongs to no clinic, or contradicts itself. */
export type UnattributedRetention = Pick<RetentionStore, "eraseBefore">;

/** What a clinic's retention removes. Counts are of rows, by table. */
export interface RetentionStore {
  /** What was said in calls and by which number, bodies of events, mails, and dialogues, from before that instant. */
  eraseBefore(instant: number): Promise<Readonly<Record<string, number>>>;
}

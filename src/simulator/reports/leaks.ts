import { jsonOf } from "../../json.ts";
import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import * as z from "zod";
import type { Clinic, Doctor } from "../../domain/clinic/clinic.ts";
import { boundedCache } from "../../domain/bounded-cache.ts";
import { foldText } from "../../domain/language/fold-text.ts";

export interface OfferedDoctor {
  readonly id: string;
  readonly name: string;
}

const line = /^\d+\.\s+(?:Dr\.\s+)?(.+?) - .*\(ID: (.+)\)$/;

const functionAnswer = z.object({ doctors: z.array(z.object({ id: z.string(), name: z.string() })) });

const idMap = z.record(z.string(), z.string());

/** `1. Dr. NAME - SPECIALTY (ID: …)`, one line per doctor; a line in any other form is a doctor without an id. */
export function doctorsInList(availableDoctors: string): readonly OfferedDoctor[] {
  const lines = availableDoctors.split("\n").filter((text) => text.trim() !== "");
  return lines.map((text) => {
    const [, name = text, id = ""] = line.exec(text) ?? [];
    return { id, name: withoutTitle(name) };
  });
}

export function doctorsInMap(doctorIdMap: string): readonly OfferedDoctor[] {
  const parsed = idMap.safeParse(jsonOf(doctorIdMap));
  return Object.entries(parsed.data ?? {}).map(([name, id]) => ({ id, name: withoutTitle(name) }));
}

export function doctorsInAnswer(body: string): readonly OfferedDoctor[] {
  const parsed = functionAnswer.safeParse(jsonOf(body));
  return (parsed.data?.doctors ?? []).map(({ id, name }) => ({ id, name: withoutTitle(name) }));
}

/** What is wrong with the offered doctors, or undefined if they are exactly the clinic's own. */
export function doctorMismatch(offered: readonly OfferedDoctor[], own: readonly Doctor[]): string | undefined {
  const key = ({ id, name }: OfferedDoctor) => `${id} ${foldText(withoutTitle(name))}`;
  const ownKeys = new Set(own.map(key));
  const offeredKeys = new Set(offered.map(key));
  const strange = offered.filter((doctor) => !ownKeys.has(key(doctor)));
  const missing = own.filter((doctor) => !offeredKeys.has(key(doctor)));
  if (strange.length > 0) return `offers ${strange.map(({ name }) => name).join(", ")}, not the clinic's`;
  if (missing.length > 0) return `does not offer ${missing.map(({ name }) => name).join(", ")}`;
  return offered.length === own.length ? undefined : "offers a doctor twice";
}

function withoutTitle(name: string): string {
  return name.replace(/^(?:dr\.?|docteure?|doctor)\s+/i, "");
}

/** Something said or sent in a call: its source, for the report, and the words. */
export interface Utterance {
  readonly where: string;
  readonly text: string;
}

export interface Leak {
  readonly where: string;
  readonly kind: Sighting["kind"];
  readonly mark: string;
  /** Slugs of the clinics it belongs to. */
  readonly clinics: readonly string[];
}

export interface LeakSearch {
  readonly index: NameIndex;
  /** By clinic id. */
  readonly slugs: ReadonlyMap<string, string>;
  /** Marks that any call may contain, because they are in the flow's own wording. */
  readonly common: ReadonlySet<string>;
}

/**
 * Marks of other clinics in what was said or sent in a clinic's call, unless the clinic or the caller uses them too.
 */
export function findLeaks(
  utterances: readonly Utterance[],
  { own, caller }: { readonly own: ClinicMarks; readonly caller: readonly string[] },
  search: LeakSearch,
): readonly Leak[] {
  const { address, instructions, id } = own.clinic;
  const freeTexts = [address, instructions ?? "", ...own.doctors.map(({ specialty }) => specialty)];
  const allowed = marksIn([...freeTexts, ...caller], search.index);
  return utterances.flatMap(membersOf).flatMap(({ where, text }) => {
    const sightings = search.index.sightings(text);
    const ownSightings = sightings.filter(({ owners }) => owners.has(id));
    return sightings
      .filter(
        (sighting) => !sighting.owners.has(id) && !allowed.has(sighting.mark) && !search.common.has(sighting.mark),
      )
      .filter((sighting) => !ownSightings.some((known) => covers(known, sighting)))
      .map(({ kind, mark, owners }) => ({
        where,
        kind,
        mark,
        clinics: [...owners].map((owner) => search.slugs.get(owner) ?? owner).toSorted(),
      }));
  });
}

const LONGEST_WHOLE = 1_000;

/** Splits a long JSON body into its members, nearly all of which are the same in every call of the clinic. */
function membersOf({ where, text }: Utterance): readonly Utterance[] {
  if (text.length <= LONGEST_WHOLE) return [{ where, text }];
  return text.split('","').map((member) => ({ where, text: member }));
}

export function marksIn(texts: readonly string[], index: NameIndex): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => index.sightings(text).map(({ mark }) => mark)));
}

function covers(outer: Sighting, inner: Sighting): boolean {
  return outer.kind === inner.kind && outer.from <= inner.from && inner.to <= outer.to;
}

/** What identifies one clinic among the others when it is said or sent. */
export interface ClinicMarks {
  readonly clinic: Clinic;
  readonly phoneNumber: string | null;
  readonly doctors: readonly Doctor[];
}

interface Sighting {
  readonly kind: "name" | "id" | "number";
  /** The mark as it was found, folded. */
  readonly mark: string;
  readonly owners: ReadonlySet<string>;
  /** Positions of the first token and after the last, among the tokens of its kind. */
  readonly from: number;
  readonly to: number;
}

/** Finds the marks of any number of clinics in a text, in time that depends only on the text. */
interface NameIndex {
  sightings(text: string): readonly Sighting[];
}

/** Numbers shorter than this are emergency numbers or parts of dates. */
const LEAST_DIGITS = 7;

/** One-word clinic names shorter than this are treated as ordinary words. */
const LEAST_LETTERS = 5;

const uuidLike = /\b[\da-z]+(?:[-_][\da-z]+)+\b/g;

const titles = new Set(["dr", "docteur", "docteure", "doctor"]);

/** Longest text to cache; a clinic's variables have some six thousand characters. */
const LONGEST_REPEATED = 20_000;

type Owners = Map<string, Set<string>>;

export function nameIndex(fleet: readonly ClinicMarks[]): NameIndex {
  const ids: Owners = new Map();
  const names = new Sequences(" ");
  const numbers = new Sequences("");
  for (const marks of fleet) {
    const owner = marks.clinic.id;
    for (const id of idsOf(marks)) ownersOf(ids, id).add(owner);
    for (const name of namesOf(marks)) names.add(name, owner);
    for (const digits of numbersOf(marks)) numbers.add([digits], owner);
  }
  // A clinic's calls say and send nearly the same texts, including all its variables, so results are cached.
  const seen = boundedCache<readonly Sighting[]>(2_000, LONGEST_REPEATED);
  return {
    sightings: (text) => seen(text, () => sightingsIn(text)),
  };

  function sightingsIn(text: string): readonly Sighting[] {
    const folded = foldText(text);
    const words: string[] = [];
    const rest = folded.replaceAll(uuidLike, (word) => {
      words.push(word);
      return /[a-z]/.test(word) && /\d/.test(word) ? " ; " : word;
    });
    return [
      ...words.flatMap((word, at) => idSighting(ids.get(word), { word, at })),
      ...names.find(wordsOf(rest), "name"),
      // Letters end a number, so that the digits of consecutive ids do not form one.
      ...numbers.find(rest.match(/\d+|\p{L}+/gu) ?? [], "number"),
    ];
  }
}

function idSighting(owners: ReadonlySet<string> | undefined, { word, at }: { word: string; at: number }): Sighting[] {
  return owners === undefined ? [] : [{ kind: "id", mark: word, owners, from: at, to: at + 1 }];
}

/** Finds known sequences of tokens, reading on only while the tokens so far are the beginning of one. */
class Sequences {
  readonly #known: Owners = new Map();
  readonly #beginnings = new Set<string>();
  readonly #separator: string;

  constructor(separator: string) {
    this.#separator = separator;
  }

  add(tokens: readonly string[], owner: string): void {
    const whole = tokens.join(this.#separator);
    ownersOf(this.#known, whole).add(owner);
    // Digits come in groups that differ by country and speaker, so every start of a number counts.
    if (this.#separator === "")
      for (let end = 1; end <= whole.length; end += 1) this.#beginnings.add(whole.slice(0, end));
    else for (let end = 1; end <= tokens.length; end += 1) this.#beginnings.add(tokens.slice(0, end).join(" "));
  }

  find(tokens: readonly string[], kind: Sighting["kind"]): readonly Sighting[] {
    const found: Sighting[] = [];
    for (let from = 0; from < tokens.length; from += 1) {
      if (this.#beginnings.has(tokens[from] ?? "")) found.push(...this.#from(tokens, { from, kind }));
    }
    return found;
  }

  #from(tokens: readonly string[], { from, kind }: { from: number; kind: Sighting["kind"] }): readonly Sighting[] {
    const found: Sighting[] = [];
    let read = "";
    for (let at = from; at < tokens.length; at += 1) {
      read = at === from ? (tokens[at] ?? "") : `${read}${this.#separator}${tokens[at] ?? ""}`;
      const owners = this.#known.get(read);
      if (owners !== undefined) found.push({ kind, mark: read, owners, from, to: at + 1 });
      if (!this.#beginnings.has(read)) break;
    }
    return found;
  }
}

function ownersOf(owners: Owners, key: string): Set<string> {
  const known = owners.get(key);
  if (known !== undefined) return known;
  const made = new Set<string>();
  owners.set(key, made);
  return made;
}

function idsOf({ clinic, doctors }: ClinicMarks): readonly string[] {
  const slug = clinic.slug.includes("-") ? [clinic.slug] : [];
  return [clinic.id, ...slug, ...doctors.map(({ id }) => id)].map((id) => id.toLowerCase());
}

function namesOf({ clinic, doctors }: ClinicMarks): readonly (readonly string[])[] {
  const clinicName = wordsOf(foldText(clinic.name));
  const telling = clinicName.length > 1 || (clinicName[0]?.length ?? 0) >= LEAST_LETTERS;
  return [...(telling ? [clinicName] : []), ...doctors.map(({ name }) => doctorWords(name))].filter(
    (name) => name.length > 0,
  );
}

/** Without the title, which speakers vary. A surname alone keeps it, because alone it is an ordinary word. */
function doctorWords(name: string): readonly string[] {
  const bare = wordsOf(foldText(name)).filter((word) => word !== "dr");
  return bare.length === 1 ? ["dr", ...bare] : bare;
}

function wordsOf(folded: string): readonly string[] {
  return (folded.match(/\p{L}+|[;\d]+/gu) ?? []).map((word) => (titles.has(word) ? "dr" : word));
}

/** Each number with and without its country code. */
function numbersOf({ clinic, phoneNumber }: ClinicMarks): readonly string[] {
  const numbers = [phoneNumber, clinic.phone, clinic.transferNumber, clinic.emergencyNumber];
  const given = numbers.filter((number) => number !== null);
  const national = given.map((number) => parsePhoneNumberFromString(number)?.nationalNumber ?? "");
  return [...given.map((number) => number.replaceAll(/\D/g, "")), ...national].filter(
    (digits) => digits.length >= LEAST_DIGITS,
  );
}

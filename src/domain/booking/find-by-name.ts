import { AscendiaError } from "../../errors.ts";
import type { Doctor } from "../clinic/clinic.ts";
import { editDistance } from "../closest-text.ts";
import { foldText } from "../language/fold-text.ts";
import { boundedCache } from "../language/bounded-cache.ts";
import { doctorFillers, doctorTitles, meansAnyDoctor, meansLastSeen } from "./doctor-words.ts";
import { soundOf } from "./name-sounds.ts";
import type { AppointmentType } from "./ports.ts";
import { ofSpecialtySaid } from "./specialties.ts";

export interface NameSearch<T> {
  /** What is looked for, as the message calls it: "room". */
  readonly kind: string;
  readonly namesOf: (one: T) => readonly string[];
  /** The command that shows all of them. */
  readonly listedBy: string;
}

/**
 * The one with that id or name; accents and case aside.
 * @throws not_found, conflict when the name belongs to several
 */
export function findByName<T extends { readonly id: string }>(
  wanted: string,
  among: readonly T[],
  { kind, namesOf, listedBy }: NameSearch<T>,
): T {
  const byId = among.find(({ id }) => id === wanted.trim());
  if (byId !== undefined) return byId;
  const [first, ...others] = among.filter((one) => namesOf(one).some((name) => foldText(name) === foldText(wanted)));
  if (first === undefined) {
    throw new AscendiaError("not_found", `The clinic has no ${kind} "${wanted}".`, {
      hint: `See them with: ${listedBy}`,
    });
  }
  if (others.length === 0) return first;
  throw new AscendiaError("conflict", `The name "${wanted}" belongs to more than one ${kind}.`, {
    hint: `Use the id: ${[first, ...others].map(({ id }) => id).join(" or ")}.`,
  });
}

/** How much of an id lists show: its end, as ids made within a minute begin alike. */
export function shortId(id: string): string {
  return id.slice(-8);
}

const leastCharacters = 4;

/**
 * The one with that id, or whose id ends so; undefined when there is none.
 * @throws conflict when several ids end so
 */
export function findById<T extends { readonly id: string }>(
  wanted: string,
  among: readonly T[],
  kind: string,
): T | undefined {
  const text = wanted.trim().toLowerCase();
  const exact = among.find(({ id }) => id === text);
  if (exact !== undefined || text.length < leastCharacters) return exact;
  const [first, ...others] = among.filter(({ id }) => id.endsWith(text));
  if (others.length === 0) return first;
  throw new AscendiaError("conflict", `The id of more than one ${kind} ends in "${wanted}".`, {
    hint: "Give more of the id; --json lists show whole ones.",
  });
}

export type NamedDoctor = Pick<Doctor, "id" | "name" | "specialty">;

export type DoctorMatch<D extends NamedDoctor = Doctor> =
  | { readonly kind: "one"; readonly doctor: D }
  /** `by`: they have the name, sound like it, or have the specialty; one alone is asked about as well. */
  | { readonly kind: "several"; readonly doctors: readonly D[]; readonly by: "name" | "sound" | "specialty" }
  | { readonly kind: "any" }
  /** The doctor that the patient saw before; the bookings tell which one that is. */
  | { readonly kind: "last_seen" }
  | { readonly kind: "none" };

const longestSaid = 300;

/**
 * The doctor meant by an id, a name as heard ("Lee" is Li, "Saint Pierre" St-Pierre), or a specialty ("le dentiste").
 * Names that a voice cannot tell apart are asked about.
 */
export function matchDoctor<D extends NamedDoctor>(heard: string, doctors: readonly D[]): DoctorMatch<D> {
  const said = heard.slice(0, longestSaid).trim();
  const byId = doctors.find(({ id }) => id === said);
  if (byId !== undefined) return { kind: "one", doctor: byId };
  const words = wordsSaid(said);
  const specialists = ofSpecialtySaid(
    words.map(({ folded }) => folded),
    doctors,
  );
  const named = words.filter(({ folded }) => specialists === undefined || !specialists.words.has(folded));
  const byName = matchName(named, doctors);
  if (byName.kind !== "none") return byName;
  const folded = words.map((word) => word.folded);
  if (meansLastSeen(folded)) return { kind: "last_seen" };
  if (meansAnyDoctor(folded) || isAnyDoctor(folded)) return { kind: "any" };
  const [first, ...others] = specialists?.doctors ?? [];
  if (first === undefined) return { kind: "none" };
  return others.length === 0
    ? { kind: "one", doctor: first }
    : { kind: "several", doctors: [first, ...others], by: "specialty" };
}

/** "un médecin", "a doctor", and no more: a sentence that wants "un rendez-vous avec un médecin" has yet to choose. */
function isAnyDoctor(words: readonly string[]): boolean {
  if (words.length > 3) return false;
  const isOpen = words.some((word) => word === "un" || word === "une" || word === "a" || word === "any");
  const isDoctor = words.some(
    (word) => word === "medecin" || word === "docteur" || word === "doctor" || word === "physician",
  );
  return isOpen && isDoctor && words.every((word) => doctorFillers.has(word) || doctorTitles.has(word));
}

interface Word {
  readonly folded: string;
  readonly sound: string;
  /** A title stands before it. */
  readonly isTitled: boolean;
}

const sounds = boundedCache<string>(10_000);

function wordsSaid(text: string): readonly Word[] {
  const spoken = text
    .normalize("NFC")
    .replaceAll(/[’ʼ`´]/gu, "'")
    .match(/[\p{L}\p{M}\p{N}]+/gu);
  const words = (spoken ?? []).map((word) =>
    /^ste?$/iu.test(word) ? "saint" : /^sainte$/iu.test(word) ? "saint" : word,
  );
  return words.map((word, index) => ({
    folded: foldText(word),
    sound: sounds(word, () => soundOf(word)),
    isTitled: doctorTitles.has(foldText(words[index - 1] ?? "")),
  }));
}

/** How far a word that was said is from one of a name. */
const EXACT = 0;
const SAME_SOUND = 1;
const NEARLY = 2;

const shortestWithTypo = 4;
const shortestBeginning = 5;

function distanceOf(said: Word, name: Word): number | undefined {
  if (said.folded === name.folded) return EXACT;
  if (said.sound !== "" && said.sound === name.sound && !/\d/u.test(said.folded)) return SAME_SOUND;
  const shorter = Math.min(said.folded.length, name.folded.length);
  if (shorter >= shortestWithTypo && editDistance(said.folded, name.folded) <= 1) return NEARLY;
  const isBeginning = said.folded.length >= shortestBeginning && name.folded.startsWith(said.folded);
  return isBeginning || soundsNearly(said.sound, name.sound) ? NEARLY : undefined;
}

function soundsNearly(said: string, name: string): boolean {
  return Math.min(said.length, name.length) >= shortestWithTypo && editDistance(said, name) <= 1 && said[0] === name[0];
}

interface Fit<D> {
  readonly doctor: D;
  /** Of all the words matched, summed. */
  readonly distance: number;
  /** Words said that are neither the name's nor about it. */
  readonly strangers: number;
  /** The name was said with a title before it. */
  readonly isTitled: boolean;
  readonly isSure: boolean;
}

function matchName<D extends NamedDoctor>(words: readonly Word[], doctors: readonly D[]): DoctorMatch<D> {
  const telling = words.filter(({ folded }) => !doctorTitles.has(folded));
  const fits = doctors.flatMap((doctor) => fitOf(doctor, telling) ?? []);
  const titled = fits.filter(({ isTitled }) => isTitled);
  const called = titled.length > 0 ? titled : fits;
  const fewest = Math.min(...called.map(({ strangers }) => strangers));
  const ranked = called.filter(({ strangers }) => strangers === fewest).toSorted((a, b) => a.distance - b.distance);
  const [best, second] = ranked;
  if (best === undefined) return { kind: "none" };
  const near = ranked.filter(({ distance }) => distance === best.distance);
  if (near.length > 1) return severalOf(near, best.distance === EXACT ? "name" : "sound");
  const isAlike = second !== undefined && second.distance - best.distance <= SAME_SOUND;
  if (isAlike)
    return severalOf(
      ranked.filter(({ distance }) => distance - best.distance <= SAME_SOUND),
      "sound",
    );
  return best.isSure ? { kind: "one", doctor: best.doctor } : severalOf([best], "sound");
}

function severalOf<D extends NamedDoctor>(fits: readonly Fit<D>[], by: "name" | "sound"): DoctorMatch<D> {
  return { kind: "several", doctors: fits.map(({ doctor }) => doctor), by };
}

/** A first name alone fits; with a surname that is another's it does not, and a surname with another first name is asked about. */
function fitOf<D extends NamedDoctor>(doctor: D, said: readonly Word[]): Fit<D> | undefined {
  const name = nameOf(doctor.name);
  const { found, strangers } = wordsOfName(said, name);
  const distance = found.reduce((sum, match) => sum + match.distance, 0);
  const matched = found.reduce((sum, match) => sum + match.words, 0);
  const isTitled = found.some((match) => match.isTitled);
  const isMeant = strangers === 0 || isTitled || found.some(({ isSurname }) => isSurname);
  if (found.length === 0 || !isMeant) return undefined;
  const isWhole = matched >= name.filter(({ folded }) => folded.length > 1).length;
  return { doctor, distance, strangers, isTitled, isSure: strangers === 0 || isWhole || isTitled };
}

/** The words that are the name's, and how many are neither the name's nor about it. */
function wordsOfName(
  said: readonly Word[],
  name: readonly Word[],
): { readonly found: readonly MatchedWord[]; readonly strangers: number } {
  const found: MatchedWord[] = [];
  let strangers = 0;
  for (let index = 0; index < said.length;) {
    const match = matchAt(said, index, name);
    const isFiller = doctorFillers.has(said[index]?.folded ?? "");
    if (match !== undefined && (!isFiller || match.distance === EXACT)) found.push(match);
    else if (!isFiller) strangers += 1;
    index += match?.length ?? 1;
  }
  return { found, strangers };
}

interface MatchedWord {
  readonly distance: number;
  /** How many words said it, and of how many words of the name it is. */
  readonly length: number;
  readonly words: number;
  readonly isSurname: boolean;
  readonly isTitled: boolean;
}

/** Words may be run together or parted: "Biotchané" is Bio-Tchané, "Saint Pierre" St-Pierre, "O Brien" O'Brien. */
function matchAt(said: readonly Word[], index: number, name: readonly Word[]): MatchedWord | undefined {
  const found = [1, 2].flatMap((length) => {
    const spoken = index + length > said.length ? undefined : joined(said.slice(index, index + length));
    return spoken === undefined ? [] : matchesOf(spoken, length, name);
  });
  return found.toSorted((a, b) => a.distance - b.distance || b.words - a.words || b.length - a.length)[0];
}

function matchesOf(spoken: Word, length: number, name: readonly Word[]): readonly MatchedWord[] {
  const stretches = [1, 2].flatMap((words) => name.slice(words - 1).map((_, at) => ({ at, words })));
  return stretches.flatMap(({ at, words }) => {
    const written = joined(name.slice(at, at + words));
    // A letter alone ("d'", an initial) tells nobody.
    const isTelling = written !== undefined && spoken.folded.length > 1 && written.folded.length > 1;
    const distance = isTelling ? distanceOf(spoken, written) : undefined;
    if (distance === undefined) return [];
    return [{ distance, length, words, isSurname: at + words > 1 || name.length === 1, isTitled: spoken.isTitled }];
  });
}

function joined(words: readonly Word[]): Word | undefined {
  const [first, second] = words;
  if (first === undefined || second === undefined) return first;
  const folded = first.folded + second.folded;
  return { folded, sound: sounds(`${first.folded}+${second.folded}`, () => soundOf(folded)), isTitled: first.isTitled };
}

const namesByText = boundedCache<readonly Word[]>(5_000);

function nameOf(name: string): readonly Word[] {
  return namesByText(name, () => {
    const words = wordsSaid(name);
    const untitled = words.filter(({ folded }, index) => index > 0 || !doctorTitles.has(folded));
    return untitled.length > 1 && doctorTitles.has(untitled[0]?.folded ?? "") ? untitled.slice(1) : untitled;
  });
}

/** @throws not_found, conflict when the name fits several doctors */
export function requireDoctor(idOrName: string, doctors: readonly Doctor[]): Doctor {
  // Whoever works with the calendar names a doctor; only callers mean one by a specialty.
  const match = matchDoctor(
    idOrName,
    doctors.map((doctor) => ({ ...doctor, specialty: "" })),
  );
  const found = match.kind === "one" ? doctors.find(({ id }) => id === match.doctor.id) : undefined;
  if (found !== undefined) return found;
  if (match.kind !== "several" || match.doctors.length === 1) {
    const names = doctors.map(({ name }) => name).join(", ");
    throw new AscendiaError("not_found", `The clinic has no doctor "${idOrName}".`, {
      hint: names === "" ? "It has none yet; add one with: ascendia doctor:add" : `It has ${names}.`,
    });
  }
  const namesakes = match.doctors.map(({ name, id }) => `${name} (${id})`).join(" or ");
  throw new AscendiaError("conflict", `"${idOrName}" fits more than one doctor.`, {
    hint: `Use the id: ${namesakes}.`,
  });
}

/** By id, or by its name in either language. @throws not_found, conflict */
export function requireType(idOrName: string, types: readonly AppointmentType[]): AppointmentType {
  return findByName(idOrName, types, {
    kind: "appointment type",
    namesOf: ({ name }) => [name.fr, name.en],
    listedBy: "ascendia type:list",
  });
}

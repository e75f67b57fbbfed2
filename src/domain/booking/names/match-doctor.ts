import type { Doctor } from "../../clinic/clinic.ts";
import { isWithinOneEdit } from "../../closest-text.ts";
import { foldText } from "../../language/fold-text.ts";
import { boundedCache } from "../../bounded-cache.ts";
import { doctorFillers, doctorTitles, meansAnyDoctor, meansLastSeen } from "./doctor-words.ts";
import { soundOf } from "./name-sounds.ts";
import { matchSpecialty } from "./specialties.ts";
import { doctorsOfSex, sexWanted } from "./woman-or-man.ts";

export type NamedDoctor = Pick<Doctor, "id" | "name" | "specialty">;

export type DoctorMatch<D extends NamedDoctor = Doctor> =
  | { readonly kind: "one"; readonly doctor: D }
  /**
   * `by`: what the doctors share: the name, its sound, or the specialty. Doctors left after "anyone but X" count as
   * `specialty`, because any of them will do. A single doctor here still needs confirming.
   */
  | { readonly kind: "several"; readonly doctors: readonly D[]; readonly by: "name" | "sound" | "specialty" }
  | { readonly kind: "any" }
  /** The doctor the patient saw last; the bookings show which one. */
  | { readonly kind: "last_seen" }
  /** A woman or a man is wanted, and no title says who is one. */
  | { readonly kind: "woman_or_man" }
  | { readonly kind: "none" };

const longestSpoken = 300;

/**
 * Finds a doctor by id, by a name as heard ("Lee" for Li, "Saint Pierre" for St-Pierre), or by specialty ("le
 * dentiste"). Names that sound the same give `several`, so that the caller is asked.
 */
export function matchDoctor<D extends NamedDoctor>(heard: string, doctors: readonly D[]): DoctorMatch<D> {
  const spoken = heard.slice(0, longestSpoken).trim();
  const byId = doctors.find(({ id }) => id === spoken);
  if (byId !== undefined) return { kind: "one", doctor: byId };
  return (
    matchCorrected(spoken, doctors) ??
    matchAllBut(spoken, doctors) ??
    matchEither(spoken, doctors) ??
    matchWords(spoken, doctors)
  );
}

const correcting =
  /[,.…;]\s*(?:(?:euh|uh|um|ah|oh|no|non|wait|attendez|pardon|sorry|enfin|plutôt|actually|rather|i mean|je veux dire|perdón|digo|mejor)\b[\s,…]*)+(?<name>\p{L}.*?)(?:[\s,]+(?:pardon|sorry))?[.!]?$/iu;

/** "Doctor Sample, no wait, Placeholder": the last name counts. */
function matchCorrected<D extends NamedDoctor>(spoken: string, doctors: readonly D[]): DoctorMatch<D> | undefined {
  const name = correcting.exec(spoken)?.groups?.["name"];
  const match = name === undefined ? undefined : matchWords(name, doctors);
  return match?.kind === "one" ? match : undefined;
}

const excluding =
  /(?<!\b(?:pourquoi|sais|why|ne) )\b(?:pas|sauf|hormis|excepté|except(?: for)?|not|(?:anyone|anybody|any doctor|everyone|all) but|menos|excepto)\s+(?!sure|sûr)(?<name>[^,;.]{1,80}?)(?=$|[,;.]|\s(?:mais|plutôt|but|rather|sino)\s)/iu;

/** "n'importe qui sauf Hounsou", "the pediatrician, but not Smith". */
function matchAllBut<D extends NamedDoctor>(spoken: string, doctors: readonly D[]): DoctorMatch<D> | undefined {
  // The dot after a title does not end the name.
  const plain = spoken.replaceAll(/\b(dre?|prof|mrs?|ms|ste?)\./giu, "$1");
  const found = excluding.exec(plain);
  const excluded = found === null ? [] : doctorsOf(matchWords(found.groups?.["name"] ?? "", doctors));
  if (found === null || excluded.length === 0) return undefined;
  const rest = doctors.filter((doctor) => !excluded.includes(doctor));
  const wanted = matchWords(plain.replace(found[0], " "), rest);
  return doctorsOf(wanted).length > 0 ? wanted : oneOf(rest, "specialty");
}

function doctorsOf<D extends NamedDoctor>(match: DoctorMatch<D>): readonly D[] {
  if (match.kind === "one") return [match.doctor];
  return match.kind === "several" ? match.doctors : [];
}

function oneOf<D extends NamedDoctor>(doctors: readonly D[], by: "name" | "specialty"): DoctorMatch<D> {
  const [first, ...others] = doctors;
  if (first === undefined) return { kind: "none" };
  return others.length === 0 ? { kind: "one", doctor: first } : { kind: "several", doctors, by };
}

/** "Tremblay ou Côté": each name matches exactly one doctor. */
function matchEither<D extends NamedDoctor>(spoken: string, doctors: readonly D[]): DoctorMatch<D> | undefined {
  const parts = spoken.split(/\s(?:ou|or)\s/iu).map((part) => matchWords(part, doctors));
  const named = [...new Set(parts.flatMap((part) => (part.kind === "one" ? [part.doctor] : [])))];
  return parts.length > 1 && named.length > 1 ? { kind: "several", doctors: named, by: "name" } : undefined;
}

function matchWords<D extends NamedDoctor>(spoken: string, doctors: readonly D[]): DoctorMatch<D> {
  const words = spokenWords(spoken);
  const specialists = matchSpecialty(
    words.map(({ folded }) => folded),
    doctors,
  );
  const named = words.filter(({ folded }) => specialists === undefined || !specialists.words.has(folded));
  const byName = matchName(named, doctors);
  // "le docteur Hounsou, le généraliste": of the doctors with that name, the one with that specialty.
  const both = doctorsOf(byName).filter((doctor) => specialists?.doctors.includes(doctor) === true);
  if (byName.kind === "several" && both.length === 1) return oneOf(both, "name");
  if (byName.kind !== "none") return byName;
  const folded = words.map((word) => word.folded);
  const specialty = specialists?.doctors;
  return (
    matchSex(folded, { doctors, specialists: specialty }) ??
    matchOpenly(folded) ??
    oneOf(specialty ?? professorsMeant(folded, doctors), "specialty")
  );
}

function matchOpenly(words: readonly string[]): { readonly kind: "any" | "last_seen" } | undefined {
  if (meansLastSeen(words)) return { kind: "last_seen" };
  return meansAnyDoctor(words) || isAnyDoctor(words) ? { kind: "any" } : undefined;
}

/** "une femme", "a female pediatrician": of those specialists, or of all, the doctors whose titles say so. */
function matchSex<D extends NamedDoctor>(
  words: readonly string[],
  { doctors, specialists }: { readonly doctors: readonly D[]; readonly specialists: readonly D[] | undefined },
): DoctorMatch<D> | undefined {
  const sex = sexWanted(words);
  if (sex === undefined) return undefined;
  const known = doctorsOfSex(sex, specialists ?? doctors);
  if (known.length > 0) return oneOf(known, "specialty");
  return specialists === undefined ? { kind: "woman_or_man" } : undefined;
}

const professor = /^(?:professeure?|professor|prof|pr)$/u;

/** "le professeur": the doctors with that title. */
function professorsMeant<D extends NamedDoctor>(words: readonly string[], doctors: readonly D[]): readonly D[] {
  const isTitle = words.some((word) => professor.test(word)) && words.every(isAround);
  return isTitle ? doctors.filter(({ name }) => professor.test(spokenWords(name)[0]?.folded ?? "")) : [];
}

function isAround(word: string): boolean {
  return doctorFillers.has(word) || doctorTitles.has(word);
}

/** @param word folded, such as "docteur" */
export function isDoctorTitle(word: string): boolean {
  return doctorTitles.has(word);
}

/**
 * "un médecin" or "a doctor" alone means any doctor; in "un rendez-vous avec un médecin" the caller has yet to choose.
 */
function isAnyDoctor(words: readonly string[]): boolean {
  if (words.length > 3) return false;
  const isOpen = words.some((word) => word === "un" || word === "une" || word === "a" || word === "any");
  const isDoctor = words.some(
    (word) => word === "medecin" || word === "docteur" || word === "doctor" || word === "physician",
  );
  return isOpen && isDoctor && words.every(isAround);
}

interface Word {
  readonly folded: string;
  readonly sound: string;
  /** A title precedes the word. */
  readonly isTitled: boolean;
  /** A hyphen joins the word to the one before. */
  readonly isBound: boolean;
}

const noWord: Word = { folded: "", sound: "", isTitled: false, isBound: false };

const sounds = boundedCache<string>(10_000);

function spokenWords(text: string): readonly Word[] {
  const parts = text
    .normalize("NFC")
    .replaceAll(/[’ʼ`´]/gu, "'")
    .matchAll(/(?<bound>(?<=\p{L})-)?(?<word>[\p{L}\p{M}\p{N}]+)/gu);
  const found = [...parts].map(({ groups }) => ({ bound: groups?.["bound"], word: groups?.["word"] ?? "" }));
  const words = found.map(({ word }) => (/^(?:ste?|sainte)$/iu.test(word) ? "saint" : word));
  return words.map((word, index) => ({
    isBound: found[index]?.bound !== undefined,
    folded: foldText(word),
    sound: sounds(word, () => soundOf(word)),
    isTitled: doctorTitles.has(foldText(words[index - 1] ?? "")),
  }));
}

/** Distances between a spoken word and a word of a name. */
const EXACT = 0;

const SAME_SOUND = 1;

const NEARLY = 2;

const shortestWithTypo = 4;

const shortestBeginning = 5;

function distanceOf(spoken: Word, name: Word): number | undefined {
  if (spoken.folded === name.folded) return EXACT;
  if (spoken.sound !== "" && spoken.sound === name.sound && !/\d/u.test(spoken.folded)) return SAME_SOUND;
  return isWrittenAlike(spoken, name) || soundsNearly(spoken.sound, name.sound) ? NEARLY : undefined;
}

/** The words differ by one letter, or the spoken one begins the name. */
function isWrittenAlike(spoken: Word, name: Word): boolean {
  const shorter = Math.min(spoken.folded.length, name.folded.length);
  if (shorter >= shortestWithTypo && isWithinOneEdit(spoken.folded, name.folded)) return true;
  return spoken.folded.length >= shortestBeginning && name.folded.startsWith(spoken.folded);
}

function soundsNearly(spoken: string, name: string): boolean {
  return (
    Math.min(spoken.length, name.length) >= shortestWithTypo && spoken[0] === name[0] && isWithinOneEdit(spoken, name)
  );
}

interface Fit<D> {
  readonly doctor: D;
  /** Summed over all matched words. */
  readonly distance: number;
  /** How many spoken words are neither part of the name nor fillers. */
  readonly strangers: number;
  /** A title preceded the name. */
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

/** A first name alone fits, unless another surname follows. A surname with another first name fits, but is not sure. */
function fitOf<D extends NamedDoctor>(doctor: D, spoken: readonly Word[]): Fit<D> | undefined {
  const name = nameOf(doctor.name);
  const { found, strangers, isOtherFirstName } = wordsOfName(spoken, name);
  const distance = found.reduce((sum, match) => sum + match.distance, 0);
  const matched = found.reduce((sum, match) => sum + match.words, 0);
  const isTitled = found.some((match) => match.isTitled);
  const isMatch = strangers === 0 || isTitled || found.some(({ isSurname }) => isSurname);
  if (found.length === 0 || !isMatch) return undefined;
  const isWhole = matched >= name.filter(({ folded }) => folded.length > 1).length;
  const isDoubtful = isOtherFirstName || found.every((match) => match.isDoubtful);
  return { doctor, distance, strangers, isTitled, isSure: !isDoubtful && (strangers === 0 || isWhole || isTitled) };
}

/** The spoken words that are part of the name, and the number of words that are neither part of it nor fillers. */
function wordsOfName(
  spoken: readonly Word[],
  name: readonly Word[],
): {
  readonly found: readonly MatchedWord[];
  readonly strangers: number;
  /** The caller said "Jean-Paul", the doctor is Jean-Baptiste. */
  readonly isOtherFirstName: boolean;
} {
  const found: MatchedWord[] = [];
  let strangers = 0;
  let isOtherFirstName = false;
  for (let index = 0; index < spoken.length;) {
    const match = matchAt(spoken, index, name);
    const word = spoken[index] ?? noWord;
    const isFiller = doctorFillers.has(word.folded);
    if (match !== undefined && (!isFiller || match.length > 1 || match.distance === EXACT)) found.push(match);
    else if (!isFiller) strangers += 1;
    isOtherFirstName ||= match === undefined && isBoundTo(found.at(-1), word);
    index += match?.length ?? 1;
  }
  return { found, strangers, isOtherFirstName };
}

/** "Paul" in "Jean-Paul", after "Jean" has matched. */
function isBoundTo(before: MatchedWord | undefined, { isBound }: Word): boolean {
  return isBound && before !== undefined && !before.isSurname;
}

interface MatchedWord {
  readonly distance: number;
  /** `length`: spoken words that matched; `words`: words of the name that they cover. */
  readonly length: number;
  readonly words: number;
  readonly isSurname: boolean;
  readonly isTitled: boolean;
  /**
   * A surname that sounds nearly the same but is spelled differently ("Garza" for García): the caller is asked to
   * confirm.
   */
  readonly isDoubtful: boolean;
}

/** Words may be joined or split: "Biotchané" for Bio-Tchané, "Saint Pierre" for St-Pierre, "O Brien" for O'Brien. */
function matchAt(spoken: readonly Word[], index: number, name: readonly Word[]): MatchedWord | undefined {
  const found = [1, 2].flatMap((length) => {
    const run = index + length > spoken.length ? undefined : joined(spoken.slice(index, index + length));
    return run === undefined ? [] : matchesOf(run, length, name);
  });
  return found.toSorted((a, b) => a.distance - b.distance || b.words - a.words || b.length - a.length)[0];
}

function matchesOf(spoken: Word, length: number, name: readonly Word[]): readonly MatchedWord[] {
  const stretches = [1, 2].flatMap((words) => name.slice(words - 1).map((_, at) => ({ at, words })));
  return stretches.flatMap(({ at, words }) => {
    const written = joined(name.slice(at, at + words));
    // A single letter ("d'", an initial) identifies no one.
    const isTelling = written !== undefined && spoken.folded.length > 1 && written.folded.length > 1;
    const distance = isTelling ? distanceOf(spoken, written) : undefined;
    if (written === undefined || distance === undefined) return [];
    const isSurname = at + words > 1 || name.length === 1;
    const isDoubtful = isSurname && distance === NEARLY && !isWrittenAlike(spoken, written);
    return [{ distance, length, words, isSurname, isTitled: spoken.isTitled, isDoubtful }];
  });
}

function joined(words: readonly Word[]): Word | undefined {
  const [first, second] = words;
  if (first === undefined || second === undefined) return first;
  const folded = first.folded + second.folded;
  return {
    folded,
    sound: sounds(`${first.folded}+${second.folded}`, () => soundOf(folded)),
    isTitled: first.isTitled,
    isBound: first.isBound,
  };
}

const namesByText = boundedCache<readonly Word[]>(5_000);

function nameOf(name: string): readonly Word[] {
  return namesByText(name, () => {
    const words = spokenWords(name);
    const untitled = words.filter(({ folded }, index) => index > 0 || !doctorTitles.has(folded));
    return untitled.length > 1 && doctorTitles.has(untitled[0]?.folded ?? "") ? untitled.slice(1) : untitled;
  });
}

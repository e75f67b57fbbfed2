import type { Verification } from "../clinic/clinic.ts";
import { patientPhone } from "../clinic/telephone.ts";
import { editDistance } from "../closest-text.ts";
import { foldText } from "../language/fold-text.ts";
import type { WallDate } from "../time/wall-date.ts";
import type { BookingStores, Patient } from "./ports.ts";

/** What a caller states to prove whose appointment it is. `phone`: the one they say, else the caller ID. */
export interface PatientClaim {
  readonly phone?: string | undefined;
  readonly name?: string | undefined;
  /** null: one was stated that nobody understands. */
  readonly birthDate?: WallDate | null | undefined;
}

/**
 * The one patient the claim proves: the phone on file, plus name or birth date. A stated factor that does not match
 * proves nothing, whatever else matches; when people share a phone, the name must pick exactly one.
 */
export async function provenPatient(
  claim: PatientClaim,
  { patients }: Pick<BookingStores, "patients">,
  verification: Verification = "either",
): Promise<Patient | undefined> {
  const { phone, name, birthDate } = claim;
  if (phone === undefined || phone === "" || !hasSecondFactor(claim, verification)) return undefined;
  const family = await patients.withPhone(patientPhone(phone));
  if (family.length > 1 && name === undefined) return undefined;
  const fitting = family.filter((patient) => hasName(patient, name) && wasBorn(patient, birthDate, name !== undefined));
  const certain = verification === "birth-date" ? fitting.filter((one) => one.birthDate === birthDate) : fitting;
  if (certain.length === 1) return certain[0];
  const exact = certain.filter((patient) => name !== undefined && namePartsOf(patient.name) === namePartsOf(name));
  return exact.length === 1 ? exact[0] : undefined;
}

function hasSecondFactor({ name, birthDate }: PatientClaim, verification: Verification): boolean {
  if (verification === "callback") return false;
  if (verification === "name") return name !== undefined;
  const isBirthKnown = birthDate !== undefined && birthDate !== null;
  if (verification === "birth-date") return isBirthKnown;
  return name !== undefined || isBirthKnown;
}

function hasName({ name }: Patient, stated: string | undefined): boolean {
  return stated === undefined || isNameHeard(name, stated);
}

/** Without a birth date on file, a stated one is neither right nor wrong, and proves nothing by itself. */
function wasBorn(patient: Patient, stated: PatientClaim["birthDate"], isNamed: boolean): boolean {
  if (stated === undefined) return true;
  return patient.birthDate === null ? isNamed : patient.birthDate === stated;
}

const titles: ReadonlySet<string> = new Set(
  "m mr mrs ms miss mme mlle madame monsieur mademoiselle mister dr docteur doctor maitre me".split(" "),
);

const particles: ReadonlySet<string> = new Set("de du des la le les d l van von der den da dos di el al".split(" "));

/** No name has more parts; anything longer is not a name. */
const mostParts = 8;

/**
 * Whether `stated` is the name on file as a phone line may garble it: parts in any order; accents, hyphens, titles and
 * likely mishearings ignored. Two parts of a longer name are enough: a first name alone belongs to many people.
 */
export function isNameHeard(onFile: string, stated: string): boolean {
  const [kept, heard] = [spokenParts(onFile), spokenParts(stated)];
  if (kept.length === 0 || heard.length === 0 || kept.length > mostParts || heard.length > mostParts) return false;
  if (isInOnePiece(namedParts(onFile), namedParts(stated))) return true;
  // More than one extra part is a list of guesses.
  if (heard.length > kept.length + 1 || (heard.length === 1 && kept.length > 1)) return false;
  if (kept.length <= heard.length) return isEachAmong(kept, heard);
  return isEachAmong(heard, kept) && !isOneCompound(onFile, heard);
}

/** Given names that French puts together, with a hyphen or a space: "Jean-Pierre", "Marie Claire". */
const compoundBeginnings: ReadonlySet<string> = new Set(["jean", "marie", "anne"]);
const compoundEndings: ReadonlySet<string> = new Set(
  (
    "ange anne antoine aimee baptiste benoit bernard camille cecile chantal charles christine christophe claire claude " +
    "daniel david denis dominique edith elise elisabeth emmanuel eric eve francois francoise france gabriel guy helene " +
    "henri jacques jean jeanne joseph josee laure laurence laurent leon line louis louise luc lucie madeleine marc " +
    "marcel marguerite marie martin mathieu max michel michele monique nicolas noel noelle odile pascal pascale paul " +
    "paule philippe pierre raymond reine rene robert roger rose sebastien simon sophie sylvie therese valerie victor " +
    "victoire vincent yves"
  ).split(" "),
);

/** Whether all that was heard is one compound of the name on file: "Jean-Pierre" alone belongs to many people. */
function isOneCompound(onFile: string, heard: readonly string[]): boolean {
  const hyphenated = onFile.split(/\s+/u).map((word) => spokenParts(word));
  const parts = hyphenated.flat();
  const spaced = parts.flatMap((part, at): readonly (readonly string[])[] => {
    const next = parts[at + 1];
    return next !== undefined && compoundBeginnings.has(part) && compoundEndings.has(next) ? [[part, next]] : [];
  });
  return [...hyphenated, ...spaced].some((compound) => compound.length > 1 && isEachAmong(heard, compound));
}

/** Spaces are unreliable: Jean-Pierre and Jeanpierre, De la Cruz and Delacruz. */
function isInOnePiece(kept: readonly string[], heard: readonly string[]): boolean {
  const whole = soundOf(kept.join(""));
  return heard.some((_, index) => whole === soundOf([...heard.slice(index), ...heard.slice(0, index)].join("")));
}

function isEachAmong([first, ...others]: readonly string[], pool: readonly string[]): boolean {
  if (first === undefined) return true;
  return pool.some((part, index) => soundsAlike(first, part) && isEachAmong(others, pool.toSpliced(index, 1)));
}

/**
 * Short parts match by sound alone: one letter makes Awa (Ama) or Marc (Mary) another person, and so does the last
 * letter of Louis (Louise) or a last vowel in the place of another letter: Marie (Maria), Patrice (Patrick).
 */
function soundsAlike(left: string, right: string): boolean {
  if (left === right || soundOf(left) === soundOf(right)) return true;
  const [shorter, longer] = left.length <= right.length ? [left, right] : [right, left];
  if (shorter.length < 5 || left[0] !== right[0] || longer.startsWith(shorter)) return false;
  const endings = [left, right].map((part) => part.at(-1) ?? "");
  if (endings[0] !== endings[1] && endings.some((letter) => "aeiouy".includes(letter))) return false;
  return editDistance(left, right) <= (shorter.length < 9 ? 1 : 2);
}

/** Sounds that French and English ears do not distinguish. */
const sounds: readonly (readonly [RegExp, string])[] = [
  [/ph/gu, "f"],
  [/eau|au/gu, "o"],
  [/[ck]h?|qu?/gu, "k"],
  [/[yj]/gu, "i"],
  [/w/gu, "v"],
  [/z/gu, "s"],
  [/h/gu, ""],
  [/(.)\1+/gu, "$1"],
  [/(?<=..)[sx]$/u, ""],
];

function soundOf(part: string): string {
  return sounds.reduce((text, [pattern, sound]) => text.replace(pattern, sound), part);
}

function namedParts(name: string): readonly string[] {
  const parts = foldText(name).match(/[\p{L}\p{N}]+/gu) ?? [];
  const withoutTitle = parts.filter((part) => !titles.has(part));
  return withoutTitle.length === 0 ? parts : withoutTitle;
}

function spokenParts(name: string): readonly string[] {
  const named = namedParts(name);
  const plain = named.filter((part) => !particles.has(part));
  return plain.length === 0 ? named : plain;
}

function namePartsOf(name: string): string {
  return spokenParts(name).toSorted().join(" ");
}

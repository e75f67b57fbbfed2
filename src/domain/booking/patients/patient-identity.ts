import type { Verification } from "../../clinic/clinic.ts";
import { patientPhone } from "../../clinic/telephone/telephone.ts";
import { editDistance } from "../../closest-text.ts";
import { languageWords } from "../../language/all-words.ts";
import { foldText } from "../../language/fold-text.ts";
import { languages } from "../../language/language.ts";
import type { WallDate } from "../../time/wall-date.ts";
import type { BookingStores, Patient, BookingPorts } from "../ports.ts";
import { HOUR_MS } from "../../../clock.ts";

/** What a caller states to prove whose appointment it is. `phone`: the one they say, else the caller ID. */
export interface PatientClaim {
  readonly phone?: string | undefined;
  readonly name?: string | undefined;
  /** null: one was stated but could not be understood. */
  readonly birthDate?: WallDate | null | undefined;
}

/**
 * The one patient the claim proves: the phone on file, plus name or birth date. A stated factor that does not match
 * proves nothing, whatever else matches; when people share a phone, the name must pick exactly one.
 * @param sharing the patients with that phone, if already read
 */
export async function provenPatient(
  claim: PatientClaim,
  { patients }: Pick<BookingStores, "patients">,
  verification: Verification = "either",
  sharing?: readonly Patient[],
): Promise<Patient | undefined> {
  const { phone, name, birthDate } = claim;
  if (phone === undefined || phone === "" || !hasSecondFactor(claim, verification)) return undefined;
  const family = sharing ?? (await patients.withPhone(patientPhone(phone)));
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

/** Without a birth date on file, a stated one is neither right nor wrong: it proves nothing by itself. */
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
 * likely mishearings ignored. Two parts of a longer name are enough; one is not, because many people share a first
 * name.
 */
export function isNameHeard(onFile: string, stated: string): boolean {
  const [kept, heard] = [spokenParts(onFile), spokenParts(stated)];
  if (heard.some((part) => !kept.includes(part) && isOfAnother(part))) return false;
  if (kept.length === 0 || heard.length === 0 || kept.length > mostParts || heard.length > mostParts) return false;
  if (isInOnePiece(namedParts(onFile), namedParts(stated))) return true;
  // More than one extra part is a list of guesses.
  if (heard.length > kept.length + 1 || (heard.length === 1 && kept.length > 1)) return false;
  if (kept.length <= heard.length) return isEachAmong(kept, heard);
  return isEachAmong(heard, kept) && !isOneCompound(onFile, heard);
}

/** Words of a generation, a denial or a choice: with them a name is another person's, or no one's. */
const setsApart: ReadonlySet<string> = new Set(
  "junior jr senior aine cadet ii iii not nor neither without or pas ni ou sans sauf sin".split(" "),
);

/** "Koffi Test fils", "Test's baby": not Koffi Test. */
function isOfAnother(part: string): boolean {
  return setsApart.has(part) || languages.some((each) => languageWords[each].names.relations.has(part));
}

/** Given names that people put together, with a hyphen or a space: "Jean-Pierre", "María José", "Abdoul Karim". */
const compoundBeginnings: ReadonlySet<string> = new Set(
  (
    "jean marie anne mary anna lee maria jose juan luis ana rosa " +
    "abdoul abdou abdel abdul mohamed mohammed mouhamed mamadou cheikh serigne papa pape mame ndeye sidi fatou"
  ).split(" "),
);

const compoundEndings: ReadonlySet<string> = new Set(
  (
    "ange anne antoine aimee baptiste benoit bernard camille cecile chantal charles christine christophe claire claude " +
    "daniel david denis dominique edith elise elisabeth emmanuel eric eve francois francoise france gabriel guy helene " +
    "henri jacques jean jeanne joseph josee laure laurence laurent leon line louis louise luc lucie madeleine marc " +
    "marcel marguerite marie martin mathieu max michel michele monique nicolas noel noelle odile pascal pascale paul " +
    "paule philippe pierre raymond reine rene robert roger rose sebastien simon sophie sylvie therese valerie victor " +
    "victoire vincent yves " +
    "ann jane jo lou beth ellen kate kay sue grace elizabeth katherine ruth angel antonio carlos manuel miguel pablo pedro " +
    "jesus jose maria ignacio enrique fernando alberto felipe javier isabel elena teresa carmen fernanda luisa eugenia victoria " +
    "guadalupe cristina laura julia belen pilar luz " +
    "karim rahman rahmane rahim rahime aziz salam kader razak razack hamid wahab latif fatah malick malik lamine lamin " +
    "moustapha mustapha ali ahmed amadou saliou tidiane bamba fallou mbacke moctar moukhtar mansour diarra fatou bintou " +
    "khady awa coumba"
  ).split(" "),
);

/** Whether the caller gave only a compound first name, such as "Jean-Pierre": many people share it. */
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
 * Short parts match by sound alone, because one letter makes another person: Awa, Ama; Marc, Mary. So does an added
 * last letter (Louis, Louise) or a different ending with a vowel (Marie, Maria; Patrice, Patrick).
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

/** Someone who acts within a call. */
export interface Caller {
  readonly kind: "caller";
  readonly callId: string;
  /** The caller ID, when it is a phone number. */
  readonly number?: string | null | undefined;
  /** Whether the caller said yes when the patient's number was read back. */
  readonly phoneConfirmed?: boolean | undefined;
  /** The patient whose identity the caller has proved from the number on file. */
  readonly provenPatientId?: string | undefined;
  /** Whether a caller who shows no number has proved to be a patient known to the team. */
  readonly isKnownPatient?: boolean | undefined;
}

/** A caller who has stated whose appointment it is. */
export interface IdentifiedCaller extends Caller {
  readonly claim: PatientClaim;
}

/** Staff may override notice, horizon and cut-off, with a reason that is recorded. */
export interface Staff {
  readonly kind: "staff";
  readonly reason: string;
  /** Whether they book although the doctor sees someone else at that time. */
  readonly overbooks?: boolean | undefined;
}

export type Actor = Caller | Staff;

export function callIdOf(actor: Actor): string | null {
  return actor.kind === "caller" ? actor.callId : null;
}

export function reasonOf(actor: Actor): string | null {
  return actor.kind === "staff" ? actor.reason : null;
}

/** A failed identity check. `caller`: the caller ID; `phone`: the number the caller claimed. */
export interface IdentityTry {
  readonly id: string;
  readonly callId: string;
  readonly caller: string | null;
  readonly phone: string | null;
  readonly triedAt: number;
}

export interface TryCounts {
  readonly ofCall: number;
  /** The highest count of any of the numbers, caller ID or claimed. */
  readonly ofNumber: number;
  readonly ofClinic: number;
}

/** The database counts, so all processes share the counts. */
export interface IdentityTryStore {
  countSince(
    instant: number,
    about: { readonly callId: string; readonly numbers: readonly string[] },
  ): Promise<TryCounts>;
  add(failed: IdentityTry): Promise<void>;
  forgetBefore(instant: number): Promise<void>;
}

/** Failed checks allowed per hour. */
const mostTries = { ofCall: 3, ofNumber: 10, ofClinic: 100 } as const satisfies TryCounts;

export type TriesUsedUp = keyof TryCounts;

export type Identified =
  | { readonly kind: "proved"; readonly patient: Patient }
  | { readonly kind: "denied" }
  /** The clinic's team takes over. `by`: the limit that was reached. */
  | { readonly kind: "blocked"; readonly by: TriesUsedUp }
  /** The clinic calls the number on file before it shares anything. `patient`: who to call. */
  | { readonly kind: "callback"; readonly patient: Patient | null };

interface IdentityAttempt {
  readonly claim: PatientClaim;
  /** Whether the caller stated any part of the claim; the caller ID alone is not a try. */
  readonly isStated: boolean;
  readonly callId: string;
  /** The caller ID, when it is a phone number. */
  readonly caller: string | null;
  readonly verification: Verification;
}

interface TryStores extends Pick<BookingStores, "patients"> {
  readonly tries: IdentityTryStore;
}

/**
 * Who the caller proves to be. Counts and judges in one transaction, so concurrent tries run one after the other. A
 * correct claim proves nothing once the limit is reached.
 */
export async function identifyCaller(
  attempt: IdentityAttempt,
  stores: TryStores,
  { clock, newId }: Pick<BookingPorts, "clock" | "newId">,
): Promise<Identified> {
  const { claim, callId, caller, verification, isStated } = attempt;
  const now = clock.now();
  const phone = claim.phone === undefined ? null : patientPhone(claim.phone);
  const numbers = [caller, phone].filter((number) => number !== null);
  const about = { callId, numbers };
  const before = usedUp(await stores.tries.countSince(now - HOUR_MS, about));
  if (before !== undefined) return { kind: "blocked", by: before };
  const patient = await provenPatient(claim, stores, verification === "callback" ? "either" : verification);
  if (patient === undefined && isStated) {
    await stores.tries.forgetBefore(now - HOUR_MS);
    await stores.tries.add({ id: newId(), callId, caller, phone, triedAt: now });
  }
  if (verification === "callback") return { kind: "callback", patient: patient ?? null };
  if (patient !== undefined) return { kind: "proved", patient };
  const by = isStated ? usedUp(await stores.tries.countSince(now - HOUR_MS, about)) : undefined;
  return by === undefined ? { kind: "denied" } : { kind: "blocked", by };
}

function usedUp(counts: TryCounts): TriesUsedUp | undefined {
  if (counts.ofCall >= mostTries.ofCall) return "ofCall";
  if (counts.ofNumber >= mostTries.ofNumber) return "ofNumber";
  return counts.ofClinic >= mostTries.ofClinic ? "ofClinic" : undefined;
}

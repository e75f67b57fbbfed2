import { jsonOf } from "../../json.ts";
import * as z from "zod";
import { type DoctorMatch, isDoctorTitle, matchDoctor } from "../booking/names/match-doctor.ts";
import { boundedCache } from "../bounded-cache.ts";
import { foldText } from "../language/fold-text.ts";
import type { Language, Translated } from "../language/language.ts";

export interface HeardDoctor {
  readonly name: string;
  readonly id: string;
  readonly specialty: string;
}

const idMap = z.record(z.string(), z.string());
/** A line of `available_doctors`: "1. Dr. NAME - SPECIALTY (ID: …)". */
const doctorLine = /^\d+\. .* - ([^(\n]*?) ?\(ID: ([^)\s]+)\)$/gmu;

const offeredLists = boundedCache<readonly HeardDoctor[]>(1_000);

/** The doctors the call was given, from the `doctor_id_map` variable; their specialties from `available_doctors`. */
export function doctorsOffered(variables: Readonly<Record<string, string>>): readonly HeardDoctor[] {
  const { doctor_id_map: ids = "", available_doctors: listed = "" } = variables;
  return offeredLists(`${ids}\n${listed}`, () => doctorsIn(ids, listed));
}

function doctorsIn(ids: string, listed: string): readonly HeardDoctor[] {
  const parsed = idMap.safeParse(jsonOf(ids));
  if (!parsed.success) return [];
  const lines = [...listed.matchAll(doctorLine)];
  const specialties = new Map(lines.map(([, specialty = "", id = ""]) => [id, specialty]));
  return Object.entries(parsed.data).map(([name, id]) => ({ name, id, specialty: specialties.get(id) ?? "" }));
}

const namesDoctor = /\b(?:[Dd]octeure?|[Dd]octora?|[Dd]ra?|DRA?)\b\.? \p{Lu}/u;

/**
 * The doctor that a sentence means, or the first of the list if the caller leaves the choice to us; null: the name is
 * unknown, fits two doctors, or means the doctor last seen, a woman or a man; undefined: no doctor is named.
 */
export function findDoctor(text: string, doctors: readonly HeardDoctor[]): HeardDoctor | null | undefined {
  const known = found.get(doctors) ?? boundedCache(500);
  found.set(doctors, known);
  return known(text, () => ({ doctor: doctorIn(text, doctors) })).doctor;
}

/** Whether a doctor is named with a title, or letter by letter: "c'est tout" sounds like "Test" but names no one. */
export function clearlyNamesDoctor(text: string, doctors: readonly HeardDoctor[]): boolean {
  if (namesDoctor.test(text.slice(0, longestSentence))) return true;
  const words = new Set(wordsIn(text));
  return doctors.some(({ name }) => wordsIn(name).some((word) => words.has(word)));
}

/** Leaves out short words and titles, which occur in many sentences. */
function wordsIn(text: string): readonly string[] {
  const words = foldText(text.slice(0, longestSentence)).match(/\p{L}{3,}/gu) ?? [];
  return words.filter((word) => !isDoctorTitle(word));
}

/** Whether any doctor will do for the caller. */
export function leavesDoctorOpen(text: string, doctors: readonly HeardDoctor[]): boolean {
  return matchDoctor(text, doctors).kind === "any";
}

/** By list of doctors: the nodes of a call read the same sentences repeatedly. */
const found = new WeakMap<readonly HeardDoctor[], ReturnType<typeof boundedCache<FoundDoctor>>>();

interface FoundDoctor {
  readonly doctor: HeardDoctor | null | undefined;
}

function doctorIn(text: string, doctors: readonly HeardDoctor[]): HeardDoctor | null | undefined {
  const match: DoctorMatch<HeardDoctor> = matchDoctor(text, doctors);
  if (match.kind === "any") return doctors[0];
  if (match.kind === "one") return match.doctor;
  if (match.kind !== "none") return null;
  return namesDoctor.test(text.slice(0, longestSentence)) ? null : undefined;
}

const longestSentence = 600;

/** How callers express choices that flows name in English. */
const choiceWords: Translated<ReadonlyMap<string, string>> = {
  fr: wordsOf("morning=matin afternoon=apres-midi evening=soir any=n'importe yes=oui no=non"),
  en: new Map(),
  es: wordsOf("morning=manana afternoon=tarde evening=noche any=cualquiera yes=si no=no urgent=urgente"),
};

function wordsOf(list: string): ReadonlyMap<string, string> {
  const pairs = list.split(" ").map((pair): [string, string] => {
    const [english = "", own = ""] = pair.split("=");
    return [english, own];
  });
  return new Map(pairs);
}

/** The only choice whose words occur in the line; undefined if none or several do. */
export function chosenOf(line: string, choices: readonly string[], language: Language): string | undefined {
  const padded = ` ${(foldText(line).match(/[\p{L}\p{N}]+(?:[-'][\p{L}\p{N}]+)*/gu) ?? []).join(" ")} `;
  const said = choices.filter((choice) => {
    const folded = foldText(choice.replaceAll("_", " "));
    const own = choiceWords[language].get(folded) ?? folded;
    return padded.includes(` ${own} `) || padded.includes(` ${folded} `);
  });
  return said.length === 1 ? said[0] : undefined;
}

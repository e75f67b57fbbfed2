import { AscendiaError } from "../../errors.ts";
import type { Doctor } from "../clinic/clinic.ts";
import { editDistance } from "../closest-text.ts";
import { foldText } from "../language/fold-text.ts";
import type { AppointmentType } from "./ports.ts";

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

export type DoctorMatch =
  | { readonly kind: "one"; readonly doctor: Doctor }
  | { readonly kind: "several"; readonly doctors: readonly Doctor[] }
  | { readonly kind: "none" };

const titles: ReadonlySet<string> = new Set(
  "docteur docteure doctor dr dre doc professeur professor pr prof le la the madame monsieur mme mr mrs ms m".split(
    " ",
  ),
);

const shortestWithTypo = 4;

/** Ways to compare what was heard with a doctor's name, strictest first; the first that finds anyone decides. */
const comparisons: readonly ((heard: readonly string[], name: readonly string[]) => boolean)[] = [
  (heard, name) => heard.length === name.length && every(heard, name, same),
  (heard, name) => every(heard, name, same) || every(name, heard, same),
  (heard, name) => heard.length === name.length && every(heard, name, nearly),
  (heard, name) => every(heard, name, nearly),
];

/** The doctor meant by an id or a name as heard: titles, accents, case and one typo per name aside. */
export function matchDoctor(heard: string, doctors: readonly Doctor[]): DoctorMatch {
  const byId = doctors.find(({ id }) => id === heard.trim());
  if (byId !== undefined) return { kind: "one", doctor: byId };
  const wanted = nameWords(heard);
  if (wanted.length === 0) return { kind: "none" };
  for (const compare of comparisons) {
    const [first, ...others] = doctors.filter(({ name }) => compare(wanted, nameWords(name)));
    if (first === undefined) continue;
    return others.length === 0 ? { kind: "one", doctor: first } : { kind: "several", doctors: [first, ...others] };
  }
  return { kind: "none" };
}

type Compare = (left: string, right: string) => boolean;

function every(words: readonly string[], among: readonly string[], compare: Compare): boolean {
  return words.length > 0 && words.every((word) => among.some((other) => compare(word, other)));
}

function same(left: string, right: string): boolean {
  return left === right;
}

function nearly(left: string, right: string): boolean {
  if (left === right) return true;
  return Math.min(left.length, right.length) >= shortestWithTypo && editDistance(left, right) <= 1;
}

function nameWords(name: string): readonly string[] {
  const words = foldText(name).match(/\p{L}+/gu) ?? [];
  return words.filter((word) => !titles.has(word));
}

/** @throws not_found, conflict when the name fits several doctors */
export function requireDoctor(idOrName: string, doctors: readonly Doctor[]): Doctor {
  const match = matchDoctor(idOrName, doctors);
  if (match.kind === "one") return match.doctor;
  if (match.kind === "none") {
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

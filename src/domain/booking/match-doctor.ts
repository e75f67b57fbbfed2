import type { Doctor } from "../clinic/clinic.ts";
import { foldText } from "../language/fold-text.ts";
import { editDistance } from "../time/closest-text.ts";

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

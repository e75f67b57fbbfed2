import { editDistance } from "../../closest-text.ts";
import { foldText } from "../fold-text.ts";
import type { Language } from "../language.ts";
import { languageWords } from "../all-words.ts";

/** "John, John Miller", "Awa avec un W, Awa Exemple": a part of the name, then the whole. */
export function saidWhole(said: string): string {
  const [first = "", ...others] = said.split(/ ?, ?/u);
  const words = first.split(" ");
  const names = (words.length === 1 ? words : words.filter((word) => /^\p{Lu}\p{L}/u.test(word))).map(foldText);
  const isWhole = (other: string): boolean => {
    const later = foldText(other.replace(/[.!?]$/u, "")).split(/[ -]/u);
    return later.length > names.length && names.every((name) => later.includes(name));
  };
  return (names.length === 0 ? undefined : others.find(isWhole)) ?? said;
}

/** "Smith, John" is in reverse order. */
export function inOrder(name: string): string {
  const [last = "", first = "", ...more] = name.split(/ ?, ?/u);
  const isPair =
    more.length === 0 &&
    /^(?:(?:van|von|de|del|di|da|der|den|ter|du|la|le|el|al|ben|bin|st\.?|saint) )*\p{Lu}[\p{L}'-]*$/iu.test(last) &&
    /^\p{Lu}[\p{L}'-]*(?: \p{Lu}[\p{L}'-]*)?$/u.test(first);
  if (isPair && first.endsWith(` ${last}`)) return first;
  return isPair ? `${first} ${last}` : name;
}

export function wordsOfName(name: string, spoken: readonly Language[]): readonly string[] {
  const words: string[] = [];
  const [head = ""] = name.split(/[,;:(]/u);
  const said = head.split(" ");
  for (const [index, word] of said.entries()) {
    const folded = foldText(word);
    const isEnd = (index > 0 && speaksOn.test(word)) || endsName(word, spoken);
    // "José y Pérez" and "Ana de la Cruz" continue; a particle does not end a name if a capital follows.
    const goesOn = /^(?:la|le)$/u.test(folded) || (folded === "y" && /^\p{Lu}/u.test(said[index + 1] ?? ""));
    if (isEnd && !goesOn) break;
    if (/[\p{L}]/u.test(word)) words.push(word.replaceAll(/[^\p{L}\p{M}'.-]/gu, ""));
  }
  return words.filter((word) => word !== "");
}

/** "Jane Sample I think": the sentence continues after the name. */
const speaksOn = /^I(?:'\p{Ll}+)?$/u;

function endsName(word: string, spoken: readonly Language[]): boolean {
  if (/\d/u.test(word)) return true;
  return word === word.toLowerCase() && spoken.some((each) => languageWords[each].names.ends.has(foldText(word)));
}

/** Writes the word most similar to the spelled letters as they spell it. */
export function withSpelling(
  words: readonly string[],
  { letters, isFirst }: { readonly letters: string; readonly isFirst: boolean },
): readonly string[] {
  if (editDistance(foldText(words.join("")), letters) <= Math.floor(letters.length / 6)) return words;
  // A caller who spells "O'Sample" may leave out the mark.
  const distances = words.map((word) => editDistance(foldText(word).replaceAll(/['-]/gu, ""), foldText(letters)));
  const nearest = Math.min(...distances);
  const index = distances.indexOf(nearest);
  const far = Math.max(1, Math.floor(letters.length / 3));
  // "A W A, Exemple": the letters are the other part of the name.
  if (nearest > far && words.length === 1) return isFirst ? [letters, ...words] : [...words, letters];
  if (nearest > far) return words;
  // "Brian, B R Y A N, Bryan Cole" contains the word twice.
  const isAgain = (at: number): boolean => at < index && (distances[at] ?? 0) <= far;
  return words.flatMap((word, at) => (isAgain(at) ? [] : [at === index && nearest > 0 ? letters : word]));
}

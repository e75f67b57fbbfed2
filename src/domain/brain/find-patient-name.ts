import { foldText } from "../language/fold-text.ts";
import { nameWords } from "./find-doctor.ts";

const introductions =
  /(?:je m'appelle|mon nom est|mon nom c'est|c'est|ici|au nom de|je suis|my name is|my name's|this is|i am|i'm|name is|under the name(?: of)?|it's) ((?:\p{L}[\p{L}'-]*)(?: \p{Lu}[\p{L}'-]*)*)/giu;
const capitalised = /\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+)+/gu;
/** Sentence openers that stand before a name with a capital of their own. */
const openers = new Set(
  "bonjour bonsoir oui non alors merci allo hello hi yes no docteur docteure doctor dr je my the le la au pour for c'est it's".split(
    " ",
  ),
);

/** The name a caller gives: after an introduction, else a run of two or more capitalised words; never one of `notNames`. */
export function findPatientName(text: string, notNames: readonly string[]): string | undefined {
  const spoken = text
    .normalize("NFC")
    .replaceAll("’", "'")
    .replaceAll(/\+?\d[\d .()-]{5,}\d/g, ",");
  const introduced = [...spoken.matchAll(introductions)].map(([, name = ""]) => name);
  const runs = [...spoken.matchAll(capitalised)].map(([name]) => name);
  return [...introduced, ...runs]
    .map(withoutOpeners)
    .find((name) => /^\p{Lu}/u.test(name) && nameWords(name).length > 0 && !isOneOf(name, notNames));
}

function withoutOpeners(name: string): string {
  const words = name.split(" ");
  const first = words.findIndex((word) => !openers.has(foldText(word)));
  return first === -1 ? "" : words.slice(first).join(" ");
}

function isOneOf(name: string, notNames: readonly string[]): boolean {
  const words = nameWords(name);
  return notNames.some((other) => {
    const otherWords = new Set(nameWords(other));
    return words.every((word) => otherWords.has(word));
  });
}

import * as z from "zod";
import { perLanguage } from "../language/language.ts";

/**
 * What each word, and each word after another, says for danger or against it. Learnt from sentences of both kinds
 * (`build/documents/danger-weights.ts`): frightened people find words that no list of signs foresees.
 */
export interface DangerWeights {
  readonly bias: number;
  readonly weights: ReadonlyMap<string, number>;
}

const weightsShape = z.object({ bias: z.number(), weights: z.record(z.string(), z.number()) });
const fileShape = z.object(perLanguage(() => weightsShape));

/** @throws ZodError where the file is not what `npm run generate` writes */
export function readDangerWeights(text: string): readonly DangerWeights[] {
  const read = fileShape.parse(JSON.parse(text));
  return Object.values(read).map(({ bias, weights }) => ({ bias, weights: new Map(Object.entries(weights)) }));
}

/** Above it, words are taken for danger: chosen where hardly anything harmless is. */
const DANGER = 0.85;

/** Shorter sentences say too little to be weighed. */
const FEWEST_WORDS = 5;
/** A sentence of another language has hardly a word that is known. */
const KNOWN_SHARE = 0.6;

/** Words that are said to be harmless, and so were passed over, would be missed in the sum: they leave it open. */
export function weighsAsDanger(words: readonly string[], learnt: readonly DangerWeights[]): boolean {
  if (words.length < FEWEST_WORDS || words.includes("")) return false;
  const features = featuresOf(words);
  return learnt.some(({ bias, weights }) => {
    const known = words.filter((word) => weights.has(stemOf(word)));
    if (known.length < words.length * KNOWN_SHARE) return false;
    const sum = features.reduce((total, feature) => total + (weights.get(feature) ?? 0), 0);
    return bias + sum / Math.sqrt(features.length) > DANGER;
  });
}

/** Words, their beginnings, and what stands one or two words before. */
export function featuresOf(words: readonly string[]): readonly string[] {
  const features = new Set<string>();
  words.forEach((word, at) => {
    features.add(word).add(stemOf(word));
    features.add(`${words[at - 1] ?? "^"} ${word}`).add(`${words[at - 2] ?? "^"} _ ${word}`);
  });
  return [...features];
}

function stemOf(word: string): string {
  return `${word.slice(0, 5)}*`;
}

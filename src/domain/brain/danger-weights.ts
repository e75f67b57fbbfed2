import * as z from "zod";
import { perLanguage } from "../language/language.ts";

/**
 * How much each word, and each word after another, speaks for or against danger. Learnt from sentences of both kinds
 * (`build/documents/danger-weights.ts`): frightened people find words that no list of signs foresees.
 */
export interface DangerWeights {
  readonly bias: number;
  readonly weights: ReadonlyMap<string, number>;
}

const weightsShape = z.object({ bias: z.number(), weights: z.record(z.string(), z.number()) });
const fileShape = z.object(perLanguage(() => weightsShape));

/** @throws ZodError when the file is not as `npm run generate` writes it */
export function readDangerWeights(text: string): readonly DangerWeights[] {
  const read = fileShape.parse(JSON.parse(text));
  return Object.values(read).map(({ bias, weights }) => ({ bias, weights: new Map(Object.entries(weights)) }));
}

/** Above this, words count as danger; chosen so that hardly anything harmless reaches it. */
const DANGER = 0.85;

/** Shorter sentences contain too little evidence. */
const FEWEST_WORDS = 5;
/** Below this share of known words, the sentence is in another language. */
const KNOWN_SHARE = 0.6;

/** If words were dropped as harmless, the sum would lack them: the weights then decide nothing. */
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

/** Words, their stems, and pairs with a word one or two places before. */
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

import { foldText } from "../language/fold-text.ts";

/** Lengths of the character n-grams, taken inside words with a blank on either side. */
const SHORTEST = 3;
const LONGEST = 5;
/** A masked entity such as ⟨date⟩ weighs about as much as the n-grams of one word together. */
const ENTITY_WEIGHT = 3;
/** Politeness and grammar: in nearly every sentence of either language, so they tell no sentence from another. */
const STOP_WORDS = new Set(
  (
    "je j' tu il elle on nous vous me m' te se le la les l' un une des du de d' et ou a au aux en pour par avec sur que " +
    "qu' qui ce cet cette c' est suis ai voudrais aimerais veux s'il te plait bonjour bonsoir allo alors euh merci " +
    "i i'd i'm you he she we they me the a an of to for with on in at is am are it it's that this would like want " +
    "can could pouvez peux peut please hello hi well um thanks and or my your mon ma mes votre vos caller user patient says asks wants gives " +
    "l'appelant appelant dit demande veut donne"
  ).split(" "),
);

export interface IndexedText<Label> {
  readonly label: Label;
  readonly text: string;
}

export interface TextScore<Label> {
  readonly label: Label;
  /** Cosine of the two weighted n-gram vectors: 0 nothing in common, 1 the same. */
  readonly score: number;
}

type Vector = ReadonlyMap<string, number>;

/** TF-IDF over character n-grams: compares a sentence with known sentences, spelling and inflection forgiven. */
export function ngramIndex<Label>(texts: readonly IndexedText<Label>[]) {
  const counted = texts.map(({ text }) => featureCounts(text));
  const weightOf = inverseFrequencies(counted);
  const postings = new Map<string, { readonly text: number; readonly weight: number }[]>();
  for (const [position, counts] of counted.entries()) {
    for (const [feature, weight] of unitVector(counts, weightOf)) {
      const found = postings.get(feature) ?? [];
      found.push({ text: position, weight });
      postings.set(feature, found);
    }
  }
  return {
    scores(text: string): readonly TextScore<Label>[] {
      const sums = texts.map(() => 0);
      for (const [feature, weight] of unitVector(featureCounts(text), weightOf)) {
        for (const posting of postings.get(feature) ?? []) {
          sums[posting.text] = (sums[posting.text] ?? 0) + weight * posting.weight;
        }
      }
      return texts.map(({ label }, position) => ({ label, score: sums[position] ?? 0 }));
    },
  };
}

function featureCounts(text: string): Vector {
  const counts = new Map<string, number>();
  const add = (feature: string) => counts.set(feature, (counts.get(feature) ?? 0) + 1);
  for (const word of wordsOf(text)) {
    if (word.startsWith("⟨")) add(word);
    else for (const gram of ngrams(` ${word} `)) add(gram);
  }
  return counts;
}

/** Folded words without stop words; a text of stop words alone keeps them. */
function wordsOf(text: string): readonly string[] {
  const words = foldText(text).match(/⟨\w+⟩|[\p{L}\p{N}]+(?:'(?=\p{L}))?/gu) ?? [];
  const telling = words.filter((word) => !STOP_WORDS.has(word));
  return telling.length > 0 ? telling : words;
}

function ngrams(padded: string): readonly string[] {
  const grams: string[] = [];
  for (let length = SHORTEST; length <= LONGEST; length += 1) {
    for (let start = 0; start + length <= padded.length; start += 1) grams.push(padded.slice(start, start + length));
  }
  return grams;
}

function inverseFrequencies(documents: readonly Vector[]): (feature: string) => number {
  const frequency = new Map<string, number>();
  for (const document of documents) {
    for (const feature of document.keys()) frequency.set(feature, (frequency.get(feature) ?? 0) + 1);
  }
  return (feature) => {
    const rarity = Math.log((1 + documents.length) / (1 + (frequency.get(feature) ?? 0))) + 1;
    return feature.startsWith("⟨") ? rarity * ENTITY_WEIGHT : rarity;
  };
}

function unitVector(counts: Vector, weightOf: (feature: string) => number): Vector {
  const weighted = [...counts].map(([feature, count]) => [feature, (1 + Math.log(count)) * weightOf(feature)] as const);
  const length = Math.hypot(...weighted.map(([, weight]) => weight));
  return new Map(weighted.map(([feature, weight]) => [feature, weight / length]));
}

import { foldText } from "../language/fold-text.ts";

/** Lengths of the character n-grams, taken within words that are padded with spaces. */
const SHORTEST = 3;
const LONGEST = 5;
/** A masked entity such as ⟨date⟩ weighs about as much as the n-grams of one word together. */
const ENTITY_WEIGHT = 3;
/** Polite and grammatical words: they occur in nearly every sentence, so they do not distinguish sentences. */
const STOP_WORDS = new Set(
  (
    "je j' tu il elle on nous vous me m' te se le la les l' un une des du de d' et ou a au aux en pour par avec sur que " +
    "qu' qui ce cet cette c' est suis ai voudrais aimerais veux s'il te plait bonjour bonsoir allo alors euh merci " +
    "i i'd i'm you he she we they me the a an of to for with on in at is am are it it's that this would like want " +
    "el los las una unos para por con que del al yo usted le lo se es en y o quiero quisiera gustaria puede podria favor gracias hola bueno buenos dias buenas tardes pues mi su me " +
    "can could pouvez peux peut please hello hi well um thanks and or my your mon ma mes votre vos caller user patient says asks wants gives " +
    "l'appelant appelant dit demande veut donne"
  ).split(" "),
);

/** Words that agree or decline: what they refer to, "this is me" or only "hello?", then lies in the stop words. */
const BARE_ANSWERS = new Set(["oui", "non", "yes", "no"]);

/** A known sentence: the numbers of its features, and how often each occurs. */
interface Counted {
  readonly features: Uint32Array;
  readonly counts: Uint32Array;
}

/**
 * Numbers the features of known sentences. Most nodes of a flow know the same few thousand sentences, so each is split
 * once, and an index contains only numbers.
 */
export class Vocabulary {
  readonly #numbers = new Map<string, number>();
  readonly #counted = new Map<string, Counted>();
  /** By feature number. */
  readonly #weights: number[] = [];
  #marks = new Uint32Array(0);

  get size(): number {
    return this.#numbers.size;
  }

  counted(text: string): Counted {
    const known = this.#counted.get(text);
    if (known !== undefined) return known;
    const counts = featureCounts(text);
    const made = {
      features: Uint32Array.from(counts.keys(), (feature) => this.#add(feature)),
      counts: Uint32Array.from(counts.values()),
    };
    this.#counted.set(text, made);
    return made;
  }

  numberOf(feature: string): number | undefined {
    return this.#numbers.get(feature);
  }

  weightOf(number: number): number {
    return this.#weights[number] ?? 1;
  }

  /** A shared array with a zero for each feature. Users must reset what they set. */
  marks(): Uint32Array {
    if (this.#marks.length < this.size) this.#marks = new Uint32Array(this.size * 2);
    return this.#marks;
  }

  #add(feature: string): number {
    const known = this.#numbers.get(feature);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(feature, number);
    this.#weights.push(ownWeight(feature));
    return number;
  }
}

/**
 * Compares a sentence with known sentences by TF-IDF over character n-grams, which tolerate differences in spelling and
 * inflection.
 *
 * @returns a function from a sentence to its cosine with each known one: 0 nothing in common, 1 the same
 */
export function likeness(texts: readonly string[], vocabulary: Vocabulary): (heard: string) => readonly number[] {
  const known = weighed(
    texts.map((text) => vocabulary.counted(text)),
    vocabulary,
  );
  return (heard) => {
    const asked = [...featureCounts(heard)].map(([feature, count]) => ({
      number: vocabulary.numberOf(feature),
      weight: (1 + Math.log(count)) * ownWeight(feature),
    }));
    const marks = vocabulary.marks();
    for (const [position, { number }] of asked.entries()) if (number !== undefined) marks[number] = position + 1;
    const found = new Uint32Array(asked.length);
    for (const { features } of known) {
      for (const feature of features) {
        const mark = marks[feature] ?? 0;
        if (mark > 0) found[mark - 1] = (found[mark - 1] ?? 0) + 1;
      }
    }
    const unit = unitLength(asked.map(({ weight }, position) => weight * rarity(found[position] ?? 0, known.length)));
    const scores = known.map(({ features, weights }) => {
      let sum = 0;
      for (let at = 0; at < features.length; at += 1) {
        const mark = marks[features[at] ?? 0] ?? 0;
        if (mark > 0) sum += (unit[mark - 1] ?? 0) * (weights[at] ?? 0);
      }
      return sum;
    });
    for (const { number } of asked) if (number !== undefined) marks[number] = 0;
    return scores;
  };
}

interface Weighed {
  readonly features: Uint32Array;
  readonly weights: Float64Array;
}

function weighed(counted: readonly Counted[], vocabulary: Vocabulary): readonly Weighed[] {
  const frequency = new Uint32Array(vocabulary.size);
  for (const { features } of counted) {
    for (const feature of features) frequency[feature] = (frequency[feature] ?? 0) + 1;
  }
  return counted.map(({ features, counts }) => {
    const weights = Float64Array.from(
      features,
      (feature, at) =>
        (1 + Math.log(counts[at] ?? 1)) *
        vocabulary.weightOf(feature) *
        rarity(frequency[feature] ?? 0, counted.length),
    );
    return { features, weights: unitLength(weights) };
  });
}

function unitLength<Weights extends number[] | Float64Array>(weights: Weights): Weights {
  const length = Math.hypot(...weights);
  for (let at = 0; at < weights.length; at += 1) weights[at] = (weights[at] ?? 0) / length;
  return weights;
}

function rarity(frequency: number, documents: number): number {
  return Math.log((1 + documents) / (1 + frequency)) + 1;
}

function ownWeight(feature: string): number {
  return feature.startsWith("⟨") ? ENTITY_WEIGHT : 1;
}

function featureCounts(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const add = (feature: string) => counts.set(feature, (counts.get(feature) ?? 0) + 1);
  for (const word of wordsOf(text)) {
    if (word.startsWith("⟨")) add(word);
    else for (const gram of ngrams(` ${word} `)) add(gram);
  }
  return counts;
}

/** Whether the text is only "hello?", "yes, hello" or similar. */
export function saysNothing(text: string): boolean {
  const words = foldText(text).match(/[\p{L}\p{N}]+(?:'(?=\p{L}))?/gu) ?? [];
  return words.every((word) => STOP_WORDS.has(word) || BARE_ANSWERS.has(word));
}

/** Folded words without stop words; a text of only stop words, with or without a bare answer, keeps them. */
function wordsOf(text: string): readonly string[] {
  const words = foldText(text).match(/⟨\w+⟩|[\p{L}\p{N}]+(?:'(?=\p{L}))?/gu) ?? [];
  const telling = words.filter((word) => !STOP_WORDS.has(word));
  return telling.some((word) => !BARE_ANSWERS.has(word)) ? telling : words;
}

function ngrams(padded: string): readonly string[] {
  const grams: string[] = [];
  for (let length = SHORTEST; length <= LONGEST; length += 1) {
    for (let start = 0; start + length <= padded.length; start += 1) grams.push(padded.slice(start, start + length));
  }
  return grams;
}

import type { Candidate, Choice, ChooseRequest } from "../../flow/ports.ts";
import type { ScoredCandidate } from "../../flow/session/trace.ts";
import { boundedCache } from "../language/bounded-cache.ts";
import { namedIn } from "../language/date-items.ts";
import { foldText } from "../language/fold-text.ts";
import { languages } from "../language/language.ts";
import { speechTokens } from "../language/speech-tokens.ts";
import type { WallDate } from "../time/wall-date.ts";

/** Any day will do to see whether a text names a date. */
const anyDay: WallDate = "2026-01-05";
const phoneLike = /\+?\d[\d .()-]{6,}\d/g;
// Fleets of the kind that prove something have doctors such as "Awa12 Test12".
const doctorTitle = /\b(?:docteure?|doctora?|dra?)\b\.?(?: (?:\p{L}\.|\p{Lu}[\p{L}\p{M}\p{N}'’-]*))*/giu;
const properName = /\p{Lu}[\p{Ll}\p{M}\p{N}'’-]+(?: \p{Lu}[\p{Ll}\p{M}\p{N}'’-]+)+/gu;

/** What condition texts call the things that callers say; the caller's "mardi" is the condition's "a date". */
const notions: Readonly<Record<string, RegExp>> = {
  "⟨date⟩": /\b(?:dates?|days?|jours?|fechas?|d[ií]as?)\b/i,
  "⟨time⟩": /\b(?:times?|hours?|heures?|horaire|slots?|cr[ée]neaux?|horas?|horarios?)\b/i,
  "⟨phone⟩": /\b(?:phone|telephone|t[ée]l[ée]phone|num[ée]ro|tel[ée]fono|n[úu]mero)\b/i,
  "⟨doctor⟩": /\b(?:doctors?|docteurs?|m[ée]decins?|physicians?|doctor[ae]s?|m[ée]dicos?)\b/i,
  "⟨name⟩": /\b(?:names?|noms?|nombres?)\b/i,
};

const maskedTexts = boundedCache<string>(5_000);

/** A sentence with its dates, times, numbers and names replaced by what they are, so that "mardi" resembles "lundi". */
export function maskEntities(text: string): string {
  return maskedTexts(text, () => masking(text));
}

function masking(text: string): string {
  const named = text
    .replaceAll(phoneLike, " ⟨phone⟩ ")
    .replaceAll(doctorTitle, " ⟨doctor⟩ ")
    .replaceAll(properName, " ⟨name⟩ ");
  return maskDays(named);
}

/** A condition text with the signs of the notions it mentions. */
export function withNotions(condition: string): string {
  const signs = Object.keys(notions).filter((sign) => notions[sign]?.test(condition));
  return [condition, ...signs].join(" ");
}

/** In the language that knows more of the words; folded, as texts are compared. */
function maskDays(text: string): string {
  const heard = languages.map((each) => ({ language: each, speech: speechTokens(text, each, true) }));
  const [best] = heard.toSorted((a, b) => b.speech.known - a.speech.known);
  if (best === undefined) return foldText(text);
  const {
    language,
    speech: { tokens, places },
  } = best;
  const { days, hasTime } = namedIn(tokens, { language, today: anyDay });
  const masked = days.toReversed().reduce((rest, [from, to]) => {
    const [start = 0, end = 0] = [places[from]?.[0], places[to - 1]?.[1]];
    return `${rest.slice(0, start)} ⟨date⟩ ${rest.slice(end)}`;
  }, foldText(text));
  return hasTime ? `${masked} ⟨time⟩` : masked;
}

/** Lengths of the character n-grams, taken inside words with a blank on either side. */
const SHORTEST = 3;
const LONGEST = 5;
/** A masked entity such as ⟨date⟩ weighs about as much as the n-grams of one word together. */
const ENTITY_WEIGHT = 3;
/** Politeness and grammar: in nearly every sentence of any language, so they do not distinguish sentences. */
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

/** Words that agree or decline: the object of the agreement, "this is me" or only "hello?", is then in the stop words. */
const BARE_ANSWERS = new Set(["oui", "non", "yes", "no"]);

/** Only "hello?", "yes, hello" and the like. */
function saysNothing(text: string): boolean {
  const words = foldText(text).match(/[\p{L}\p{N}]+(?:'(?=\p{L}))?/gu) ?? [];
  return words.every((word) => STOP_WORDS.has(word) || BARE_ANSWERS.has(word));
}

/** Folded words without stop words; a text of stop words alone, or of a bare answer and stop words, keeps them. */
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

/** A candidate is taken when its best text is at least this similar to what was heard… */
export const SIMILARITY_THRESHOLD = 0.44;
/** …and this much more similar than the best text of every other candidate. */
export const SIMILARITY_MARGIN = 0.15;
/** Below this, what was heard resembles nothing, and a node with an else edge takes it. */
export const NOTHING_ALIKE = 0.12;

interface Known {
  readonly candidate: string;
  readonly from: "example" | "text";
}

/** Indexes by the texts they hold: a fleet's runs ask the same questions thousands of times. */
export type IndexCache = Map<string, KnownSentences>;

/** Of every simulation in this process. */
export const sharedIndexes: IndexCache = new Map();

interface KnownSentences {
  readonly index: ReturnType<typeof ngramIndex<Known>>;
  /** Every candidate that has the sentence, word for word, as an example. */
  readonly wordForWord: ReadonlyMap<string, ReadonlySet<string>>;
}

const MOST_CACHED = 2_000;

/** The one candidate that has what was heard, word for word, as an example. */
export function chooseWordForWord(request: ChooseRequest, cache: IndexCache): Choice | undefined {
  const { wordForWord } = sentencesOf(request.candidates, cache);
  const [same, ...others] = wordForWord.get(allWords(heardBy(request))) ?? [];
  if (same === undefined || others.length > 0) return undefined;
  return { kind: "take", id: same, source: "example", score: 1 };
}

/** Nearest example or condition text; undecided when nothing is near enough or two are equally near. */
export function chooseNearest(request: ChooseRequest, cache: IndexCache): Choice {
  const ranked = rank(request, sentencesOf(request.candidates, cache));
  const [best, second] = ranked;
  const candidates: readonly ScoredCandidate[] = ranked.map(({ id, score }) => ({ id, score }));
  if (best === undefined) return { kind: "undecided", candidates };
  const clear = best.score - (second?.score ?? 0) >= SIMILARITY_MARGIN;
  if (best.score >= SIMILARITY_THRESHOLD && clear) {
    return { kind: "take", id: best.id, source: best.from, score: best.score, candidates };
  }
  const nothingAlike = best.score < NOTHING_ALIKE || request.trigger !== "caller" || saysNothing(request.heard);
  return nothingAlike && request.otherwise !== "stay"
    ? { kind: "stay", source: "text", candidates }
    : { kind: "undecided", candidates };
}

interface Ranked extends ScoredCandidate {
  readonly from: Known["from"];
}

function rank(request: ChooseRequest, { index }: KnownSentences): readonly Ranked[] {
  const scores = index.scores(maskEntities(heardBy(request)));
  const best = new Map<string, Ranked>();
  for (const { label, score } of scores) {
    const rounded = Math.round(score * 1000) / 1000;
    if (rounded <= (best.get(label.candidate)?.score ?? -1)) continue;
    best.set(label.candidate, { id: label.candidate, score: rounded, from: label.from });
  }
  return [...best.values()].toSorted((a, b) => b.score - a.score);
}

/** After a tool's answer a condition speaks of that answer, else of what the caller said last. */
function heardBy({ trigger, transcript, heard }: ChooseRequest): string {
  if (trigger !== "result") return heard;
  const result = transcript.findLast((item) => item.role === "tool_call_result");
  return result === undefined ? heard : result.content;
}

function sentencesOf(candidates: readonly Candidate[], cache: IndexCache): KnownSentences {
  const key = JSON.stringify(candidates.map(({ id, condition, examples }) => [id, condition, contentOf(examples)]));
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.size >= MOST_CACHED) cache.clear();
  const wordForWord = new Map<string, Set<string>>();
  for (const { id, said } of candidates.flatMap(sentencesFor)) {
    const owners = wordForWord.get(allWords(said)) ?? new Set();
    wordForWord.set(allWords(said), owners.add(id));
  }
  const sentences = { index: ngramIndex(candidates.flatMap(knownTexts)), wordForWord };
  cache.set(key, sentences);
  return sentences;
}

type Examples = Candidate["examples"];
const contents = new WeakMap<Examples, number>();
const contentNumbers = new Map<string, number>();
let nextNumber = 0;

/** A number for what the examples say, because lists of hundreds are too long to compare at each decision. */
function contentOf(examples: Examples): number {
  const known = contents.get(examples);
  if (known !== undefined) return known;
  const text = JSON.stringify(examples.map(({ transcript }) => transcript));
  if (contentNumbers.size >= MOST_CACHED) contentNumbers.clear();
  const number = contentNumbers.get(text) ?? (nextNumber += 1);
  contentNumbers.set(text, number);
  contents.set(examples, number);
  return number;
}

/** "Yes?" and "Yes, this is me" differ only in words that the index passes over. */
function allWords(text: string): string {
  return (foldText(text).match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");
}

function sentencesFor({ id, examples }: Candidate) {
  return examples.flatMap(({ transcript }) => {
    const said = transcript.findLast((item) => item.role === "user");
    return said === undefined || !("content" in said) ? [] : [{ id, said: said.content }];
  });
}

function knownTexts(candidate: Candidate): readonly { readonly label: Known; readonly text: string }[] {
  const examples = sentencesFor(candidate).map(({ said }) => maskEntities(said));
  return [
    ...examples.map((text) => ({ label: { candidate: candidate.id, from: "example" as const }, text })),
    { label: { candidate: candidate.id, from: "text" }, text: withNotions(foldText(candidate.condition)) },
  ];
}

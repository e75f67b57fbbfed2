import type { Candidate, Choice, ChooseRequest } from "../../flow/ports.ts";
import type { ScoredCandidate } from "../../flow/trace.ts";
import { boundedCache } from "../bounded-cache.ts";
import { namedIn } from "../language/dates/understand-date.ts";
import { foldText } from "../language/fold-text.ts";
import { languages } from "../language/language.ts";
import { speechTokens } from "../language/dates/speech-tokens.ts";
import type { WallDate } from "../time/wall-date.ts";
import { Vocabulary, likeness, saysNothing } from "./likeness.ts";

/** Any date works for testing whether a text names a date. */
const anyDay: WallDate = "2026-01-05";
const phoneLike = /\+?\d[\d .()-]{6,}\d/g;
// The proofs use doctors such as "Awa12 Test12".
const doctorTitle = /\b(?:docteure?|doctora?|dra?)\b\.?(?: (?:\p{L}\.|\p{Lu}[\p{L}\p{M}\p{N}'’-]*))*/giu;
const properName = /\p{Lu}[\p{Ll}\p{M}\p{N}'’-]+(?: \p{Lu}[\p{Ll}\p{M}\p{N}'’-]+)+/gu;

/** How condition texts refer to what callers say: the caller's "mardi" is the condition's "a date". */
const notions: Readonly<Record<string, RegExp>> = {
  "⟨date⟩": /\b(?:dates?|days?|jours?|fechas?|d[ií]as?)\b/i,
  "⟨time⟩": /\b(?:times?|hours?|heures?|horaire|slots?|cr[ée]neaux?|horas?|horarios?)\b/i,
  "⟨phone⟩": /\b(?:phone|telephone|t[ée]l[ée]phone|num[ée]ro|tel[ée]fono|n[úu]mero)\b/i,
  "⟨doctor⟩": /\b(?:doctors?|docteurs?|m[ée]decins?|physicians?|doctor[ae]s?|m[ée]dicos?)\b/i,
  "⟨name⟩": /\b(?:names?|noms?|nombres?)\b/i,
};

const maskedTexts = boundedCache<string>(10_000);

/** A sentence whose dates, times, numbers and names are replaced by their kind, so that "mardi" resembles "lundi". */
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

/** A condition text with the marks of the notions it mentions. */
export function withNotions(condition: string): string {
  const signs = Object.keys(notions).filter((sign) => notions[sign]?.test(condition));
  return [condition, ...signs].join(" ");
}

/** Read in the language that knows more of the words; folded, as texts are compared. */
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

/** A candidate is chosen if its best text is at least this similar to what was heard… */
export const SIMILARITY_THRESHOLD = 0.44;
/** …and this much more similar than the best text of any other candidate. */
export const SIMILARITY_MARGIN = 0.15;
/** Below this, what was heard resembles nothing, and a node with an else edge takes it. */
export const NOTHING_ALIKE = 0.12;

interface Known {
  readonly candidate: string;
  readonly from: "example" | "text";
}

interface KnownSentences {
  /** The candidates by similarity to a masked sentence, most similar first. */
  readonly ranked: (masked: string) => readonly Ranked[];
  /** By sentence, the candidates that have it word for word as an example. */
  readonly wordForWord: ReadonlyMap<string, ReadonlySet<string>>;
}

const MOST_CACHED = 2_000;
/** Sentences cached per decision; the callers of all clinics say nearly the same there. */
const MOST_RANKED = 50;
/** About 30 MB. */
const MOST_FEATURES = 300_000;

/** Caches what is known at each decision, by its texts: a fleet's runs ask the same questions thousands of times. */
export class IndexCache {
  #vocabulary = new Vocabulary();
  readonly #known = new Map<string, KnownSentences>();

  sentences(key: string, candidates: readonly Candidate[]): KnownSentences {
    const found = this.#known.get(key);
    if (found !== undefined) return found;
    if (this.#known.size >= MOST_CACHED || this.#vocabulary.size >= MOST_FEATURES) {
      this.#known.clear();
      this.#vocabulary = new Vocabulary();
    }
    const sentences = { wordForWord: ownersOf(candidates), ranked: rankingOf(candidates, this.#vocabulary) };
    this.#known.set(key, sentences);
    return sentences;
  }
}

function rankingOf(candidates: readonly Candidate[], vocabulary: Vocabulary): KnownSentences["ranked"] {
  const known = boundedCache<readonly Ranked[]>(MOST_RANKED);
  let index: Index | undefined;
  return (masked) =>
    known(masked, () => {
      // Made when a sentence is first compared: many decisions never get that far.
      index ??= indexOf(candidates.flatMap(knownTexts), vocabulary);
      return rank(masked, index);
    });
}

interface Index {
  readonly labels: readonly Known[];
  readonly scores: ReturnType<typeof likeness>;
}

function indexOf(texts: ReturnType<typeof knownTexts>, vocabulary: Vocabulary): Index {
  return {
    labels: texts.map(({ label }) => label),
    scores: likeness(
      texts.map(({ text }) => text),
      vocabulary,
    ),
  };
}

function ownersOf(candidates: readonly Candidate[]): KnownSentences["wordForWord"] {
  const owners = new Map<string, Set<string>>();
  for (const { id, said } of candidates.flatMap(sentencesFor)) {
    const words = allWords(said);
    owners.set(words, (owners.get(words) ?? new Set()).add(id));
  }
  return owners;
}

/** Shared by all simulations in this process. */
export const sharedIndexes = new IndexCache();

/** The only candidate that has what was heard, word for word, as an example. */
export function chooseWordForWord(request: ChooseRequest, cache: IndexCache): Choice | undefined {
  const { wordForWord } = sentencesOf(request.candidates, cache);
  const [same, ...others] = wordForWord.get(allWords(heardBy(request))) ?? [];
  if (same === undefined || others.length > 0) return undefined;
  return { kind: "take", id: same, source: "example", score: 1 };
}

/** The nearest example or condition text; undecided if nothing is near enough or two are equally near. */
export function chooseNearest(request: ChooseRequest, cache: IndexCache): Choice {
  const ranked = sentencesOf(request.candidates, cache).ranked(maskEntities(heardBy(request)));
  const [best, second] = ranked;
  const candidates: readonly ScoredCandidate[] = ranked.map(({ id, score }) => ({ id, score }));
  if (best === undefined) {
    // Each way requires its own words, and none of them were said.
    return request.otherwise === "stay"
      ? { kind: "undecided", candidates }
      : { kind: "stay", source: "text", candidates };
  }
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

function rank(masked: string, { labels, scores }: Index): readonly Ranked[] {
  const best = new Map<string, Ranked>();
  scores(masked).forEach((score, position) => {
    const label = labels[position];
    const rounded = Math.round(score * 1000) / 1000;
    if (label === undefined || rounded <= (best.get(label.candidate)?.score ?? -1)) return;
    best.set(label.candidate, { id: label.candidate, score: rounded, from: label.from });
  });
  return [...best.values()].toSorted((a, b) => b.score - a.score);
}

/** After a tool's result, conditions refer to that result; otherwise, to what the caller said last. */
function heardBy({ trigger, transcript, heard }: ChooseRequest): string {
  if (trigger !== "result") return heard;
  const result = transcript.findLast((item) => item.role === "tool_call_result");
  return result === undefined ? heard : result.content;
}

function sentencesOf(candidates: readonly Candidate[], cache: IndexCache): KnownSentences {
  const key = JSON.stringify(candidates.map(({ id, condition, examples }) => [id, condition, contentOf(examples)]));
  return cache.sentences(key, candidates);
}

type Examples = Candidate["examples"];
const contents = new WeakMap<Examples, number>();
const contentNumbers = new Map<string, number>();
let nextNumber = 0;

/** A number per content of examples, because lists of hundreds are too long to compare at each decision. */
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

const foldedWords = boundedCache<string>(10_000);

/** All words count: "Yes?" and "Yes, this is me" differ only in words that the index ignores. */
function allWords(text: string): string {
  return foldedWords(text, () => (foldText(text).match(/[\p{L}\p{N}]+/gu) ?? []).join(" "));
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

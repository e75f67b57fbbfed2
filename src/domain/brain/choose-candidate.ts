import { foldText } from "../language/fold-text.ts";
import type { Candidate, Choice, ChooseRequest, ScoredCandidate } from "../flow/ports.ts";
import { maskEntities, withNotions } from "./entities.ts";
import { ngramIndex } from "./ngram-index.ts";

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
export type IndexCache = Map<string, ReturnType<typeof ngramIndex<Known>>>;

const MOST_CACHED = 2_000;

/** Nearest example or condition text; undecided when nothing is near enough or two are equally near. */
export function chooseCandidate(request: ChooseRequest, cache: IndexCache): Choice {
  const ranked = rank(request, cache);
  const [best, second] = ranked;
  const candidates: readonly ScoredCandidate[] = ranked.map(({ id, score }) => ({ id, score }));
  if (best === undefined) return { kind: "undecided", candidates };
  const clear = best.score - (second?.score ?? 0) >= SIMILARITY_MARGIN;
  if (best.score >= SIMILARITY_THRESHOLD && clear) {
    return { kind: "take", id: best.id, source: best.from, score: best.score, candidates };
  }
  const nothingAlike = best.score < NOTHING_ALIKE || request.trigger !== "caller";
  return nothingAlike && request.otherwise !== "stay"
    ? { kind: "stay", source: "text", candidates }
    : { kind: "undecided", candidates };
}

interface Ranked extends ScoredCandidate {
  readonly from: Known["from"];
}

function rank(request: ChooseRequest, cache: IndexCache): readonly Ranked[] {
  const scores = indexOf(request.candidates, cache).scores(maskEntities(heardBy(request)));
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

function indexOf(candidates: readonly Candidate[], cache: IndexCache): ReturnType<typeof ngramIndex<Known>> {
  const key = JSON.stringify(candidates.map(({ id, condition, examples }) => [id, condition, examples.length]));
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.size >= MOST_CACHED) cache.clear();
  const index = ngramIndex(candidates.flatMap(knownTexts));
  cache.set(key, index);
  return index;
}

function knownTexts(candidate: Candidate): readonly { readonly label: Known; readonly text: string }[] {
  const examples = candidate.examples.flatMap(({ transcript }) => {
    const said = transcript.findLast((item) => item.role === "user");
    return said === undefined || !("content" in said) ? [] : [maskEntities(said.content)];
  });
  return [
    ...examples.map((text) => ({ label: { candidate: candidate.id, from: "example" as const }, text })),
    { label: { candidate: candidate.id, from: "text" }, text: withNotions(foldText(candidate.condition)) },
  ];
}

import { parse } from "yaml";
import * as z from "zod";
import { AscendiaError } from "../../errors.ts";
import { type DangerWeights, readDangerWeights } from "./danger-weights.ts";
import { type DangerSigns, readSigns, signsShape } from "./danger-signs.ts";
import { type HeardAnswer, answerShape } from "./heard-answer.ts";
import { type Wish, readWish, wishShape } from "./wishes.ts";
import { boundedCache } from "../bounded-cache.ts";
import { type Language, type Translated, otherLanguages, perLanguage } from "../language/language.ts";
import type { TransitionExample } from "../../flow/flow.ts";
import type { Candidate, ChooseRequest } from "../../flow/ports.ts";

const said = z.array(z.string().min(1)).min(1);
const shape = z.strictObject({
  edges: z.array(z.strictObject({ from: z.array(z.string()).min(1), to: z.string(), said })),
  globals: z.array(z.strictObject({ global: z.string(), said })),
  signs: z.array(signsShape).default([]),
  wishes: z.array(wishShape).default([]),
  answers: z.array(answerShape).default([]),
});

/** What callers say, beyond the few examples in a flow: for the offline brain's comparisons; never sent to Retell. */
export interface Understanding {
  /** By the call's language: what is said in it, and in the language that its speakers slip into most. */
  readonly said: Translated<Sayings>;
  /** Checked before anything else, in every language: people in danger do not switch to the clinic's language first. */
  readonly signs: readonly DangerSigns[];
  /** For every language: kinds of answers do not depend on it. */
  readonly answers: readonly HeardAnswer[];
}

export interface Sayings {
  /** By node and destination. */
  readonly edges: ReadonlyMap<string, readonly TransitionExample[]>;
  /** By global node. */
  readonly globals: ReadonlyMap<string, readonly TransitionExample[]>;
  /** In the order in which they are checked. */
  readonly wishes: readonly Wish[];
}

export interface UnderstandingFile {
  readonly language: Language;
  readonly file: string;
  /** YAML. */
  readonly text: string;
  /** What the text contains, if the build has read it. */
  readonly data?: unknown;
}

const parsed = boundedCache<Understanding>(4, Infinity);

/** One file per language, and the weights of danger words. @throws invalid with the file's name and the problem */
export function parseUnderstanding(files: readonly UnderstandingFile[], weights?: string): Understanding {
  const texts = files.map(({ language, file, text }) => [language, file, text]);
  return parsed(JSON.stringify([texts, weights]), () =>
    together(files, weights === undefined ? [] : readDangerWeights(weights)),
  );
}

function together(files: readonly UnderstandingFile[], weights: readonly DangerWeights[]): Understanding {
  const read = files.map((each) => ({ language: each.language, ...parseFile(each) }));
  const saidIn = (language: Language): Sayings => {
    const [slip] = otherLanguages(language);
    const heard = [language, slip].flatMap((one) => read.filter((each) => each.language === one));
    return sayingsOf(heard);
  };
  return {
    said: perLanguage(saidIn),
    signs: mergedSigns(
      read.flatMap(({ signs }) => signs),
      weights,
    ),
    answers: read.flatMap(({ answers }) => answers),
  };
}

function sayingsOf(files: readonly z.infer<typeof shape>[]): Sayings {
  const edges: Examples = new Map();
  const globals: Examples = new Map();
  for (const { edges: ways, globals: calls } of files) {
    for (const { from, to, said: texts } of ways)
      for (const node of from) keep(edges, edgeKey(node, to), examplesOf(texts, to));
    for (const { global, said: texts } of calls) keep(globals, global, examplesOf(texts, global));
  }
  return { edges, globals, wishes: files.flatMap(({ wishes }) => wishes.map(readWish)) };
}

function mergedSigns(
  lists: readonly z.infer<typeof signsShape>[],
  weights: readonly DangerWeights[],
): readonly DangerSigns[] {
  const nodes = [...new Set(lists.map(({ global }) => global))];
  return nodes.flatMap((node) => {
    const [first, ...others] = lists.filter(({ global }) => global === node);
    return first === undefined ? [] : [readSigns([first, ...others], weights)];
  });
}

type Examples = Map<string, readonly TransitionExample[]>;

function keep(kept: Examples, key: string, more: readonly TransitionExample[]): void {
  kept.set(key, [...(kept.get(key) ?? []), ...more]);
}

function examplesOf(texts: readonly string[], to: string): readonly TransitionExample[] {
  return texts.map((content) => ({
    id: `${to}: ${content}`,
    transcript: [{ role: "user", content }],
    destination_node_id: to,
  }));
}

function edgeKey(node: string, to: string): string {
  return `${node} ${to}`;
}

function parseFile({ file, text, data }: UnderstandingFile): z.infer<typeof shape> {
  const result = shape.safeParse(data ?? yamlIn(file, text));
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new AscendiaError("invalid", `${file} cannot be used:\n  ${problems.join("\n  ")}`, {
    hint: 'Write "edges" as {from, to, said} and "globals" as {global, said}, as in templates/understanding/en.yaml.',
    detail: problems,
  });
}

function yamlIn(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new AscendiaError("invalid", `${file} is not YAML: ${error instanceof Error ? error.message : ""}`, {
      hint: "Correct the file at that place.",
      cause: error,
    });
  }
}

/** The same question with all known examples for its candidates. */
export function withUnderstanding(request: ChooseRequest, known: Sayings | undefined): ChooseRequest {
  if (known === undefined) return request;
  const { node } = request.place;
  const candidates = request.candidates.map((candidate) => {
    const more = furtherExamples(candidate, node, known);
    return more.length === 0 ? candidate : { ...candidate, examples: joined(candidate.examples, more) };
  });
  return { ...request, candidates };
}

type ExampleList = readonly TransitionExample[];
const none: ExampleList = [];
const ownLists = boundedCache<ExampleList>(2_000);
const sameLists = new WeakMap<ExampleList, ExampleList>();
const joinedLists = new WeakMap<ExampleList, WeakMap<ExampleList, ExampleList>>();

/** The first of equal lists: flows are read again for each thread and each mutant. */
function firstLike(examples: ExampleList): ExampleList {
  if (examples.length === 0) return none;
  const known = sameLists.get(examples) ?? ownLists(JSON.stringify(examples), () => examples);
  sameLists.set(examples, known);
  return known;
}

/** Returns the same list for the same two, so that values computed from it can be cached by it. */
function joined(examples: ExampleList, more: ExampleList): ExampleList {
  const own = firstLike(examples);
  const byMore = joinedLists.get(own) ?? new WeakMap<ExampleList, ExampleList>();
  joinedLists.set(own, byMore);
  const known = byMore.get(more) ?? [...own, ...more];
  byMore.set(more, known);
  return known;
}

function furtherExamples({ kind, id, destination }: Candidate, node: string, known: Sayings) {
  const found = kind === "global" ? known.globals.get(id) : known.edges.get(edgeKey(node, destination ?? ""));
  return found ?? [];
}

import { boundedCache } from "../bounded-cache.ts";
import * as z from "zod";
import type { Choice, ChooseRequest } from "../../flow/ports.ts";
import { type DangerWeights, weighsAsDanger } from "./danger-weights.ts";
import { type Sign, isSaid, passOver, readSign, signList, wordsOf } from "./signs.ts";

/** The lists of signs in a language's understanding file, and the texts that a language may leave out. */
const lists = {
  said: signList,
  not: signList,
  /** Harmless unless a `frail` sign is said too: "saigne un peu", but not of someone pregnant. */
  slight: signList.default([]),
  frail: signList.default([]),
  /** Follow the denial of a danger: another person has it ("my baby is having one"). "." stands for the end. */
  another: signList.default([]),
  past: signList,
  now: signList,
  asks: signList,
};

type ListName = keyof typeof lists;

/** Words that lead to a global node whatever else is said; defined in a language's understanding file. */
export const signsShape = z
  .strictObject({
    global: z.string(),
    /** The node that asks whether a danger mentioned in the past tense is over. */
    over: z.string(),
    /** Named groups of words that several signs share: "<limb>" in a sign, or in a later kind, means "arm|leg|hand". */
    kinds: z.record(z.string(), z.string()).default({}),
    ...lists,
  })
  .transform(({ kinds: written, global, over, ...texts }, context) => {
    const kinds = new Map<string, string>();
    const spell = (text: string) =>
      text.replaceAll(/<([^>]*)>/gu, (_, name: string) => {
        const words = kinds.get(name);
        if (words === undefined) context.addIssue(`"${text}" names <${name}>, which "kinds" does not define before it`);
        return words ?? "";
      });
    for (const [name, words] of Object.entries(written)) kinds.set(name, spell(words));
    return { global, over, ...eachList((name) => texts[name].map(spell)) };
  });

function eachList<List>(make: (name: ListName) => List): Record<ListName, List> {
  return {
    said: make("said"),
    not: make("not"),
    slight: make("slight"),
    frail: make("frail"),
    another: make("another"),
    past: make("past"),
    now: make("now"),
    asks: make("asks"),
  };
}

type WrittenSigns = z.infer<typeof signsShape>;

export interface DangerSigns extends Readonly<Record<ListName, readonly Sign[]>> {
  readonly global: string;
  readonly over: string;
  /** Weights of every language, for dangers that no sign foresees. */
  readonly learnt: readonly DangerWeights[];
}

/** One list for the signs of all languages: a word that begins a sign in two is subject to the `past` words of both. */
export function readSigns(
  [first, ...others]: readonly [WrittenSigns, ...WrittenSigns[]],
  learnt: readonly DangerWeights[] = [],
): DangerSigns {
  const { global, over } = first;
  const merged = eachList((name) => [first, ...others].flatMap((list) => list[name]).map(readSign));
  return { global, over, ...merged, learnt };
}

/** `none`: the words mention a danger only to deny it, or to ask about it. */
export type Danger = "now" | "past" | "none";

type DangerCache = (
  text: string,
  compute: () => { readonly danger: Danger | undefined },
) => {
  readonly danger: Danger | undefined;
};
const dangers = new WeakMap<DangerSigns, DangerCache>();

/** How the words mention a danger; undefined: they do not. */
export function dangerIn(text: string, signs: DangerSigns): Danger | undefined {
  const known: DangerCache = dangers.get(signs) ?? boundedCache(2_000);
  dangers.set(signs, known);
  return known(text, () => ({ danger: findDanger(text, signs) })).danger;
}

function findDanger(text: string, signs: DangerSigns): Danger | undefined {
  const heard = wordsOf(text);
  const words = withoutHarmless(heard, signs);
  const asks = says("asks", heard, signs);
  if (!says("said", words, signs) && !weighsAsDanger(words, signs.learnt)) {
    const isDenied = words.includes("");
    if (isDenied && says("another", [...words, "."], signs) && says("said", heard, signs)) return "now";
    return asks || isDenied ? "none" : undefined;
  }
  // "But not now" is dropped together with what it denies.
  if (says("now", words, signs)) return "now";
  if (asks) return "none";
  return says("past", heard, signs) ? "past" : "now";
}

function withoutHarmless(heard: readonly string[], signs: DangerSigns): readonly string[] {
  const words = signs.not.reduce(passOver, heard);
  return says("frail", heard, signs) ? words : signs.slight.reduce(passOver, words);
}

function says(list: ListName, words: readonly string[], signs: DangerSigns): boolean {
  return signs[list].some((sign) => isSaid(sign, words));
}

/**
 * Danger comes before anything else. A past danger gives way to any other clear wish; without one, the caller is asked
 * whether it is over. undefined: signs do not decide.
 */
export function chooseBySigns(
  request: ChooseRequest,
  signs: readonly DangerSigns[],
  choose: (request: ChooseRequest) => Choice,
): Choice | undefined {
  if (request.trigger === "result") return undefined;
  for (const list of signs) {
    const danger = dangerIn(request.heard, list);
    if (danger !== undefined) return chosenFor(danger, request, { list, choose });
  }
  return undefined;
}

interface Choosing {
  readonly list: DangerSigns;
  readonly choose: (request: ChooseRequest) => Choice;
}

function chosenFor(danger: Danger, request: ChooseRequest, { list, choose }: Choosing): Choice | undefined {
  if (danger === "now") return taking(request, list.global);
  const others = request.candidates.filter(({ id, destination }) => id !== list.global && destination !== list.global);
  const other = choose({ ...request, candidates: others });
  if (danger === "none" || other.kind === "take") return other;
  return taking(request, list.over) ?? other;
}

function taking({ candidates }: ChooseRequest, node: string): Choice | undefined {
  const found =
    candidates.find(({ kind, destination }) => kind === "edge" && destination === node) ??
    candidates.find(({ id }) => id === node);
  return found === undefined ? undefined : { kind: "take", id: found.id, source: "sign" };
}

import { boundedCache } from "../bounded-cache.ts";
import * as z from "zod";
import type { Choice, ChooseRequest } from "../../flow/ports.ts";
import { type DangerWeights, weighsAsDanger } from "./danger-weights.ts";
import { type Sign, isSaid, passOver, readSign, signList, wordsOf } from "./signs.ts";

/** Words that lead to a global node whatever else is said; defined in a language's understanding file. */
export const signsShape = z
  .strictObject({
    global: z.string(),
    /** The node that asks whether a danger mentioned in the past tense is over. */
    over: z.string(),
    /** Named groups of words that several signs share: "<limb>" in a sign, or in a later kind, means "arm|leg|hand". */
    kinds: z.record(z.string(), z.string()).default({}),
    said: signList,
    not: signList,
    past: signList,
    now: signList,
    asks: signList,
  })
  .transform(({ kinds: written, ...signs }, context) => {
    const kinds = new Map<string, string>();
    const spell = (text: string) =>
      text.replaceAll(/<([^>]*)>/gu, (_, name: string) => {
        const words = kinds.get(name);
        if (words === undefined) context.addIssue(`"${text}" names <${name}>, which "kinds" does not define before it`);
        return words ?? "";
      });
    for (const [name, words] of Object.entries(written)) kinds.set(name, spell(words));
    const { said, not, past, now, asks } = signs;
    return {
      ...signs,
      said: said.map(spell),
      not: not.map(spell),
      past: past.map(spell),
      now: now.map(spell),
      asks: asks.map(spell),
    };
  });

export interface DangerSigns {
  readonly global: string;
  readonly over: string;
  readonly said: readonly Sign[];
  readonly not: readonly Sign[];
  readonly past: readonly Sign[];
  readonly now: readonly Sign[];
  readonly asks: readonly Sign[];
  /** Weights of every language, for dangers that no sign foresees. */
  readonly learnt: readonly DangerWeights[];
}

export function readSigns(
  { global, over, ...lists }: z.infer<typeof signsShape>,
  learnt: readonly DangerWeights[] = [],
): DangerSigns {
  const { said, not, past, now, asks } = lists;
  return {
    global,
    over,
    said: said.map(readSign),
    not: not.map(readSign),
    past: past.map(readSign),
    now: now.map(readSign),
    asks: asks.map(readSign),
    learnt,
  };
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
  const words = signs.not.reduce(passOver, heard);
  const asks = signs.asks.some((sign) => isSaid(sign, heard));
  const isDanger = signs.said.some((sign) => isSaid(sign, words)) || weighsAsDanger(words, signs.learnt);
  if (!isDanger) return asks || words.includes("") ? "none" : undefined;
  // "But not now" is dropped together with what it denies.
  const isNow = signs.now.some((sign) => isSaid(sign, words));
  if (isNow) return "now";
  if (asks) return "none";
  return signs.past.some((sign) => isSaid(sign, heard)) ? "past" : "now";
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

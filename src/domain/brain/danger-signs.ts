import { boundedCache } from "../bounded-cache.ts";
import * as z from "zod";
import type { Choice, ChooseRequest } from "../../flow/ports.ts";
import { type Sign, isSaid, passOver, readSign, signList, wordsOf } from "./signs.ts";

/** Words that lead to a global node whatever else is said; a language's understanding file holds them. */
export const signsShape = z.strictObject({
  global: z.string(),
  /** The node that asks whether a danger that was spoken of in the past is over. */
  over: z.string(),
  said: signList,
  not: signList,
  past: signList,
  now: signList,
  asks: signList,
});

export interface DangerSigns {
  readonly global: string;
  readonly over: string;
  readonly said: readonly Sign[];
  readonly not: readonly Sign[];
  readonly past: readonly Sign[];
  readonly now: readonly Sign[];
  readonly asks: readonly Sign[];
}

export function readSigns({ global, over, ...lists }: z.infer<typeof signsShape>): DangerSigns {
  const { said, not, past, now, asks } = lists;
  return {
    global,
    over,
    said: said.map(readSign),
    not: not.map(readSign),
    past: past.map(readSign),
    now: now.map(readSign),
    asks: asks.map(readSign),
  };
}

/** `none`: the words speak of a danger to say that there is none, or to ask about it. */
export type Danger = "now" | "past" | "none";

type DangerCache = (
  text: string,
  compute: () => { readonly danger: Danger | undefined },
) => {
  readonly danger: Danger | undefined;
};
const dangers = new WeakMap<DangerSigns, DangerCache>();

/** The kind of danger that the words describe; undefined: none. */
export function dangerIn(text: string, signs: DangerSigns): Danger | undefined {
  const known: DangerCache = dangers.get(signs) ?? boundedCache(2_000);
  dangers.set(signs, known);
  return known(text, () => ({ danger: findDanger(text, signs) })).danger;
}

function findDanger(text: string, signs: DangerSigns): Danger | undefined {
  const heard = wordsOf(text);
  const words = signs.not.reduce(passOver, heard);
  const asks = signs.asks.some((sign) => isSaid(sign, heard));
  if (!signs.said.some((sign) => isSaid(sign, words))) return asks || words.includes("") ? "none" : undefined;
  // "But not now" is passed over with what it denies.
  const isNow = signs.now.some((sign) => isSaid(sign, words));
  if (isNow) return "now";
  if (asks) return "none";
  return signs.past.some((sign) => isSaid(sign, heard)) ? "past" : "now";
}

/**
 * Danger before anything else. One that is over gives way to whatever else the caller clearly wants, and is asked about
 * where they want nothing else. undefined: the question is open.
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

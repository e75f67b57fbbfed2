import * as z from "zod";
import type { Candidate, Choice, ChooseRequest } from "../../flow/ports.ts";
import { boundedCache } from "../bounded-cache.ts";
import { type Sign, isSaid, passOver, readSign, signList, wordsOf } from "./signs.ts";

/**
 * What callers want, recognised by their words; defined in a language's understanding file, where the first match wins.
 */
export const wishShape = z.strictObject({
  /**
   * The node that handles it, wherever the flow offers the way; "stay", or the node where it is said: that node speaks
   * again.
   */
  to: z.string(),
  /** The nodes where the words have this meaning; if absent, everywhere. */
  from: z.array(z.string()).optional(),
  said: signList,
  not: signList.default([]),
  /** Only these words, and word-for-word examples, lead there; similarity does not. */
  alone: z.boolean().default(false),
});

export interface Wish {
  readonly to: string;
  readonly from: ReadonlySet<string> | undefined;
  readonly said: readonly Sign[];
  readonly not: readonly Sign[];
  readonly alone: boolean;
}

export function readWish({ to, from, said, not, alone }: z.infer<typeof wishShape>): Wish {
  return {
    to,
    from: from === undefined ? undefined : new Set(from),
    said: said.map(readSign),
    not: not.map(readSign),
    alone,
  };
}

/** The way of the first wish that the caller's words express; undefined: no wish, or none that is offered here. */
export function chooseByWish(
  { trigger, heard, place, candidates }: ChooseRequest,
  wishes: readonly Wish[],
): Choice | undefined {
  if (trigger === "result") return undefined;
  for (const wish of wishes) {
    // A branch entered because of the caller's words asks about the same words: only wishes meant for the branch count.
    if (trigger === "entry" ? wish.from?.has(place.node) !== true : wish.from?.has(place.node) === false) continue;
    const way = candidates.find((candidate) => leadsTo(candidate, wish.to));
    const isHere = wish.to === "stay" || wish.to === place.node;
    if ((way === undefined && !isHere) || !isWished(wish, heard)) continue;
    return way === undefined ? { kind: "stay", source: "sign" } : { kind: "take", id: way.id, source: "sign" };
  }
  return undefined;
}

/** Without the candidates that only their own words may lead to. */
export function withoutAlone(request: ChooseRequest, wishes: readonly Wish[]): ChooseRequest {
  const guarded = wishes.filter(({ alone }) => alone);
  const candidates = request.candidates.filter((candidate) => !guarded.some(({ to }) => leadsTo(candidate, to)));
  return { ...request, candidates };
}

function leadsTo({ id, destination }: Candidate, node: string): boolean {
  return id === node || destination === node;
}

/** By sentence: the clinics of a fleet hear the same ones. */
const wished = boundedCache<Map<Wish, boolean>>(2_000);

function isWished(wish: Wish, heard: string): boolean {
  const known = wished(heard, () => new Map());
  const answer = known.get(wish) ?? expresses(heard, wish);
  known.set(wish, answer);
  return answer;
}

function expresses(heard: string, { said, not }: Wish): boolean {
  const words = not.reduce(passOver, wordsOf(heard));
  return said.some((sign) => isSaid(sign, words));
}

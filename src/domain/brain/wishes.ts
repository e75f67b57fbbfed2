import * as z from "zod";
import type { Candidate, Choice, ChooseRequest } from "../../flow/ports.ts";
import { boundedCache } from "../bounded-cache.ts";
import { type Sign, isSaid, passOver, readSign, signList, wordsOf } from "./signs.ts";

/** What callers want, by the words that say so; a language's understanding file holds them, the first that fits wins. */
export const wishShape = z.strictObject({
  /** The node that takes care of it, wherever the flow offers the way; "stay", or the node where it is said: that speaks again. */
  to: z.string(),
  /** The nodes where the words mean it; everywhere if left out. */
  from: z.array(z.string()).optional(),
  said: signList,
  not: signList.default([]),
  /** Only these words, and examples word for word, lead there: what is merely similar does not. */
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

/** The way of the first wish that the caller's words express; undefined: of none, or of none that is offered here. */
export function chooseByWish(
  { trigger, heard, place, candidates }: ChooseRequest,
  wishes: readonly Wish[],
): Choice | undefined {
  if (trigger === "result") return undefined;
  for (const wish of wishes) {
    // A branch that the caller's words led to asks about the same words: only what is meant for it counts.
    if (trigger === "entry" ? wish.from?.has(place.node) !== true : wish.from?.has(place.node) === false) continue;
    const way = candidates.find((candidate) => leadsTo(candidate, wish.to));
    const isHere = wish.to === "stay" || wish.to === place.node;
    if ((way === undefined && !isHere) || !isWished(wish, heard)) continue;
    return way === undefined ? { kind: "stay", source: "sign" } : { kind: "take", id: way.id, source: "sign" };
  }
  return undefined;
}

/** Without the ways that only their own words lead to. */
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

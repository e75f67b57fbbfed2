import type { CallFacts } from "./call-facts.ts";
import type { CallPurpose } from "./dial/dial-key.ts";

/** What a rule says of a call. `until`: the first instant at which time alone lets it pass; null: it never does. */
export type Verdict =
  | { readonly passes: true; readonly says: string }
  | { readonly passes: false; readonly says: string; readonly until: number | null };

export interface Rule {
  /** Of which calls it is a rule; the others pass it. */
  readonly purposes: readonly CallPurpose[];
  readonly judge: (facts: CallFacts) => Verdict;
}

export const everyPurpose = ["reminder", "callback", "manual"] as const satisfies readonly CallPurpose[];

export function pass(says: string): Verdict {
  return { passes: true, says };
}

/** Whatever time it is. */
export function refuse(says: string): Verdict {
  return { passes: false, says, until: null };
}

export function refuseUntil(until: number | null, says: string): Verdict {
  return { passes: false, says, until };
}

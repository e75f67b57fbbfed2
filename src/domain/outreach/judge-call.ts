import type { CallFacts } from "./call-facts.ts";
import { clinicRules } from "./rules-clinic.ts";
import { personRules } from "./rules-person.ts";
import { triesRules } from "./rules-tries.ts";
import { pass, type Rule, type Verdict } from "./rule.ts";

export type RuleCode = keyof typeof clinicRules | keyof typeof personRules | keyof typeof triesRules;

/** Every rule by its name, in the order in which they are told. */
export const callRules: Readonly<Record<RuleCode, Rule>> = { ...clinicRules, ...personRules, ...triesRules };

export type JudgedRule = Verdict & { readonly code: RuleCode };

const table = Object.entries(callRules).filter(isRule);

function isRule(entry: [string, Rule]): entry is [RuleCode, Rule] {
  return Object.hasOwn(callRules, entry[0]);
}

/** Every rule is always judged, so that whoever asks learns all that stands in the way. */
export function judgeCall(facts: CallFacts): readonly JudgedRule[] {
  return table.map(([code, { purposes, judge }]) => {
    const verdict = purposes.includes(facts.purpose) ? judge(facts) : pass(`not a rule for a ${facts.purpose} call`);
    return Object.assign({ code }, verdict);
  });
}

/** What forbids the call at that instant. */
export function refusalsOf(facts: CallFacts): readonly (JudgedRule & { readonly passes: false })[] {
  return judgeCall(facts).filter((judged) => !judged.passes);
}

/** Each round one rule's time has come; hours and caps can undo each other only so often. */
const mostRounds = 50;

/** The first instant from `facts.at` on at which every rule passes; null: time alone never lets the call pass. */
export function nextCallAt(facts: CallFacts): number | null {
  let { at } = facts;
  for (let round = 0; round < mostRounds; round += 1) {
    const times = refusalsOf({ ...facts, at }).map(({ until }) => until);
    if (times.length === 0) return at;
    const later = Math.max(...times.map((until) => until ?? Number.POSITIVE_INFINITY));
    if (later === Number.POSITIVE_INFINITY || later <= at) return null;
    at = later;
  }
  return null;
}

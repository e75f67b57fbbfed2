import type { CallFacts } from "./call-facts.ts";
import { isOpen, wasAsked } from "./dial/dial.ts";
import { everyPurpose, pass, refuse, refuseUntil, type Rule } from "./rule.ts";
import { retryMinutes } from "./retry-minutes.ts";

/** What was tried before. */
export const triesRules = {
  ALREADY_CALLED: {
    purposes: ["reminder", "callback"],
    judge: ({ key, dials }) =>
      key !== null && dials.some((dial) => dial.key === key)
        ? refuse("this call was ordered before")
        : pass("this call was not ordered before"),
  },
  CALL_UNDER_WAY: {
    purposes: everyPurpose,
    judge: ({ dials }) =>
      dials.some(isOpen)
        ? refuse("another call to this contact is planned or under way")
        : pass("no other call is open"),
  },
  TRIES_USED_UP: {
    purposes: ["reminder"],
    judge: ({ dials, policy: { mostTries } }) => {
      const tries = dials.filter(wasAsked).length;
      const said = `${tries} of ${mostTries} tries`;
      return tries < mostTries ? pass(said) : refuse(`${said} are used up`);
    },
  },
  TRIED_RECENTLY: { purposes: ["reminder"], judge: judgeSpacing },
  FREQUENCY_CAP: { purposes: ["reminder", "manual"], judge: judgeCap },
} as const satisfies Readonly<Record<string, Rule>>;

/** Whoever was reached is left alone as long as who did not answer. */
function judgeSpacing({ at, dials, policy }: CallFacts) {
  const last = dials.findLast(({ outcome }) => outcome !== null);
  if (last === undefined || last.outcome === null) return pass("nothing has to be waited for");
  const minutes = retryMinutes(last.outcome, policy) ?? policy.noAnswerMinutes;
  const until = (last.endedAt ?? last.updatedAt) + minutes * 60_000;
  const said = `${minutes} minutes after ${last.outcome}`;
  return at < until ? refuseUntil(until, `to be tried again ${said}`) : pass(said);
}

const WEEK_MS = 7 * 86_400_000;

function judgeCap({ at, calledAt, policy: { mostWeekly } }: CallFacts) {
  const recent = calledAt.filter((called) => called > at - WEEK_MS).toSorted((one, other) => one - other);
  const said = `${recent.length} calls to the number in 7 days, of ${mostWeekly}`;
  if (recent.length < mostWeekly) return pass(said);
  const freeing = recent[recent.length - mostWeekly];
  return refuseUntil(freeing === undefined ? null : freeing + WEEK_MS, said);
}

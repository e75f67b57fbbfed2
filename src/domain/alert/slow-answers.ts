import { MINUTE_MS } from "../../clock.ts";
import type { AlertFinding, SlowAnswers } from "./ports.ts";

/** After this time, a caller hears silence. */
export const SLOW_MS = 1000;
/** How long a slow answer counts. */
export const COUNTED_MS = 30 * MINUTE_MS;
const LEAST_SHARE = 0.1;
const LEAST_OF_CLINIC = 5;
const LEAST_OF_FLEET = 10;

const ASKED = { webhook: "slow_webhook", functions: "slow_functions" } as const;

/** Findings for each clinic, and one for all of them if several have slow answers. */
export function slowAnswers(all: readonly SlowAnswers[], slugs: ReadonlyMap<string, string>): readonly AlertFinding[] {
  return (["webhook", "functions"] as const).flatMap((asked) => {
    const kind = ASKED[asked];
    const counts = all.filter((one) => one.asked === asked);
    const found = counts.flatMap((count): readonly AlertFinding[] => {
      const slug = slugs.get(count.clinicId);
      if (slug === undefined || !isMuch(count, LEAST_OF_CLINIC)) return [];
      const calendars = asked === "functions" ? `, and ascendia calendar:status --clinic ${slug}` : "";
      const fix = `Slow requests are in the log of serve, by ms${calendars}`;
      return [{ kind, clinicId: count.clinicId, detail: slowText(count), fix }];
    });
    const whole = { slow: sum(counts.map(({ slow }) => slow)), requests: sum(counts.map(({ requests }) => requests)) };
    if (counts.length < 2 || !isMuch(whole, LEAST_OF_FLEET)) return found;
    const fix = "Slow requests are in the log of serve, by ms; see also the machine's load and disk";
    return found.concat({ kind, clinicId: null, detail: slowText(whole), fix });
  });
}

type Count = Pick<SlowAnswers, "slow" | "requests">;

function isMuch({ slow, requests }: Count, least: number): boolean {
  return slow >= least && slow / requests >= LEAST_SHARE;
}

function slowText({ slow }: Count): string {
  return `answers in the last half hour that took more than ${SLOW_MS / 1000} s: ${slow}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

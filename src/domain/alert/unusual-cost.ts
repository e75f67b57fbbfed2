import { DAY_MS } from "../../clock.ts";
import { dollars } from "../number/number.ts";
import type { Span } from "../time/spans.ts";
import { type WallDate, addDays } from "../time/wall-date.ts";
import { type Zone, dateAt, startOfDay } from "../time/zoned-time.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { AlertFinding } from "./ports.ts";

/** How many past days are learned from, and how many of them must have costs. */
const LEARNED_DAYS = 28;
const LEAST_DAYS = 10;
/** A cost is unusual if it is this many times what nine of ten days cost at most, and at least this much more. */
const TIMES = 2;
const LEAST_MORE_CENTS = 500;

/** null: calls of no known clinic. */
type Owner = string | null;

export interface CostSignals {
  /** The cost of calls since then, by clinic id. */
  costsSince(since: number): Promise<ReadonlyMap<Owner, number>>;
  costOf(owner: Owner, span: Span): Promise<number>;
}

/** Judges each day by the days before it. What was learned is cached until the next day. */
export function costJudge(signals: CostSignals) {
  const learned = new Map<Owner, { readonly date: WallDate; readonly most: number | null }>();
  const mostOf = async (owner: Owner, date: WallDate, zone: Zone): Promise<number | null> => {
    const known = learned.get(owner);
    if (known?.date === date) return known.most;
    const days: number[] = [];
    for (let back = 1; back <= LEARNED_DAYS; back += 1) {
      const cost = await signals.costOf(owner, daySpan(addDays(date, -back), zone));
      // For calls of no known clinic, a day without cost is normal. For a clinic, such a day may be before it joined.
      if (cost > 0 || owner === null) days.push(cost);
    }
    const most = mostUsual(days);
    learned.set(owner, { date, most });
    return most;
  };
  const judge = async (owner: Owner, zone: Zone, now: number): Promise<string | null> => {
    const date = dateAt(now, zone);
    const cost = await signals.costOf(owner, daySpan(date, zone));
    if (cost < LEAST_MORE_CENTS) return null;
    const most = await mostOf(owner, date, zone);
    if (most === null || cost < most * TIMES || cost < most + LEAST_MORE_CENTS) return null;
    return `calls of ${date} cost ${dollars(cost)} so far; nine of ten days cost at most ${dollars(most)}`;
  };
  return async (now: number): Promise<CostRound> => {
    // No day is longer than 26 hours, even when the clocks change.
    const recent = await signals.costsSince(now - DAY_MS - DAY_MS / 12);
    const findings = async (owner: Owner, zone: Zone, fix: string): Promise<readonly AlertFinding[]> => {
      if ((recent.get(owner) ?? 0) < LEAST_MORE_CENTS) return [];
      const detail = await judge(owner, zone, now);
      return detail === null ? [] : [{ kind: "unusual_cost", clinicId: owner, detail, fix }];
    };
    return {
      ofClinic: ({ id, slug, timezone }) =>
        findings(id, timezone, `ascendia call:list --clinic ${slug}, and report:cost --by day`),
      ofNoClinic: () =>
        findings(null, "UTC", "They belong to no known clinic: ascendia call:list --limit 20 shows them"),
    };
  };
}

/** What calls cost, judged at one time. */
interface CostRound {
  ofClinic(clinic: Pick<Clinic, "id" | "slug" | "timezone">): Promise<readonly AlertFinding[]>;
  ofNoClinic(): Promise<readonly AlertFinding[]>;
}

/** The most that nine of ten days cost; null: too few days are known. */
function mostUsual(days: readonly number[]): number | null {
  if (days.length < LEAST_DAYS) return null;
  return days.toSorted((one, other) => one - other)[Math.ceil(0.9 * days.length) - 1] ?? null;
}

function daySpan(date: WallDate, zone: Zone): Span {
  return { from: startOfDay(date, zone), to: startOfDay(addDays(date, 1), zone) };
}

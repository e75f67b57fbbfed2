import type { Span } from "../time/spans.ts";
import { type WallDate, addDays } from "../time/wall-date.ts";
import { addMonths } from "../time/zoned-time.ts";
import { type ExactCents, NO_CENTS, exactCents } from "./exact-cents.ts";
import type { CallGroup, FleetCallGroup, FleetCosts } from "./ports.ts";

/** Whether the two sides were connected, whoever answered. */
export function isAnswered({ status }: Pick<CallGroup, "status">): boolean {
  return status === "ended" || status === "ongoing";
}

const NOBODY: ReadonlySet<string | null> = new Set(["no_answer", "busy", "voicemail", "failed"]);

/** Whether the call reached no one: no answer, a voicemail, or a failure. */
export function reachedNothing({ status, outcome }: Pick<CallGroup, "status" | "outcome">): boolean {
  return status === "not_connected" || status === "error" || NOBODY.has(outcome);
}

/** Retell reports no cost for a call that was never connected: it cost nothing. */
export function isUnpriced({ status, costCents, durationMs }: CallGroup): boolean {
  if (costCents !== null) return false;
  return status !== "not_connected" && !(status === "error" && durationMs === 0);
}

/** The cost of all calls of the group. */
export function priceOf({ costCents, calls }: CallGroup): ExactCents {
  return costCents === null ? NO_CENTS : exactCents(costCents) * BigInt(calls);
}

export interface CostFigures {
  readonly calls: number;
  readonly durationMs: number;
  readonly cents: ExactCents;
  /** Calls that reached no one, and their cost. */
  readonly nothing: number;
  readonly nothingCents: ExactCents;
  readonly unpriced: number;
}

const NO_COSTS: CostFigures = {
  calls: 0,
  durationMs: 0,
  cents: NO_CENTS,
  nothing: 0,
  nothingCents: NO_CENTS,
  unpriced: 0,
};

function addCosts(one: CostFigures, other: CostFigures): CostFigures {
  return {
    calls: one.calls + other.calls,
    durationMs: one.durationMs + other.durationMs,
    cents: one.cents + other.cents,
    nothing: one.nothing + other.nothing,
    nothingCents: one.nothingCents + other.nothingCents,
    unpriced: one.unpriced + other.unpriced,
  };
}

function costsOf(group: CallGroup): CostFigures {
  const cents = priceOf(group);
  const isNothing = reachedNothing(group);
  return {
    calls: group.calls,
    durationMs: group.durationMs,
    cents,
    nothing: isNothing ? group.calls : 0,
    nothingCents: isNothing ? cents : NO_CENTS,
    unpriced: isUnpriced(group) ? group.calls : 0,
  };
}

/** Both dates are included, in UTC: one calendar for all clinics and for Retell. */
export interface CostPeriod {
  readonly firstDate: WallDate;
  readonly lastDate: WallDate;
}

export const costRows = ["clinic", "day", "month"] as const;

export type CostRows = (typeof costRows)[number];

export interface CostRow extends CostFigures {
  /** A clinic's id, a day or a month; null: calls of no known clinic. */
  readonly of: string | null;
}

export function spanOfPeriod({ firstDate, lastDate }: CostPeriod): Span {
  return { from: Date.parse(`${firstDate}T00:00:00Z`), to: Date.parse(`${addDays(lastDate, 1)}T00:00:00Z`) };
}

/** A row for each clinic that had calls, or for each day or month of the period. */
export async function costReport(
  period: CostPeriod,
  by: CostRows,
  costs: Pick<FleetCosts, "within">,
): Promise<readonly CostRow[]> {
  if (by === "clinic") return rowsOf(await costs.within(spanOfPeriod(period)));
  const rows: CostRow[] = [];
  for (const part of partsOf(period, by)) {
    const name = by === "day" ? part.firstDate : part.firstDate.slice(0, 7);
    const groups = await costs.within(spanOfPeriod(part));
    rows.push({ of: name, ...totalOf(groups.map((group) => costsOf(group))) });
  }
  return rows;
}

function partsOf({ firstDate, lastDate }: CostPeriod, by: Exclude<CostRows, "clinic">): readonly CostPeriod[] {
  const parts: CostPeriod[] = [];
  let from = firstDate;
  while (from <= lastDate) {
    const next = by === "day" ? addDays(from, 1) : addMonths(`${from.slice(0, 7)}-01`, 1);
    const last = addDays(next, -1);
    parts.push({ firstDate: from, lastDate: last < lastDate ? last : lastDate });
    from = next;
  }
  return parts;
}

function rowsOf(groups: readonly FleetCallGroup[]): readonly CostRow[] {
  const found = new Map<string | null, CostFigures>();
  for (const group of groups) {
    found.set(group.clinicId, addCosts(found.get(group.clinicId) ?? NO_COSTS, costsOf(group)));
  }
  return [...found].map(([of, figures]) => Object.assign({ of }, figures));
}

export function totalOf(rows: readonly CostFigures[]): CostFigures {
  return rows.reduce(addCosts, NO_COSTS);
}

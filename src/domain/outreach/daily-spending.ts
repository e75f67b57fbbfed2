import type { Clinic } from "../clinic/clinic.ts";
import { addDays } from "../time/wall-date.ts";
import { dateAt, startOfDay } from "../time/zoned-time.ts";
import type { DialSpending } from "./attempt/ports.ts";
import type { OutreachStores } from "./ports.ts";

/** What a call is taken to cost before Retell tells: a reminder of two minutes, rounded up. */
export const assumedCents = 30;

export interface DailySpending {
  readonly calls: number;
  /** Told by Retell, and assumed where it has not told yet. */
  readonly cents: number;
  /** When the clinic's day is over. */
  readonly until: number;
}

/** Of the clinic on its day at that instant. */
export async function dailySpending(
  at: number,
  { timezone }: Pick<Clinic, "timezone">,
  { dials }: Pick<OutreachStores, "dials">,
): Promise<DailySpending> {
  const today = dateAt(at, timezone);
  const spent = await dials.spentSince(startOfDay(today, timezone));
  return { calls: spent.calls, cents: centsOf(spent), until: startOfDay(addDays(today, 1), timezone) };
}

function centsOf({ calls, priced, cents }: DialSpending): number {
  return Math.ceil(cents) + (calls - priced) * assumedCents;
}

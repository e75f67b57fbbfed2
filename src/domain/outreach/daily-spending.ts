import type { Clinic } from "../clinic/clinic.ts";
import { addDays } from "../time/wall-date.ts";
import { dateAt, startOfDay } from "../time/zoned-time.ts";
import type { AttemptSpending } from "./attempt/ports.ts";
import type { OutreachStores } from "./ports.ts";

/** Assumed cost of a call until Retell reports it: a two-minute reminder, rounded up. */
export const assumedCents = 30;

export interface DailySpending {
  readonly calls: number;
  /** As reported by Retell, or assumed until then. */
  readonly cents: number;
  /** When the clinic's day ends. */
  readonly until: number;
}

/** For the clinic's day at that instant. */
export async function dailySpending(
  at: number,
  { timezone }: Pick<Clinic, "timezone">,
  { dials }: { readonly dials: Pick<OutreachStores["dials"], "spentSince"> },
): Promise<DailySpending> {
  const today = dateAt(at, timezone);
  const spent = await dials.spentSince(startOfDay(today, timezone));
  return { calls: spent.calls, cents: centsOf(spent), until: startOfDay(addDays(today, 1), timezone) };
}

function centsOf({ calls, priced, cents }: AttemptSpending): number {
  return Math.ceil(cents) + (calls - priced) * assumedCents;
}

import { AscendiaError } from "../errors.ts";
import { dateAt } from "../time/zoned-time.ts";
import type { SlotOffer } from "./find-slots.ts";
import { alternativesTo } from "./find-slots.ts";
import type { BookingPorts } from "./ports.ts";
import type { SlotChoice } from "./slot.ts";
import type { Availability } from "./slot-search.ts";
import { bookableSpan, findSlot } from "./slot-search.ts";

export type UnavailableReason = "past" | "too_soon" | "too_far" | "closed" | "taken";

/** The slot could not be had; nothing was changed. */
export interface Unavailable {
  readonly kind: "unavailable";
  readonly reason: UnavailableReason;
  readonly alternatives: SlotOffer;
}

/** Why a slot is not among those offered. "closed": not a time at which a visit with that doctor can begin. */
export function whyUnavailable(availability: Availability, choice: SlotChoice): UnavailableReason {
  const { from } = bookableSpan(availability.calendar, availability.now);
  if (choice.startsAt < availability.now) return "past";
  if (findSlot({ ...availability, taken: [] }, choice, true) === undefined) return "closed";
  if (findSlot(availability, choice, true) === undefined) return "taken";
  return choice.startsAt < from ? "too_soon" : "too_far";
}

/**
 * Runs a write that answers with a reason when the slot cannot be had. A store that refuses the row (its unique index,
 * the second line of defence) means the same as a conflict found by the rules.
 */
export async function bookOrExplain<T extends { readonly kind: string }>(
  write: () => Promise<T | UnavailableReason>,
  { choice, callId }: { readonly choice: SlotChoice; readonly callId: string | null },
  ports: BookingPorts,
): Promise<T | Unavailable> {
  const outcome = await write().catch((error: unknown) => {
    if (error instanceof AscendiaError && error.code === "conflict") return "taken" as const;
    throw error;
  });
  if (typeof outcome !== "string") return outcome;
  return { kind: "unavailable", reason: outcome, alternatives: await alternativesTo(choice, callId, ports) };
}

/** Loads what a transaction will need from outside the database (holiday data), so that none waits for it. */
export async function warmHolidays({ startsAt }: SlotChoice, ports: BookingPorts): Promise<void> {
  const rules = await ports.database.stores.rules.find();
  const holidays = rules?.holidays ?? null;
  if (holidays === null) return;
  const year = Number(dateAt(startsAt, ports.clinic.timezone).slice(0, 4));
  await Promise.all([year - 1, year, year + 1].map((each) => ports.holidays.ofYear(holidays, each)));
}

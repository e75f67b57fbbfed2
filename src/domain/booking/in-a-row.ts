import { MINUTE_MS } from "../../clock.ts";
import type { Slot } from "./slot.ts";

/** Visits that follow one another with the same doctor, soonest first. */
export type Row = readonly [Slot, ...Slot[]];

/**
 * For every slot from which that many visits in a row are free, the visits. Between two of them no other slot would
 * fit: at most the step of the calendar passes.
 */
export function rowsOf(slots: readonly Slot[], people: number, stepMinutes: number): readonly Row[] {
  const byDoctor = new Map<string, Slot[]>();
  for (const slot of slots) {
    const own = byDoctor.get(slot.doctorId);
    if (own === undefined) byDoctor.set(slot.doctorId, [slot]);
    else own.push(slot);
  }
  return slots.flatMap((slot) => {
    const row = rowFrom(slot, byDoctor.get(slot.doctorId) ?? [], people, stepMinutes * MINUTE_MS);
    return row === undefined ? [] : [row];
  });
}

function rowFrom(first: Slot, own: readonly Slot[], people: number, stepMs: number): Row | undefined {
  const row: [Slot, ...Slot[]] = [first];
  for (const slot of own) {
    const last = row.at(-1) ?? first;
    if (row.length === people) break;
    if (slot.blockedFrom < last.blockedTo || slot.startsAt <= last.startsAt) continue;
    if (slot.blockedFrom - last.blockedTo >= stepMs) return undefined;
    row.push(slot);
  }
  return row.length === people ? row : undefined;
}

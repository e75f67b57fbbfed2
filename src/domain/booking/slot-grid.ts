import type { Doctor } from "../clinic/clinic.ts";
import { type WallDate, datesFrom } from "../time/wall-date.ts";
import { type SlotSearch, emptyAvailability, findSlots, searchSlots } from "./availability.ts";
import type { BookingPorts } from "./ports.ts";
import type { Slot } from "./slot.ts";

/** The slots offered on some dates, next to every time at which a visit could begin at all. */
export interface SlotGrid {
  readonly dates: readonly WallDate[];
  readonly doctors: readonly Doctor[];
  readonly free: readonly Slot[];
  /** Free or not, from now on: within hours and on the slot interval. */
  readonly possible: readonly Slot[];
  /** When nothing is free: the next date with a slot. */
  readonly nextDate: WallDate | null;
}

/** @throws not_found for a doctor or type that the clinic does not have */
export async function slotGrid(search: SlotSearch, ports: BookingPorts): Promise<SlotGrid> {
  const { slots, nextDate } = await findSlots({ ...search, callId: null, overCalls: true }, ports);
  const availability = await emptyAvailability(search, ports.database.stores, ports);
  const { doctors, rooms } = availability.calendar;
  const unbooked = {
    ...availability,
    calendar: { ...availability.calendar, rooms: rooms?.length === 0 ? null : rooms },
  };
  return {
    dates: datesFrom(search.firstDate, search.lastDate),
    doctors: doctors.filter(({ id }) => search.doctorIds?.includes(id) ?? true),
    free: slots,
    possible: searchSlots(unbooked, { ...search, byStaff: true }),
    nextDate,
  };
}

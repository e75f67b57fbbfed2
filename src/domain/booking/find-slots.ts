import { AscendiaError } from "../errors.ts";
import type { WallDate } from "../time/wall-date.ts";
import { addDays } from "../time/wall-date.ts";
import { dateAt, todayIn } from "../time/zoned-time.ts";
import type { ClinicCalendar } from "./clinic-calendar.ts";
import type { BookingPorts } from "./ports.ts";
import type { Slot, SlotChoice } from "./slot.ts";
import type { Availability, SlotSearch } from "./slot-search.ts";
import { bookableSpan, readAvailability, searchSlots, without } from "./slot-search.ts";

/** Free slots, earliest first; when there are none, the next date after those asked for that has one. */
export interface SlotOffer {
  readonly slots: readonly Slot[];
  readonly nextDate: WallDate | null;
}

export interface SlotRequest extends SlotSearch {
  /** The call that asks: its own hold is no obstacle. */
  readonly callId: string | null;
  readonly limit?: number;
}

/** Throws `not_found` for a doctor or appointment type that the clinic does not have. */
export async function findSlots(request: SlotRequest, ports: BookingPorts): Promise<SlotOffer> {
  const today = todayIn(ports.clinic.timezone, ports.clock);
  const firstDate = request.firstDate < today ? today : request.firstDate;
  const availability = await availabilityFor(request, { firstDate, lastDate: request.lastDate }, ports);
  assertKnown(request, availability.calendar);
  const slots = searchSlots(availability, { ...request, firstDate });
  if (slots.length > 0) return { slots: slots.slice(0, request.limit), nextDate: null };
  const after = request.lastDate < today ? today : addDays(request.lastDate, 1);
  return { slots: [], nextDate: await nextDateWithSlot({ ...request, firstDate: after }, availability, ports) };
}

const nearby = 6;

/** What to offer instead of a slot that cannot be had: the nearest of that doctor on that date. */
export async function alternativesTo(
  choice: SlotChoice,
  callId: string | null,
  ports: BookingPorts,
): Promise<SlotOffer> {
  const date = dateAt(choice.startsAt, ports.clinic.timezone);
  const { doctorId, typeId } = choice;
  const request = { doctorIds: [doctorId], typeId, firstDate: date, lastDate: date, dayPart: null, callId };
  const { slots, nextDate } = await findSlots(request, ports);
  const distance = ({ startsAt }: Slot): number => Math.abs(startsAt - choice.startsAt);
  const nearest = slots.toSorted((a, b) => distance(a) - distance(b)).slice(0, nearby);
  return { slots: nearest.toSorted((a, b) => a.startsAt - b.startsAt), nextDate };
}

async function availabilityFor(
  { callId }: SlotRequest,
  range: { readonly firstDate: WallDate; readonly lastDate: WallDate },
  ports: BookingPorts,
): Promise<Availability> {
  const { stores } = ports.database;
  const availability = await readAvailability(range, stores, ports);
  const own = callId === null ? [] : await stores.holds.ofCall(callId);
  return without(
    availability,
    own.map(({ id }) => id),
  );
}

async function nextDateWithSlot(
  request: SlotRequest,
  { calendar, now }: Availability,
  ports: BookingPorts,
): Promise<WallDate | null> {
  const lastDate = dateAt(bookableSpan(calendar, now).to - 1, calendar.zone);
  if (request.firstDate > lastDate) return null;
  const availability = await availabilityFor(request, { firstDate: request.firstDate, lastDate }, ports);
  const [first] = searchSlots(availability, { ...request, lastDate });
  return first === undefined ? null : dateAt(first.startsAt, calendar.zone);
}

function assertKnown({ doctorIds, typeId }: SlotRequest, { doctors, types }: ClinicCalendar): void {
  const strange = doctorIds?.find((doctorId) => !doctors.some(({ id }) => id === doctorId));
  if (strange !== undefined) {
    throw new AscendiaError("not_found", `The clinic has no doctor with the id "${strange}".`, {
      hint: "Ask for the clinic's doctors and use one of their ids.",
    });
  }
  if (typeId === null || types.some(({ id }) => id === typeId)) return;
  throw new AscendiaError("not_found", `The clinic has no appointment type with the id "${typeId}".`, {
    hint: "Leave the type out, or use the id of one of the clinic's types.",
  });
}

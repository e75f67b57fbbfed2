import { daySpan, wallSpans } from "../time/day-segments.ts";
import type { DayPart } from "../time/day-part.ts";
import { dayPartMinutes } from "../time/day-part.ts";
import type { Span } from "../time/spans.ts";
import { mergeSpans } from "../time/spans.ts";
import { addDays, datesFrom } from "../time/wall-date.ts";
import { minutesPerDay } from "../time/wall-time.ts";
import { dateAt } from "../time/zoned-time.ts";
import type { ClinicCalendar, DateRange } from "./clinic-calendar.ts";
import { readCalendar } from "./clinic-calendar.ts";
import type { DoctorOpenings } from "./doctor-openings.ts";
import { doctorOpenings, keepsClinicHours } from "./doctor-openings.ts";
import type { DoctorAvailability } from "./free-slots.ts";
import { freeSlots } from "./free-slots.ts";
import type { BookingPorts, BookingStores } from "./ports.ts";
import type { TakenById } from "./records.ts";
import type { Slot, SlotChoice } from "./slot.ts";
import { blockedAround, visitWith } from "./visit.ts";

const msPerMinute = 60_000;

/** What a search looks at, read once; searching it again is pure. */
export interface Availability {
  readonly calendar: ClinicCalendar;
  readonly taken: readonly TakenById[];
  readonly now: number;
}

export interface SlotSearch extends DateRange {
  /** null: any doctor. */
  readonly doctorIds: readonly string[] | null;
  readonly typeId: string | null;
  readonly dayPart: DayPart | null;
  /** Staff are bound neither by the least notice nor by the horizon. */
  readonly byStaff?: boolean;
}

/** Reads what decides about slots from the first to the last date; the days around them are for visits across midnight. */
export async function readAvailability(
  { firstDate, lastDate }: DateRange,
  stores: BookingStores,
  ports: BookingPorts,
): Promise<Availability> {
  const around = { firstDate: addDays(firstDate, -1), lastDate: addDays(lastDate, 1) };
  const calendar = await readCalendar(around, stores, ports);
  const starts = { from: daySpan(firstDate, calendar.zone).from, to: daySpan(lastDate, calendar.zone).to };
  const span = blockedAround(starts, calendar.types);
  const now = ports.clock.now();
  const appointments = await stores.appointments.activeOverlapping(span);
  const holds = await stores.holds.liveOverlapping(span, now);
  return { calendar, taken: [...appointments, ...holds], now };
}

/** Every free slot that fits, earliest first. */
export function searchSlots({ calendar, taken, now }: Availability, search: SlotSearch): readonly Slot[] {
  return freeSlots({
    doctors: availableDoctors(calendar, search),
    rooms: calendar.rooms,
    taken,
    slotMinutes: calendar.rules.slotMinutes,
    starts: possibleStarts(calendar, now, search),
  });
}

/** The slot of that choice if it is one that a search would offer. */
export function findSlot(availability: Availability, choice: SlotChoice, byStaff = false): Slot | undefined {
  const date = dateAt(choice.startsAt, availability.calendar.zone);
  const { doctorId, typeId } = choice;
  const search = { doctorIds: [doctorId], typeId, firstDate: date, lastDate: date, dayPart: null, byStaff };
  return searchSlots(availability, search).find(({ startsAt }) => startsAt === choice.startsAt);
}

/** The same availability without some of what is taken. */
export function without(availability: Availability, ids: readonly string[]): Availability {
  return { ...availability, taken: availability.taken.filter(({ id }) => !ids.includes(id)) };
}

/** From the present plus notice to the end of the horizon's last date. */
export function bookableSpan({ zone, rules }: ClinicCalendar, now: number): Span {
  const lastDate = addDays(dateAt(now, zone), rules.horizonDays);
  return { from: now + rules.leastNoticeMinutes * msPerMinute, to: daySpan(lastDate, zone).to };
}

function availableDoctors(calendar: ClinicCalendar, { doctorIds, typeId }: SlotSearch): readonly DoctorAvailability[] {
  let clinicOpenings: DoctorOpenings | undefined;
  return calendar.doctors.flatMap(({ id: doctorId, active }) => {
    if (!active || (doctorIds !== null && !doctorIds.includes(doctorId))) return [];
    const visit = visitWith(calendar, doctorId, typeId);
    if (visit === undefined) return [];
    if (!keepsClinicHours(calendar, doctorId)) return [{ doctorId, visit, ...doctorOpenings(calendar, doctorId) }];
    clinicOpenings ??= doctorOpenings(calendar, doctorId);
    return [{ doctorId, visit, ...clinicOpenings }];
  });
}

function possibleStarts(calendar: ClinicCalendar, now: number, search: SlotSearch): readonly Span[] {
  const { zone } = calendar;
  const bounds = search.byStaff === true ? { from: now, to: Number.MAX_SAFE_INTEGER } : bookableSpan(calendar, now);
  const minutes = search.dayPart === null ? ([0, minutesPerDay] as const) : dayPartMinutes[search.dayPart];
  const spans = datesFrom(search.firstDate, search.lastDate).flatMap((date) => wallSpans(date, zone, minutes));
  return mergeSpans(spans.map(({ from, to }) => ({ from: Math.max(from, bounds.from), to: Math.min(to, bounds.to) })));
}

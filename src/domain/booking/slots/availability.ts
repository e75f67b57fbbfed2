import { AscendiaError } from "../../../errors.ts";
import { type Span, mergeSpans, subtractSpans } from "../../time/spans.ts";
import { daySpan, wallSpans, dateAt, todayIn } from "../../time/zoned-time.ts";
import {
  type DayPart,
  type WallDate,
  addDays,
  datesFrom,
  dayPartMinutes,
  weekdayNumber,
} from "../../time/wall-date.ts";
import { type WallTime, minutesPerDay } from "../../time/wall-time.ts";
import {
  type ClinicCalendar,
  type DateRange,
  type DoctorOpenings,
  readCalendar,
  doctorOpenings,
  keepsClinicHours,
  minutesOf,
} from "../calendar/clinic-calendar.ts";
import type { BookingPorts, BookingStores, BusyTimes, Hold, TakenById } from "../ports.ts";
import {
  type Busy,
  type DoctorAvailability,
  type Slot,
  type SlotChoice,
  blockedAround,
  freeSlots,
  visitWith,
} from "./slot.ts";
import { bookableSpan, lastDateForCallers } from "./horizon.ts";
import { delays } from "./late-doctors.ts";
import type { Doctor } from "../../clinic/clinic.ts";

/** Everything a search needs, read once; searching it again is pure. */
export interface Availability {
  readonly calendar: ClinicCalendar;
  /** Appointments and holds. */
  readonly taken: readonly TakenById[];
  /** The holds among them. */
  readonly holds: readonly Hold[];
  /** Busy times of external calendars. */
  readonly busy: readonly BusyById[];
  /** Doctors whose external calendar has not been read for too long: they are not offered to anyone. */
  readonly unknownDoctors: ReadonlySet<string>;
  readonly now: number;
}

interface BusyById extends Busy {
  readonly id: string;
}

export interface SlotSearch extends DateRange {
  /** null: any doctor. */
  readonly doctorIds: readonly string[] | null;
  readonly typeId: string | null;
  readonly dayPart: DayPart | null;
  /** From minute (included) to minute (excluded) of the day; narrower than a part of the day, and replaces it. */
  readonly minutes?: readonly [number, number] | null;
  /** ISO numbers of the wanted weekdays; null: all. */
  readonly weekdays?: readonly number[] | null;
  /** Dates to exclude. */
  readonly without?: readonly WallDate[];
  /** Neither the minimum notice nor the horizon applies to staff. */
  readonly byStaff?: boolean;
}

/** The availability as if nothing were booked and no external calendar connected. */
async function emptyAvailability(
  { firstDate, lastDate }: DateRange,
  stores: BookingStores,
  ports: BookingPorts,
): Promise<Availability> {
  const calendar = await readCalendar(daysAround(firstDate, lastDate), stores, ports);
  return { calendar, taken: [], holds: [], busy: [], unknownDoctors: new Set(), now: ports.clock.now() };
}

/** The days before and after are needed for visits across midnight. */
function daysAround(firstDate: WallDate, lastDate: WallDate): DateRange {
  return { firstDate: addDays(firstDate, -1), lastDate: addDays(lastDate, 1) };
}

/**
 * Reads what determines the slots from first to last date. With `onlyDoctor`, it leaves out the busy times of other
 * doctors' external calendars.
 */
export async function readAvailability(
  { firstDate, lastDate, onlyDoctor = null }: DateRange & { readonly onlyDoctor?: string | null },
  stores: BookingStores,
  ports: BookingPorts,
): Promise<Availability> {
  const calendar = await readCalendar(daysAround(firstDate, lastDate), stores, ports);
  const starts = { from: daySpan(firstDate, calendar.zone).from, to: daySpan(lastDate, calendar.zone).to };
  const span = blockedAround(starts, calendar.types);
  const now = ports.clock.now();
  // A room may be taken by any doctor's visit.
  const appointments = await stores.appointments.activeOverlapping(span, calendar.rooms === null ? onlyDoctor : null);
  const holds = await stores.holds.liveOverlapping(span, now);
  const elsewhere = await stores.busy.overlapping(span, now, onlyDoctor);
  const busy = [...busyElsewhere(elsewhere, calendar), ...delays(calendar.doctors, calendar.zone, now)];
  const unread = elsewhere.filter(({ isUnknown, roomId }) => isUnknown && roomId === null);
  const unknownDoctors = new Set(busyElsewhere(unread, calendar).flatMap(({ doctorId }) => doctorId ?? []));
  return { calendar, taken: [...appointments, ...holds], holds, busy, unknownDoctors, now };
}

/** A doctor who is busy elsewhere needs no room there. */
function busyElsewhere(busy: readonly BusyTimes[], { doctors }: ClinicCalendar): readonly BusyById[] {
  return busy.flatMap(({ doctorId, roomId, uid, spans }) => {
    const taken = { id: busyId(uid), doctorId, roomId, spans };
    if (doctorId !== null || roomId !== null) return [taken];
    return doctors.map(({ id }) => ({ ...taken, doctorId: id }));
  });
}

/** The id under which a busy time is taken; it contains the visit's UID if the event is one of ours. */
export function busyId(uid: string | null): string {
  return uid === null ? "busy elsewhere" : `busy elsewhere: ${uid}`;
}

/** Every free slot that matches, earliest first. */
export function searchSlots(availability: Availability, search: SlotSearch): readonly Slot[] {
  return slotsStarting(possibleStarts(availability.calendar, availability.now, search), search, availability);
}

function slotsStarting(
  starts: readonly Span[],
  search: SlotSearch,
  { calendar, taken, busy }: Availability,
): readonly Slot[] {
  const { rooms, rules } = calendar;
  return freeSlots({
    doctors: availableDoctors(calendar, search),
    rooms,
    taken,
    busy,
    slotMinutes: rules.slotMinutes,
    starts,
  });
}

/** The chosen slot, if a search would offer it. */
export function findSlot(availability: Availability, choice: SlotChoice, byStaff = false): Slot | undefined {
  const date = dateAt(choice.startsAt, availability.calendar.zone);
  const { doctorId, typeId } = choice;
  const search = { doctorIds: [doctorId], typeId, firstDate: date, lastDate: date, dayPart: null, byStaff };
  const moment = { from: choice.startsAt, to: choice.startsAt + 1 };
  const starts = possibleStarts(availability.calendar, availability.now, search).filter(
    ({ from, to }) => from < moment.to && moment.from < to,
  );
  return slotsStarting(starts.length === 0 ? [] : [moment], search, availability)[0];
}

/** The chosen slot within the doctor's hours, even if the doctor sees someone then; in a free room, if there is one. */
export function findOverbookable(availability: Availability, choice: SlotChoice): Slot | undefined {
  const rooms = availability.taken.map((taken) => ({ ...taken, doctorId: null }));
  const inFreeRoom = findSlot({ ...availability, taken: rooms, busy: [] }, choice, true);
  return inFreeRoom ?? findSlot({ ...availability, taken: [], busy: [] }, choice, true);
}

/** Whether at least half of the doctor's possible slots on that day are free. */
export function isHalfFree(availability: Availability, { doctorId, typeId, startsAt }: SlotChoice): boolean {
  const date = dateAt(startsAt, availability.calendar.zone);
  const day = { doctorIds: [doctorId], typeId, firstDate: date, lastDate: date, dayPart: null, byStaff: true };
  const all = searchSlots({ ...availability, taken: [], busy: [] }, day);
  return 2 * searchSlots(withoutCalls(availability), day).length >= all.length;
}

/** The same availability without some of the taken spans. */
export function without(availability: Availability, ids: readonly string[]): Availability {
  if (ids.length === 0) return availability;
  const stays = ({ id }: { readonly id: string }): boolean => !ids.includes(id);
  const { taken, holds, busy } = availability;
  return { ...availability, taken: taken.filter(stays), holds: holds.filter(stays), busy: busy.filter(stays) };
}

/** The same availability with the hold added. */
export function withHold(availability: Availability, hold: Hold): Availability {
  return { ...availability, taken: [...availability.taken, hold], holds: [...availability.holds, hold] };
}

/** The same availability without the holds of calls, which end within minutes and do not bind staff. */
export function withoutCalls(availability: Availability): Availability {
  const ofCalls = availability.holds.filter(({ callId }) => callId !== null);
  return without(
    availability,
    ofCalls.map(({ id }) => id),
  );
}

function availableDoctors(calendar: ClinicCalendar, { doctorIds, typeId }: SlotSearch): readonly DoctorAvailability[] {
  let sharedOpenings: DoctorOpenings | undefined;
  return calendar.doctors.flatMap(({ id: doctorId, active }) => {
    if (!active || (doctorIds !== null && !doctorIds.includes(doctorId))) return [];
    const visit = visitWith(calendar, doctorId, typeId);
    if (visit === undefined) return [];
    if (!keepsClinicHours(calendar, doctorId)) return [{ doctorId, visit, ...doctorOpenings(calendar, doctorId) }];
    sharedOpenings ??= doctorOpenings(calendar, doctorId);
    return [{ doctorId, visit, ...sharedOpenings }];
  });
}

const wholeDay = [0, minutesPerDay] as const;

function suits(date: WallDate, { weekdays: wanted = null, without: unsuited = [] }: SlotSearch): boolean {
  return (wanted === null || wanted.includes(weekdayNumber(date))) && !unsuited.includes(date);
}

function possibleStarts(calendar: ClinicCalendar, now: number, search: SlotSearch): readonly Span[] {
  const { zone } = calendar;
  const bounds = search.byStaff === true ? { from: now, to: Number.MAX_SAFE_INTEGER } : bookableSpan(calendar, now);
  const minutes = search.minutes ?? (search.dayPart === null ? wholeDay : dayPartMinutes[search.dayPart]);
  const dates = datesFrom(search.firstDate, search.lastDate).filter((date) => suits(date, search));
  const today = dateAt(now, zone);
  const kept = search.byStaff === true ? null : calendar.rules.sameDay;
  const spans = dates.flatMap((date) => {
    const all = wallSpans(date, zone, minutes);
    return kept === null || date === today
      ? all
      : subtractSpans(all, mergeSpans(wallSpans(date, zone, minutesOf(kept))));
  });
  return mergeSpans(spans.map(({ from, to }) => ({ from: Math.max(from, bounds.from), to: Math.min(to, bounds.to) })));
}

/** Free slots, earliest first; when there are none, the next date after the searched ones that has a slot. */
export interface SlotOffer {
  readonly slots: readonly Slot[];
  readonly nextDate: WallDate | null;
  /** Nothing is free, but another caller holds slots while choosing, and some may become free again. */
  readonly isBeingChosen?: boolean;
  /** Nothing is offered because a calendar cannot be read: see `Availability.unknownDoctors`. */
  readonly isUnknown?: boolean;
  /** The requested time, if it is not free and the slots are near it instead. */
  readonly notFree?: WallTime;
}

interface SlotRequest extends SlotSearch {
  /** The call that searches: its own holds do not block it. */
  readonly callId: string | null;
  readonly limit?: number;
  /** Slots held by calls count as free, as they do for staff. */
  readonly overCalls?: boolean;
}

/** Throws `not_found` for a doctor or appointment type that the clinic does not have. */
export async function findSlots(request: SlotRequest, ports: BookingPorts): Promise<SlotOffer> {
  const today = todayIn(ports.clinic.timezone, ports.clock);
  const firstDate = request.firstDate < today ? today : request.firstDate;
  const dates = { firstDate, lastDate: await lastDateOf(request, firstDate, ports) };
  const availability = await availabilityFor(request, dates, ports);
  assertKnown(request, availability.calendar);
  const slots = searchSlots(availability, { ...request, ...dates });
  if (slots.length > 0) return { slots: slots.slice(0, request.limit), nextDate: null };
  const isBeingChosen = searchSlots(withoutCalls(availability), { ...request, ...dates }).length > 0;
  const after = request.lastDate < today ? today : addDays(request.lastDate, 1);
  const nextDate = await nextDateWithSlot({ ...request, firstDate: after }, availability, ports);
  return { slots: [], nextDate, isBeingChosen, isUnknown: nextDate === null && isUnreadable(request, availability) };
}

/** Cuts a caller's period to the bookable dates: "from Monday to the end of 2099" costs no more than they do. */
async function lastDateOf(
  { byStaff = false, lastDate }: SlotRequest,
  firstDate: WallDate,
  ports: BookingPorts,
): Promise<WallDate> {
  if (byStaff || lastDate <= firstDate) return lastDate;
  const last = await lastDateForCallers(ports.database.stores, ports);
  if (lastDate <= last) return lastDate;
  return firstDate <= last ? last : firstDate;
}

function isUnreadable({ doctorIds }: SlotRequest, { unknownDoctors, calendar }: Availability): boolean {
  const wanted = doctorIds ?? calendar.doctors.filter(({ active }) => active).map(({ id }) => id);
  return wanted.some((id) => unknownDoctors.has(id));
}

/** What to offer instead of an unavailable slot: the nearest ones of that doctor on that date, up to a limit. */
export async function alternativesTo(
  choice: SlotChoice,
  { callId, nearby }: { readonly callId: string | null; readonly nearby: number },
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
  { callId, doctorIds, overCalls = false }: SlotRequest,
  range: { readonly firstDate: WallDate; readonly lastDate: WallDate },
  ports: BookingPorts,
): Promise<Availability> {
  const { stores } = ports.database;
  const onlyDoctor = doctorIds?.length === 1 ? (doctorIds[0] ?? null) : null;
  const availability = await readAvailability({ ...range, onlyDoctor }, stores, ports);
  if (overCalls) return withoutCalls(availability);
  const own = availability.holds.filter((hold) => callId !== null && hold.callId === callId);
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
      hint: "List the clinic's doctors and use one of their ids.",
    });
  }
  if (typeId === null || types.some(({ id }) => id === typeId)) return;
  throw new AscendiaError("not_found", `The clinic has no appointment type with the id "${typeId}".`, {
    hint: "Leave the type out, or use the id of one of the clinic's types.",
  });
}

/** The free slots on some dates, and every slot that would be possible if nothing were booked. */
export interface SlotGrid {
  readonly dates: readonly WallDate[];
  readonly doctors: readonly Doctor[];
  readonly free: readonly Slot[];
  /** Free or not, from now on: within the opening hours and on the slot interval. */
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

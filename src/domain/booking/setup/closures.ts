import { AscendiaError } from "../../../errors.ts";
import { todayIn, wallSpans } from "../../time/zoned-time.ts";
import { affectedAppointments } from "./affected-appointments.ts";
import type { Appointment } from "../appointment.ts";
import {
  type ClinicCalendar,
  type DateRange,
  doctorOpenings,
  readCalendar,
  warmHolidays,
} from "../calendar/clinic-calendar.ts";
import type { BookingPorts, CalendarException, BookingStores } from "../ports.ts";
import { addDays, datesFrom } from "../../time/wall-date.ts";
import { minutesOfWallTime, minutesPerDay } from "../../time/wall-time.ts";
import { lastDateForCallers } from "../slots/horizon.ts";
import { type WaitlistOffer, offerFreedTime } from "../visits/waitlist.ts";

/** Without times, the exception lasts the whole day. */
export type ExceptionRequest = Omit<CalendarException, "id" | "fromTime" | "toTime"> &
  Partial<Pick<CalendarException, "fromTime" | "toTime">>;

export interface ExceptionPlan {
  readonly exception: CalendarException;
  /** The clinic already has the same exception, so adding it would change nothing. */
  readonly isKnown: boolean;
  /** Why an extra opening opens nothing; null when it does. */
  readonly warning: string | null;
  /** Upcoming appointments that the exception affects; they stay booked. */
  readonly affected: readonly Appointment[];
}

/** @throws invalid for reversed or past dates, and for an extra opening without hours */
export async function planException(request: ExceptionRequest, ports: BookingPorts): Promise<ExceptionPlan> {
  assertDates(request, ports);
  if (request.kind === "open" && request.fromTime === undefined) {
    throw new AscendiaError("usage", "An extra opening needs hours.", {
      hint: "Pass --hours, such as --hours 09:00-12:00.",
    });
  }
  const asked: CalendarException = { fromTime: "00:00", toTime: "24:00", ...request, id: ports.newId() };
  const calendar = await readCalendar(datesJudged(asked, ports), ports.database.stores, ports);
  const changes = opensOrCloses(asked, calendar);
  const known = changes ? undefined : calendar.exceptions.find((each) => isSame(each, asked));
  if (known !== undefined) return { exception: known, isKnown: true, warning: null, affected: [] };
  const affected = await affectedAppointments((before) => withException(before, asked), ports);
  const warning = changes || asked.kind === "closed" ? null : whyNothingOpens(asked, calendar);
  return { exception: asked, isKnown: false, warning, affected };
}

function assertDates({ firstDate, lastDate }: ExceptionRequest, { clinic, clock }: BookingPorts): void {
  if (lastDate < firstDate) {
    throw new AscendiaError("invalid", `The range ends (${lastDate}) before it begins (${firstDate}).`, {
      hint: "Give the earlier date first.",
    });
  }
  if (lastDate < todayIn(clinic.timezone, clock)) {
    throw new AscendiaError("invalid", `${lastDate} is in the past.`, { hint: "Use dates from today on." });
  }
}

/** Weekly hours repeat, so a year shows what an exception changes; "closed for good" may last a century. */
function datesJudged({ firstDate, lastDate }: CalendarException, { clinic, clock }: BookingPorts): DateRange {
  const today = todayIn(clinic.timezone, clock);
  const first = firstDate < today ? today : firstDate;
  const yearLater = addDays(first, 366);
  return { firstDate: first, lastDate: lastDate < yearLater ? lastDate : yearLater };
}

function withException(calendar: ClinicCalendar, exception: CalendarException): ClinicCalendar {
  return { ...calendar, exceptions: [...calendar.exceptions, exception] };
}

/** Whether the exception changes the open times of any doctor. */
function opensOrCloses(exception: CalendarException, calendar: ClinicCalendar): boolean {
  const after = withException(calendar, exception);
  return calendar.doctors.some(({ id, active }) => active && openText(calendar, id) !== openText(after, id));
}

function openText(calendar: ClinicCalendar, doctorId: string): string {
  return JSON.stringify(doctorOpenings(calendar, doctorId).open);
}

function isSame(left: CalendarException, right: CalendarException): boolean {
  return factsOf(left) === factsOf(right);
}

function factsOf({ kind, doctorId, firstDate, lastDate, fromTime, toTime }: CalendarException): string {
  return [kind, doctorId, firstDate, lastDate, fromTime, toTime].join(" ");
}

function whyNothingOpens({ doctorId }: CalendarException, { doctors, doctorHours }: ClinicCalendar): string {
  const active = doctors.filter((doctor) => doctor.active);
  if (active.length === 0) return "It opens nothing: the clinic has no doctors.";
  if (doctorId === null && active.every(({ id }) => doctorHours.has(id))) {
    return "It opens nothing: each doctor has their own hours. Name the doctor with --doctor.";
  }
  return "It opens nothing: the doctors it concerns are already available or absent then.";
}

/** Adds a closure or an extra opening. Time that becomes free is offered to the waitlist. @returns the offers */
export async function addException(
  exception: CalendarException,
  ports: BookingPorts,
): Promise<readonly WaitlistOffer[]> {
  await warmYears(exception, ports);
  return ports.database.transact(async (stores) => {
    await stores.exceptions.add(exception);
    return exception.kind === "open" ? offerTimes(exception, stores, ports) : [];
  });
}

/**
 * Removes the exception. The time of a lifted closure is offered to the waitlist. @returns the offers; undefined if the
 * exception no longer exists
 */
export async function removeException(
  exception: CalendarException,
  ports: BookingPorts,
): Promise<readonly WaitlistOffer[] | undefined> {
  await warmYears(exception, ports);
  return ports.database.transact(async (stores) => {
    if (!(await stores.exceptions.remove(exception.id))) return undefined;
    return exception.kind === "closed" ? offerTimes(exception, stores, ports) : [];
  });
}

async function warmYears({ firstDate, lastDate }: CalendarException, ports: BookingPorts): Promise<void> {
  for (const date of [firstDate, lastDate]) await warmHolidays({ startsAt: Date.parse(`${date}T12:00Z`) }, ports);
}

/** Offers only the dates that someone on the waitlist wants and that callers can book. */
async function offerTimes(
  { doctorId, firstDate, lastDate, fromTime, toTime }: CalendarException,
  stores: BookingStores,
  ports: BookingPorts,
): Promise<readonly WaitlistOffer[]> {
  const { timezone: zone } = ports.clinic;
  const today = todayIn(zone, ports.clock);
  const waiting = await stores.waitlist.inLine();
  const wanted =
    waiting
      .map((entry) => entry.lastDate)
      .toSorted()
      .at(-1) ?? "";
  const first = firstDate < today ? today : firstDate;
  const [last = ""] = [lastDate, wanted, await lastDateForCallers(stores, ports)].toSorted();
  const minutes = [minutesOfWallTime(fromTime) ?? 0, minutesOfWallTime(toTime) ?? minutesPerDay] as const;
  const offers: WaitlistOffer[] = [];
  for (const date of last < first ? [] : datesFrom(first, last)) {
    for (const { from, to } of wallSpans(date, zone, minutes)) {
      offers.push(...(await offerFreedTime({ doctorId, from, to }, stores, ports)));
    }
  }
  return offers;
}

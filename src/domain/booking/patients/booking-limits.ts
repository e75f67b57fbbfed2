import type { WallDate } from "../../time/wall-date.ts";
import { daySpan, dateAt, todayIn } from "../../time/zoned-time.ts";
import type { Caller } from "./patient-identity.ts";
import { type Appointment, type AppointmentStatus, isActive } from "../appointment.ts";
import { defaultBookingRules } from "../booking-rules.ts";
import type { BookingCount, BookingPorts, BookingStores, Patient } from "../ports.ts";

interface LimitedBooking {
  readonly by: Caller;
  /** What the call has booked or moved so far. */
  readonly ofCall: readonly Appointment[];
  /** The patients with the phone number that the visit is booked under. */
  readonly sharing: readonly Patient[];
  /** Date of the visit. */
  readonly date: WallDate;
  /** Whether half of the doctor's day or more is still free. */
  readonly isDayHalfFree: () => boolean;
}

type LimitPorts = Pick<BookingPorts, "clinic" | "clock">;

/**
 * `limit`: the limit of the call or of one number. `withheld`: the day's limit for all callers who show no number of
 * their own.
 */
export type LimitReached = "limit" | "withheld";

/**
 * Whether the caller has reached a booking limit. Without limits one call could book a clinic's whole week, and so
 * could a caller who withholds their number and gives a different one in each call. Where the clinic allows it, a
 * patient known to the team can book a course of visits. `spread`: the number is past its limit, but its visits are
 * spread so thinly that others still find a time on each of those days, as when a family, a school or a hotel books.
 * Runs within the booking transaction.
 */
export async function limitReached(
  { by, ofCall, sharing, date, isDayHalfFree }: LimitedBooking,
  stores: BookingStores,
  ports: LimitPorts,
): Promise<LimitReached | "spread" | undefined> {
  const rules = (await stores.rules.find()) ?? defaultBookingRules;
  if (ofCall.filter(({ rescheduledFrom }) => rescheduledFrom === null).length >= rules.mostPerCall) return "limit";
  const { provenPatientId: patientId } = by;
  if (patientId === undefined) {
    const counts = await countsOf({ by, sharing }, stores, ports);
    if (counts.some(({ booked, upcoming }) => booked >= rules.mostPerDay || upcoming.length >= rules.mostUpcoming)) {
      const isSpread = typeof by.number === "string" && isSpreadThinly(counts, { date, most: rules.mostSpread }, ports);
      return isSpread && isDayHalfFree() ? "spread" : "limit";
    }
  } else if (await isCourseOver({ patientId, date, most: rules.mostProven }, stores, ports)) {
    return "limit";
  }
  if (typeof by.number === "string" || by.isKnownPatient === true) return undefined;
  const today = await stores.origins.countWithheld(startOfToday(ports));
  return today >= rules.mostWithheld ? "withheld" : undefined;
}

export function startOfToday({ clinic: { timezone }, clock }: LimitPorts): number {
  return daySpan(todayIn(timezone, clock), timezone).from;
}

/** Whether the clinic lets the patient book a course of visits: its rules allow it, and the team knows them. */
export async function mayBookCourse(
  patientId: string,
  ports: Pick<BookingPorts, "database" | "clock">,
): Promise<boolean> {
  const { mostProven, mostUpcoming } = (await ports.database.stores.rules.find()) ?? defaultBookingRules;
  return mostProven > mostUpcoming && (await isKnownToTeam(patientId, ports));
}

/**
 * Whether the team booked a visit for the patient, or the patient came to one. Someone the clinic only knows from calls
 * proves nothing more than an earlier call, and could fill the clinic's calendar.
 */
export async function isKnownToTeam(
  patientId: string,
  { database, clock }: Pick<BookingPorts, "database" | "clock">,
): Promise<boolean> {
  const visits = await database.stores.appointments.ofPatient(patientId);
  return visits.some((visit) => visit.callId === null || (visit.endsAt <= clock.now() && !isMissed(visit.status)));
}

function isMissed(status: AppointmentStatus): boolean {
  return status === "cancelled" || status === "rescheduled" || status === "no_show";
}

/** The most visits of one patient or number on one day. More would be a mistake, or an attempt to keep others out. */
const mostOnOneDay = 2;

async function isCourseOver(
  { patientId, date, most }: { readonly patientId: string; readonly date: WallDate; readonly most: number },
  { appointments, patients }: BookingStores,
  { clinic, clock }: LimitPorts,
): Promise<boolean> {
  const isUpcoming = (visit: Parameters<typeof isActive>[0] & { readonly startsAt: number }): boolean =>
    isActive(visit) && visit.startsAt > clock.now();
  const own = (await appointments.ofPatient(patientId)).filter(isUpcoming);
  if (own.filter(({ startsAt }) => dateAt(startsAt, clinic.timezone) === date).length >= mostOnOneDay) return true;
  const patient = await patients.find(patientId);
  const family = patient === undefined ? [] : await patients.withPhone(patient.phone);
  const visits = (await Promise.all(family.map(({ id }) => appointments.ofPatient(id)))).flat();
  return visits.filter(isUpcoming).length >= most;
}

/** The counts of the patient's number and, if the call shows one, of the calling line. */
async function countsOf(
  { by, sharing }: Pick<LimitedBooking, "by" | "sharing">,
  stores: BookingStores,
  ports: LimitPorts,
): Promise<readonly BookingCount[]> {
  const span = { from: startOfToday(ports), now: ports.clock.now() };
  const ofPhone = await countOfPatients(sharing, span, stores);
  return typeof by.number === "string" ? [ofPhone, await stores.origins.countOf(by.number, span)] : [ofPhone];
}

function isSpreadThinly(
  counts: readonly BookingCount[],
  { date, most }: { readonly date: WallDate; readonly most: number },
  { clinic: { timezone } }: LimitPorts,
): boolean {
  return counts.every(({ upcoming }) => {
    const thatDay = upcoming.filter((startsAt) => dateAt(startsAt, timezone) === date);
    return thatDay.length < mostOnOneDay && upcoming.length < most;
  });
}

/** Staff bookings count as upcoming, but not as booked today. */
async function countOfPatients(
  patients: readonly Patient[],
  { from, now }: { readonly from: number; readonly now: number },
  { appointments, origins }: BookingStores,
): Promise<BookingCount> {
  const all = (await Promise.all(patients.map(({ id }) => appointments.ofPatient(id)))).flat();
  const proven = await origins.provenAmong(all.map(({ id }) => id));
  const counted = all.filter(({ id }) => !proven.has(id));
  const fresh = counted.filter(({ rescheduledFrom, callId }) => rescheduledFrom === null && callId !== null);
  return {
    booked: fresh.filter(({ createdAt }) => createdAt >= from).length,
    upcoming: counted
      .filter((appointment) => isActive(appointment) && appointment.startsAt > now)
      .map(({ startsAt }) => startsAt),
  };
}

import { AscendiaError } from "../../errors.ts";
import { type Appointment, isActive } from "../booking/appointment.ts";
import { cancelAppointment } from "../booking/visits/change-appointment.ts";
import { warmHolidays } from "../booking/calendar/clinic-calendar.ts";
import { rewriteInCalendars } from "../booking/calendar-entries.ts";
import { leaveWaitlist } from "../booking/visits/waitlist.ts";
import type { BookingPorts } from "../booking/ports.ts";
import type { Person, PersonStore } from "./person.ts";

export interface ErasePorts {
  readonly people: PersonStore;
  readonly bookings: BookingPorts;
  atomically<T>(work: () => Promise<T>): Promise<T>;
}

export interface ErasePlan {
  readonly person: Person;
  /** The person's rows, by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Appointments that have not begun. */
  readonly coming: readonly Appointment[];
}

export interface Erasure {
  readonly cancelled: number;
  /** Rows changed or removed, by table. */
  readonly erased: Readonly<Record<string, number>>;
}

/** What erasing would change. */
export async function planErasure(person: Person, { people, bookings }: ErasePorts): Promise<ErasePlan> {
  const records = await people.read(person);
  const rows = Object.fromEntries(Object.entries(records).map(([table, all]) => [table, all.length]));
  const { appointments } = bookings.database.stores;
  const all = await Promise.all(person.patientIds.map((id) => appointments.ofPatient(id)));
  const now = bookings.clock.now();
  return { person, rows, coming: all.flat().filter((each) => isActive(each) && each.startsAt > now) };
}

/**
 * Removes a person from the clinic's data; an appointment keeps its time, doctor and status. The clinic must know who
 * is coming, so upcoming appointments must be cancelled first. @throws conflict when there are upcoming appointments
 * and `cancel` is not set
 */
export async function erasePatient(
  { person, coming }: ErasePlan,
  { cancel }: { readonly cancel: boolean },
  ports: ErasePorts,
): Promise<Erasure> {
  if (coming.length > 0 && !cancel) {
    const count = coming.length === 1 ? "1 upcoming appointment" : `${coming.length} upcoming appointments`;
    throw new AscendiaError("conflict", `The patient has ${count}, which the clinic cannot keep without a name.`, {
      hint: `Cancel ${coming.length === 1 ? "it" : "them"} first, or erase with --cancel. Nothing was changed.`,
    });
  }
  const open = await ports.bookings.database.stores.offered.open();
  for (const slot of [...coming, ...open]) await warmHolidays(slot, ports.bookings);
  const erased = await ports.atomically(async () => {
    for (const { id } of coming) await cancelSilently(id, ports.bookings);
    await removeFromWaitlist(person, ports.bookings);
    await removeNameFromEvents(person, ports.bookings);
    return ports.people.erase(person);
  });
  return { cancelled: coming.length, erased };
}

/** Releases a slot held for the person to the next in line. */
function removeFromWaitlist({ patientIds }: Person, bookings: BookingPorts): Promise<void> {
  return bookings.database.transact(async (stores) => {
    const own = (await stores.waitlist.inLine()).filter(({ patientId }) => patientIds.includes(patientId));
    for (const { id } of own) await leaveWaitlist(id, stores, bookings);
  });
}

/** Removes the name from events of past visits in external calendars. */
function removeNameFromEvents({ patientIds }: Person, bookings: BookingPorts): Promise<void> {
  return bookings.database.transact(async (stores) => {
    for (const patientId of patientIds) {
      const visits = await stores.appointments.ofPatient(patientId);
      for (const uid of new Set(visits.map(({ calendarUid }) => calendarUid)))
        await rewriteInCalendars(uid, stores, bookings);
    }
  });
}

/** Mails nothing to a person who asked to be erased; the slot is offered to the waitlist. */
async function cancelSilently(appointmentId: string, bookings: BookingPorts): Promise<void> {
  const by = { kind: "staff", reason: "erased" } as const;
  await cancelAppointment({ appointmentId, by }, { ...bookings, notifyPatient: undefined });
}

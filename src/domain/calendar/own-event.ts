import { type PlannedVisit, belongsIn } from "../booking/calendar-entries.ts";
import { latestOf } from "../booking/patients/find-appointments.ts";
import type { BookingStores } from "../booking/ports.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { Translated } from "../language/language.ts";
import type { ConnectedCalendar, NamesShown, OwnEvent } from "./ports.ts";

const booked: Translated = { en: "Booked", fr: "Réservé", es: "Reservado" };

interface Shown {
  readonly language: Clinic["language"];
  readonly names: NamesShown;
}

/** A visit as an event. Its title reveals no more about the patient than the clinic allows. */
export function ownEvent({ appointment, patient }: PlannedVisit, shown: Shown): OwnEvent {
  const { calendarUid: uid, calendarSequence: sequence, startsAt: from, endsAt: to, updatedAt } = appointment;
  return { uid, sequence, from, to, title: titleOf(patient.name, shown), changedAt: updatedAt };
}

/** An erased patient has no name. */
function titleOf(name: string, { names, language }: Shown): string {
  if (names === "booked" || name.trim() === "") return booked[language];
  return names === "full" ? name : initialsOf(name);
}

function initialsOf(name: string): string {
  const words = name.split(/[\s-]+/u).filter((word) => word !== "");
  return words.map((word) => `${String.fromCodePoint(word.codePointAt(0) ?? 0).toUpperCase()}.`).join(" ");
}

/** The current visit with that UID; undefined: there is no such visit, or it is cancelled. */
export async function visitOf(
  uid: string,
  stores: Pick<BookingStores, "appointments" | "patients">,
): Promise<PlannedVisit | undefined> {
  // A visit's UID is the id of its first appointment; each move adds an appointment.
  const first = await stores.appointments.find(uid);
  if (first === undefined) return undefined;
  const appointment = await latestOf(first, stores);
  if (appointment.status === "cancelled" || appointment.status === "rescheduled") return undefined;
  const patient = await stores.patients.find(appointment.patientId);
  return patient === undefined ? undefined : { appointment, patient };
}

/** The event that the calendar should have under the UID; undefined: none. */
export async function eventWanted(
  { uid, calendar }: { readonly uid: string; readonly calendar: ConnectedCalendar },
  language: Clinic["language"],
  stores: Pick<BookingStores, "appointments" | "patients">,
): Promise<OwnEvent | undefined> {
  const visit = await visitOf(uid, stores);
  if (visit === undefined || calendar.role !== "write" || !belongsIn(calendar, visit.appointment)) return undefined;
  return ownEvent(visit, { language, names: calendar.names });
}

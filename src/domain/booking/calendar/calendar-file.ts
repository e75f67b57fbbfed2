import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from "ical-generator";
import type { Clinic } from "../../clinic/clinic.ts";
import type { Translated } from "../../language/language.ts";
import { type Appointment, isActive } from "../appointment.ts";
import { doctorName } from "../../clinic/doctor-name.ts";

interface CalendarFileFacts {
  readonly appointment: Appointment;
  readonly clinic: Pick<Clinic, "name" | "address" | "phone" | "ownerEmail" | "language">;
  /** The name without its title. */
  readonly doctor: string | null;
  readonly type: Translated | null;
  /** Mail address of the person invited; null: the appointment is published to anyone who opens the file. */
  readonly invited: string | null;
}

const words: Translated<{ readonly appointment: string; readonly phone: (number: string) => string }> = {
  fr: { appointment: "Rendez-vous", phone: (number) => `Téléphone : ${number}` },
  en: { appointment: "Appointment", phone: (number) => `Phone: ${number}` },
  es: { appointment: "Cita", phone: (number) => `Teléfono: ${number}` },
};

/** PUBLISH without a recipient, REQUEST to an invited person, CANCEL once it no longer takes place (RFC 5546 3.2). */
export function calendarMethod({ appointment, invited }: CalendarFileFacts): "PUBLISH" | "REQUEST" | "CANCEL" {
  if (isCalledOff(appointment)) return "CANCEL";
  return invited === null ? "PUBLISH" : "REQUEST";
}

/**
 * The appointment as an iCalendar file (RFC 5545). UID and SEQUENCE are the stored ones, so a later file replaces an
 * earlier one in the recipient's calendar; instants are in UTC, so no recipient needs the clinic's zone. The patient's
 * name is left out because these files travel by mail.
 */
export function calendarFile(facts: CalendarFileFacts): string {
  const { appointment, clinic, invited } = facts;
  const { language } = clinic;
  const calendar = ical({
    prodId: { company: "ascendia", product: "ascendia", language: language.toUpperCase() },
    method: ICalCalendarMethod[calendarMethod(facts)],
  });
  const event = calendar.createEvent({
    id: appointment.calendarUid,
    sequence: appointment.calendarSequence,
    start: new Date(appointment.startsAt),
    end: new Date(appointment.endsAt),
    stamp: new Date(appointment.updatedAt),
    lastModified: new Date(appointment.updatedAt),
    summary: summaryOf(facts),
    location: `${clinic.name}, ${clinic.address}`,
    organizer: { name: clinic.name, email: clinic.ownerEmail },
    status: isCalledOff(appointment) ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: isActive(appointment) ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
  });
  if (clinic.phone !== null) event.description(words[language].phone(clinic.phone));
  if (invited !== null) event.createAttendee({ email: invited, rsvp: false });
  // The library omits the line break after the last content line (RFC 5545 3.1).
  return `${calendar.toString()}\r\n`;
}

function isCalledOff({ status }: Appointment): boolean {
  return status === "cancelled" || status === "rescheduled";
}

function summaryOf({ clinic, doctor, type }: CalendarFileFacts): string {
  const what = type?.[clinic.language] ?? words[clinic.language].appointment;
  return doctor === null ? `${what} — ${clinic.name}` : `${what} — ${doctorName(doctor)}`;
}

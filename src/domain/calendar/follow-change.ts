import { isActive } from "../booking/appointment.ts";
import type { PlannedVisit } from "../booking/calendar-entries.ts";
import { cancelAppointment, rescheduleAppointment } from "../booking/visits/change-appointment.ts";
import { unavailableText } from "../booking/visits/staff-booking.ts";
import type { Translated } from "../language/language.ts";
import { spokenDate, writtenTimeAt } from "../language/dates/spoken-date.ts";
import { FROM_CALENDAR } from "../call/message.ts";
import { takeMessage } from "../mail/contents/take-message.ts";
import type { OutreachPorts } from "../outreach/ports.ts";
import { dateAt } from "../time/zoned-time.ts";
import { visitOf } from "./own-event.ts";
import { AscendiaError } from "../../errors.ts";
import type { CalendarStore, ConnectedCalendar, OpenCalendar, OutsideEvent } from "./ports.ts";
import type { OwnChange } from "./sync-calendar.ts";

export interface FollowChangePorts {
  readonly bookings: OutreachPorts;
  readonly calendars: CalendarStore;
  readonly open: OpenCalendar;
}

/**
 * Follows a change that someone made to an event of ours in an external calendar: moves or cancels the visit, or leaves
 * a message for the team, as the calendar's policy says. A change that does not affect the visit (attendees' answers,
 * notes) is only recorded. Following the same change again has no effect.
 */
export async function followChange(
  change: OwnChange,
  calendar: ConnectedCalendar,
  ports: FollowChangePorts,
): Promise<void> {
  const { bookings, calendars } = ports;
  const { entry, to } = change;
  const visit = await visitOf(entry.uid, bookings.database.stores);
  const startsAt = to?.span?.from ?? null;
  if (visit === undefined || isOver(visit, bookings) || startsAt === visit.appointment.startsAt) {
    return note(change, calendars);
  }
  // Dragging an event to another calendar deletes it in this one, but the visit is meant to stay.
  const isElsewhere = to === null && (await isInAnotherCalendar(change, calendar, ports));
  if (calendar.changes === "message" || change.isEmptied === true || isElsewhere) {
    await leaveMessage({ visit, to: startsAt, why: null, isElsewhere }, bookings);
    return note(change, calendars);
  }
  const why = await applied(change, visit, ports);
  if (why === null) return;
  await leaveMessage({ visit, to: startsAt, why, isElsewhere }, bookings);
  await note(change, calendars);
}

/** @returns why the visit could not follow; null: it did */
function applied(change: OwnChange, visit: PlannedVisit, ports: FollowChangePorts): Promise<string | null> {
  const { to } = change;
  if (to === null || to.span === null) return cancel(change, visit, ports);
  return move({ ...change, to, startsAt: to.span.from }, visit, ports);
}

const PATIENCE_MS = 20_000;

/** Whether the event is in another connected calendar of the clinic, where we did not write it. */
async function isInAnotherCalendar(
  { entry: { uid } }: OwnChange,
  { id }: ConnectedCalendar,
  { bookings, calendars, open }: FollowChangePorts,
): Promise<boolean> {
  const written = new Set((await calendars.entries.ofUid(uid)).map(({ calendarId }) => calendarId));
  const others = (await calendars.list()).filter((each) => each.kind !== "ics" && each.id !== id);
  for (const other of others.filter((each) => !written.has(each.id))) {
    try {
      const server = await open(other, PATIENCE_MS);
      if ((await server.find({ uid, resource: null }, bookings.clinic.timezone)) !== undefined) return true;
    } catch (error) {
      // A calendar that cannot be reached proves nothing.
      if (!(error instanceof AscendiaError)) throw error;
    }
  }
  return false;
}

function isOver({ appointment }: PlannedVisit, { clock }: OutreachPorts): boolean {
  return !isActive(appointment) || appointment.startsAt <= clock.now();
}

/** Records the event's current state in the calendar. */
function note({ entry, to }: OwnChange, { entries }: CalendarStore): Promise<void> {
  return to === null
    ? entries.remove(entry)
    : entries.put({ ...entry, resource: to.resource, etag: to.etag, state: "written" });
}

/** @returns why the visit could not follow; null: it did */
async function cancel(
  { entry }: OwnChange,
  { appointment }: PlannedVisit,
  { bookings, calendars }: FollowChangePorts,
): Promise<string | null> {
  await calendars.entries.remove(entry);
  const by = { kind: "staff", reason: "deleted in the calendar" } as const;
  const { kind } = await cancelAppointment({ appointmentId: appointment.id, by }, bookings);
  return kind === "cancelled" ? null : kind;
}

interface Move extends OwnChange {
  readonly to: OutsideEvent;
  readonly startsAt: number;
}

/** Moves only the visit, because the calendar already shows the new time. @returns why it could not; null: it did */
async function move(
  { entry, to: { resource, etag }, startsAt }: Move,
  { appointment }: PlannedVisit,
  { bookings, calendars }: FollowChangePorts,
): Promise<string | null> {
  const { id: appointmentId, doctorId, typeId } = appointment;
  const endsAt = startsAt + appointment.endsAt - appointment.startsAt;
  await calendars.entries.put({ ...entry, resource, etag, startsAt, endsAt, state: "placed" });
  const by = { kind: "staff", reason: "moved in the calendar" } as const;
  const request = { appointmentId, choice: { doctorId, typeId, startsAt }, by };
  const outcome = await rescheduleAppointment(request, { ...bookings, outside: undefined });
  if (outcome.kind === "rescheduled") return null;
  return outcome.kind === "unavailable" ? unavailableText(outcome.reason) : outcome.kind;
}

interface FollowedChange {
  readonly visit: PlannedVisit;
  /** null: the event was deleted. */
  readonly to: number | null;
  readonly why: string | null;
  /** The event was moved to another calendar. */
  readonly isElsewhere: boolean;
}

interface Words {
  readonly moved: (from: string, to: string) => string;
  readonly deleted: (from: string) => string;
  readonly elsewhere: (from: string) => string;
  readonly stands: string;
  readonly refused: string;
}

const words: Translated<Words> = {
  en: {
    moved: (from, to) => `The event of the appointment of ${from} was moved in the calendar to ${to}.`,
    deleted: (from) => `The event of the appointment of ${from} was deleted in the calendar.`,
    elsewhere: (from) => `The event of the appointment of ${from} was moved to another calendar.`,
    stands: "The appointment still stands. Change it here too, or put the event back.",
    refused: "The appointment could not follow, because no such visit is free then; it still stands.",
  },
  fr: {
    moved: (from, to) => `L'événement du rendez-vous du ${from} a été déplacé dans l'agenda au ${to}.`,
    deleted: (from) => `L'événement du rendez-vous du ${from} a été supprimé dans l'agenda.`,
    elsewhere: (from) => `L'événement du rendez-vous du ${from} a été déplacé dans un autre agenda.`,
    stands: "Le rendez-vous reste inscrit. Changez-le ici aussi, ou remettez l'événement en place.",
    refused: "Le rendez-vous n'a pas pu suivre, car aucune visite n'est libre à ce moment ; il reste inscrit.",
  },
  es: {
    moved: (from, to) => `El evento de la cita del ${from} se movió en el calendario al ${to}.`,
    deleted: (from) => `El evento de la cita del ${from} se eliminó en el calendario.`,
    elsewhere: (from) => `El evento de la cita del ${from} se movió a otro calendario.`,
    stands: "La cita sigue en pie. Cámbiela aquí también, o devuelva el evento a su lugar.",
    refused: "La cita no se pudo mover, porque a esa hora no hay ninguna visita libre; sigue en pie.",
  },
};

/** Leaves a message for the team, among those of the call that booked the visit. The same message is left only once. */
async function leaveMessage(
  { visit: { appointment, patient }, to, why, isElsewhere }: FollowedChange,
  bookings: OutreachPorts,
): Promise<void> {
  const { language, timezone } = bookings.clinic;
  const { moved, deleted, elsewhere, stands, refused } = words[language];
  const when = (instant: number): string =>
    `${spokenDate(dateAt(instant, timezone), language, true)} ${writtenTimeAt(instant, timezone, language)}`;
  const from = when(appointment.startsAt);
  const gone = isElsewhere ? elsewhere(from) : deleted(from);
  const what = to === null ? gone : moved(from, when(to));
  const { name, phone } = patient;
  const callId = appointment.callId ?? `${FROM_CALENDAR}${appointment.calendarUid}`;
  const text = `${what} ${why === null ? stands : refused}`;
  await takeMessage({ callId, name, phone, text, urgency: "normal" }, bookings);
}

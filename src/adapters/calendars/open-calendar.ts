import type { CalendarAccess, CalendarKind, CalendarServer } from "../../domain/calendar/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { calendarFetch } from "./calendar-fetch.ts";

/** @param patienceMs for all requests together */
export async function openCalendar(
  kind: CalendarKind,
  access: CalendarAccess,
  patienceMs: number,
): Promise<CalendarServer> {
  const ask = calendarFetch(patienceMs);
  if (kind === "ics") return (await import("./ics-calendar.ts")).icsCalendar(access, ask);
  if (kind === "caldav") return (await import("./caldav-calendar.ts")).caldavCalendar(access, ask);
  throw new AscendiaError("invalid", `Calendars of the kind ${kind} cannot be opened.`);
}

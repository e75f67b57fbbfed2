import type { ConnectedCalendar } from "../../src/domain/calendar/ports.ts";

/** A read-only calendar that was never read, except for the given fields. */
export function connectedCalendar(given: Partial<ConnectedCalendar>): ConnectedCalendar {
  return {
    id: "calendar-1",
    kind: "ics",
    doctorId: null,
    roomId: null,
    host: "calendar.example.com",
    role: "read",
    names: "initials",
    changes: "message",
    trustMinutes: 240,
    token: null,
    confirmedAt: null,
    readAt: null,
    problem: null,
    failure: null,
    notBefore: null,
    createdAt: 0,
    ...given,
  };
}

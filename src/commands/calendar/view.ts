import { findByName } from "../../domain/booking/names/find-by-name.ts";
import { findById, shortId } from "../../domain/find-by-id.ts";
import type { Room } from "../../domain/booking/ports.ts";
import type { ConnectedCalendar } from "../../domain/calendar/ports.ts";
import { isStale } from "../../domain/calendar/sync-calendar.ts";
import type { Doctor } from "../../domain/clinic/clinic.ts";
import { AscendiaError } from "../../errors.ts";
import { table } from "../../terminal/table.ts";

/** `current`, `stale` (its doctor is not offered), or `never_read`. */
function stateOf(calendar: ConnectedCalendar, now: number): "current" | "stale" | "never_read" {
  if (calendar.confirmedAt === null) return "never_read";
  return isStale(calendar, now) ? "stale" : "current";
}

export function calendarJson(calendar: ConnectedCalendar, now: number) {
  return {
    id: calendar.id,
    kind: calendar.kind,
    doctor_id: calendar.doctorId,
    room_id: calendar.roomId,
    host: calendar.host,
    writes: calendar.role === "write",
    names: calendar.names,
    changes: calendar.changes,
    state: stateOf(calendar, now),
    confirmed_at: calendar.confirmedAt === null ? null : new Date(calendar.confirmedAt).toISOString(),
    trust_minutes: calendar.trustMinutes,
    problem: problemOf(calendar),
  };
}

/** The latest failure, or else what could not be understood in the calendar. */
export function problemOf({ failure, problem }: ConnectedCalendar): string | null {
  return failure ?? problem;
}

/** Who may own a calendar. */
export interface Owners {
  readonly doctors: readonly Doctor[];
  readonly rooms: readonly Room[];
}

export function calendarTable(calendars: readonly ConnectedCalendar[], owners: Owners, now: number): string {
  const rows = calendars.map((calendar) => {
    const { id, kind, host, writes, state, confirmed_at: at, problem } = calendarJson(calendar, now);
    const direction = writes ? "both ways" : "read";
    const found = [state.replace("_", " "), at ?? "", problem ?? ""];
    return [shortId(id), whose(calendar, owners), kind, host, direction, ...found];
  });
  return table(["id", "whose", "kind", "host", "direction", "state", "confirmed", "problem"], rows, {
    keep: ["id", "whose", "state"],
  });
}

export function whose({ doctorId, roomId }: Pick<ConnectedCalendar, "doctorId" | "roomId">, owners: Owners): string {
  if (roomId !== null) return owners.rooms.find(({ id }) => id === roomId)?.name ?? roomId;
  if (doctorId === null) return "whole clinic";
  return owners.doctors.find(({ id }) => id === doctorId)?.name ?? doctorId;
}

/** By id or name. @throws not_found, conflict */
export function requireNamedRoom(wanted: string, rooms: readonly Room[], slug: string): Room {
  const listedBy = `ascendia room:list --clinic ${slug}`;
  return findByName(wanted, rooms, { kind: "room", namesOf: ({ name }) => [name], listedBy });
}

/** @throws not_found, conflict */
export function requireCalendar(id: string, calendars: readonly ConnectedCalendar[], slug: string): ConnectedCalendar {
  const found = findById(id, calendars, "calendar");
  if (found !== undefined) return found;
  throw new AscendiaError("not_found", `Calendar "${id}" not found.`, {
    hint: `List them with: ascendia calendar:list --clinic ${slug}`,
  });
}

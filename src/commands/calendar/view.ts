import { findById, shortId } from "../../domain/booking/find-by-name.ts";
import type { CalendarFeed } from "../../domain/calendar/ports.ts";
import { isStale } from "../../domain/calendar/sync-feed.ts";
import type { Doctor } from "../../domain/clinic/clinic.ts";
import { AscendiaError } from "../../errors.ts";
import { table } from "../../terminal/table.ts";

/** `current`, `stale` (its doctor is not offered), or `never_read`. */
function stateOf(feed: CalendarFeed, now: number): "current" | "stale" | "never_read" {
  if (feed.confirmedAt === null) return "never_read";
  return isStale(feed, now) ? "stale" : "current";
}

export function calendarJson(feed: CalendarFeed, now: number) {
  return {
    id: feed.id,
    doctor_id: feed.doctorId,
    host: feed.host,
    state: stateOf(feed, now),
    confirmed_at: feed.confirmedAt === null ? null : new Date(feed.confirmedAt).toISOString(),
    trust_minutes: feed.trustMinutes,
    events: feed.events,
    problem: feed.problem,
  };
}

export function calendarTable(feeds: readonly CalendarFeed[], doctors: readonly Doctor[], now: number): string {
  const rows = feeds.map((feed) => {
    const { id, host, state, confirmed_at: at, events, problem } = calendarJson(feed, now);
    return [shortId(id), whose(feed, doctors), host, state.replace("_", " "), at ?? "", String(events), problem ?? ""];
  });
  return table(["id", "whose", "host", "state", "confirmed", "events", "problem"], rows, {
    keep: ["id", "whose", "state"],
  });
}

export function whose({ doctorId }: Pick<CalendarFeed, "doctorId">, doctors: readonly Doctor[]): string {
  if (doctorId === null) return "whole clinic";
  return doctors.find(({ id }) => id === doctorId)?.name ?? doctorId;
}

/** @throws not_found, conflict */
export function requireCalendar(id: string, feeds: readonly CalendarFeed[], slug: string): CalendarFeed {
  const found = findById(id, feeds, "calendar");
  if (found !== undefined) return found;
  throw new AscendiaError("not_found", `Calendar "${id}" not found.`, {
    hint: `List them with: ascendia calendar:list --clinic ${slug}`,
  });
}

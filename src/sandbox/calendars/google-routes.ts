import { randomBytes } from "node:crypto";
import type { Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import { ianaZone } from "../../domain/calendar/zone-names.ts";
import { EventLog, type EventFields, type LoggedEvent } from "./event-log.ts";
import {
  type GoogleCalendar,
  changedItems,
  droppedBy,
  isInstanceOf,
  presentEvent,
  wholeItems,
} from "./google-events.ts";

/** The calendars of one Google account. */
export class GoogleAccount {
  readonly #calendars = new Map<string, GoogleCalendar>();
  readonly #owner = "awa@example.com";

  constructor() {
    this.add(this.#owner, "Europe/Paris");
  }

  add(id: string, timeZone: string): GoogleCalendar {
    const calendar = { id, timeZone, log: new EventLog() };
    this.#calendars.set(id, calendar);
    return calendar;
  }

  find(id: string): GoogleCalendar | undefined {
    return this.#calendars.get(id === "primary" ? this.#owner : id);
  }

  all(): readonly GoogleCalendar[] {
    return [...this.#calendars.values()];
  }
}

/** An error in the API's format, with two levels (developers.google.com, Handle API errors). */
function refused(status: 400 | 404 | 409 | 410 | 412, reason: string, message: string): HTTPException {
  return new HTTPException(status, { res: googleError(status, reason, message) });
}

export function googleError(
  status: number,
  reason: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const errors = [{ domain: reason.includes("imit") ? "usageLimits" : "calendar", reason, message }];
  return Response.json({ error: { errors, code: status, message } }, { status, headers });
}

const BASE = "/google/calendar/v3";
const when = z.object({ date: z.string().nullish(), dateTime: z.string().nullish(), timeZone: z.string().nullish() });
const eventBody = z.looseObject({
  id: z
    .string()
    .regex(/^[0-9a-v]{5,1024}$/u)
    .optional(),
  start: when.optional(),
  end: when.optional(),
  status: z.enum(["confirmed", "tentative", "cancelled"]).optional(),
  sequence: z.int().min(0).optional(),
  recurrence: z.array(z.string()).nullish(),
});
type EventBody = z.infer<typeof eventBody>;

/** The parts of Google's Calendar API v3 that calendar sync programs use. */
export function addGoogleRoutes(app: Hono, account: GoogleAccount): void {
  const calendarOf = (c: Context): GoogleCalendar => {
    const found = account.find(decodeURIComponent(c.req.param("calendar") ?? ""));
    if (found === undefined) throw refused(404, "notFound", "Not Found");
    return found;
  };
  app.get(`${BASE}/users/me/calendarList`, (c) =>
    c.json({ kind: "calendar#calendarList", items: account.all().map(({ id, timeZone }) => ({ id, timeZone })) }),
  );
  app.post(`${BASE}/calendars`, async (c) => {
    const { summary, timeZone } = z.object({ summary: z.string(), timeZone: z.string() }).parse(await c.req.json());
    const id = `${randomBytes(8).toString("hex")}@group.calendar.google.com`;
    return c.json({ kind: "calendar#calendar", summary, ...account.add(id, timeZone), log: undefined });
  });
  app.get(`${BASE}/calendars/:calendar/events`, (c) => listEvents(c, calendarOf(c)));
  app.post(`${BASE}/calendars/:calendar/events`, async (c) => {
    const calendar = calendarOf(c);
    const body = await bodyOf(c);
    const id = body.id ?? randomBytes(13).toString("hex");
    if (calendar.log.find(id) !== undefined) {
      throw refused(409, "duplicate", "The requested identifier already exists.");
    }
    assertTimes(body);
    const { id: _, ...fields } = body;
    return c.json(presentEvent(calendar.log.put(id, { iCalUID: `${id}@google.com`, sequence: 0, ...fields })));
  });
  app.get(`${BASE}/calendars/:calendar/events/:event`, (c) => c.json(presentEvent(standing(c, calendarOf(c)))));
  app.patch(`${BASE}/calendars/:calendar/events/:event`, async (c) => {
    const calendar = calendarOf(c);
    const event = standing(c, calendar);
    assertVersion(c, event);
    const body = await bodyOf(c);
    return c.json(presentEvent(patched(event, body, calendar)));
  });
  app.delete(`${BASE}/calendars/:calendar/events/:event`, (c) => {
    const calendar = calendarOf(c);
    const event = standing(c, calendar);
    if (event.isGone) throw refused(410, "deleted", "Resource has been deleted");
    assertVersion(c, event);
    calendar.log.remove(event);
    const own = calendar.log.all().filter(({ fields, isGone }) => fields["recurringEventId"] === event.id && !isGone);
    for (const occurrence of own) calendar.log.remove(occurrence);
    return c.body(null, 204);
  });
}

async function bodyOf(c: Context): Promise<EventBody> {
  const parsed = eventBody.safeParse(await c.req.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw refused(400, "invalid", "Invalid resource value.");
}

/**
 * Also finds removed events, as cancelled. An occurrence of a series becomes an event when it is requested by its id.
 */
function standing(c: Context, calendar: GoogleCalendar): LoggedEvent {
  const id = decodeURIComponent(c.req.param("event") ?? "");
  const found = calendar.log.find(id) ?? isInstanceOf(id, calendar);
  if (found === undefined) throw refused(404, "notFound", "Not Found");
  return found;
}

function assertVersion(c: Context, event: LoggedEvent): void {
  const wanted = c.req.header("if-match");
  if (wanted === undefined || wanted === presentEvent(event)["etag"]) return;
  throw refused(412, "conditionNotMet", "Precondition Failed");
}

function assertTimes({ start, end }: EventBody): void {
  for (const [name, time] of Object.entries({ start, end })) {
    if (typeof time?.date === "string") continue;
    if (typeof time?.dateTime !== "string") throw refused(400, "required", `Missing ${name} time.`);
    if (typeof time.timeZone === "string" && ianaZone(time.timeZone) === undefined) {
      throw refused(400, "invalid", `Invalid time zone definition for ${name} time.`);
    }
    const hasOffset = /(?:Z|[+-]\d\d:\d\d)$/u.test(time.dateTime);
    if (!hasOffset && typeof time.timeZone !== "string") {
      throw refused(400, "required", `Missing time zone definition for ${name} time.`);
    }
  }
}

/** Null removes a field, including in times. */
function patched(event: LoggedEvent, { id: _, ...body }: EventBody, calendar: GoogleCalendar): LoggedEvent {
  const before = event.fields["sequence"];
  if (body.sequence !== undefined && typeof before === "number" && body.sequence < before) {
    throw refused(400, "invalid", "Invalid sequence value. The specified sequence number is below the current one.");
  }
  const merged: EventFields = { ...event.fields, ...body };
  const fields = {
    ...merged,
    start: merge(event.fields["start"], body.start),
    end: merge(event.fields["end"], body.end),
  };
  return calendar.log.put(event.id, fields, droppedBy(event, fields, calendar));
}

function merge(before: unknown, change: object | undefined): unknown {
  if (change === undefined) return before;
  const both = { ...(typeof before === "object" ? before : {}), ...change };
  return Object.fromEntries(Object.entries(both).filter(([, value]) => value !== null));
}

const cursor = z.object({
  since: z.number().nullable(),
  min: z.number(),
  max: z.number(),
  offset: z.number(),
  to: z.number(),
});
type Cursor = z.infer<typeof cursor>;

/** The last instant that a Date can represent. */
const LAST_DATE = 8.64e15;

function listEvents(c: Context, calendar: GoogleCalendar): Response {
  const { log } = calendar;
  const query = c.req.query();
  const from = cursorOf(query, log.at);
  const items = itemsFrom(from, calendar);
  const size = Math.min(Number(query["maxResults"] ?? 250), 2500);
  const part = items.slice(from.offset, from.offset + size);
  const isLast = from.offset + size >= items.length;
  const next = isLast
    ? { nextSyncToken: encoded({ ...from, since: from.to, offset: 0 }) }
    : { nextPageToken: encoded({ ...from, offset: from.offset + size }) };
  return c.json({ kind: "calendar#events", timeZone: calendar.timeZone, accessRole: "owner", ...next, items: part });
}

function itemsFrom(from: Cursor, calendar: GoogleCalendar) {
  const span = { from: from.min, to: from.max };
  const items = from.since === null ? wholeItems(calendar, span) : changedItems(calendar, from.since, span);
  if (items !== undefined) return items;
  throw refused(410, "fullSyncRequired", "Sync token is no longer valid, a full sync is required.");
}

function cursorOf(query: Record<string, string>, at: number): Cursor {
  const { pageToken, syncToken, timeMin, timeMax, singleEvents, orderBy } = query;
  if (singleEvents !== "true") throw refused(400, "invalid", "This sandbox lists single events only.");
  if (syncToken !== undefined && (timeMin ?? timeMax ?? orderBy) !== undefined) {
    throw refused(400, "invalid", "Sync token cannot be used with any other parameters that restrict the list.");
  }
  if (pageToken !== undefined) return decoded(pageToken);
  if (syncToken !== undefined) return { ...decoded(syncToken), to: at };
  const min = timeMin === undefined ? 0 : Date.parse(timeMin);
  const max = timeMax === undefined ? LAST_DATE : Date.parse(timeMax);
  if (!(min < max)) throw refused(400, "timeRangeEmpty", "The specified time range is empty.");
  return { since: null, min, max, offset: 0, to: at };
}

function encoded(value: Cursor): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decoded(text: string): Cursor {
  try {
    return cursor.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
  } catch {
    throw refused(410, "fullSyncRequired", "Sync token is no longer valid, a full sync is required.");
  }
}

import { randomBytes } from "node:crypto";
import type { Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { z } from "zod";
import { ianaZone, windowsZone } from "../../domain/calendar/zone-names.ts";
import { EventLog, type LoggedEvent } from "./event-log.ts";
import { deltaItems, instancesOf, occurrenceOf, presentGraphEvent } from "./graph-events.ts";

export interface GraphCalendar {
  readonly id: string;
  readonly name: string;
  readonly log: EventLog;
}

/** The calendars of one Microsoft account. */
export class GraphAccount {
  readonly #calendars: GraphCalendar[] = [];

  constructor() {
    this.add("Calendar");
  }

  add(name: string): GraphCalendar {
    const calendar = { id: `AQMkADAw${randomBytes(9).toString("base64url")}=`, name, log: new EventLog() };
    this.#calendars.push(calendar);
    return calendar;
  }

  all(): readonly GraphCalendar[] {
    return this.#calendars;
  }

  find(id: string): GraphCalendar | undefined {
    return this.#calendars.find((calendar) => calendar.id === id);
  }
}

function refused(status: 400 | 404 | 409 | 410 | 412, code: string, message: string): HTTPException {
  return new HTTPException(status, { res: graphError(status, code, message) });
}

export function graphError(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const innerError = { "request-id": randomBytes(8).toString("hex") };
  return Response.json({ error: { code, message, innerError } }, { status, headers });
}

const BASE = "/microsoft/v1.0/me/calendars";
const when = z.object({ dateTime: z.string(), timeZone: z.string() });
const eventBody = z.looseObject({
  subject: z.string().optional(),
  start: when.optional(),
  end: when.optional(),
  isAllDay: z.boolean().optional(),
  showAs: z.enum(["free", "tentative", "busy", "oof", "workingElsewhere", "unknown"]).optional(),
  recurrence: z.looseObject({}).nullish(),
  transactionId: z.string().optional(),
  singleValueExtendedProperties: z.array(z.object({ id: z.string(), value: z.string() })).optional(),
});
type EventBody = z.infer<typeof eventBody>;

/** The parts of Microsoft Graph v1.0 that calendar sync programs use. */
export function addGraphRoutes(app: Hono, account: GraphAccount): void {
  const calendarOf = (c: Context): GraphCalendar => {
    const found = account.find(decodeURIComponent(c.req.param("calendar") ?? ""));
    if (found === undefined)
      throw refused(404, "ErrorItemNotFound", "The specified object was not found in the store.");
    return found;
  };
  app.get(BASE, (c) =>
    c.json({ value: account.all().map(({ id, name }, index) => ({ id, name, isDefaultCalendar: index === 0 })) }),
  );
  app.post(BASE, async (c) => {
    const { name } = z.object({ name: z.string() }).parse(await c.req.json());
    const { id } = account.add(name);
    return c.json({ id, name, isDefaultCalendar: false }, 201);
  });
  app.get(`${BASE}/:calendar/calendarView/delta`, (c) => delta(c, calendarOf(c)));
  app.get(`${BASE}/:calendar/events`, (c) => filtered(c, calendarOf(c)));
  app.post(`${BASE}/:calendar/events`, async (c) => created(c, calendarOf(c)));
  app.get(`${BASE}/:calendar/events/:event`, (c) => c.json(presentGraphEvent(standing(c, calendarOf(c)))));
  app.get(`${BASE}/:calendar/events/:event/instances`, (c) => {
    const calendar = calendarOf(c);
    return c.json({ value: instancesOf(standing(c, calendar), calendar.log, boundsOf(c)) });
  });
  app.patch(`${BASE}/:calendar/events/:event`, async (c) => {
    const calendar = calendarOf(c);
    const event = standing(c, calendar);
    assertVersion(c, event);
    const body = await bodyOf(c);
    assertTimes(body);
    const fields = { ...event.fields, ...body };
    return c.json(presentGraphEvent(changed({ ...event, fields }, calendar)));
  });
  app.delete(`${BASE}/:calendar/events/:event`, (c) => {
    const calendar = calendarOf(c);
    const event = standing(c, calendar);
    assertVersion(c, event);
    const { log } = calendar;
    log.remove(event);
    const own = log.all().filter(({ fields, isGone }) => fields["seriesMasterId"] === event.id && !isGone);
    for (const occurrence of own) log.remove(occurrence);
    touchSeries(event, calendar);
    return c.body(null, 204);
  });
}

function standing(c: Context, { log }: GraphCalendar): LoggedEvent {
  const id = decodeURIComponent(c.req.param("event") ?? "");
  const found = log.find(id) ?? occurrenceOf(id, log);
  if (found !== undefined && !found.isGone) return found;
  throw refused(404, "ErrorItemNotFound", "The specified object was not found in the store.");
}

function assertVersion(c: Context, event: LoggedEvent): void {
  const wanted = c.req.header("if-match");
  if (wanted === undefined || wanted === "*" || wanted === presentGraphEvent(event)["@odata.etag"]) return;
  throw refused(
    412,
    "ErrorIrresolvableConflict",
    "The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.",
  );
}

/** Changing or removing an occurrence also changes its series. */
function changed(event: LoggedEvent, calendar: GraphCalendar): LoggedEvent {
  const logged = calendar.log.put(event.id, event.fields);
  touchSeries(event, calendar);
  return logged;
}

function touchSeries({ fields: { seriesMasterId: id } }: LoggedEvent, { log }: GraphCalendar): void {
  const master = typeof id === "string" ? log.find(id) : undefined;
  if (master !== undefined) log.put(master.id, master.fields);
}

async function bodyOf(c: Context): Promise<EventBody> {
  const parsed = eventBody.safeParse(await c.req.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw refused(400, "ErrorInvalidPropertySet", "The request is invalid.");
}

function assertTimes({ start, end }: EventBody): void {
  for (const time of [start, end]) {
    if (time === undefined || (ianaZone(time.timeZone) ?? windowsZone(time.timeZone)) !== undefined) continue;
    throw refused(400, "TimeZoneNotSupportedException", `A valid TimeZone value must be specified. ${time.timeZone}`);
  }
}

async function created(c: Context, { log }: GraphCalendar): Promise<Response> {
  const body = await bodyOf(c);
  if (body.start === undefined || body.end === undefined) {
    throw refused(400, "ErrorPropertyValidationFailure", "At least one property failed validation. start, end");
  }
  assertTimes(body);
  const { transactionId } = body;
  const again = log.all().find(({ fields, isGone }) => !isGone && fields["transactionId"] === transactionId);
  if (transactionId !== undefined && again !== undefined) {
    throw refused(409, "ErrorDuplicateTransactionId", "The transactionId was used by an earlier request.");
  }
  const id = `AAMkAGI2${randomBytes(24).toString("base64url")}AAA=`;
  const event = log.put(id, { iCalUId: randomBytes(20).toString("hex").toUpperCase(), ...body });
  return c.json(presentGraphEvent(event), 201);
}

/** The only supported filter: finds an event by an extended property of the program that wrote it. */
function filtered(c: Context, { log }: GraphCalendar): Response {
  const filter = c.req.query("$filter") ?? "";
  const [, id, value] =
    /^singleValueExtendedProperties\/Any\(ep: ep\/id eq '(.+)' and ep\/value eq '(.+)'\)$/u.exec(filter) ?? [];
  if (id === undefined || value === undefined)
    throw refused(400, "ErrorInvalidUrlQueryFilter", "Invalid filter clause.");
  const properties = z.object({
    singleValueExtendedProperties: z.array(z.object({ id: z.string(), value: z.string() })),
  });
  const found = log.all().filter(({ fields, isGone }) => {
    const marks = properties.safeParse(fields).data?.singleValueExtendedProperties ?? [];
    return !isGone && marks.some((mark) => mark.id === id && mark.value === value);
  });
  return c.json({ value: found.map((event) => presentGraphEvent(event)) });
}

function boundsOf(c: Context) {
  const [from, to] = ["startDateTime", "endDateTime"].map((name) => Date.parse(c.req.query(name) ?? ""));
  if (from !== undefined && to !== undefined && from < to) return { from, to };
  throw refused(400, "ErrorInvalidParameter", "startDateTime and endDateTime are required.");
}

const cursor = z.object({
  since: z.number().nullable(),
  from: z.number(),
  to: z.number(),
  offset: z.number(),
  at: z.number(),
});
type Cursor = z.infer<typeof cursor>;

function delta(c: Context, { log }: GraphCalendar): Response {
  const { $deltatoken: done, $skiptoken: skipped } = c.req.query();
  const begun = skipped ?? done;
  const state: Cursor = begun === undefined ? { since: null, ...boundsOf(c), offset: 0, at: log.at } : decoded(begun);
  const from = done === undefined ? state : { ...state, since: state.at, offset: 0, at: log.at };
  const items = deltaItems(log, from.since, from);
  if (items === undefined) throw expired();
  const [, most = "100"] = /odata\.maxpagesize=(\d+)/u.exec(c.req.header("prefer") ?? "") ?? [];
  const next = from.offset + Number(most);
  const isLast = next >= items.length;
  const [name, token] = isLast ? ["$deltatoken", from] : ["$skiptoken", { ...from, offset: next }];
  const link = `${c.req.url.split("?")[0]}?${name}=${encoded(token)}`;
  const links = { [isLast ? "@odata.deltaLink" : "@odata.nextLink"]: link };
  return c.json({ "@odata.context": "sandbox", ...links, value: items.slice(from.offset, next) });
}

function expired(): HTTPException {
  return refused(
    410,
    "SyncStateNotFound",
    "The sync state generation is not found; a full synchronization is required.",
  );
}

function encoded(value: Cursor): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decoded(text: string): Cursor {
  try {
    return cursor.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
  } catch {
    throw expired();
  }
}

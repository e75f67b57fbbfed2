import { z } from "zod";
import { ApiClock, within } from "../../domain/calendar/api-times.ts";
import type {
  CalendarAccess,
  CalendarChanges,
  CalendarServer,
  ChangeQuestion,
  OutsideEvent,
  OwnEvent,
  Written,
} from "../../domain/calendar/ports.ts";
import type { Span } from "../../domain/time/spans.ts";
import type { Zone } from "../../domain/time/zoned-time.ts";
import { AscendiaError } from "../../errors.ts";
import { type ApiAnswer, type AskApi, notTheApi } from "./api-requests.ts";
import { rateLimited, refusal } from "./calendar-fetch.ts";

const when = z.object({ date: z.string().nullish(), dateTime: z.string().nullish(), timeZone: z.string().nullish() });
const named = z.object({ id: z.string().min(1) });
const eventShape = named.extend({
  etag: z.string().default(""),
  status: z.string().default("confirmed"),
  start: when.optional(),
  end: when.optional(),
  iCalUID: z.string().optional(),
  sequence: z.number().default(0),
  transparency: z.string().optional(),
  eventType: z.string().optional(),
  recurrence: z.array(z.string()).optional(),
  attendees: z.array(z.object({ self: z.boolean().optional(), responseStatus: z.string().optional() })).optional(),
  extendedProperties: z.object({ private: z.record(z.string(), z.string()).optional() }).optional(),
});
type GoogleEvent = z.infer<typeof eventShape>;

const page = z.object({
  items: z.array(z.unknown()).default([]),
  timeZone: z.string().optional(),
  nextPageToken: z.string().optional(),
  nextSyncToken: z.string().optional(),
});
const failure = z.object({ error: z.object({ errors: z.array(z.object({ reason: z.string() })).default([]) }) });

/** The most events that one answer holds (events.list, maxResults), and the most answers read for one calendar. */
const AT_ONCE = "2500";
const MOST_PAGES = 40;
/** The extended property that holds the UID in an event of ours. */
const UID = "ascendia";

/** A calendar of Google Calendar (API v3). */
export function googleCalendar({ url }: CalendarAccess, api: AskApi): CalendarServer {
  const at = (id: string): string => `${url}/events/${encodeURIComponent(id)}`;
  const find = async (id: string): Promise<GoogleEvent | undefined> => {
    const answer = await api(at(id));
    if (answer.status === 404 || answer.status === 410) return undefined;
    return parsed(eventShape, checked(answer).body);
  };
  const standing = async (id: string): Promise<GoogleEvent | undefined> => {
    const event = await find(id);
    return event?.status === "cancelled" ? undefined : event;
  };
  const change = async (event: OwnEvent, over: GoogleEvent): Promise<Written> => {
    const sequence = Math.max(event.sequence, over.sequence + 1);
    const once = over.recurrence === undefined ? {} : { recurrence: [] };
    const body = { ...bodyOf(event), sequence, ...once };
    const headers = { "if-match": over.etag };
    return written(await api(`${at(over.id)}?sendUpdates=none`, { method: "PATCH", headers, body }));
  };
  return {
    changes: (question) => changes(question, { url, api }),
    find: async ({ uid, resource }, zone) => {
      const event = await standing(resource ?? idOf(uid));
      const clock = new ApiClock(zone);
      return event === undefined ? undefined : outside(event, { clock, zone, span: EVER });
    },
    write: async (event, over) => {
      if (over !== null) {
        const now = await standing(over.resource);
        return now === undefined || now.etag !== over.etag ? { kind: "differs" } : change(event, now);
      }
      const body = { id: idOf(event.uid), ...bodyOf(event), sequence: event.sequence };
      const answer = await api(`${url}/events?sendUpdates=none`, { method: "POST", body });
      // 404 means that the calendar itself is gone.
      if (answer.status !== 409) return written(checked(answer));
      // An id stays taken after its event was deleted; such an event can be restored.
      const taken = await find(body.id);
      return taken?.status === "cancelled" ? change(event, taken) : { kind: "differs" };
    },
    remove: async ({ resource, etag }) => {
      const answer = await api(`${at(resource)}?sendUpdates=none`, { method: "DELETE", headers: { "if-match": etag } });
      if (answer.status === 404 || answer.status === 410) return "removed";
      if (answer.status === 412) return (await standing(resource)) === undefined ? "removed" : "differs";
      checked(answer);
      return "removed";
    },
  };
}

const EVER: Span = { from: 0, to: Number.MAX_SAFE_INTEGER };

/** A UUID without hyphens uses only characters allowed in ids (a-v, 0-9); any other UID is converted to hexadecimal. */
function idOf(uid: string): string {
  const short = uid.replaceAll("-", "").toLowerCase();
  return /^[0-9a-v]{5,1024}$/u.test(short) ? short : Buffer.from(uid).toString("hex");
}

/** Setting `date` to null turns an all-day event into a timed one. */
function timeAt(instant: number) {
  return { dateTime: new Date(instant).toISOString(), date: null };
}

function bodyOf({ uid, from, to, title }: OwnEvent) {
  return {
    summary: title,
    start: timeAt(from),
    end: timeAt(to),
    status: "confirmed",
    transparency: "opaque",
    extendedProperties: { private: { [UID]: uid } },
  };
}

function written(answer: ApiAnswer): Written {
  if ([404, 409, 410, 412].includes(answer.status)) return { kind: "differs" };
  const { id: resource, etag } = parsed(eventShape, checked(answer).body);
  return { kind: "written", resource, etag };
}

interface Source {
  readonly url: string;
  readonly api: AskApi;
}

async function changes(question: ChangeQuestion, source: Source): Promise<CalendarChanges> {
  const { span, token } = question;
  const changed = token === null ? undefined : await list({ syncToken: token }, source);
  if (changed !== undefined) return read(changed, question, false);
  const bounds = { timeMin: new Date(span.from).toISOString(), timeMax: new Date(span.to).toISOString() };
  const whole = await list(bounds, source);
  if (whole === undefined) throw refusal(410);
  return read(whole, question, true);
}

interface Listed {
  readonly items: readonly unknown[];
  readonly timeZone: string | undefined;
  readonly token: string;
}

/** @returns undefined if the sync token is no longer valid */
async function list(query: Readonly<Record<string, string>>, { url, api }: Source): Promise<Listed | undefined> {
  const items: unknown[] = [];
  let pageToken: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const more = pageToken === undefined ? {} : { pageToken };
    const parameters = new URLSearchParams({ singleEvents: "true", maxResults: AT_ONCE, ...query, ...more });
    const answer = await api(`${url}/events?${parameters.toString()}`);
    if ("syncToken" in query && (answer.status === 410 || answer.status === 400)) return undefined;
    const listed = parsed(page, checked(answer).body);
    items.push(...listed.items);
    if (listed.nextSyncToken !== undefined) return { items, timeZone: listed.timeZone, token: listed.nextSyncToken };
    pageToken = listed.nextPageToken;
    if (pageToken === undefined) throw notTheApi("Google Calendar");
  }
  throw new AscendiaError("invalid", "The calendar has more events than can be read.");
}

function read({ items, timeZone, token }: Listed, question: ChangeQuestion, isWhole: boolean): CalendarChanges {
  const clock = new ApiClock(question.zone);
  const zone = clock.zone(timeZone);
  const events: OutsideEvent[] = [];
  const [unchanged, gone]: [string[], string[]] = [[], []];
  for (const item of items) {
    const event = eventShape.safeParse(item).data;
    const id = event?.id ?? named.safeParse(item).data?.id;
    if (event === undefined || id === undefined) clock.addUnreadable();
    else if (event.status === "cancelled") gone.push(id);
    else if (question.known.get(id) === event.etag) unchanged.push(id);
    else events.push(outside(event, { clock, zone, span: question.span }));
  }
  return { isWhole, token, events, unchanged, gone, problems: clock.problems() };
}

interface Reading {
  readonly clock: ApiClock;
  /** The calendar's time zone, in which all-day events are meant. */
  readonly zone: Zone;
  readonly span: Span;
}

function outside(event: GoogleEvent, reading: Reading): OutsideEvent {
  const { id: resource, etag } = event;
  const span = spanOf(event, reading);
  if (span === null) reading.clock.addUnreadable();
  const busy = span === null || !takesTime(event) ? [] : within(span, reading.span);
  return { resource, etag, uid: uidOf(event), busy, span };
}

/** A copy of an event of ours has our property, but another id. */
function uidOf({ id, iCalUID, extendedProperties }: GoogleEvent): string | null {
  const ours = extendedProperties?.private?.[UID];
  return ours !== undefined && idOf(ours) === id ? ours : (iCalUID ?? null);
}

function spanOf({ start, end }: GoogleEvent, { clock, zone }: Reading): Span | null {
  const [from, to] = [start, end].map((time) => {
    if (typeof time?.dateTime === "string") return clock.instant({ dateTime: time.dateTime, timeZone: time.timeZone });
    return typeof time?.date === "string" ? clock.day(time.date, zone) : undefined;
  });
  return from === undefined || to === undefined ? null : { from, to };
}

/** Working locations and birthdays are not appointments. */
const NO_TIME: ReadonlySet<string> = new Set(["workingLocation", "birthday"]);

function takesTime({ transparency, eventType = "default", attendees = [] }: GoogleEvent): boolean {
  if (transparency === "transparent" || NO_TIME.has(eventType)) return false;
  return !attendees.some(({ self, responseStatus }) => self === true && responseStatus === "declined");
}

/** Google also uses 403 for rate limits. */
const LIMITS: ReadonlySet<string> = new Set(["rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded"]);

/** @throws transient, RateLimitError */
function checked(answer: ApiAnswer): ApiAnswer {
  const { status, headers, body } = answer;
  if (status >= 200 && status < 300) return answer;
  const { errors } = failure.safeParse(body).data?.error ?? { errors: [] };
  if (status === 403 && errors.some(({ reason }) => LIMITS.has(reason))) throw rateLimited(headers, status);
  throw refusal(status);
}

function parsed<T>(shape: z.ZodType<T>, body: unknown): T {
  const { success, data } = shape.safeParse(body);
  if (success) return data;
  throw notTheApi("Google Calendar");
}

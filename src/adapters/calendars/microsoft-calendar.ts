import { z } from "zod";
import { ApiClock } from "../../domain/calendar/api-times.ts";
import type { CalendarAccess, CalendarServer, OutsideEvent, OwnEvent, Written } from "../../domain/calendar/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { type ApiAnswer, type ApiRequest, type AskApi, notTheApi } from "./api-requests.ts";
import { refusal } from "./calendar-fetch.ts";
import { microsoftChanges } from "./microsoft-changes.ts";
import { EVER, type GraphEvent, eventShape, outside, uidOf } from "./microsoft-events.ts";

/** The extended property that marks an event of ours; a calendar can be searched by it. */
const UID_PROPERTY = "String {6f1f6d0e-5d0e-4c1c-9a57-3c9f3f6b8a21} Name ascendia";
/** Ids survive a move to another folder, and times are in UTC. */
const PREFER = 'IdType="ImmutableId", outlook.timezone="UTC"';

const found = z.object({ value: z.array(eventShape) });
const calendars = z.object({
  value: z.array(z.object({ id: z.string(), name: z.string(), isDefaultCalendar: z.boolean().default(false) })),
});

/** A calendar of Microsoft 365 or Outlook.com (Microsoft Graph v1.0). */
export function microsoftCalendar({ url }: CalendarAccess, ask: AskApi): CalendarServer {
  const api: AskApi = (address, request = {}) => ask(address, preferring(request));
  const at = (id: string): string => `${url}/events/${encodeURIComponent(id)}`;
  const standing = async (id: string): Promise<GraphEvent | undefined> => {
    const answer = await api(at(id));
    return answer.status === 404 ? undefined : parsed(eventShape, checked(answer).body);
  };
  const ofUid = async (uid: string): Promise<GraphEvent | undefined> => {
    const [name, value] = [UID_PROPERTY, uid].map((text) => `'${text.replaceAll("'", "''")}'`);
    const filter = `singleValueExtendedProperties/Any(ep: ep/id eq ${name} and ep/value eq ${value})`;
    const answer = await api(`${url}/events?${new URLSearchParams({ $filter: filter }).toString()}`);
    // A copy of an event of ours has the property too, but not our transactionId.
    return parsed(found, checked(answer).body).value.find((event) => uidOf(event) === uid);
  };
  return {
    changes: (question) => microsoftChanges(question, { url, api, checked }),
    find: async ({ uid, resource }, zone) => {
      const event = resource === null ? await ofUid(uid) : await standing(resource);
      return event === undefined ? undefined : single(event, zone);
    },
    write: async (event, over) => {
      if (over === null) {
        const answer = await api(`${url}/events`, { method: "POST", body: newBody(event) });
        if (answer.status === 404) throw refusal(404);
        return written(answer);
      }
      const headers = { "if-match": over.etag };
      return written(await api(at(over.resource), { method: "PATCH", headers, body: bodyOf(event) }));
    },
    remove: async ({ resource, etag }) => {
      const answer = await api(at(resource), { method: "DELETE", headers: { "if-match": etag } });
      if (answer.status === 404) return "removed";
      if (answer.status === 412 || answer.status === 409) {
        return (await standing(resource)) === undefined ? "removed" : "differs";
      }
      checked(answer);
      return "removed";
    },
  };
}

/** The id of the calendar with that name, or of the default calendar. @throws not_found with the existing names */
export async function microsoftCalendarId(name: string, base: string, ask: AskApi): Promise<string> {
  const answer = checked(await ask(`${base}/me/calendars?$top=200`, preferring({})));
  const { value } = parsed(calendars, answer.body);
  const isWanted = (each: (typeof value)[number]): boolean =>
    name === "primary" ? each.isDefaultCalendar : each.name === name || each.id === name;
  const chosen = value.find(isWanted);
  if (chosen !== undefined) return chosen.id;
  const names = value.map((each) => each.name).join(", ");
  throw new AscendiaError("not_found", `There is no calendar "${name}" in this account.`, {
    hint: `Its calendars: ${names}. Pass a name, or primary.`,
  });
}

function preferring({ headers = {}, ...request }: ApiRequest): ApiRequest {
  const { prefer, ...others } = headers;
  return { ...request, headers: { ...others, prefer: prefer === undefined ? PREFER : `${PREFER}, ${prefer}` } };
}

function single(event: GraphEvent, zone: string): OutsideEvent {
  return outside(event, { clock: new ApiClock(zone), zone, span: EVER, master: undefined });
}

function utc(instant: number) {
  return { dateTime: new Date(instant).toISOString().slice(0, 19), timeZone: "UTC" };
}

function bodyOf({ from, to, title }: OwnEvent) {
  return { subject: title, start: utc(from), end: utc(to), isAllDay: false, showAs: "busy", recurrence: null };
}

/** The transactionId keeps a retry after a lost answer from creating a second event. */
function newBody(event: OwnEvent) {
  const { recurrence: _, ...body } = bodyOf(event);
  const { uid, sequence } = event;
  const mark = [{ id: UID_PROPERTY, value: uid }];
  return { ...body, transactionId: `${uid}:${sequence}`, singleValueExtendedProperties: mark };
}

function written(answer: ApiAnswer): Written {
  if ([404, 409, 412].includes(answer.status)) return { kind: "differs" };
  const event = parsed(eventShape, checked(answer).body);
  return { kind: "written", resource: event.id, etag: event["@odata.etag"] };
}

/** @throws transient */
function checked(answer: ApiAnswer): ApiAnswer {
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw refusal(answer.status);
}

function parsed<T>(shape: z.ZodType<T>, body: unknown): T {
  const { success, data } = shape.safeParse(body);
  if (success) return data;
  throw notTheApi("Microsoft Graph");
}

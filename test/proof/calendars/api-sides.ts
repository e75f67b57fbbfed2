import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { startCalendarSandbox } from "../../../src/sandbox/calendars/start-calendar-sandbox.ts";
import type { Side, SideEvent, WeeklyEvent } from "./side.ts";

const tokens = z.object({ google: z.string(), microsoft: z.string() });
const named = z.object({ id: z.string() });

/** The owner's actions in their own program, through the same API. */
type Ask = (method: string, path: string, body?: unknown) => Promise<unknown>;

async function started() {
  const sandbox = await startCalendarSandbox({ clock: { now: () => Date.now() } });
  const control: Ask = (method, path, body) => asked(`${sandbox.url}/_sandbox/${path}`, method, {}, body);
  await control("POST", "approve-sign-ins");
  const given = tokens.parse(await control("POST", "tokens"));
  return { sandbox, control, given };
}

function owner(base: string, token: string): Ask {
  return (method, path, body) => asked(`${base}${path}`, method, { authorization: `Bearer ${token}` }, body);
}

async function asked(url: string, method: string, headers: Record<string, string>, body?: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: HTTP ${response.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

const googleEvent = z.looseObject({
  id: z.string(),
  status: z.string(),
  start: z.object({ dateTime: z.string() }),
  end: z.object({ dateTime: z.string() }),
  extendedProperties: z.object({ private: z.object({ ascendia: z.string() }) }).optional(),
});

/** The sandbox's Google Calendar, which ascendia accesses with a service account. */
export async function googleSide(): Promise<Side> {
  const { sandbox, control, given } = await started();
  const base = sandbox.environment["GOOGLE_CALENDAR_BASE_URL"] ?? "";
  const folder = mkdtempSync(join(tmpdir(), "ascendia-google-key-"));
  const keyFile = join(folder, "key.json");
  writeFileSync(keyFile, JSON.stringify(await control("GET", "service-account")), { mode: 0o600 });
  const ask = owner(`${base}/calendars/primary/events`, given.google);
  const { idOf, nameOf, name } = ownNames();
  const whole = `?singleEvents=true&maxResults=2500&timeMin=${new Date(Date.now() - 86_400_000).toISOString()}`;
  const all = async () => {
    const { items } = z.object({ items: z.array(googleEvent) }).parse(await ask("GET", whole));
    // For a series, only its first occurrence.
    return items.filter((item, index) => items.findIndex(({ id }) => seriesOf(id) === seriesOf(item.id)) === index);
  };
  return {
    name: "Google (sandbox)",
    url: base,
    connectWith: (address) => ({
      way: ["--google", "awa@example.com", "--key-env", "GOOGLE_KEY"],
      env: { ...sandbox.environment, GOOGLE_CALENDAR_BASE_URL: address, GOOGLE_KEY: keyFile },
    }),
    events: async () =>
      (await all()).map((event): SideEvent => ({
        id: nameOf(seriesOf(event.id)),
        uid: event.extendedProperties?.private.ascendia ?? nameOf(event.id),
        startsAt: Date.parse(event.start.dateTime),
        endsAt: Date.parse(event.end.dateTime),
        mark: hashOf(event),
      })),
    add: async ({ id, startsAt, endsAt }) => {
      const body = { summary: "private of Koffi", ...times(startsAt, endsAt) };
      name(id, named.parse(await ask("POST", "", body)).id);
    },
    addWeekly: async (weekly) => addGoogleWeekly(weekly, ask),
    addInUnknownZone: async (id, date, [from, to]) => {
      const at = (wall: string) => ({ dateTime: `${date}T${wall}:00`, timeZone: "Customised Time Zone 7" });
      await control("POST", "events", { service: "google", id, event: { start: at(from), end: at(to) } });
    },
    move: async (id, startsAt) => {
      const event = (await all()).find((each) => each.id === idOf(id));
      if (event === undefined) throw new Error(`no event ${id} to move`);
      const length = Date.parse(event.end.dateTime) - Date.parse(event.start.dateTime);
      await ask("PATCH", `/${idOf(id)}`, times(startsAt, startsAt + length));
    },
    remove: async (id) => void (await ask("DELETE", `/${idOf(id)}`)),
    forgetTokens: async () => void (await control("POST", "forget-changes")),
    close: async () => {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function times(from: number, to: number) {
  return { start: { dateTime: new Date(from).toISOString() }, end: { dateTime: new Date(to).toISOString() } };
}

async function addGoogleWeekly(weekly: WeeklyEvent, ask: Ask): Promise<void> {
  const { zone, firstDate, from, to, count, excluded, moved, cancelled } = weekly;
  const at = (date: string, wall: string) => ({ dateTime: `${date}T${wall}:00`, timeZone: zone });
  const exdate = `EXDATE;TZID=${zone}:${excluded.replaceAll("-", "")}T${from.replace(":", "")}00`;
  const recurrence = [`RRULE:FREQ=WEEKLY;COUNT=${count}`, exdate];
  const { id } = named.parse(await ask("POST", "", { start: at(firstDate, from), end: at(firstDate, to), recurrence }));
  const listed = await ask("GET", "?singleEvents=true&maxResults=2500");
  const instances = z
    .object({ items: z.array(googleEvent) })
    .parse(listed)
    .items.filter((each) => each.id.startsWith(id));
  const on = (date: string): string => instances.find(({ start }) => start.dateTime.startsWith(date))?.id ?? "";
  await ask("PATCH", `/${on(moved.date)}`, { start: at(moved.date, moved.from), end: at(moved.date, moved.to) });
  await ask("DELETE", `/${on(cancelled)}`);
}

const graphEvent = z.looseObject({
  id: z.string(),
  type: z.string(),
  seriesMasterId: z.string().optional(),
  start: z.object({ dateTime: z.string() }),
  end: z.object({ dateTime: z.string() }),
  transactionId: z.string().nullish(),
  subject: z.string().optional(),
});

/** The sandbox's Microsoft Graph, which ascendia accesses as a signed-in user. */
export async function microsoftSide(): Promise<Side> {
  const { sandbox, control, given } = await started();
  const base = sandbox.environment["MICROSOFT_GRAPH_BASE_URL"] ?? "";
  const listed = await owner(base, given.microsoft)("GET", "/me/calendars");
  const [calendar] = z.object({ value: z.array(named) }).parse(listed).value;
  const ask = owner(`${base}/me/calendars/${encodeURIComponent(calendar?.id ?? "")}`, given.microsoft);
  const { idOf, nameOf, name } = ownNames();
  const all = async () => {
    const bounds = `startDateTime=${new Date(Date.now() - 86_400_000).toISOString()}&endDateTime=2100-01-01T00:00:00Z`;
    const found: z.infer<typeof graphEvent>[] = [];
    let link = `/calendarView/delta?${bounds}`;
    while (link !== "") {
      const page = z
        .looseObject({ value: z.array(graphEvent), "@odata.nextLink": z.string().optional() })
        .parse(await ask("GET", link));
      found.push(...page.value);
      const next = page["@odata.nextLink"];
      link = next === undefined ? "" : next.slice(next.indexOf("/calendarView/delta"));
    }
    return found;
  };
  return {
    name: "Microsoft (sandbox)",
    url: base,
    connectWith: (address) => ({
      way: ["--microsoft", "primary", "--client-id", "app-of-the-proof"],
      env: { ...sandbox.environment, MICROSOFT_GRAPH_BASE_URL: address },
    }),
    events: async () =>
      (await all())
        .filter(({ type }) => type !== "occurrence" && type !== "exception")
        .map((event): SideEvent => ({
          id: nameOf(event.id),
          uid: event.transactionId?.replace(/:\d+$/u, "") ?? nameOf(event.id),
          startsAt: instant(event.start),
          endsAt: instant(event.end),
          mark: hashOf(event),
        })),
    add: async ({ id, startsAt, endsAt }) => {
      const body = { subject: id, start: time(startsAt), end: time(endsAt) };
      name(id, named.parse(await ask("POST", "/events", body)).id);
    },
    addWeekly: async (weekly) => addGraphWeekly(weekly, ask),
    addInUnknownZone: async (id, date, [from, to]) => {
      const at = (clock: string) => ({ dateTime: `${date}T${clock}:00`, timeZone: "Customised Time Zone 7" });
      await control("POST", "events", { service: "microsoft", id, event: { start: at(from), end: at(to) } });
    },
    move: async (id, startsAt) => {
      const event = (await all()).find((each) => each.id === idOf(id));
      if (event === undefined) throw new Error(`no event ${id} to move`);
      const end = startsAt + instant(event.end) - instant(event.start);
      await ask("PATCH", `/events/${encodeURIComponent(idOf(id))}`, { start: time(startsAt), end: time(end) });
    },
    remove: async (id) => void (await ask("DELETE", `/events/${encodeURIComponent(idOf(id))}`)),
    forgetTokens: async () => void (await control("POST", "forget-changes")),
    close: () => sandbox.close(),
  };
}

function time(at: number) {
  return { dateTime: new Date(at).toISOString().slice(0, 19), timeZone: "UTC" };
}

function instant({ dateTime }: { readonly dateTime: string }): number {
  return Date.parse(`${dateTime.slice(0, 19)}Z`);
}

/** Graph has no excluded dates: a program that excludes one deletes that occurrence. */
async function addGraphWeekly(weekly: WeeklyEvent, ask: Ask): Promise<void> {
  const { zone, firstDate, from, to, count, excluded, moved, cancelled } = weekly;
  const at = (date: string, clock: string) => ({ dateTime: `${date}T${clock}:00`, timeZone: zone });
  const recurrence = {
    pattern: { type: "weekly", interval: 1 },
    range: { type: "numbered", numberOfOccurrences: count, startDate: firstDate },
  };
  const body = { subject: weekly.id, start: at(firstDate, from), end: at(firstDate, to), recurrence };
  const { id } = named.parse(await ask("POST", "/events", body));
  const on = (date: string): string => `/events/${encodeURIComponent(`${id}.${date}`)}`;
  await ask("DELETE", on(excluded));
  await ask("PATCH", on(moved.date), { start: at(moved.date, moved.from), end: at(moved.date, moved.to) });
  await ask("DELETE", on(cancelled));
}

/** Maps this proof's names of events to the ids that the services assign. */
function ownNames() {
  const [ids, names] = [new Map<string, string>(), new Map<string, string>()];
  return {
    idOf: (called: string): string => ids.get(called) ?? called,
    nameOf: (id: string): string => names.get(id) ?? id,
    name: (called: string, id: string): void => {
      ids.set(called, id);
      names.set(id, called);
    },
  };
}

/** Google identifies an occurrence by its series and time. */
function seriesOf(id: string): string {
  return id.split("_")[0] ?? id;
}

function hashOf(event: unknown): string {
  return createHash("sha256").update(JSON.stringify(event)).digest("hex");
}

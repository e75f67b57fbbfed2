import { describe, expect, it } from "vitest";
import { calendarOpener } from "../../../src/adapters/calendars/open-calendar.ts";
import { signIn } from "../../../src/adapters/calendars/sign-in.ts";
import { calendarFetch } from "../../../src/adapters/calendars/calendar-fetch.ts";
import type { CalendarAccess, CalendarKind, CalendarServer } from "../../../src/domain/calendar/ports.ts";
import { eventText } from "../../../src/domain/calendar/event-text.ts";
import { serviceAccountKey } from "../../fakes/service-account.ts";
import { calendarSandbox } from "../../fakes/calendar-sandbox.ts";
import { fakeCaldav } from "../../fakes/caldav-server.ts";

const zone = "Africa/Porto-Novo";
const span = { from: Date.UTC(2027, 0, 1), to: Date.UTC(2028, 0, 1) };
const at = (hour: number): number => Date.UTC(2027, 2, 1, hour);
const uid = "0199a000-0000-7000-8000-000000000001";
const ours = { uid, sequence: 0, from: at(9), to: at(10), title: "K. T.", changedAt: at(0) };

interface Kept {
  readonly server: CalendarServer;
  /** Actions of the calendar's owner. */
  readonly add: (id: string, from: number, to: number) => Promise<unknown>;
  readonly remove: (resource: string) => Promise<unknown>;
  readonly annotate: (resource: string) => Promise<unknown>;
  readonly noteOf: (resource: string) => Promise<string>;
  readonly forget: () => Promise<unknown>;
}

async function opened(kind: CalendarKind, access: CalendarAccess): Promise<CalendarServer> {
  return calendarOpener()(kind, access, { patienceMs: 5000 });
}

function text(id: string, from: number, to: number): string {
  return eventText({ uid: id, sequence: 0, from, to, title: "privé", changedAt: from });
}

function pathOf(resource: string): string {
  return decodeURIComponent(resource);
}

function idOf(resource: string): string {
  return pathOf(resource).slice(pathOf(resource).lastIndexOf("/") + 1, -".ics".length);
}

async function caldav(user = "awa"): Promise<Kept> {
  const calendar = await fakeCaldav(user);
  return {
    server: await opened("caldav", { url: calendar.url, user, password: "geheim" }),
    add: async (id, from, to) => calendar.put(id, text(id, from, to)),
    remove: async (resource) => calendar.remove(idOf(resource)),
    annotate: async (resource) =>
      calendar.put(
        idOf(resource),
        (calendar.events.get(pathOf(resource)) ?? "").replace("END:VEVENT", "DESCRIPTION:note\r\nEND:VEVENT"),
      ),
    noteOf: async (resource) => calendar.events.get(pathOf(resource)) ?? "",
    forget: async () => calendar.forget(),
  };
}

function times(from: number, to: number) {
  return { start: { dateTime: new Date(from).toISOString() }, end: { dateTime: new Date(to).toISOString() } };
}

async function google(): Promise<Kept> {
  const sandbox = await calendarSandbox();
  const grant = { ...(await serviceAccountKey(sandbox)), scope: "https://www.googleapis.com/auth/calendar.events" };
  return {
    server: await opened("google", { url: sandbox.googleUrl, grant }),
    add: (id, from, to) => sandbox.google("POST", "", { summary: id, ...times(from, to) }),
    remove: (resource) => sandbox.google("DELETE", `/${resource}`),
    annotate: (resource) => sandbox.google("PATCH", `/${resource}`, { description: "note" }),
    noteOf: async (resource) => JSON.stringify(await sandbox.google("GET", `/${resource}`)),
    forget: () => sandbox.control("POST", "forget-changes"),
  };
}

function time(instant: number) {
  return { dateTime: new Date(instant).toISOString().slice(0, 19), timeZone: "UTC" };
}

function graphPath(resource: string): string {
  return `/events/${encodeURIComponent(resource)}`;
}

async function microsoft(): Promise<Kept> {
  const sandbox = await calendarSandbox();
  await sandbox.control("POST", "approve-sign-ins");
  const base = `${sandbox.environment["MICROSOFT_LOGIN_BASE_URL"] ?? ""}/common/oauth2/v2.0`;
  const place = {
    deviceUrl: `${base}/devicecode`,
    tokenUrl: `${base}/token`,
    scope: "Calendars.ReadWrite",
    clientId: "app",
  };
  const ports = { show: () => undefined, wait: async () => undefined, clock: { now: () => Date.now() } };
  const grant = await signIn(place, { ask: calendarFetch(5000), ...ports });
  return {
    server: await opened("microsoft", { url: sandbox.graphUrl, grant }),
    add: (id, from, to) => sandbox.graph("POST", "/events", { subject: id, start: time(from), end: time(to) }),
    remove: (resource) => sandbox.graph("DELETE", graphPath(resource)),
    annotate: (resource) => sandbox.graph("PATCH", graphPath(resource), { bodyPreview: "note" }),
    noteOf: async (resource) => JSON.stringify(await sandbox.graph("GET", graphPath(resource))),
    forget: () => sandbox.control("POST", "forget-changes"),
  };
}

function read(server: CalendarServer, token: string | null, known = new Map<string, string>()) {
  return server.changes({ token, span, zone, known });
}

describe.each([
  ["caldav", caldav],
  ["caldav whose address has an @", () => caldav("awa@example.com")],
  ["google", google],
  ["microsoft", microsoft],
] as const)("a calendar of the kind %s", (_kind, open) => {
  it("is read completely once, then by its changes", async () => {
    const { server, add, remove } = await open();
    await add("first", at(8), at(9));
    const whole = await read(server, null);
    expect(whole).toMatchObject({ isWhole: true, events: [{ busy: [{ from: at(8), to: at(9) }] }], problems: [] });
    const same = await read(server, whole.token);
    expect(same).toMatchObject({ isWhole: false, events: [], gone: [] });
    await add("second", at(11), at(12));
    await remove(whole.events[0]?.resource ?? "");
    const changed = await read(server, same.token);
    expect(changed.events.map(({ span: when }) => when)).toEqual([{ from: at(11), to: at(12) }]);
    expect(changed.gone).toEqual([whole.events[0]?.resource]);
  });

  it("is read completely again when the server no longer knows the changes", async () => {
    const { server, add, forget } = await open();
    await add("first", at(8), at(9));
    const { token } = await read(server, null);
    await forget();
    expect(await read(server, token)).toMatchObject({ isWhole: true, events: [{}] });
  });

  it("accepts an event of ours once, and returns it with its UID and version", async () => {
    const { server } = await open();
    const first = await server.write(ours, null);
    expect(first.kind).toBe("written");
    expect((await server.write(ours, null)).kind).toBe("differs");
    const { events } = await read(server, null);
    expect(events).toMatchObject([{ uid, span: { from: at(9), to: at(10) } }]);
    const [event] = events;
    expect(first).toMatchObject({ resource: event?.resource, etag: event?.etag });
    const known = new Map([[event?.resource ?? "", event?.etag ?? ""]]);
    expect(await read(server, null, known)).toMatchObject({ events: [], unchanged: [event?.resource] });
    expect(await server.find({ uid, resource: null }, zone)).toMatchObject({ uid, etag: event?.etag });
  });

  it("is overwritten only at the known version, and keeps what people added", async () => {
    const { server, annotate, noteOf } = await open();
    const first = await server.write(ours, null);
    if (first.kind !== "written") throw new Error("not written");
    await annotate(first.resource);
    const moved = { ...ours, sequence: 1, from: at(14), to: at(15) };
    expect((await server.write(moved, first)).kind).toBe("differs");
    const standing = await server.find({ uid, resource: first.resource }, zone);
    const second = await server.write(moved, standing ?? null);
    expect(second.kind).toBe("written");
    expect((await server.find({ uid, resource: first.resource }, zone))?.span).toEqual({ from: at(14), to: at(15) });
    expect(await noteOf(first.resource)).toContain("note");
  });

  it("deletes an event only at its known version, and accepts the event again afterwards", async () => {
    const { server, annotate } = await open();
    const first = await server.write(ours, null);
    if (first.kind !== "written") throw new Error("not written");
    await annotate(first.resource);
    expect(await server.remove(first)).toBe("differs");
    const standing = await server.find({ uid, resource: first.resource }, zone);
    expect(await server.remove(standing ?? first)).toBe("removed");
    expect(await server.remove(standing ?? first)).toBe("removed");
    expect(await server.find({ uid, resource: first.resource }, zone)).toBeUndefined();
    expect((await server.write({ ...ours, sequence: 2 }, null)).kind).toBe("written");
    expect((await read(server, null)).events).toMatchObject([{ uid, span: { from: at(9), to: at(10) } }]);
  });
});

import { expect, it } from "vitest";
import { calendarOpener } from "../../../src/adapters/calendars/open-calendar.ts";
import { calendarFetch } from "../../../src/adapters/calendars/calendar-fetch.ts";
import { signIn } from "../../../src/adapters/calendars/sign-in.ts";
import type { CalendarAccess, CalendarServer } from "../../../src/domain/calendar/ports.ts";
import { RateLimitError } from "../../../src/errors.ts";
import { calendarSandbox } from "../../fakes/calendar-sandbox.ts";

const zone = "America/Toronto";
const span = { from: Date.UTC(2027, 0, 1), to: Date.UTC(2027, 11, 31) };
const short = (instant: number) => new Date(instant).toISOString().slice(5, 16);

/** Both services, as a user who signed in sees them. */
async function signedIn(service: "google" | "microsoft") {
  const sandbox = await calendarSandbox();
  await sandbox.control("POST", "approve-sign-ins");
  const { environment: env } = sandbox;
  const google = env["GOOGLE_OAUTH_BASE_URL"] ?? "";
  const microsoft = `${env["MICROSOFT_LOGIN_BASE_URL"] ?? ""}/common/oauth2/v2.0`;
  const place =
    service === "google"
      ? { deviceUrl: `${google}/device/code`, tokenUrl: `${google}/token` }
      : { deviceUrl: `${microsoft}/devicecode`, tokenUrl: `${microsoft}/token` };
  const scope = "https://www.googleapis.com/auth/calendar";
  const ports = { show: () => undefined, wait: async () => undefined, clock: { now: () => Date.now() } };
  const grant = await signIn({ ...place, scope, clientId: "app" }, { ask: calendarFetch(5000), ...ports });
  const access: CalendarAccess = { url: service === "google" ? sandbox.googleUrl : sandbox.graphUrl, grant };
  const kept: CalendarAccess[] = [];
  const keep = async (renewed: CalendarAccess) => void kept.push(renewed);
  const open = calendarOpener();
  return { ...sandbox, access, kept, server: () => open(service, access, { patienceMs: 5000, keep }) };
}

async function busy(server: CalendarServer): Promise<readonly string[]> {
  const { events } = await server.changes({ token: null, span, zone, known: new Map() });
  return events.flatMap((event) => event.busy).map(({ from, to }) => `${short(from)}/${short(to)}`);
}

const nine = ["03-01T09:00/03-01T10:00"];
const googleTimes = { start: { dateTime: "2027-03-01T09:00:00Z" }, end: { dateTime: "2027-03-01T10:00:00Z" } };

it.each([
  ["an event", {}, nine],
  ["a tentative one", { status: "tentative" }, nine],
  ["time out of office", { eventType: "outOfOffice" }, nine],
  ["nothing where someone works", { eventType: "workingLocation" }, []],
  ["nothing marked as free", { transparency: "transparent" }, []],
  ["nothing that the owner declined", { attendees: [{ self: true, responseStatus: "declined" }] }, []],
  ["what a guest declined", { attendees: [{ email: "x@example.com", responseStatus: "declined" }] }, nine],
  ["a time by its zone", { start: { dateTime: "2027-03-01T10:00:00", timeZone: "Europe/Paris" } }, nine],
  [
    "a whole day by the calendar's clock, not the clinic's",
    { start: { date: "2027-03-28" }, end: { date: "2027-03-29" } },
    ["03-27T23:00/03-28T22:00"],
  ],
])("Google: reads %s", async (_what, fields, expected) => {
  const { google, server } = await signedIn("google");
  await google("POST", "", { ...googleTimes, ...fields });
  expect(await busy(await server())).toEqual(expected);
});

const graphTime = (hour: string) => ({ dateTime: `2027-03-01T${hour}:00:00`, timeZone: "UTC" });
const graphTimes = { start: graphTime("09"), end: graphTime("10") };

it.each([
  ["an event", {}, nine],
  ["a tentative one", { showAs: "tentative" }, nine],
  ["time out of office", { showAs: "oof" }, nine],
  ["time that is worked elsewhere", { showAs: "workingElsewhere" }, nine],
  ["nothing marked as free", { showAs: "free" }, []],
  ["nothing that was cancelled", { isCancelled: true }, []],
  ["nothing that the owner declined", { responseStatus: { response: "declined" } }, []],
  [
    "a time by Windows' name of its zone",
    {
      start: { dateTime: "2027-07-01T11:00:00", timeZone: "W. Europe Standard Time" },
      end: { dateTime: "2027-07-01T12:00:00", timeZone: "W. Europe Standard Time" },
    },
    ["07-01T09:00/07-01T10:00"],
  ],
  [
    "a whole day by the clinic's clock",
    {
      isAllDay: true,
      start: { dateTime: "2027-03-01T00:00:00", timeZone: "UTC" },
      end: { dateTime: "2027-03-02T00:00:00", timeZone: "UTC" },
    },
    ["03-01T05:00/03-02T05:00"],
  ],
])("Microsoft: reads %s", async (_what, fields, expected) => {
  const { graph, server } = await signedIn("microsoft");
  await graph("POST", "/events", { ...graphTimes, ...fields });
  expect(await busy(await server())).toEqual(expected);
});

it("Microsoft: fills in an occurrence from its series, and notices one that was removed or marked as free", async () => {
  const { graph, server } = await signedIn("microsoft");
  const recurrence = { pattern: { type: "weekly", interval: 1 }, range: { type: "numbered", numberOfOccurrences: 4 } };
  const created = await graph("POST", "/events", { ...graphTimes, showAs: "oof", recurrence });
  const id = typeof created === "object" && created !== null && "id" in created ? String(created.id) : "";
  const calendar = await server();
  const whole = await calendar.changes({ token: null, span, zone, known: new Map() });
  expect(whole.events.map((event) => event.busy.length)).toEqual([4]);
  const on = (date: string): string => `/events/${encodeURIComponent(`${id}.${date}`)}`;
  await graph("DELETE", on("2027-03-08"));
  await graph("PATCH", on("2027-03-15"), { showAs: "free" });
  const changed = await calendar.changes({ token: whole.token, span, zone, known: new Map() });
  expect(changed.events.flatMap((event) => event.busy).map(({ from }) => short(from))).toEqual([
    "03-01T09:00",
    "03-22T09:00",
  ]);
  await graph("DELETE", `/events/${encodeURIComponent(id)}`);
  expect((await calendar.changes({ token: changed.token, span, zone, known: new Map() })).gone).toContain(id);
});

it.each(["google", "microsoft"] as const)("%s: replaces an access token that was refused, once", async (service) => {
  const { control, server, kept } = await signedIn(service);
  expect(await busy(await server())).toEqual([]);
  await control("POST", "expire-tokens");
  expect(await busy(await server())).toEqual([]);
  expect(kept).toEqual([]);
});

it("stores a new refresh token once the old one is a day old", async () => {
  const { access, kept } = await signedIn("microsoft");
  const { grant } = access;
  if (grant?.kind !== "sign_in") throw new Error("not signed in");
  const old = { ...access, grant: { ...grant, keptAt: Date.now() - 25 * 3_600_000 } };
  const server = await calendarOpener()("microsoft", old, {
    patienceMs: 5000,
    keep: async (one) => void kept.push(one),
  });
  await busy(server);
  expect(kept).toMatchObject([{ url: access.url, grant: { kind: "sign_in" } }]);
  expect(JSON.stringify(kept)).not.toContain(grant.refreshToken);
});

it.each(["google", "microsoft"] as const)("%s: says so when permission was withdrawn", async (service) => {
  const { control, server } = await signedIn(service);
  await control("POST", "revoke");
  await expect(busy(await server())).rejects.toThrow("the permission was withdrawn, or has expired (invalid_grant)");
});

it.each([
  ["google", 429, "rateLimitExceeded"],
  ["google", 403, "userRateLimitExceeded"],
  ["google", 503, "backendError"],
  ["microsoft", 429, "ApplicationThrottled"],
  ["microsoft", 503, "ServiceUnavailable"],
] as const)("%s: waits for as long as HTTP %i asks it to", async (service, status, reason) => {
  const { control, server } = await signedIn(service);
  await control("POST", "faults", { service, status, reason, retry_after: 17 });
  const failure = await busy(await server()).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(RateLimitError);
  expect(failure).toMatchObject({ retryAfterMs: 17_000 });
});

it("does not confuse a rate limit with a refusal", async () => {
  const { control, server } = await signedIn("google");
  await control("POST", "faults", { service: "google", status: 403, reason: "forbidden" });
  await expect(busy(await server())).rejects.toThrow("it does not accept these credentials (any longer) (HTTP 403)");
});

it("slows down its requests when the server asks for it", async () => {
  const { control, server } = await signedIn("google");
  await control("POST", "limit", { requests: 1, seconds: 60 });
  const calendar = await server();
  expect(await busy(calendar)).toEqual([]);
  await expect(busy(calendar)).rejects.toBeInstanceOf(RateLimitError);
});

it("skips only the malformed event, and names it", async () => {
  const { control, google, server } = await signedIn("google");
  await google("POST", "", googleTimes);
  await control("POST", "events", { service: "google", id: "odd", event: { start: { dateTime: "soon" }, end: 7 } });
  const { events, problems } = await (await server()).changes({ token: null, span, zone, known: new Map() });
  expect(events.flatMap((event) => event.busy)).toHaveLength(1);
  expect(problems).toEqual(["events that cannot be read: 1"]);
});

import { createServer } from "node:http";
import { once } from "node:events";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { booking, coming, storedClinic } from "../fakes/stored-clinic.ts";
import { run } from "../fakes/world.ts";

const shown = z.object({
  calendars: z.array(z.looseObject({ id: z.string(), state: z.string(), problem: z.string().nullable() })),
});
const connected = z.looseObject({
  busy_times: z.number(),
  calendar: z.looseObject({ id: z.string(), host: z.string() }),
});
const slots = z.looseObject({ slots: z.array(z.looseObject({ starts_at: z.string() })) });

const tuesday = coming.tuesday.replaceAll("-", "");

function calendarOf(...events: readonly (readonly [string, string])[]): string {
  const blocks = events.flatMap(([from, to], index) => [
    "BEGIN:VEVENT",
    `UID:${index}@test`,
    `DTSTART;TZID=Africa/Porto-Novo:${tuesday}T${from}00`,
    `DTEND;TZID=Africa/Porto-Novo:${tuesday}T${to}00`,
    "SUMMARY:Consultation privée de Koffi",
    "END:VEVENT",
  ]);
  return ["BEGIN:VCALENDAR", "VERSION:2.0", ...blocks, "END:VCALENDAR", ""].join("\r\n");
}

/** A calendar feed whose answer can be changed, and which counts how often it was sent in full. */
async function calendarServer(text: string) {
  const feed = { text, status: 200, sent: 0, etag: '"1"' };
  const server = createServer((request, response) => {
    const isKnown = request.headers["if-none-match"] === feed.etag;
    const status = feed.status === 200 && isKnown ? 304 : feed.status;
    if (status === 200) feed.sent += 1;
    response
      .writeHead(status, { "content-type": "text/calendar", etag: feed.etag })
      .end(status === 200 ? feed.text : "");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { feed, url: `http://127.0.0.1:${port}/secret-4711/basic.ics` };
}

async function connectedClinic(text = calendarOf(["0900", "1000"])) {
  const [clinic, { feed, url }] = await Promise.all([storedClinic(), calendarServer(text)]);
  const { busy_times, calendar } = await clinic.data(
    connected,
    "calendar:connect",
    "--doctor",
    "Awa Test",
    "--ics",
    url,
  );
  const free = async (doctor: string) => {
    const { slots: found } = await clinic.data(slots, "slot:list", "--doctor", doctor, "--date", coming.tuesday);
    return found.map(({ starts_at: at }) => at.slice(11, 16));
  };
  return { ...clinic, feed, url, id: calendar.id, busy: busy_times, free };
}

it("neither offers nor books a slot at which the doctor is busy elsewhere", async () => {
  const { free, command, busy } = await connectedClinic();
  expect(busy).toBe(1);
  const [awa, luc] = [await free("Awa Test"), await free("Luc Essai")];
  expect(luc.filter((time) => !awa.includes(time))).toEqual(["08:00", "08:30"]);
  const refused = await command(...booking("Awa Test", "09:30"), "--yes");
  expect(refused.code).not.toBe(0);
  expect((await command(...booking("Awa Test", "10:00"), "--yes")).code).toBe(0);
  expect((await command(...booking("Luc Essai", "09:30", "Ada Test"), "--yes")).code).toBe(0);
});

it("applies changes made there, fetching only the changes", async () => {
  const { free, command, feed } = await connectedClinic();
  expect((await command("calendar:sync")).code).toBe(0);
  expect(feed.sent).toBe(1);
  Object.assign(feed, { text: calendarOf(["1000", "1100"]), etag: '"2"' });
  expect((await command("calendar:sync")).code).toBe(0);
  const awa = await free("Awa Test");
  expect(awa).toEqual(expect.arrayContaining(["08:00", "08:30"]));
  expect(awa).not.toContain("09:00");
});

it.each([
  [{ status: 404 }, "there is no longer a calendar at this address (HTTP 404)"],
  [{ status: 429 }, "its server limits the request rate"],
  [{ status: 503 }, "its server has a problem"],
  [{ text: "<!doctype html>Sign in", etag: '"x"' }, "does not return a calendar"],
])("keeps what it knows when the calendar answers %j", async (change, reason) => {
  const { free, command, data, feed } = await connectedClinic();
  const before = await free("Awa Test");
  Object.assign(feed, change);
  const { code, stdout } = await command("calendar:sync", "--json");
  expect(code).toBe(1);
  expect(stdout).toContain(reason);
  expect(await free("Awa Test")).toEqual(before);
  const { calendars } = await data(shown, "calendar:list");
  expect(calendars.map(({ state }) => state)).toEqual(["current"]);
  expect(calendars[0]?.problem).toContain(reason);
  Object.assign(feed, { status: 200, text: calendarOf(["0900", "1000"]), etag: '"1"' });
  expect((await command("calendar:sync")).code).toBe(0);
  expect((await data(shown, "calendar:list")).calendars).toMatchObject([{ state: "current", problem: null }]);
});

it("offers no doctor whose calendar has not been read for longer than it is trusted", async () => {
  const { free, stores, data, command, cwd } = await connectedClinic();
  await stores(async ({ calendars }) => {
    const [feed] = await calendars.list();
    if (feed === undefined) throw new Error("none");
    await calendars.save({ ...feed, confirmedAt: Date.now() - 241 * 60_000 }, feed.token);
  });
  expect(await free("Awa Test")).toEqual([]);
  expect(await free("Luc Essai")).not.toEqual([]);
  expect((await data(shown, "calendar:list")).calendars).toMatchObject([{ state: "stale" }]);
  expect((await run(["check"], { cwd })).stdout).toMatch(/of clinique-test: not read for too long, so its doctor/u);
  expect((await command("calendar:sync")).code).toBe(0);
  expect(await free("Awa Test")).not.toEqual([]);
});

it("keeps the address, and the events' contents, out of the database, every output and the log", async () => {
  const { cwd, command, url, id } = await connectedClinic();
  const listed = await command("calendar:list");
  const audit = await command("calendar:sync", "--json");
  for (const text of [listed.stdout, audit.stdout]) expect(text).not.toContain("secret-4711");
  const folder = join(cwd, ".ascendia");
  const files = readdirSync(folder).filter((name) => !name.endsWith(".calendars.json"));
  for (const name of files) {
    const bytes = readFileSync(join(folder, name), "latin1");
    expect([bytes.includes("secret-4711"), bytes.includes("Consultation priv")]).toEqual([false, false]);
  }
  const addresses = join(folder, "sandbox.db.calendars.json");
  expect(statSync(addresses).mode & 0o777).toBe(0o600);
  expect(readFileSync(addresses, "utf8")).toContain(url);
  expect((await command("calendar:disconnect", id.slice(-6))).code).toBe(0);
  expect(readFileSync(addresses, "utf8")).not.toContain("secret-4711");
});

it("lets a whole clinic's calendar block everyone, until it is disconnected", async () => {
  const { free, command, data, url, id } = await connectedClinic();
  await command("calendar:disconnect", id.slice(-6));
  const both = [await free("Awa Test"), await free("Luc Essai")];
  const { calendar } = await data(connected, "calendar:connect", "--ics", url);
  expect(await free("Luc Essai")).not.toEqual(both[1]);
  await command("calendar:disconnect", calendar.id.slice(-6));
  expect([await free("Awa Test"), await free("Luc Essai")]).toEqual(both);
});

it.each([
  [[], "Pass exactly one of --ics, --ics-env, --caldav, --google or --microsoft."],
  [["--ics", "http://calendar.example.com/a.ics"], "is not the https address of a calendar"],
  [["--ics", "calendar"], "is not the https address"],
  [["--ics", "file:///etc/passwd"], "is not the https address"],
  [["--ics", "http://127.0.0.1:59321/a.ics"], "its server cannot be reached (ECONNREFUSED)"],
  [["--caldav", "https://awa:geheim@cloud.example.com/awa/"], "The --caldav address contains a user name or password"],
  [
    ["--caldav", "https://cloud.example.com/awa/"],
    "--caldav needs --user, and one of --password-env or --password-file",
  ],
  [["--ics-env", "NOT_SET"], "NOT_SET is not the https address"],
])("connects nothing with %j", async (argv, reason) => {
  const { command, data } = await storedClinic();
  const { code, stderr } = await command("calendar:connect", ...argv);
  expect(stderr).toContain(reason);
  expect(code).not.toBe(0);
  expect((await data(shown, "calendar:list")).calendars).toEqual([]);
});

it("changes nothing in a dry run", async () => {
  const { url } = await calendarServer(calendarOf(["0900", "1000"]));
  const { command, data, cwd } = await storedClinic();
  expect((await command("calendar:connect", "--ics", url, "--dry-run")).stdout).toContain("Would connect");
  expect((await data(shown, "calendar:list")).calendars).toEqual([]);
  expect(readdirSync(join(cwd, ".ascendia"))).not.toContain("sandbox.db.calendars.json");
});

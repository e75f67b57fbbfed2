import { join } from "node:path";
import type { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SqlAccessStore, SqlSignUpStore } from "../../src/adapters/sql/fleet/access-store.ts";
import { SqlAlertStore } from "../../src/adapters/sql/monitoring/alert-stores.ts";
import { SqlAuditLog } from "../../src/adapters/sql/monitoring/audit-log.ts";
import type { SqlDatabase } from "../../src/adapters/sql/database.ts";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { newId, newSecret } from "../../src/adapters/system/ids.ts";
import { sha256 } from "../../src/adapters/system/sha256.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/clock.ts";
import { bookingsOf } from "../../src/composition/bookings.ts";
import { wordingJudge } from "../../src/composition/phrases.ts";
import { createConsole } from "../../src/console/console-app.tsx";
import type { ConsoleEnv } from "../../src/console/gate.ts";
import { LiveFeed } from "../../src/console/live-feed.tsx";
import type { ApprovedNumber, ConsolePorts, MadeScenario } from "../../src/console/ports.ts";
import { clinicRoutes, fleetRoutes } from "../../src/console/routes.ts";
import { frenchReason } from "../../src/console/words/reasons-fr.ts";
import type { Role } from "../../src/domain/access/access.ts";
import { openLink } from "../../src/domain/access/sign-in.ts";
import { AscendiaError } from "../../src/errors.ts";
import { type Call, disconnectionReasons, whyEnded } from "../../src/domain/call/call.ts";
import { SqlCallEventStore } from "../../src/adapters/sql/calls/call-stores.ts";
import type { CallEvent, FleetCall } from "../../src/domain/call/ports.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { newContact } from "../../src/domain/outreach/contact-changes.ts";
import { defaultPolicy } from "../../src/domain/outreach/policy.ts";
import { dateAt } from "../../src/domain/time/zoned-time.ts";
import { clinicFile } from "../fakes/clinic-file.ts";
import { run } from "../fakes/world.ts";
import { testCall } from "../fakes/test-call.ts";

const PLACE = "https://console.example.com";
const BROWSER = "a browser";

/** Two clinics of one installation, and a clock that the test moves. */
let folder = "";
let database: SqlDatabase;
let app: Hono<ConsoleEnv>;
let ports: ConsolePorts;
const time = { now: Date.now() };
/** What call:to-scenario would make, by call. */
const scenarios = new Map<string, MadeScenario>();
const clock = { now: () => time.now };
/** The sign-ups that were approved, and from where their numbers come. */
const approvals: (readonly [id: string, number: ApprovedNumber])[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ascendia-console-"));
  await run(["agent:create", "--yes"], { cwd: folder });
  for (const slug of ["own", "other"]) {
    const number = {
      import: { ...clinicFile.number.import, phone_number: slug === "own" ? "0197000041" : "0197000042" },
    };
    const stdin = JSON.stringify({ ...clinicFile, slug, number, owner_email: `${slug}@example.com` });
    const { code, stderr } = await run(["clinic:onboard", "--file", "-", "--yes"], { cwd: folder, stdin });
    if (code !== 0) throw new Error(stderr);
  }
  database = await openDatabase(join(folder, ".ascendia", "sandbox.db"), "sandbox");
  const store = sqlStore(database);
  ports = {
    store,
    alerts: new SqlAlertStore(database.fleet),
    access: new SqlAccessStore(database.fleet),
    signUps: new SqlSignUpStore(database.fleet),
    clinics: store.clinics,
    scope: (clinicId) => store.scope(clinicId),
    files: { style: "main{}", script: "void 0", week: "void 1" },
    log: { info: () => undefined, warn: () => undefined, error: (fields) => expect.fail(JSON.stringify(fields)) },
    auditAs: (actor) => new SqlAuditLog(database.fleet, { clock, digest: sha256, actor }),
    bookings: (await bookingsOf())({ database, clock, newId }),
    atomically: (work) => database.atomically(work),
    flowOf: () => Promise.reject(new Error("no version is asked for")),
    approveSignUp: async (id, number) => {
      approvals.push([id, number]);
      return "number" in number ? { slug: "own" } : { problem: "refused", detail: "That area has no numbers." };
    },
    scenarioOf: async (callId) => scenarios.get(callId) ?? { problem: "none", detail: [] },
    drawingOf: () => Promise.reject(new AscendiaError("not_found", "Retell has no such version")),
    phrases: {
      fr: { greeting: "Bonjour, ici {{clinic_name}}.", emergency: "Appelez {{emergency_services}}." },
      en: {},
      es: {},
    },
    judgeWording: wordingJudge(database),
    clock,
    digest: sha256,
    newId,
    newSecret,
    url: PLACE,
    linkUrl: (secret) => `${PLACE}/enter/${secret}`,
  };
  const feed = new LiveFeed({ store, clock, onError: (error) => expect.fail(String(error)) });
  app = createConsole({ ports, feed, urls: [PLACE] });
});

afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Asked {
  readonly cookie?: string;
  readonly browser?: string;
  readonly origin?: string | null;
  readonly host?: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly language?: string;
}

async function ask(path: string, asked: Asked = {}): Promise<Response> {
  const { cookie, browser = BROWSER, origin = PLACE, host = "console.example.com", form, language = "en" } = asked;
  const headers: Record<string, string> = { host, "user-agent": browser, "accept-language": language };
  if (cookie !== undefined) headers["cookie"] = cookie;
  if (form === undefined) return app.request(PLACE + path, { headers });
  if (origin !== null) headers["origin"] = origin;
  headers["content-type"] = "application/x-www-form-urlencoded";
  return app.request(PLACE + path, { method: "POST", headers, body: new URLSearchParams(form).toString() });
}

async function clinicNamed(slug: string) {
  const clinic = await ports.clinics.find(slug);
  if (clinic === undefined) throw new Error(`${slug} is not there`);
  return clinic;
}

async function linkFor(role: Role, slug?: string): Promise<string> {
  const clinic = slug === undefined ? null : await clinicNamed(slug);
  return (await openLink({ role, clinic, holder: `${role}@example.com` }, ports)).secret;
}

async function enter(role: Role, slug?: string) {
  const answer = await ask("/enter", { form: { secret: await linkFor(role, slug) } });
  const set = answer.headers.getSetCookie();
  const cookie = set[0]?.split(";")[0] ?? "";
  const secret = cookie.split("=")[1] ?? "";
  return { cookie, set: set.join(), token: sha256(`form ${secret}`), status: answer.status };
}

describe("signing in", () => {
  it("accepts a link once, and not after a quarter of an hour", async () => {
    const secret = await linkFor("operator");
    expect((await ask(`/enter/${secret}`)).status).toBe(200);
    expect((await ask("/enter", { form: { secret } })).status).toBe(303);
    expect((await ask("/enter", { form: { secret } })).status).toBe(403);
    const late = await linkFor("operator");
    time.now += 15 * MINUTE_MS;
    expect((await ask("/enter", { form: { secret: late } })).status).toBe(403);
  });

  it("keeps the cookie to https, to this host, and to this browser", async () => {
    const { cookie, set } = await enter("clinic", "own");
    expect(set).toMatch(/^__Host-ascendia=.*HttpOnly.*Secure.*SameSite=Lax/u);
    expect((await ask("/clinics/own", { cookie })).status).toBe(200);
    expect((await ask("/clinics/own", { cookie, browser: "another" })).headers.get("location")).toBe("/sign-in");
    const stored = await database.fleet.selectFrom("consoleSessions").selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain(cookie.split("=")[1]);
  });

  it.each([
    ["operator", undefined, 12],
    ["viewer", "own", 12],
    ["clinic", "own", 3 * 24],
  ] as const)("ends a session of %s by itself", async (role, slug, hours) => {
    const { cookie } = await enter(role, slug);
    time.now += hours * HOUR_MS - MINUTE_MS;
    const path = slug === undefined ? "/" : `/clinics/${slug}`;
    expect((await ask(path, { cookie })).status).toBe(200);
    time.now += role === "clinic" ? 3 * 24 * HOUR_MS : MINUTE_MS;
    expect((await ask(path, { cookie })).headers.get("location")).toBe("/sign-in");
  });

  it("mails a link to the owner, says the same to a stranger, and stops after five", async () => {
    const own = await clinicNamed("own");
    const said = new Set<string>();
    for (const email of ["OWN@example.com", "own@example.com ", "stranger@example.com"]) {
      said.add(await (await ask("/sign-in", { form: { email } })).text());
    }
    expect(said.size).toBe(1);
    for (let count = 0; count < 5; count += 1) await ask("/sign-in", { form: { email: "own@example.com" } });
    const mails = (await ports.store.scope(own.id).outbox.list()).filter(({ kind }) => kind === "sign-in");
    expect(mails).toHaveLength(5);
    const secret = /\/enter\/(\S+)/u.exec(mails[0]?.body ?? "")?.[1] ?? "";
    expect((await ask("/enter", { form: { secret } })).status).toBe(303);
    expect(await ports.store.scope((await clinicNamed("other")).id).outbox.list()).not.toContainEqual(
      expect.objectContaining({ kind: "sign-in" }),
    );
  });

  it("limits attempts, for a minute", async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 22; count += 1) statuses.push((await ask("/enter", { form: { secret: "no" } })).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await enter("operator")).status).toBe(303);
    time.now += MINUTE_MS;
    expect((await ask("/enter", { form: { secret: "no" } })).status).toBe(403);
  });

  it("ends: by the button, by the command line, and when the clinic leaves", async () => {
    const [one, two] = [await enter("clinic", "own"), await enter("clinic", "own")];
    await ask("/sign-out", { cookie: one.cookie, form: { token: one.token } });
    expect((await ask("/clinics/own", { cookie: one.cookie })).headers.get("location")).toBe("/sign-in");
    const own = await clinicNamed("own");
    await ports.clinics.find("own");
    await ports.store.clinics.update({ ...own, status: "offboarded" });
    expect((await ask("/clinics/own", { cookie: two.cookie })).headers.get("location")).toBe("/sign-in");
    await ports.store.clinics.update(own);
    expect((await ask("/clinics/own", { cookie: two.cookie })).status).toBe(200);
  });
});

const filled = (path: string): string => path.replaceAll(/:\w+/gu, "none");

const command = (...argv: readonly string[]) => run(argv, { cwd: folder });

describe("what a visitor may not reach", () => {
  it("is not there, by any route", async () => {
    const { cookie, token } = await enter("clinic", "own");
    const foreign = [
      ...clinicRoutes.map(({ method, path }) => ({ method, path: `/clinics/other${filled(path)}` })),
      ...fleetRoutes.filter(({ path }) => path !== "/"),
    ];
    for (const { method, path } of foreign) {
      const answer = await ask(path, method === "GET" ? { cookie } : { cookie, form: { token } });
      expect([path, answer.status]).toEqual([path, 404]);
    }
    expect((await ask("/", { cookie })).headers.get("location")).toBe("/clinics/own");
  });

  it("needs a session everywhere", async () => {
    for (const { method, path } of clinicRoutes) {
      const answer = await ask(`/clinics/own${filled(path)}`, method === "GET" ? {} : { form: {} });
      expect([path, answer.headers.get("location")]).toEqual([path, "/sign-in"]);
    }
  });

  it("cannot be changed by a viewer, by another site, or with another token", async () => {
    const viewer = await enter("viewer", "own");
    const own = await enter("clinic", "own");
    for (const { path } of clinicRoutes.filter(({ method }) => method === "POST")) {
      const at = `/clinics/own${filled(path)}`;
      const statuses = [
        await ask(at, { cookie: viewer.cookie, form: { token: viewer.token } }),
        await ask(at, { cookie: own.cookie, origin: "https://evil.example", form: { token: own.token } }),
        await ask(at, { cookie: own.cookie, origin: null, form: { token: own.token } }),
        await ask(at, { cookie: own.cookie, form: { token: viewer.token } }),
      ].map(({ status }) => status);
      expect([path, ...statuses]).toEqual([path, 403, 403, 403, 409]);
    }
    expect((await ask("/clinics/own", { cookie: own.cookie, host: "evil.example" })).status).toBe(421);
  });
});

it("records who saw and who changed what, and escapes what it shows", async () => {
  const { cookie, token } = await enter("clinic", "own");
  const own = await clinicNamed("own");
  const text = `<script>alert(1)</script> \u202Etxt`;
  await ports.store.scope(own.id).outreach.transact((stores) =>
    stores.messages.add({
      id: "m-1",
      callId: "c-1",
      name: "<b>Awa</b>",
      phone: "+2290197000021",
      text,
      urgency: "urgent",
      createdAt: time.now,
      doneAt: null,
    }),
  );
  const page = await (await ask("/clinics/own/messages", { cookie })).text();
  expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt; txt");
  expect(page).not.toMatch(/<b>Awa|\u202E|<script>/u);
  await ask("/clinics/own/messages/m-1/done", { cookie, form: { token } });
  await ask("/clinics/own/messages/m-1/done", { cookie, form: { token } });
  const records = await new SqlAuditLog(database.fleet, { clock, digest: sha256, actor: "" }).list({
    actor: "console clinic clinic@example.com",
    limit: 100,
  });
  expect(records.filter(({ action }) => action === "message:done")).toHaveLength(1);
  expect(records.map(({ action }) => action)).toContain("console:messages");
  expect(JSON.stringify(records)).not.toMatch(/Awa|97000021/u);
});

function calmCall(at: number): Call {
  return testCall(at, { patientNumber: "+2290197000021", agentId: "agent_1", agentVersion: 1, outcome: "no_outcome" });
}

it("shows an operator, but no clinic, why a call went as it did", async () => {
  const own = await clinicNamed("own");
  const transcriptJson = JSON.stringify([
    { role: "node_transition", former_node_id: "a", former_node_name: "A", new_node_id: "b", new_node_name: "<b>" },
    { role: "tool_call_invocation", tool_call_id: "t", name: "book_appointment", arguments: "{}" },
    { role: "tool_call_result", tool_call_id: "t", content: '{"booked":"false","reason":"limit"}', successful: true },
  ]);
  const call: FleetCall = { ...calmCall(time.now), callId: "call_why", clinicId: own.id, transcriptJson };
  await ports.store.callLedger.rewrite(call.callId, () => ({ call, orders: [] }));
  const place = "/clinics/own/calls/call_why?topic=booking";
  const operators = await (await ask(place, await enter("operator"))).text();
  expect(operators).toContain("“&lt;b&gt;”: book_appointment answered booked: false (limit)");
  expect(operators).toContain("The flow of this call&#39;s version cannot be read now.");
  expect(await (await ask(place, await enter("clinic", "own"))).text()).not.toMatch(/booked: false|id="path"/u);
});

it("shows an operator the recording and the times of a call, makes a scenario of it, and does neither for a clinic", async () => {
  const own = await clinicNamed("own");
  const words = [{ word: "x", start: 1, end: 2 }];
  const turns = [{ role: "agent", content: "<b>Hello.", words }];
  const callId = "call_heard";
  const call: FleetCall = { ...calmCall(time.now), callId, clinicId: own.id, transcriptJson: JSON.stringify(turns) };
  await ports.store.callLedger.rewrite(callId, () => ({ call, orders: [] }));
  const sent = {
    call_id: callId,
    transcript_with_tool_calls: turns,
    recording_url: "https://storage.example.com/a.wav",
  };
  const event: CallEvent = {
    key: `call_ended:${callId}`,
    event: "call_ended",
    callId,
    clinicId: own.id,
    attribution: "known",
    progress: 0,
    body: JSON.stringify({ event: "call_ended", call: sent }),
    receivedAt: time.now,
  };
  await new SqlCallEventStore(database.fleet).claim(event, {
    kind: "call-event",
    key: event.key,
    payload: "{}",
    dueAt: 0,
  });
  const operator = await enter("operator");
  const place = `/clinics/own/calls/${callId}`;
  const shown = await (await ask(place, operator)).text();
  expect(shown).toContain('href="https://storage.example.com/a.wav" rel="noreferrer noopener"');
  expect(shown).toContain("<title>0:01–0:02 &lt;b&gt;Hello.</title>");
  const make = (by: { readonly cookie: string; readonly token: string }) =>
    ask(`${place}/scenario`, { cookie: by.cookie, form: { token: by.token } });
  const none = await make(operator);
  expect([none.status, await none.text()]).toEqual([
    409,
    expect.stringContaining("does not show what the assistant did"),
  ]);
  scenarios.set(callId, { name: "call-1", yaml: "name: call-1\n" });
  const made = await make(operator);
  expect(made.headers.get("content-disposition")).toBe('attachment; filename="call-1.yaml"');
  expect(await made.text()).toBe("name: call-1\n");
  const clinic = await enter("clinic", "own");
  expect(await (await ask(place, clinic)).text()).not.toMatch(/storage\.example|<svg|\/scenario/u);
  expect((await make(clinic)).status).toBe(404);
});

it("moves only the clinic's own appointments in the week, to a date, and names the rule that refuses", async () => {
  const { booking, doctors } = ports.store.scope((await clinicNamed("own")).id);
  const [doctor] = await doctors.list();
  const startsAt = time.now + 72 * HOUR_MS;
  const [id, patientId, doctorId] = [newId(), newId(), doctor?.id ?? ""];
  await booking.transact(async (stores) => {
    const patient = { id: patientId, name: "Awa", phone: "+2290197000029", birthDate: null, email: null, createdAt: 0 };
    await stores.patients.add(patient);
    await stores.appointments.add({
      id,
      patientId,
      doctorId,
      roomId: null,
      typeId: null,
      startsAt,
      endsAt: startsAt + 1_800_000,
      blockedFrom: startsAt,
      blockedTo: startsAt + 1_800_000,
      status: "scheduled",
      callId: null,
      rescheduledFrom: null,
      changeReason: null,
      calendarUid: id,
      calendarSequence: 0,
      createdAt: time.now,
      updatedAt: time.now,
    });
  });
  const own = await enter("clinic", "own");
  const move = (to: Readonly<Record<string, string>>, { by = own, slug = "own" } = {}) =>
    ask(`/clinics/${slug}/week/move`, {
      cookie: by.cookie,
      form: { token: by.token, appointment: id, doctor: doctorId, ...to },
    });
  const past = await move({ date: "2020-01-06" });
  expect([past.status, await past.text()]).toEqual([
    409,
    expect.stringContaining(`/appointments/${id}?day=2020-01-06#move`),
  ]);
  expect((await move({ date: "tomorrow" })).status).toBe(409);
  expect((await move({ date: "2020-01-06", doctor: "nobody" })).status).toBe(404);
  expect((await move({ date: "2020-01-06" }, { by: await enter("clinic", "other"), slug: "other" })).status).toBe(404);
  expect((await move({ date: "2020-01-06" }, { by: await enter("viewer", "own") })).status).toBe(403);
  expect((await booking.stores.appointments.find(id))?.startsAt).toBe(startsAt);
});

it("speaks French or English: the clinic's language, until someone chooses", async () => {
  const { cookie } = await enter("clinic", "own");
  expect(await (await ask("/clinics/own/hours", { cookie })).text()).toContain('<html lang="fr">');
  const chosen = await ask("/language", { cookie, form: { to: "en", path: "//evil.example" } });
  expect(chosen.headers.get("location")).toBe("/");
  const both = `${cookie}; ${chosen.headers.getSetCookie()[0]?.split(";")[0] ?? ""}`;
  expect(await (await ask("/clinics/own/hours", { cookie: both })).text()).toContain('<html lang="en">');
  expect(await (await ask("/sign-in", { language: "fr-BJ" })).text()).toContain('<html lang="fr">');
  const operator = await enter("operator");
  const hours = await (await ask("/clinics/own/hours", { cookie: operator.cookie })).text();
  expect(hours).toContain('<html lang="en">');
  expect(hours).toMatch(/>Opening hours<\/a>.*<h1>Opening hours/su);
  const ended = { status: "ended" } as const;
  for (const reason of disconnectionReasons) {
    expect(frenchReason({ ...ended, reason })).not.toBe(whyEnded({ ...ended, reason }));
  }
});

it("refuses impossible hours, asks before leaving patients outside, and keeps what was typed", async () => {
  const { cookie, token } = await enter("clinic", "own");
  const hours = { token, "mon-opens-0": "08:00", "mon-closes-0": "07:00" };
  const refused = await ask("/clinics/own/hours", { cookie, form: hours });
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain('value="07:00"');
  const saved = await ask("/clinics/own/hours", { cookie, form: { ...hours, "mon-closes-0": "12:00" } });
  expect(saved.headers.get("location")).toBe("/clinics/own/hours?done=saved");
  expect((await ports.store.scope((await clinicNamed("own")).id).openingHours.ofClinic()).mon).toEqual([
    { opens: "08:00", closes: "12:00" },
  ]);
  const past = await ask("/clinics/own/closures", { cookie, form: { token, from: "2020-01-01" } });
  expect(past.status).toBe(422);
  const big = await ask("/clinics/own/closures", { cookie, form: { token, reason: "x".repeat(70_000) } });
  expect(big.status).toBe(409);
});

it("dials once, however often the button is pressed, or says why not", async () => {
  const { cookie, token } = await enter("clinic", "own");
  const { outreach } = ports.store.scope((await clinicNamed("own")).id);
  const awaited = { name: "Awa", phone: "+2290197000021", language: "fr", consentBasis: "stated" } as const;
  const appointmentAt = time.now + 48 * HOUR_MS;
  const made = { clock, newId };
  const [willing, unwilling] = [
    newContact({ ...awaited, consent: true, appointmentAt }, made),
    newContact({ ...awaited, phone: "+2290197000022", consent: false, appointmentAt }, made),
  ];
  await outreach.transact(async (stores) => {
    await stores.contacts.add(willing);
    await stores.contacts.add(unwilling);
    await stores.policy.save({
      ...defaultPolicy,
      opensAt: "00:00",
      closesAt: "24:00",
      onSundays: true,
      onHolidays: true,
    });
  });
  const press = (contact: { readonly id: string }) =>
    ask(`/clinics/own/reminders/${contact.id}/call`, { cookie, form: { token, key: "pressed-once" } });
  const answers = await Promise.all([press(willing), press(willing)]);
  expect(answers.map(({ headers }) => headers.get("location"))).toEqual(
    Array(2).fill("/clinics/own/reminders?done=ordered"),
  );
  expect(await outreach.stores.dials.ofContact(willing.id)).toHaveLength(1);
  const refused = await ask(`/clinics/own/reminders/${unwilling.id}/call`, {
    cookie,
    form: { token, key: "other-key" },
  });
  expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining("pas accepté")]);
  expect(await outreach.stores.dials.ofContact(unwilling.id)).toEqual([]);
});

it("makes links and ends sessions from the command line", async () => {
  const { cookie } = await enter("clinic", "other");
  const opened = await command("console:open", "--clinic", "other", "--json");
  expect(opened.stdout).toMatch(/"url":"http:\/\/127\.0\.0\.1:8788\/enter\/[\w-]{43}"/u);
  const mailed = await command("console:open", "--clinic", "other", "--email", "desk@example.com");
  expect(mailed.stdout).toContain("d***@example.com");
  expect(mailed.stderr).toContain("SMTP_URL is not set");
  expect((await command("console:open", "--role", "clinic")).code).toBe(2);
  expect((await command("console:open", "--role", "operator", "--clinic", "other")).code).toBe(2);
  expect((await command("console:open", "--email", "desk@example.com")).code).toBe(2);
  expect((await command("console:sessions", "--json")).stdout).toContain('"clinic":"other"');
  expect((await command("console:revoke")).code).toBe(2);
  expect((await command("console:revoke", "nonesuch")).stderr).toContain('Session "nonesuch" not found.');
  expect((await command("console:revoke", "--clinic", "other", "--dry-run")).stdout).toContain("Would end");
  expect((await ask("/clinics/other", { cookie })).status).toBe(200);
  expect((await command("console:revoke", "--clinic", "other")).stdout).toContain("Ended");
  expect((await ask("/clinics/other", { cookie })).headers.get("location")).toBe("/sign-in");
});

const pageFor = async (path: string, { cookie }: { readonly cookie: string }) => (await ask(path, { cookie })).text();

const noteAs = async (by: { readonly cookie: string; readonly token: string }, alert: string) =>
  (await ask(`/alerts/${alert}/note`, { cookie: by.cookie, form: { token: by.token, back: "clinic" } })).status;

it("shows alerts to whoever may see them, and lets an operator take note of one", async () => {
  const { id: clinicId } = await clinicNamed("own");
  const still = { endedAt: null, endedRound: null, ending: null, mutedAt: null };
  const raised = (id: string, kind: "unbookable" | "dead_jobs", of: string | null) =>
    ({
      id,
      kind,
      clinicId: of,
      detail: `${id} <detail>`,
      fix: "fix it",
      raisedAt: 1,
      raisedRound: "r",
      ...still,
    }) as const;
  const nothing = { ended: [], reworded: [], orders: [] };
  const both = [raised("alert-own", "unbookable", clinicId), raised("alert-all", "dead_jobs", null)];
  await ports.alerts.rewrite(() => ({ ...nothing, raised: both }));
  const [operator, clinic, other] = [
    await enter("operator"),
    await enter("clinic", "own"),
    await enter("clinic", "other"),
  ];
  const fleet = await pageFor("/", operator);
  expect(fleet).toContain("alert-own &lt;detail&gt;");
  expect(fleet).toContain('<span class="tag bad">Cannot be booked</span>');
  expect(await pageFor("/?show=attention", operator)).toContain('href="/clinics/own"');
  expect(fleet).toMatch(/Work that failed for good[\s\S]*Callers cannot book/u);
  const desk = await pageFor("/clinics/own", clinic);
  expect(desk).toContain("Impossible de prendre rendez-vous");
  expect(desk).not.toMatch(/detail|fix it|Prendre note|tâches/u);
  expect(await pageFor("/clinics/other", other)).not.toContain("Impossible de prendre");
  expect([await noteAs(clinic, "alert-own"), await noteAs(operator, "nowhere")]).toEqual([404, 404]);
  expect([await noteAs(operator, "alert-own"), await noteAs(operator, "alert-own")]).toEqual([303, 303]);
  expect((await ports.alerts.open(clinicId)).map(({ mutedAt }) => mutedAt)).toEqual([time.now]);
  expect(await pageFor("/clinics/own", operator)).toMatch(/Noted[\s\S]*alert-own/u);
  expect(await pageFor("/", operator)).not.toContain("Cannot be booked");
  const records = await new SqlAuditLog(database.fleet, { clock, digest: sha256, actor: "" }).list({ limit: 100 });
  expect(records.filter(({ action }) => action === "alert:mute")).toMatchObject([
    { actor: "console operator operator@example.com", subject: "clinic:own" },
  ]);
});

it("shows a clinic's week in figures, and sets the day of its mail", async () => {
  const { cookie, token } = await enter("clinic", "own");
  const read = async (path: string) => (await ask(path, { cookie, language: "fr" })).text();
  await database.fleet
    .insertInto("calls")
    .values({
      ...calmCall(time.now),
      callId: "call_week",
      clinicId: (await clinicNamed("own")).id,
      costCents: 1234.5,
      transcriptJson: null,
    })
    .execute();
  const today = dateAt(time.now, "Africa/Porto-Novo");
  expect(await read(`/clinics/own/report?week=${today}`)).toMatch(/n&#39;est pas encore terminée[\s\S]*12,35\s\$US/u);
  for (const week of ["", "?week=2199-W01", "?week=x", `?week=${"9".repeat(5000)}`, "?week=0001-01-01"]) {
    expect((await ask(`/clinics/own/report${week}`, { cookie })).status).toBe(200);
  }
  const { notices } = ports.store.scope((await clinicNamed("own")).id);
  const save = async (day: string) => (await ask("/clinics/own/report", { cookie, form: { token, day } })).status;
  expect([await save("fri"), (await notices.find()).weeklyDay]).toEqual([303, 5]);
  expect([await save("off"), (await notices.find()).weeklyDay]).toEqual([303, null]);
  expect([await save("noday"), (await notices.find()).weeklyDay]).toEqual([409, null]);
});

describe("sign-ups", () => {
  const waits = { state: "waiting", decidedAt: null, reason: null, clinicId: null } as const;
  const add = async (country: string) => {
    const form = { name: `Clinic <${country}>`, country, owner_email: "owner@example.com" };
    const signUp = { id: newId(), name: form.name, formJson: JSON.stringify(form), receivedAt: time.now, ...waits };
    await ports.signUps.add(signUp);
    return signUp.id;
  };

  it("are listed, approved and refused by people who see every clinic", async () => {
    const [benin, usa] = [await add("BJ"), await add("US")];
    const { cookie, token } = await enter("operator");
    expect(await (await ask("/", { cookie })).text()).toContain("2 clinics registered themselves and wait");
    const page = await (await ask("/sign-ups", { cookie })).text();
    expect(page).toContain("Clinic &lt;BJ&gt;");
    expect(page).toContain("owner@example.com");
    const act = (path: string, form: object) => ask(`/sign-ups/${path}`, { cookie, form: { token, ...form } });
    const missing = await act(`${benin}/approve`, { number: "0197000043" });
    expect([missing.status, await missing.text()]).toEqual([
      409,
      expect.stringContaining("Give the number and the host"),
    ]);
    const approved = await act(`${benin}/approve`, { number: "0197000043", host: "trunk.example.com" });
    expect([approved.status, approved.headers.get("location")]).toEqual([303, "/clinics/own"]);
    const refused = await act(`${usa}/approve`, { area: "512", number: "", host: "" });
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining("That area has no numbers.")]);
    expect(approvals).toEqual([
      [benin, { number: "0197000043", host: "trunk.example.com" }],
      [usa, { buy: "US:512" }],
    ]);
    expect((await act(`${usa}/refuse`, { reason: "a test" })).status).toBe(303);
    expect(await ports.signUps.list({ isWaitingOnly: true })).toEqual([expect.objectContaining({ id: benin })]);
    expect((await act(`${usa}/refuse`, {})).status).toBe(404);
  });

  it("are hidden from people of one clinic, and a viewer decides nothing", async () => {
    const id = await add("CI");
    const refuse = async ({ cookie, token }: Awaited<ReturnType<typeof enter>>) =>
      (await ask(`/sign-ups/${id}/refuse`, { cookie, form: { token } })).status;
    const clinic = await enter("clinic", "own");
    expect((await ask("/sign-ups", { cookie: clinic.cookie })).status).toBe(404);
    expect(await refuse(clinic)).toBe(404);
    expect(await refuse(await enter("viewer"))).toBe(403);
    expect((await ports.signUps.list({ isWaitingOnly: true })).map(({ id: one }) => one)).toContain(id);
  });
});

describe("settings", () => {
  it("shows who works there and what callers hear, and the version to operators only", async () => {
    const operator = await (await ask("/clinics/own/settings", await enter("operator"))).text();
    const clinic = await (await ask("/clinics/own/settings", await enter("clinic", "own"))).text();
    const own = await clinicNamed("own");
    for (const page of [operator, clinic]) {
      expect(page).toContain(`Bonjour, ici ${own.name}.`);
      expect(page).toContain("Dentiste");
    }
    expect(operator).toContain("<h2>Version of the assistant");
    expect(clinic).not.toContain("<h2>Version");
  });

  it("changes who gets which mail, refuses invalid addresses, and keeps the weekly day", async () => {
    const { cookie, token } = await enter("clinic", "own");
    const { notices } = ports.store.scope((await clinicNamed("own")).id);
    const { weeklyDay } = await notices.find();
    const save = (form: Readonly<Record<string, string>>) =>
      ask("/clinics/own/settings", { cookie, form: { token, ...form } });
    const wrong = await save({ recipients: "desk@example.com\r\nBcc: x@example.com", digest: "7" });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain("« Bcc: » n&#39;est pas une adresse e-mail.");
    expect((await save({ recipients: "a@b.example ".repeat(5), digest: "7", summaries: "on" })).status).toBe(303);
    const expected = { weeklyDay, messages: false, callSummaries: true, digestHour: 7, recipients: ["a@b.example"] };
    expect(await notices.find()).toMatchObject(expected);
    expect((await save({ digest: "25", messages: "on" })).status).toBe(303);
    expect(await notices.find()).toMatchObject({ digestHour: null, recipients: [], messages: true });
    const viewer = await enter("viewer");
    const form = { token: viewer.token, digest: "1" };
    expect((await ask("/clinics/own/settings", { cookie: viewer.cookie, form })).status).toBe(403);
    expect(await (await ask("/clinics/own/settings", viewer)).text()).not.toContain("<textarea");
  });
});

async function wordingsRecorded(): Promise<number> {
  const all = database.fleet.selectFrom("audit").selectAll();
  return (await all.where("action", "=", "clinic:phrases").execute()).length;
}

describe("a sentence that callers hear", () => {
  const place = "/clinics/own/phrases/greeting";

  it.each([["operator"], ["clinic", "own"]] as const)("is worded and reset by %s", async (role, slug?: "own") => {
    const { cookie, token } = await enter(role, slug);
    const { phrases } = ports.store.scope((await clinicNamed("own")).id);
    const before = await wordingsRecorded();
    const post = (path: string, form: Readonly<Record<string, string>> = {}) =>
      ask(path, { cookie, form: { token, ...form } });
    const saved = await post(place, { text: " Les Tests,\r\n bonjour. Que puis-je faire ? ", language: "fr" });
    expect([saved.status, saved.headers.get("location")]).toEqual([303, `${place}?saved=yes`]);
    const text = "Les Tests, bonjour. {{notice}} Que puis-je faire ?";
    expect(await phrases.list()).toEqual([{ language: "fr", key: "greeting", text }]);
    expect(await (await ask(`${place}?saved=yes`, { cookie })).text()).toContain("Les Tests, bonjour.");
    const settings = await (await ask("/clinics/own/settings", { cookie })).text();
    expect(settings).toMatch(/Formulée par la clinique|The clinic&#39;s own words/u);
    expect((await post(place, { text, language: "fr" })).status).toBe(303);
    expect((await post(`${place}/reset`, { language: "fr" })).status).toBe(303);
    expect((await post(`${place}/reset`, { language: "fr" })).status).toBe(303);
    expect(await phrases.list()).toEqual([]);
    expect((await wordingsRecorded()) - before).toBe(2);
  });

  it.each([
    ["greeting", "", "Écrivez"],
    ["greeting", "Ici {{patient_name}}.", "patient_name"],
    ["greeting", "Prenez deux comprimés. Que puis-je faire ?", "conseil médical"],
    ["emergency", "Restez calme.", "garde sa formulation"],
    ["goodbye_of_ours", "x", null],
    ["greeting", "a".repeat(601), "600"],
  ] as const)("is refused as %s: %s", async (key, text, said) => {
    const { cookie, token } = await enter("clinic", "own");
    const answer = await ask(`/clinics/own/phrases/${key}`, { cookie, form: { token, text } });
    expect(answer.status).toBe(said === null ? 404 : 422);
    expect(await answer.text()).toContain(said ?? "");
    expect(await ports.store.scope((await clinicNamed("own")).id).phrases.list()).toEqual([]);
  });

  it("cannot be changed by anyone else", async () => {
    const form = { text: "Bonjour ?", language: "fr" };
    const [viewer, other, own] = [await enter("viewer"), await enter("clinic", "other"), await enter("clinic", "own")];
    expect(await (await ask(place, viewer)).text()).not.toContain("<textarea");
    expect((await ask(place, { cookie: viewer.cookie, form: { ...form, token: viewer.token } })).status).toBe(403);
    expect((await ask(place, other)).status).toBe(404);
    for (const path of [place, `${place}/reset`]) {
      expect((await ask(path, { cookie: other.cookie, form: { ...form, token: other.token } })).status).toBe(404);
      expect((await ask(path, { cookie: own.cookie, form: { ...form, token: other.token } })).status).toBe(409);
    }
  });
});

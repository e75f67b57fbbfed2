import { mkdtempSync, rmSync } from "node:fs";
import { SqlAlertStore } from "../../src/adapters/sql/monitoring/alert-stores.ts";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hono } from "hono";
import { z } from "zod";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SqlAccessStore, SqlSignUpStore } from "../../src/adapters/sql/fleet/access-store.ts";
import { SqlAuditLog } from "../../src/adapters/sql/monitoring/audit-log.ts";
import type { SqlDatabase } from "../../src/adapters/sql/database.ts";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { newId, newSecret } from "../../src/adapters/system/ids.ts";
import { sha256 } from "../../src/adapters/system/sha256.ts";
import { MINUTE_MS } from "../../src/clock.ts";
import { createConsole } from "../../src/console/console-app.tsx";
import type { ConsoleEnv } from "../../src/console/gate.ts";
import { LiveFeed } from "../../src/console/live-feed.tsx";
import { MOST_WAITING } from "../../src/domain/clinic/ports.ts";
import { run } from "../fakes/world.ts";

const PLACE = "https://console.example.com";

let folder = "";
let database: SqlDatabase;
let app: Hono<ConsoleEnv>;
const time = { now: Date.now() };
const clock = { now: () => time.now };

const unasked = () => expect.fail("nobody is signed in");

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ascendia-sign-up-"));
  await run(["agent:create", "--yes"], { cwd: folder });
  database = await openDatabase(join(folder, ".ascendia", "sandbox.db"), "sandbox");
  const store = sqlStore(database);
  const ports = {
    store,
    alerts: new SqlAlertStore(database.fleet),
    signUps: new SqlSignUpStore(database.fleet),
    access: new SqlAccessStore(database.fleet),
    clinics: store.clinics,
    scope: (clinicId: string) => store.scope(clinicId),
    files: { style: "main{}", script: "void 0", week: "void 1" },
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (fields: object) => expect.fail(JSON.stringify(fields)),
    },
    auditAs: (actor: string) => new SqlAuditLog(database.fleet, { clock, digest: sha256, actor }),
    bookings: unasked,
    atomically: <T>(work: () => Promise<T>) => database.atomically(work),
    flowOf: unasked,
    approveSignUp: () => Promise.reject(new Error("nobody approves here")),
    scenarioOf: () => Promise.reject(new Error("nobody asks for a scenario here")),
    drawingOf: unasked,
    phrases: { fr: {}, en: {}, es: {} },
    judgeWording: () => Promise.reject(new Error("no sentence is judged")),
    clock,
    digest: sha256,
    newId,
    newSecret,
    url: PLACE,
    linkUrl: unasked,
  };
  const feed = new LiveFeed({ store, clock, onError: (error) => expect.fail(String(error)) });
  app = createConsole({ ports, feed, urls: [PLACE] });
});

afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const filledIn = {
  name: "Cabinet des Filaos",
  address: "12 rue du Test, Cotonou",
  country: "BJ",
  timezone: "",
  language: "fr",
  phone: "",
  transfer_number: "01 97 00 00 77",
  owner_email: "owner@example.com",
  hours: "lun-ven 8h-12h30, 14h-18h ; sam 9h-12h",
  doctors: "Awa Test, Dentiste\r\nLuc Essai; Orthodontiste\r\n",
  instructions: "Parking derrière le cabinet.",
};

async function ask(form?: Partial<typeof filledIn>, { language = "en", origin = PLACE, path = "/sign-up" } = {}) {
  const headers = { host: "console.example.com", "accept-language": language };
  if (form === undefined) return app.request(PLACE + path, { headers });
  const body = new URLSearchParams({ ...filledIn, ...form }).toString();
  const typed = { ...headers, origin, "content-type": "application/x-www-form-urlencoded" };
  return app.request(PLACE + path, { method: "POST", headers: typed, body });
}

const here = () => ({ cwd: folder });

const listed = z.object({
  data: z.object({ sign_ups: z.array(z.object({ id: z.string(), name: z.string(), state: z.string() })) }),
});

async function list(...flags: string[]) {
  const { stdout } = await run(["signup:list", "--json", ...flags], here());
  return listed.parse(JSON.parse(stdout)).data.sign_ups;
}

it("accepts no sign-up until an operator opens the form", async () => {
  expect((await ask()).status).toBe(404);
  expect((await ask({})).status).toBe(404);
  expect((await run(["clinic:signup"], here())).stdout).toContain("is closed.");
  expect((await run(["clinic:signup", "--open", "--dry-run"], here())).stdout).toContain("would be open");
  expect((await ask()).status).toBe(404);
  const opened = await run(["clinic:signup", "--open"], here());
  expect(opened.stdout).toContain("/sign-up is open.\nIt is served by: ascendia serve --console\nNo sign-up waits.");
  expect((await ask()).status).toBe(200);
});

it("shows the form in both languages, with every field's label and the countries by name", async () => {
  const french = await (await ask(undefined, { language: "fr" })).text();
  expect(french).toContain('<html lang="fr">');
  expect(french).toContain("Heures d&#39;ouverture");
  expect(french).toMatch(/<option value="CI">Côte d[’'&#39;]+Ivoire<\/option>/u);
  expect(await (await ask()).text()).toContain("Opening hours");
});

it("says in the reader's words what is wrong, and keeps what was typed", async () => {
  const answer = await ask(
    { hours: "whenever", owner_email: "nobody", country: "US", doctors: "Dr. Awa Test", name: '<script>"' },
    { language: "fr" },
  );
  expect(answer.status).toBe(422);
  const text = await answer.text();
  // The United States have several zones, so none is assumed.
  for (const field of ["hours", "owner_email", "doctors", "timezone"]) expect(text).toContain(`href="#${field}"`);
  expect(text).toContain("Écrivez les heures ainsi");
  expect(text).toContain("&lt;script&gt;");
  expect(text).not.toContain('<script>"');
  expect(await list()).toEqual([]);
});

it.each([
  ["a zone of another country", { timezone: "Europe/Paris" }, "timezone"],
  ["a number that is none", { transfer_number: "12" }, "transfer_number"],
  ["a variable in the name", { name: "{{clinic_id}}" }, "name"],
  ["two lines of address", { address: "a\nb" }, "address"],
  ["two doctors of one name", { doctors: "Awa Test, A\nDr Awa Test, B" }, "doctors"],
  ["no doctor", { doctors: " " }, "doctors"],
  ["a language that is not spoken", { language: "xx" }, "language"],
  ["hours as a doctor", { doctors: "Mon-Fri 9-12, Dentist" }, "doctors"],
])("refuses %s", async (_what, form, field) => {
  time.now += MINUTE_MS;
  const answer = await ask(form);
  expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(`href="#${field}"`)]);
});

it("accepts forms only from its own page", async () => {
  expect((await ask({}, { origin: "https://evil.example.com" })).status).toBe(403);
});

it("keeps a sign-up until an operator approves it, and onboards the clinic as it was filled in", async () => {
  time.now += MINUTE_MS;
  for (let count = 0; count < 2; count += 1) {
    const answer = await ask({});
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/sign-up/sent"]);
  }
  expect(await (await ask(undefined, { path: "/sign-up/sent" })).text()).toContain("We have your form");
  const [waiting, ...others] = await list();
  expect([waiting, others]).toEqual([expect.objectContaining({ name: "Cabinet des Filaos", state: "waiting" }), []]);
  const id = waiting?.id.slice(-8) ?? "";
  const shown = await run(["signup:show", id], here());
  expect(shown.stdout).toContain('"name": "Luc Essai"');
  expect(shown.stdout).toContain('"timezone": "Africa/Porto-Novo"');

  const unsaid = await run(["signup:approve", id, "--yes"], here());
  expect([unsaid.code, unsaid.stderr]).toEqual([2, expect.stringContaining("Missing --buy or --import.")]);
  const trunk = ["--import", "0197000078", "--termination-uri", "trunk.example.com"];
  const plan = await run(["signup:approve", id, ...trunk, "--dry-run"], here());
  expect(plan.stdout).toContain("Plan for Cabinet des Filaos (cabinet-des-filaos):");
  const approved = await run(["signup:approve", id, ...trunk, "--yes", "--json"], here());
  expect(JSON.parse(approved.stdout)).toMatchObject({
    data: { slug: "cabinet-des-filaos", phone_number: "+2290197000078", status: "active" },
  });
  expect(await list()).toEqual([]);
  expect(await list("--all")).toEqual([expect.objectContaining({ state: "approved" })]);
  expect((await run(["signup:show", id], here())).stdout).toContain("The form has been erased.");
  expect((await run(["doctor:list", "--clinic", "cabinet-des-filaos"], here())).stdout).toContain("Orthodontiste");
  const again = await run(["signup:approve", id, ...trunk, "--yes"], here());
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("was already approved")]);
});

it("lets no stranger change a clinic by its name", async () => {
  time.now += MINUTE_MS;
  await ask({ owner_email: "stranger@example.com" });
  const [stranger] = await list();
  const before = (await run(["clinic:show", "cabinet-des-filaos", "--json"], here())).stdout;
  const trunk = ["--import", "0197000079", "--termination-uri", "trunk.example.com"];
  const taken = await run(["signup:approve", stranger?.id ?? "", ...trunk, "--yes"], here());
  expect([taken.code, taken.stderr]).toEqual([1, expect.stringContaining("is taken by another clinic")]);
  expect((await run(["clinic:show", "cabinet-des-filaos", "--json"], here())).stdout).toBe(before);

  const refused = await run(["signup:refuse", stranger?.id ?? "", "--reason", "not ours"], here());
  expect(refused.stdout).toBe("Refused: Cabinet des Filaos.\n");
  expect((await run(["signup:refuse", stranger?.id ?? ""], here())).code).toBe(1);
  const rows = await database.fleet.selectFrom("signUps").select(["state", "formJson"]).execute();
  expect(rows.filter(({ state, formJson }) => state === "waiting" || formJson !== null)).toEqual([]);
  expect((await run(["audit:list", "--json"], here())).stdout).toContain("signup:refuse");
});

it("bounds how many wait, and how often one address may try", async () => {
  const signUps = new SqlSignUpStore(database.fleet);
  const empty = { name: "X", state: "waiting", decidedAt: null, reason: null, clinicId: null, receivedAt: 0 } as const;
  for (let count = 0; count < MOST_WAITING; count += 1) {
    expect(await signUps.add({ ...empty, id: newId(), formJson: `{"count":${count}}` })).toBe(true);
  }
  time.now += MINUTE_MS;
  expect((await ask({})).status).toBe(503);
  for (let count = 0; count < 19; count += 1) await ask({ name: "" });
  expect((await ask({})).status).toBe(429);
  expect((await ask({ instructions: "x".repeat(70_000) })).status).toBe(409);
  await run(["clinic:signup", "--close"], here());
  expect((await ask({})).status).toBe(404);
});

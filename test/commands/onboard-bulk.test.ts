import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { type RunningSandbox, startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { boughtClinicFile, clinicFile } from "../fakes/clinic-file.ts";
import { clinicTable, header, tableOf, tableRow } from "../fakes/clinic-table.ts";
import { textLike } from "../fakes/text-like.ts";
import { newFolder, run } from "../fakes/world.ts";

const key = "key_of_the_test_sandbox";
let sandbox: RunningSandbox;
let cwd: string;

beforeEach(async () => {
  cwd = newFolder();
  sandbox = await startSandbox({ databasePath: join(cwd, "retell.db"), apiKey: key, clock: systemClock });
});

afterEach(() => sandbox.close());

type More = Partial<Parameters<typeof run>[1]>;

function ascendia(argv: readonly string[], more: More = {}) {
  return run(argv, { cwd, ...more, env: { RETELL_BASE_URL: sandbox.url, RETELL_API_KEY: key, ...more.env } });
}

const account = z.object({
  state: z.string(),
  counts: z.record(z.string(), z.number()),
  rows: z.array(
    z.object({
      row: z.number(),
      slug: z.string(),
      status: z.string(),
      clinic_id: z.string().nullable(),
      phone_number: z.string().nullable(),
      why: z.string().nullable(),
      next: z.string().nullable(),
    }),
  ),
});

const document = z.object({ ok: z.boolean(), data: account, error: z.looseObject({ code: z.string() }).optional() });

function table(text: string, name = "clinics.csv"): string {
  writeFileSync(join(cwd, name), text);
  return name;
}

function resultFile(name = "clinics.result.json") {
  return account.parse(JSON.parse(readFileSync(join(cwd, name), "utf8")));
}

async function bulk(argv: readonly string[], more?: More) {
  const { code, stdout } = await ascendia(["clinic:onboard", ...argv, "--yes", "--json"], more);
  return { code, ...document.parse(JSON.parse(stdout)) };
}

async function asked(path: string, init: RequestInit = {}): Promise<unknown> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const answer = await fetch(`${sandbox.url}${path}`, { ...init, headers });
  return answer.status === 204 ? null : answer.json();
}

async function operations() {
  const log = z.object({ operations: z.record(z.string(), z.number()) });
  return log.parse(await asked("/_sandbox/requests")).operations;
}

async function forget(): Promise<void> {
  await asked("/_sandbox/requests", { method: "DELETE" });
}

async function fault(body: object): Promise<void> {
  await asked("/_sandbox/faults", { method: "POST", body: JSON.stringify(body) });
}

async function nicknames(): Promise<readonly string[]> {
  const page = z.object({ items: z.array(z.object({ nickname: z.string() })) });
  return page.parse(await asked("/v2/list-phone-numbers?limit=1000")).items.map(({ nickname }) => nickname);
}

/** With a master agent, and nothing in the request log. */
async function prepare(): Promise<void> {
  expect((await ascendia(["agent:create"])).code).toBe(0);
  await forget();
}

describe("clinic:onboard --from", () => {
  it("requests one listing, the purchases, and one listing to read back; the second run only one listing", async () => {
    await prepare();
    const file = table(clinicTable(12));
    const done = await bulk(["--from", file]);
    expect(done).toMatchObject({ code: 0, ok: true, data: { state: "ended", counts: { created: 12, failed: 0 } } });
    expect(await operations()).toEqual({ "GET /v2/list-phone-numbers": 2, "POST /create-phone-number": 12 });
    expect(new Set(await nicknames()).size).toBe(12);
    expect(resultFile()).toEqual(done.data);
    expect(statSync(join(cwd, "clinics.result.json")).mode & 0o777).toBe(0o600);
    await forget();
    expect(await bulk(["--from", file])).toMatchObject({ code: 0, data: { counts: { unchanged: 12, created: 0 } } });
    expect(await operations()).toEqual({ "GET /v2/list-phone-numbers": 1 });
  });

  it("stores what the table says, in French spreadsheets too", async () => {
    await prepare();
    const columns = "name;address;country;timezone;language;owner_email;hours;doctors;rooms;sms;number;sip_transport";
    const cells = [
      "Clinique Test",
      "Cotonou",
      "bj",
      "Africa/Porto-Novo",
      "fr",
      "owner@example.com",
      '"lun-ven 8h-12h30"',
      '"Awa Test;Dentiste | Dr. Koffi Test;Pédiatre"',
      '"Salle 1 | Salle 2"',
      "oui",
      "import:+2290197000001:trunk.example.com",
      "TLS",
    ];
    const done = await bulk(["--from", table(`\uFEFF${columns}\r\n${cells.join(";")}\r\n\r\n`)]);
    expect(done).toMatchObject({ code: 0, data: { rows: [{ row: 2, slug: "clinique-test", status: "created" }] } });
    const shown = await ascendia(["clinic:show", "clinique-test", "--json"]);
    expect(JSON.parse(shown.stdout)).toMatchObject({
      data: {
        country: "BJ",
        hours: { mon: [["08:00", "12:30"]] },
        doctors: [{ name: "Awa Test" }, { name: "Koffi Test" }],
        number: { phone_number: "+2290197000001" },
      },
    });
    expect(await asked("/get-phone-number/+2290197000001")).toMatchObject({
      sip_outbound_trunk_config: { transport: "TLS" },
    });
  });

  it("reads a list of clinic.json from standard input", async () => {
    await prepare();
    const done = await bulk(["--from", "-", "--result", "account.json"], {
      stdin: JSON.stringify([clinicFile, boughtClinicFile]),
    });
    expect(done).toMatchObject({ code: 0, data: { counts: { created: 2 } } });
    expect(resultFile("account.json").rows.map(({ row }) => row)).toEqual([1, 2]);
  });

  it("names every problem with row and column, and sends nothing to Retell", async () => {
    await prepare();
    const rows = [
      tableRow(1),
      tableRow(1),
      tableRow(3, { hours: "Mon-Fri 25:00-26:00" }),
      tableRow(4, { number: "buy:US:229", country: "BJ" }),
      tableRow(5, { number: "import:+2290197000001:trunk.example.com" }),
      tableRow(6, { number: "import:+2290197000001:trunk.example.com" }),
      tableRow(7, { doctors: "Jane Test" }),
      tableRow(8, { number: "rent:US" }),
      `${tableRow(9)},surplus`,
      tableRow(10, { slug: "Not A Slug" }),
      tableRow(11, { country: "Benin" }),
    ];
    const { code, stderr } = await ascendia(["clinic:onboard", "--from", table(tableOf(rows)), "--yes"]);
    expect(code).toBe(1);
    expect(stderr).toContain("row 3, column slug: clinic-0001 is already used in row 2. Use a different slug.");
    expect(stderr).toContain("row 4, column hours: ");
    expect(stderr).toContain("row 5, column number: number.buy.area_code 229 as an area code is a place");
    expect(stderr).toContain("row 7, column number: +2290197000001 is already used in row 6.");
    expect(stderr).toContain("row 8, column doctors: doctors[0].specialty is missing.");
    expect(stderr).toContain('row 9, column number: "rent:US" is not a number source.');
    expect(stderr).toContain("row 10, the row has 1 cell more than the header.");
    expect(stderr).toContain('row 11, column slug: "Not A Slug" is not a slug.');
    expect(stderr).toContain('row 12, column country: "Benin" is not a country code.');
    expect(await operations()).toEqual({});
    expect((await ascendia(["clinic:list", "--json"])).stdout).toContain('"clinics":[]');
  });

  it("names every problem of the header, a broken table, an empty one and JSON that is not a list", async () => {
    const refusals = [
      [`${header.replace("hours", "hour").replace("phone", "sms")}\n`, "clinics.csv", "Did you mean hours?"],
      [`${header}\na,"b\n`, "clinics.csv", "cannot be read as a table"],
      [`${header}\n\n`, "clinics.csv", "contains no clinics"],
      ["{}", "clinics.json", "must be a list of clinics"],
      ["[", "clinics.json", "is not JSON"],
      ['[{"name": 1}]', "clinics.json", "row 1, name: must be a text."],
    ] as const;
    for (const [text, name, message] of refusals) {
      const { code, stderr } = await ascendia(["clinic:onboard", "--from", table(text, name)]);
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: textLike(new RegExp(message.replaceAll(/[[\]{}]/gu, "."), "u")),
      });
    }
    const twice = await ascendia([
      "clinic:onboard",
      "--from",
      table(`${header.replace("hours", "hour").replace("phone", "sms")}\n`),
    ]);
    expect(twice.stderr).toContain("duplicate column sms");
    expect(twice.stderr).toContain("missing column hours");
  });

  it("shows the full price and buys only after confirmation; a dry run shows the plan and writes nothing", async () => {
    await prepare();
    const file = table(clinicTable(3));
    const refused = await ascendia(["clinic:onboard", "--from", file]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("Numbers: 3 to buy, $6.00 a month");
    const dry = await ascendia(["clinic:onboard", "--from", file, "--dry-run", "--json"]);
    expect(JSON.parse(dry.stdout)).toMatchObject({
      ok: true,
      data: { dry_run: true, to_onboard: 3, numbers_to_buy: 3, added_monthly_cents: 600 },
    });
    expect(Object.keys(await operations())).toEqual(["GET /v2/list-phone-numbers"]);
    expect(() => resultFile()).toThrow("ENOENT");
  });

  it("buys no more than allowed, and the rest in the next run", async () => {
    await prepare();
    const command = ["--from", table(clinicTable(5)), "--max-purchases", "2"];
    for (const [created, notDone] of [
      [2, 3],
      [2, 1],
      [1, 0],
    ]) {
      expect(await bulk(command)).toMatchObject({ code: 0, data: { counts: { created, not_done: notDone } } });
    }
    expect(await nicknames()).toHaveLength(5);
  });

  it("continues past a clinic that fails, says why, and repeats only that one in the next run", async () => {
    await prepare();
    await fault({ kind: "fail_before", status: 402, method: "POST", path: "/create-phone-number", nth: 2 });
    const file = table(clinicTable(4));
    const first = await bulk(["--from", file, "--concurrency", "1"]);
    expect(first).toMatchObject({
      code: 1,
      ok: false,
      error: { code: "failed" },
      data: { counts: { created: 3, failed: 1 } },
    });
    expect(first.data.rows[1]).toMatchObject({ row: 3, status: "failed", why: textLike(/402/u) });
    expect(resultFile()).toEqual(first.data);
    expect(await bulk(["--from", file])).toMatchObject({ code: 0, data: { counts: { created: 1, unchanged: 3 } } });
    expect(await nicknames()).toHaveLength(4);
  });

  it("does not change a clinic that differs from the table, and says what to do", async () => {
    await prepare();
    await bulk(["--from", table(clinicTable(5))]);
    await ascendia(["doctor:remove", "Awa Test0005", "--clinic", "clinic-0005", "--yes"]);
    await forget();
    const rows = [
      tableRow(1, { hours: "Mon 09:00-12:00" }),
      tableRow(2, { doctors: "Jane Test0002;Surgeon | Awa Test0002;Hygienist;awa@example.com" }),
      tableRow(3, { number: "import:+2290197000001:trunk.example.com" }),
      tableRow(4, { number: "buy:US:toll-free" }),
      tableRow(5),
      tableRow(6),
    ];
    const file = table(tableOf(rows));
    const dry = await ascendia(["clinic:onboard", "--from", file, "--dry-run", "--json"]);
    expect(dry.code).toBe(1);
    expect(JSON.parse(dry.stdout)).toMatchObject({
      data: {
        differs: 4,
        refused: 1,
        to_onboard: 1,
        rows: [{ differs: true, why: textLike(/hours differs/u) }, {}, {}, {}, {}, {}],
      },
    });
    const done = await bulk(["--from", file]);
    expect(done).toMatchObject({ code: 1, data: { counts: { created: 1, unchanged: 0, differs: 4, failed: 1 } } });
    expect(done.data.rows.map(({ status }) => status)).toEqual([
      "differs",
      "differs",
      "failed",
      "differs",
      "differs",
      "created",
    ]);
    const [hours, doctors, , number, gone] = done.data.rows;
    expect(hours?.next).toContain("ascendia clinic:update clinic-0001 --hours");
    expect(doctors?.why).toContain("doctor Jane Test0002 (specialty), doctor Awa Test0002 (email) differ");
    expect(doctors?.next).toContain('ascendia doctor:update "Jane Test0002" --clinic clinic-0002');
    expect(number?.why).toContain("number (it has ");
    expect(gone?.why).toContain("doctor Awa Test0005 (missing) differs");
    expect(resultFile()).toEqual(done.data);
    expect(await operations()).toMatchObject({ "POST /create-phone-number": 1 });
  });

  it("ends with 3 when only differing clinics are left, also in a dry run, and with 0 once they agree", async () => {
    await prepare();
    await bulk(["--from", table(clinicTable(2))]);
    const file = table(
      tableOf([tableRow(1, { doctors: "Jane Test0001;Surgeon | Awa Test0001;Hygienist" }), tableRow(2)]),
    );
    const dry = await ascendia(["clinic:onboard", "--from", file, "--dry-run"]);
    expect(dry).toMatchObject({ code: 3, stdout: textLike(/1 unchanged, 1 differing from the store/u) });
    expect(await bulk(["--from", file])).toMatchObject({
      code: 3,
      error: { code: "drift" },
      data: { state: "ended", counts: { unchanged: 1, differs: 1 } },
    });
    await ascendia(["doctor:update", "Jane Test0001", "--clinic", "clinic-0001", "--specialty", "Surgeon"]);
    expect(await bulk(["--from", file])).toMatchObject({ code: 0, data: { counts: { unchanged: 2, differs: 0 } } });
  });

  it("changes stored clinics with --update: facts, hours, doctors and rooms, each clinic completely or not at all", async () => {
    await prepare();
    await bulk(["--from", table(clinicTable(5))]);
    await ascendia(["clinic:update", "clinic-0001", "--after-hours", "book", "--phone", "+15125550111"]);
    await forget();
    const changed = [
      tableRow(1, { hours: "Mon 09:00-12:00" }),
      tableRow(2, { doctors: "jane test0002;Surgeon;jane@example.com | New Test;Dentist" }).replace(
        ",no,,,",
        ",yes,Room 1,,",
      ),
      tableRow(3, { number: "buy:US:toll-free", hours: "Mon 09:00-12:00" }),
      tableRow(4).replace("4 Main Street", "9 Other Street").replace("owner-0004", "someone"),
      tableRow(5),
      tableRow(6),
    ];
    const command = ["--from", table(tableOf(changed)), "--update"];
    const dry = await ascendia(["clinic:onboard", ...command, "--dry-run"]);
    expect(dry.code).toBe(3);
    for (const line of [
      "1 to onboard, 2 to update, 1 unchanged, 2 differing from the store",
      /2 +clinic-0001 +hours +Mon-Fri 08:00-12:30,14:00-18:00 +Mon 09:00-12:00/u,
      /3 +clinic-0002 +sms +no +yes/u,
      /3 +clinic-0002 +doctor Jane Test0002 \(name\) +Jane Test0002 +jane test0002/u,
      /3 +clinic-0002 +doctor New Test +none +Dentist/u,
      /3 +clinic-0002 +room Room 1 +none +added; every new appointment now needs a free room/u,
      /3 +clinic-0002 +doctor Awa Test0002 +ascendia doctor:remove "Awa Test0002" --clinic clinic-0002/u,
    ]) {
      expect(dry.stdout).toMatch(line);
    }
    const refused = await ascendia(["clinic:onboard", ...command]);
    expect(refused).toMatchObject({ code: 2, stderr: textLike(/doctor New Test/u) });
    const done = await bulk(command);
    expect(done).toMatchObject({ code: 3, data: { counts: { created: 1, updated: 2, unchanged: 1, differs: 2 } } });
    expect(done.data.rows[2]).toMatchObject({ status: "differs", why: textLike(/number \(it has .* never changes/u) });
    expect(done.data.rows[3]).toMatchObject({ status: "differs", why: textLike(/both address and owner_email/u) });
    expect(resultFile()).toEqual(done.data);
    const shown = async (slug: string): Promise<unknown> =>
      JSON.parse((await ascendia(["clinic:show", slug, "--json"])).stdout);
    expect(await shown("clinic-0001")).toMatchObject({
      data: { hours: { mon: [["09:00", "12:00"]] }, phone: "+15125550111", after_hours: "book" },
    });
    expect(await shown("clinic-0002")).toMatchObject({
      data: {
        sms: true,
        doctors: [
          { name: "jane test0002", specialty: "Surgeon", email: "jane@example.com" },
          { name: "Awa Test0002" },
          { name: "New Test" },
        ],
      },
    });
    expect(await shown("clinic-0003")).toMatchObject({
      data: {
        hours: {
          tue: [
            ["08:00", "12:30"],
            ["14:00", "18:00"],
          ],
        },
      },
    });
    expect(await bulk(command)).toMatchObject({ code: 3, data: { counts: { updated: 0, unchanged: 4, differs: 2 } } });
    const { stdout } = await ascendia(["audit:list", "--json"]);
    for (const action of ["clinic:update", "doctor:add", "doctor:update", "room:add"]) {
      expect(stdout).toContain(`"action":"${action}"`);
    }
  });

  it("corrects with --update a clinic whose onboarding stopped, and finishes it", async () => {
    await prepare();
    await fault({ kind: "fail_before", status: 402, method: "POST", path: "/create-phone-number" });
    await bulk(["--from", table(clinicTable(1))]);
    const doctors = "Jane Test0001;Surgeon | New Test;Dentist";
    const command = ["--from", table(tableOf([tableRow(1, { doctors, hours: "Mon 09:00-12:00" })]))];
    expect(await bulk(command)).toMatchObject({ code: 3, data: { counts: { differs: 1 } } });
    expect(await bulk([...command, "--update"])).toMatchObject({ code: 0, data: { counts: { created: 1 } } });
    const listed = await ascendia(["doctor:list", "--clinic", "clinic-0001", "--json"]);
    expect(listed.stdout).toMatch(/"name":"Jane Test0001",[^}]*"specialty":"Surgeon".*"name":"New Test"/u);
    expect(await bulk(command)).toMatchObject({ code: 0, data: { counts: { unchanged: 1 } } });
  });

  it("counts the appointments that an update leaves outside the hours", async () => {
    await prepare();
    await bulk(["--from", table(clinicTable(1))]);
    const visit = ["--patient", "Sam Test", "--phone", "+15125550199", "--date", "2031-03-04", "--time", "15:00"];
    const who = ["--clinic", "clinic-0001", "--doctor", "Jane Test0001", "--reason", "test"];
    const booked = await ascendia(["appointment:book", ...who, ...visit, "--json"]);
    expect(booked).toMatchObject({ code: 0, stdout: textLike(/"ok":true/u) });
    const file = table(tableOf([tableRow(1, { hours: "Mon-Fri 08:00-12:00" })]));
    const dry = await ascendia(["clinic:onboard", "--from", file, "--update", "--dry-run"]);
    expect(dry.stdout).toContain("Row 2, clinic-0001: 1 upcoming appointment is outside the new hours, and kept.");
  });

  it("writes nothing of a row whose update fails half-way, and completes it in the next run", async () => {
    await prepare();
    await bulk(["--from", table(clinicTable(1))]);
    const file = table(tableOf([tableRow(1, { doctors: "Jane Test0001;Surgeon | New Test;Dentist" })]));
    const database = new Database(join(cwd, ".ascendia", "sandbox.db"));
    database.exec(
      "CREATE TRIGGER full BEFORE INSERT ON doctors BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END",
    );
    const command = ["clinic:onboard", "--from", file, "--update", "--yes", "--json"];
    expect((await ascendia(command)).code).not.toBe(0);
    const listed = await ascendia(["doctor:list", "--clinic", "clinic-0001", "--json"]);
    expect(listed.stdout).not.toContain("Surgeon");
    database.exec("DROP TRIGGER full");
    database.close();
    expect(await bulk(["--from", file, "--update"])).toMatchObject({ code: 0, data: { counts: { updated: 1 } } });
  });

  it("waits as long as Retell asks and repeats the order", async () => {
    await prepare();
    const limit = { kind: "rate_limited", retry_after_seconds: 0.05, method: "POST", path: "/create-phone-number" };
    await fault({ ...limit, nth: 2, times: 6 });
    expect(await bulk(["--from", table(clinicTable(6)), "--concurrency", "3"])).toMatchObject({
      code: 0,
      data: { counts: { created: 6 } },
    });
    expect(await nicknames()).toHaveLength(6);
    expect(await operations()).toMatchObject({ "POST /create-phone-number": 12 });
  });

  it("takes over the number whose purchase got no answer", async () => {
    await prepare();
    await fault({ kind: "answer_lost", method: "POST", path: "/create-phone-number", nth: 2, times: 2 });
    expect(await bulk(["--from", table(clinicTable(5))])).toMatchObject({ code: 0, data: { counts: { created: 5 } } });
    expect(await nicknames()).toHaveLength(5);
  });

  it("gives up on an error that every clinic would meet", async () => {
    await prepare();
    const refused = { kind: "fail_before", status: 401, method: "POST", path: "/create-phone-number", times: "always" };
    await fault(refused);
    const done = await bulk(["--from", table(clinicTable(9)), "--concurrency", "2"]);
    expect(done.code).toBe(1);
    expect(done.data.counts["not_done"]).toBeGreaterThanOrEqual(7);
    await asked("/_sandbox/faults", { method: "DELETE" });
    await fault({ ...refused, status: 402 });
    const many = await bulk(["--from", table(clinicTable(40)), "--concurrency", "2"]);
    expect(many.data.counts["not_done"]).toBeGreaterThanOrEqual(18);
    expect(await nicknames()).toEqual([]);
  });

  it("reports data that reads back differently, or cannot be read back", async () => {
    await prepare();
    await fault({ kind: "fail_before", status: 403, method: "GET", path: "/v2/list-phone-numbers", nth: 2 });
    expect(await bulk(["--from", table(clinicTable(2))])).toMatchObject({
      code: 5,
      error: { hint: textLike(/fleet:plan/u) },
      data: { counts: { created: 2 } },
    });
  });

  it("refuses a result file that cannot be written before it buys anything", async () => {
    await prepare();
    mkdirSync(join(cwd, "taken"));
    const { code, stderr } = await ascendia([
      "clinic:onboard",
      "--from",
      table(clinicTable(2)),
      "--yes",
      "--result",
      "taken",
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/Cannot write .*taken/);
    expect(await nicknames()).toEqual([]);
  });

  it("when stopped, finishes the steps under way, accounts for every row and continues in the next run", async () => {
    await prepare();
    const file = table(clinicTable(30));
    const { code, stderr } = await ascendia(["clinic:onboard", "--from", file, "--yes", "--concurrency", "2"], {
      onStderr: (text) => text.startsWith("row 6 ") && process.emit("SIGINT"),
    });
    expect(code).toBe(130);
    expect(stderr).toContain("Stopping after the clinics in progress.");
    const { state, rows, counts } = resultFile();
    expect({ state, rows: rows.length }).toEqual({ state: "stopped", rows: 30 });
    expect(counts).toMatchObject({ failed: 0 });
    expect(counts["not_done"]).toBeGreaterThan(0);
    expect(await nicknames()).toHaveLength(counts["created"] ?? -1);
    expect(await bulk(["--from", file])).toMatchObject({ code: 0, data: { counts: { not_done: 0, failed: 0 } } });
    expect(new Set(await nicknames()).size).toBe(30);
  });

  it("refuses a single clinic's flags with --from, and its own flags without it", async () => {
    const lines = [
      ["--from", "clinics.csv", "--name", "Test"],
      ["--name", "Test", "--concurrency", "2"],
      ["--name", "Test", "--update"],
      ["--from", "clinics.csv", "--concurrency", "0"],
      ["--from", "clinics.csv", "--max-purchases", "many"],
    ];
    for (const line of lines) expect((await ascendia(["clinic:onboard", ...line])).code).toBe(2);
  });

  it("is in the audit log: each number and each clinic once, whatever was repeated", async () => {
    await prepare();
    const file = table(clinicTable(2));
    await bulk(["--from", file]);
    await bulk(["--from", file]);
    const { stdout } = await ascendia(["audit:list", "--json"]);
    const entries = z.object({
      data: z.object({ entries: z.array(z.looseObject({ action: z.string(), subject: z.string() })) }),
    });
    const subjects = entries
      .parse(JSON.parse(stdout))
      .data.entries.filter(({ action }) => action === "clinic:onboard")
      .map(({ subject }) => subject.replace(/\d{4}$/u, ""));
    expect(subjects.toSorted()).toEqual(["clinic:clinic-", "clinic:clinic-", "number:+1305555", "number:+1312555"]);
  });
});

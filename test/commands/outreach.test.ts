import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { booking, coming, storedClinic } from "../fakes/stored-clinic.ts";
import { run } from "../fakes/world.ts";

const contacts = z.object({
  contacts: z.array(
    z.looseObject({ id: z.string(), name: z.string(), phone: z.string(), state: z.string(), consent: z.boolean() }),
  ),
});
const imported = z.looseObject({
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  failed: z.number(),
  outcomes: z.array(z.looseObject({ row: z.number(), outcome: z.string(), problems: z.array(z.string()) })),
});
const reminder = z.looseObject({
  name: z.string(),
  call_at: z.string().nullable(),
  refused_by: z.array(z.object({ rule: z.string() })),
});
const plan = z.object({ clinics: z.array(z.object({ called: z.number(), reminders: z.array(reminder) })) });
const ordered = z.object({ clinics: z.array(z.object({ ordered: z.number(), not_ordered: z.number() })) });
const explained = z.looseObject({
  may_call_now: z.boolean(),
  rules: z.array(z.object({ rule: z.string(), passes: z.boolean() })),
});
const audit = z.object({ entries: z.array(z.looseObject({ action: z.string(), reason: z.string().nullable() })) });

const header = "name,phone,appointment_date,appointment_time,consent,opt_out";

/** At any time of any day, however far ahead the appointment: the test must not depend on when it runs. */
const always = ["--lead", "30d", "--hours", "00:00-24:00", "--sundays", "on", "--holidays", "on"];

/** A clinic with a number to call from, and a list to import. */
async function calling(rows: readonly string[] = []) {
  const clinic = await storedClinic();
  await clinic.stores(({ number }) =>
    number.save({
      phoneNumber: "+2290197000001",
      source: "imported",
      agentId: null,
      agentVersion: null,
      webhookUrl: null,
      monthlyCents: 0,
    }),
  );
  const file = (lines: readonly string[]) => {
    writeFileSync(join(clinic.cwd, "people.csv"), [header, ...lines].join("\n"));
    return "people.csv";
  };
  if (rows.length > 0) await clinic.command("contact:import", file(rows));
  const list = async () => (await clinic.data(contacts, "contact:list", "--reveal")).contacts;
  const planned = async () => (await clinic.data(plan, "reminder:plan")).clinics[0]?.reminders ?? [];
  /** A patient who has just booked is not reminded yet. */
  const bookedLongAgo = () =>
    clinic.stores(
      async ({
        booking: {
          stores: { appointments },
        },
      }) => {
        for (const one of await appointments.startingWithin({ from: 0, to: Number.MAX_SAFE_INTEGER })) {
          await appointments.update({ ...one, createdAt: 0 });
        }
      },
    );
  return { ...clinic, file, list, planned, bookedLongAgo };
}

const row = (name: string, ending: string, more = "yes,") =>
  `${name},01 97 00 00 ${ending},${coming.wednesday},10:00,${more}`;

describe("contact:import", () => {
  it.each(["constructor", "__proto__", "toString"])("accepts %s neither as consent nor as a switch", async (word) => {
    const { command, file, list } = await calling();
    const { code, stdout } = await command("contact:import", file([row("Awa Test", "21", `${word},`)]));
    expect([code, await list()]).toEqual([1, []]);
    expect(stdout).toContain("is neither yes nor no");
    expect((await command("clinic:notices", "--call-summaries", word)).code).toBe(2);
  });

  it.each(["24:00", "23:59:60", "09:30:99"])("%s is refused as a time", async (time) => {
    const { command, file } = await calling();
    const { code, stdout } = await command("contact:import", file([`Awa Test,0197000021,2099-01-05,${time},,`]));
    expect([code, stdout]).toEqual([1, expect.stringContaining(`"${time}" is not a time`)]);
  });

  it("accounts for every row, imports the good ones and keeps the bad ones unchanged, with the problem", async () => {
    const { command, data, file, list, cwd } = await calling();
    const path = file([row("Awa Test", "21"), "Luc Test,12,2026-13-01,25:00,maybe,", row("Bo Test", "22", ",yes")]);
    const dry = await command("contact:import", path, "--dry-run");
    expect(dry).toMatchObject({ code: 1 });
    expect(await list()).toEqual([]);
    const { code, stdout } = await command("contact:import", path, "--json");
    expect(code).toBe(1);
    const document = z.looseObject({ data: imported }).parse(JSON.parse(stdout)).data;
    expect(document).toMatchObject({ created: 2, updated: 0, unchanged: 0, failed: 1 });
    expect(document.outcomes.map(({ row: place, outcome }) => [place, outcome])).toEqual([
      [2, "created"],
      [3, "failed"],
      [4, "created"],
    ]);
    expect(document.outcomes[1]?.problems.map((problem) => problem.split(":")[0])).toEqual([
      "column phone",
      "column appointment_date",
      "column appointment_time",
      "column consent",
    ]);
    const errors = readFileSync(join(cwd, "people.errors.csv"), "utf8");
    expect(errors.split("\n")).toMatchObject([
      expect.stringContaining("problem"),
      expect.stringContaining("Luc Test"),
      "",
    ]);
    writeFileSync(
      join(cwd, "people.errors.csv"),
      errors
        .replace("2026-13-01", coming.wednesday)
        .replace("25:00", "11:00")
        .replace(",12,", ",0197000023,")
        .replace("maybe", "no"),
    );
    expect(await data(imported, "contact:import", "people.errors.csv")).toMatchObject({ created: 1, failed: 0 });
    expect((await list()).map(({ name, state, consent }) => [name, state, consent])).toEqual([
      ["Awa Test", "open", true],
      ["Bo Test", "opted_out", true],
      ["Luc Test", "open", false],
    ]);
  });

  it("refuses a list in another encoding than UTF-8 instead of breaking its names", async () => {
    const { command, cwd, list } = await calling();
    const latin = Buffer.from([header, row("Zoé Test", "21")].join("\n"), "latin1");
    writeFileSync(join(cwd, "people.csv"), latin);
    const { code, stderr } = await command("contact:import", "people.csv");
    expect(code).toBe(1);
    expect(stderr).toContain("people.csv is not UTF-8 text.");
    expect(await list()).toEqual([]);
    writeFileSync(join(cwd, "people.csv"), `\uFEFF${latin.toString("latin1")}`);
    expect(await command("contact:import", "people.csv")).toMatchObject({ code: 0 });
    expect(await list()).toMatchObject([{ name: "Zoé Test" }]);
  });

  it("reports cells beyond the last column, in the file of failed rows as well", async () => {
    const { command, cwd, file } = await calling();
    const { code, stdout } = await command(
      "contact:import",
      file([row("Awa Test", "21", "yes,,bring a list, of drugs")]),
    );
    expect(code).toBe(1);
    expect(stdout).toContain('row 2, has 2 cells more than the header: "bring a list", "of drugs".');
    expect(readFileSync(join(cwd, "people.errors.csv"), "utf8")).toContain("of drugs");
  });

  it("changes nothing when it is imported again, and an empty cell leaves what is known", async () => {
    const { data, file, list } = await calling([row("Awa Test", "21")]);
    expect(await data(imported, "contact:import", file([row("Awa Test", "21")]))).toMatchObject({ unchanged: 1 });
    expect(await data(imported, "contact:import", file([row("Awa Essai", "21", ",")]))).toMatchObject({ updated: 1 });
    expect(await list()).toMatchObject([{ name: "Awa Essai", consent: true, consent_basis: "stated" }]);
  });

  it("finds the appointment in the book however it is named, and takes no row twice", async () => {
    const { command, data, file, list, stores, cwd } = await calling();
    await command(...booking("awa", "09:30"));
    const [appointment] = await stores(({ booking: { stores: bookings } }) =>
      bookings.appointments.startingWithin({ from: 0, to: Number.MAX_SAFE_INTEGER }),
    );
    const line = `Koffi Test,0197000021,${coming.tuesday},09:30,,`;
    const { stdout } = await command("contact:import", file([line, line]), "--json");
    expect(stdout).toContain("repeats the person and appointment of row 2");
    expect(await list()).toMatchObject([{ appointment_id: appointment?.id, consent_basis: "booking" }]);
    const named = [{ name: "Koffi Test", phone: "0197000021", appointment_id: appointment?.id, consent: false }];
    writeFileSync(join(cwd, "people.json"), JSON.stringify(named));
    expect(await data(imported, "contact:import", "people.json")).toMatchObject({ updated: 1 });
    expect(await list()).toMatchObject([{ consent: false, consent_basis: "stated" }]);
    expect(await data(imported, "contact:import", file([line]))).toMatchObject({ unchanged: 1 });
  });

  it.each([
    ["a column that is none", "name,phone,apointment_date\n", "Did you mean appointment_date?"],
    ["no phone", "name,appointment_date\nAwa Test,2027-01-01\n", "missing column phone"],
    ["no rows", `${header}\n`, "contains no contacts"],
  ])("refuses a file with %s", async (_, text, message) => {
    const { command, cwd } = await calling();
    writeFileSync(join(cwd, "people.csv"), text);
    const { code, stderr } = await command("contact:import", "people.csv");
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(message) as unknown });
  });
});

describe("reminders", () => {
  it("are off until the clinic's policy is switched on, and then called once per appointment and lead", async () => {
    const { command, data, planned, bookedLongAgo } = await calling([
      row("Awa Test", "22"),
      row("Bo Test", "23", "no,"),
    ]);
    await command(...booking("awa", "09:30"));
    await command("reminder:policy", ...always);
    expect((await planned()).map(({ refused_by: rules }) => rules.map(({ rule }) => rule))).toContainEqual([
      "POLICY_OFF",
    ]);
    expect((await data(ordered, "reminder:run")).clinics).toMatchObject([{ ordered: 0, not_ordered: 3 }]);
    await command("reminder:policy", "--on");
    expect(await planned()).toMatchObject([{ refused_by: [{ rule: "BOOKED_SINCE" }] }, {}, {}]);
    await bookedLongAgo();
    expect(await planned()).toMatchObject([
      { name: "Koffi Test", refused_by: [] },
      { name: "Awa Test", refused_by: [] },
      { name: "Bo Test", call_at: null, refused_by: [{ rule: "NO_CONSENT" }] },
    ]);
    expect((await data(ordered, "reminder:run", "--dry-run")).clinics).toMatchObject([{ ordered: 2 }]);
    expect((await data(ordered, "reminder:run", "--yes")).clinics).toMatchObject([{ ordered: 2, not_ordered: 1 }]);
    expect((await data(ordered, "reminder:run")).clinics).toMatchObject([{ ordered: 0, not_ordered: 3 }]);
    expect((await planned())[0]).toMatchObject({
      call_at: null,
      refused_by: [{ rule: "ALREADY_CALLED" }, { rule: "CALL_UNDER_WAY" }],
    });
  });

  it("refuse impossible rules: each wrong value is reported with its flag", async () => {
    const { command } = await calling();
    const wrong = [
      ["--lead", "5m"],
      ["--hours", "20:00-08:00"],
      ["--tries", "99"],
      ["--countries", "Togo"],
      ["--countries", "ZZ"],
      ["--consent", "maybe"],
      ["--types", "Nothing"],
    ] as const;
    for (const [flag, value] of wrong) {
      const { code, stderr } = await command("reminder:policy", flag, value);
      expect({ flag, code: code > 0, told: stderr.includes(value) }).toEqual({ flag, code: true, told: true });
    }
  });

  it("wait while calls are paused, with the reason on record; a pause of all clinics applies to each", async () => {
    const { command, planned, cwd } = await calling([row("Awa Test", "22")]);
    await command("reminder:policy", "--on", ...always);
    expect(await command("outreach:pause")).toMatchObject({ code: 2 });
    await command("outreach:pause", "--reason", "test of the clinic");
    expect((await planned())[0]?.refused_by).toEqual([expect.objectContaining({ rule: "OUTREACH_PAUSED" })]);
    await command("outreach:resume");
    await run(["outreach:pause", "--all", "--reason", "test of all"], { cwd });
    expect((await planned())[0]?.refused_by).toEqual([expect.objectContaining({ rule: "OUTREACH_PAUSED" })]);
    const { stdout } = await command("outreach:status");
    expect(stdout).toContain("paused");
    expect(stdout).toContain("test of all");
    await run(["outreach:resume", "--all"], { cwd });
    expect((await planned())[0]?.refused_by).toEqual([]);
    const trail = await run(["audit:list", "--json"], { cwd });
    const { entries } = z.object({ data: audit }).parse(JSON.parse(trail.stdout)).data;
    const pauses = entries.filter(({ action }) => /^outreach:(?:pause|resume)$/u.test(action));
    expect(pauses.slice(0, 4).map(({ action, reason }) => [action, reason])).toEqual([
      ["outreach:resume", null],
      ["outreach:pause", "test of all"],
      ["outreach:resume", null],
      ["outreach:pause", "test of the clinic"],
    ]);
  });
});

describe("contact:opt-out", () => {
  it("stops calls to the number for good, even if it is imported again; staff can undo it with a reason", async () => {
    const { command, file, list, planned } = await calling([row("Awa Test", "22")]);
    await command("reminder:policy", "--on", ...always);
    await command("reminder:run", "--yes");
    expect(await command("contact:opt-out", "01 97 00 00 22")).toMatchObject({ code: 0 });
    await command("contact:import", file([row("Awa Test", "22"), `Awa Test,0197000022,${coming.friday},10:00,yes,`]));
    expect((await list()).map(({ state }) => state)).toEqual(["opted_out", "opted_out"]);
    const rules = (await planned()).flatMap(({ refused_by: refused }) => refused.map(({ rule }) => rule));
    expect(rules.filter((rule) => rule === "OPTED_OUT")).toHaveLength(2);
    const [contact] = await list();
    expect((await command("contact:show", contact?.id ?? "")).stdout).toContain("OPTED_OUT");
    expect(await command("contact:opt-out", contact?.id ?? "", "--undo")).toMatchObject({ code: 2 });
    expect(await command("contact:opt-out", contact?.id ?? "", "--undo", "--reason", "asked for it")).toMatchObject({
      code: 0,
    });
    expect((await list()).map(({ state }) => state)).toEqual(["open", "open"]);
  });

  it("shows numbers whole only when asked", async () => {
    const { command } = await calling([row("Awa Test", "22")]);
    await command("reminder:policy", ...always);
    for (const name of ["contact:list", "reminder:plan"]) {
      expect((await command(name)).stdout).not.toContain("97000022");
      expect((await command(name, "--reveal")).stdout).toContain("+2290197000022");
    }
  });
});

describe("call:explain", () => {
  it("checks every rule, and says when the next call may go out", async () => {
    const { command, data, list } = await calling([row("Awa Test", "22")]);
    await command("reminder:policy", "--on", ...always);
    const [contact] = await list();
    const id = contact?.id.slice(-8) ?? "";
    const now = await data(explained, "call:explain", id);
    expect(now.rules.length).toBeGreaterThan(20);
    expect(now).toMatchObject({ may_call_now: true, next_call_at: expect.any(String) as unknown });
    const late = await data(explained, "call:explain", id, "--at", `${coming.thursday} 10:00`);
    expect(late.rules.filter(({ passes }) => !passes)).toMatchObject([{ rule: "APPOINTMENT_PAST" }]);
    expect(late).toMatchObject({ may_call_now: false, next_call_at: null });
    expect((await command("call:explain", "nobody")).stderr).toContain("contact:list");
  });
});

import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { keepStatements } from "../../../src/adapters/sqlite/keep-statements.ts";
import { booking, coming, storedClinic } from "../../fakes/stored-clinic.ts";
import { run } from "../../fakes/world.ts";
import { waitingOn } from "../../fakes/waitlist-entry.ts";

type Clinic = Awaited<ReturnType<typeof storedClinic>>;

const patient = "Koffi Test";
const phoneDigits = "97000021";

const log = z.object({
  entries: z.array(
    z.object({
      action: z.string(),
      subject: z.string(),
      before: z.json(),
      after: z.json(),
      reason: z.string().nullable(),
    }),
  ),
});
const booked = z.object({ appointment: z.object({ id: z.string() }) });
const closed = z.object({ closure: z.object({ id: z.string() }) });

async function entriesOf({ cwd }: Clinic) {
  const { stdout } = await run(["audit:list", "--json"], { cwd });
  return z.object({ data: log }).parse(JSON.parse(stdout)).data.entries;
}

async function bookedId({ data }: Clinic): Promise<string> {
  return (await data(booked, ...booking("awa", "09:00", patient))).appointment.id;
}

async function room({ command }: Clinic): Promise<string> {
  await command("room:add", "Salle 1");
  return "Salle 1";
}

const aType = ["--name-fr", "Contrôle", "--name-en", "Check-up", "--minutes", "30"];

async function type({ command }: Clinic): Promise<string> {
  await command("type:add", ...aType);
  return "Check-up";
}

async function closure({ data }: Clinic): Promise<string> {
  return (await data(closed, "closure:add", coming.friday)).closure.id;
}

async function period({ data }: Clinic): Promise<string> {
  const added = z.object({ period: z.object({ id: z.string() }) });
  return (await data(added, "hours:add", "Mon-Fri 09:00-11:00", "--from", coming.tuesday)).period.id;
}

/** A lapsed offer whose slot another patient waits for. */
async function lapsedOffer(clinic: Clinic): Promise<void> {
  const { stores, command } = clinic;
  await stores(async ({ booking: { stores: inner } }) => {
    for (const createdAt of [0, 1]) {
      const id = `patient-${createdAt}`;
      await inner.patients.add({
        id,
        name: `${patient} ${createdAt}`,
        phone: "+2290197000021",
        birthDate: null,
        email: null,
        createdAt,
      });
      await inner.waitlist.add(waitingOn(coming.tuesday, { id: `wish-${createdAt}`, patientId: id, createdAt }));
    }
  });
  await command("appointment:cancel", await bookedId(clinic), "--yes");
  await stores(async ({ booking: { stores: inner } }) => {
    const [first] = await inner.waitlist.inLine();
    const hold = await inner.holds.find(first?.holdId ?? "");
    if (hold === undefined) throw new Error("nothing was offered");
    await inner.holds.remove(hold.id);
    await inner.holds.add({ ...hold, expiresAt: 1 });
  });
}

function inDatabase<T>({ cwd }: Clinic, work: (database: BetterSqlite3.Database) => T): T {
  const database = keepStatements(new BetterSqlite3(join(cwd, ".ascendia", "sandbox.db")));
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** Every row of every table. */
function contentOf(database: BetterSqlite3.Database): Readonly<Record<string, readonly unknown[]>> {
  const tables = database.prepare<[], string>("select name from sqlite_master where type = 'table'").pluck().all();
  return Object.fromEntries(tables.map((name) => [name, database.prepare(`select * from "${name}"`).all()]));
}

type Line = (clinic: Clinic) => Promise<readonly string[]>;

const lines: readonly (readonly [action: string, line: Line])[] = [
  ["hours:set", async () => ["Mon-Fri 08:00-13:00"]],
  ["hours:set", async () => ["Mon-Fri 08:00-11:00", "--doctor", "awa"]],
  ["hours:add", async () => ["Mon-Fri 09:00-11:00", "--from", coming.tuesday]],
  ["hours:remove", async (clinic) => [await period(clinic)]],
  ["closure:add", async () => [coming.friday, "--reason", "inventory"]],
  ["closure:remove", async (clinic) => [await closure(clinic)]],
  ["room:add", async () => ["Salle 1"]],
  ["room:update", async (clinic) => [await room(clinic), "--name", "Salle verte"]],
  ["room:remove", async (clinic) => [await room(clinic)]],
  [
    "room:remove",
    async (clinic) => {
      const name = await room(clinic);
      await bookedId(clinic);
      return [name];
    },
  ],
  ["type:add", async () => aType],
  ["type:update", async (clinic) => [await type(clinic), "--minutes", "45"]],
  [
    "type:update",
    async (clinic) => {
      await clinic.command("type:add", "--name-fr", "Urgence", "--name-en", "Emergency", "--minutes", "30");
      return [await type(clinic), "--doctor", "awa"];
    },
  ],
  ["type:remove", async (clinic) => [await type(clinic)]],
  ["clinic:rules", async () => ["--notice-minutes", "240"]],
  ["doctor:add", async () => ["--name", "Ina Essai", "--specialty", "Dentiste"]],
  ["doctor:update", async () => ["awa", "--specialty", "Chirurgien"]],
  [
    "doctor:remove",
    async (clinic) => {
      await bookedId(clinic);
      return ["awa", "--move-to", "luc", "--reason", "retired", "--yes"];
    },
  ],
  ["appointment:book", async () => booking("awa", "09:00", patient).slice(1)],
  ["appointment:repeat", async (clinic) => [await bookedId(clinic), "--times", "2"]],
  ["appointment:reschedule", async (clinic) => [await bookedId(clinic), "--time", "10:00", "--reason", "asked for"]],
  ["appointment:mark", async (clinic) => [await bookedId(clinic), "confirmed"]],
  ["appointment:cancel", async (clinic) => [await bookedId(clinic), "--reason", "asked for", "--yes"]],
  [
    "waitlist:pass-on",
    async (clinic) => {
      await lapsedOffer(clinic);
      return [];
    },
  ],
];

describe("what a command changes at a clinic", () => {
  it.each(lines)(
    "%s leaves one entry without the patient, and a dry run none but of what it showed",
    async (action, line) => {
      const clinic = await storedClinic();
      const argv = [action, ...(await line(clinic))];
      const earlier = (await entriesOf(clinic)).length;
      const dryRun = await clinic.command(...argv, "--dry-run");
      expect(dryRun).toMatchObject({ code: 0 });
      const shown = (await entriesOf(clinic)).slice(0, -earlier || undefined).map((entry) => entry.action);
      // A name that the operator typed reveals nothing.
      const isShown = dryRun.stdout.includes(patient) && !argv.includes(patient);
      expect(shown).toEqual(isShown ? [`${action} --dry-run`] : []);
      expect(await clinic.command(...argv)).toMatchObject({ code: 0 });
      const entries = await entriesOf(clinic);
      expect(entries).toHaveLength(earlier + shown.length + 1);
      const reason = argv.includes("--reason") ? (argv[argv.indexOf("--reason") + 1] ?? "") : null;
      expect(entries[0]).toMatchObject({ action, subject: "clinic:clinique-test", reason });
      expect(entries[0]?.after).not.toEqual(entries[0]?.before);
      const text = JSON.stringify(entries);
      expect([text.includes(patient), text.includes(phoneDigits)]).toEqual([false, false]);
      expect((await run(["audit:verify"], { cwd: clinic.cwd })).code).toBe(0);
    },
  );

  it.each(lines)("%s is not carried out when it cannot be recorded", async (action, line) => {
    const clinic = await storedClinic();
    const argv = [action, ...(await line(clinic))];
    const before = inDatabase(clinic, (database) => {
      database.exec("create trigger full before insert on audit begin select raise(abort, 'the disk is full'); end");
      return contentOf(database);
    });
    const { code, stderr } = await clinic.command(...argv);
    expect({ code, says: stderr.includes("the disk is full") }).toEqual({ code: 1, says: true });
    expect(inDatabase(clinic, contentOf)).toEqual(before);
    inDatabase(clinic, (database) => database.exec("drop trigger full"));
    expect(await clinic.command(...argv)).toMatchObject({ code: 0 });
    expect(inDatabase(clinic, contentOf)).not.toEqual(before);
  });

  it("records an appointment by its id, doctor, start and status", async () => {
    const clinic = await storedClinic();
    const id = await bookedId(clinic);
    await clinic.command("appointment:mark", id, "confirmed");
    const [{ before, after } = { before: null, after: null }] = await entriesOf(clinic);
    const facts = { id, doctor_id: "doctor-awa", starts_at: `${coming.tuesday}T08:00:00.000Z` };
    expect({ before, after }).toEqual({
      before: { ...facts, status: "scheduled" },
      after: { ...facts, status: "confirmed" },
    });
  });

  it("is recorded once when the command is repeated", async () => {
    const clinic = await storedClinic();
    const id = await bookedId(clinic);
    await bookedId(clinic);
    await clinic.command("appointment:mark", id, "confirmed");
    await clinic.command("appointment:mark", id, "confirmed");
    await clinic.command("clinic:rules", "--notice-minutes", "240");
    await clinic.command("clinic:rules", "--notice-minutes", "240");
    expect((await entriesOf(clinic)).map(({ action }) => action)).toEqual([
      "clinic:rules",
      "appointment:mark",
      "appointment:book",
    ]);
  });
});

describe("clinic:rules", () => {
  it("prints its target only when there is a rule to change, and records nothing when it only shows", async () => {
    const clinic = await storedClinic();
    expect((await clinic.command("clinic:rules")).stderr).not.toContain("database");
    expect((await clinic.command("clinic:rules", "--notice-minutes", "240")).stderr).toContain("database");
    expect(await entriesOf(clinic)).toHaveLength(1);
  });
});

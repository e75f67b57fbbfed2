import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
import { privacyTables } from "../../src/adapters/sql/clinics/privacy-stores.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { COMMANDS } from "../../src/commands/command-list.ts";
import { coming, storedClinic } from "../fakes/stored-clinic.ts";
import { run } from "../fakes/world.ts";

const name = "Aïcha Zannou-Test";
const phone = "+2290197000077";
const clinicId = "clinic-1";
const now = Date.now();
const long = 10 * 86_400_000;

type Clinic = Awaited<ReturnType<typeof storedClinic>>;

const spellings = [
  "Aïcha Zannou-Test",
  "AÏCHA ZANNOU-TEST",
  "Zannou-Test, Aïcha",
  "aicha zannou test",
  "Aicha Zannou",
  "+2290197000077",
  "0197000077",
  "01 97 00 00 77",
  "97000077",
  "+229 01-97-00-00-77",
  "aicha@example.com",
];

/** A clinic where one person, and another one next to them, is in every table that can hold a person. */
async function crowdedClinic(): Promise<Clinic> {
  const clinic = await storedClinic();
  const database = await openDatabase(join(clinic.cwd, ".ascendia", "sandbox.db"), "sandbox");
  const { fleet } = database;
  const person = { name, phone, email: "aicha@example.com", birthDate: "1984-05-17", createdAt: 1 };
  const other = {
    id: "patient-2",
    name: "Luc Autre",
    phone: "+2290197000078",
    email: null,
    birthDate: null,
    createdAt: 2,
  };
  await fleet
    .insertInto("patients")
    .values([
      { clinicId, id: "patient-1", ...person },
      { clinicId, ...other },
    ])
    .execute();
  const times = { startsAt: now - long, endsAt: now - long + 1, blockedFrom: now - long, blockedTo: now - long + 1 };
  const visit = {
    clinicId,
    id: "visit-1",
    patientId: "patient-1",
    doctorId: "doctor-awa",
    roomId: null,
    typeId: null,
    ...times,
    ...({
      status: "completed",
      callId: "call_1",
      rescheduledFrom: null,
      changeReason: `asked by ${name}`,
    } as const),
    calendarUid: "visit-1",
    calendarSequence: 0,
    createdAt: 1,
    updatedAt: 1,
  };
  const luc = { id: "visit-2", patientId: "patient-2", startsAt: now - long / 2, callId: null, calendarUid: "visit-2" };
  await fleet
    .insertInto("appointments")
    .values([visit, { ...visit, ...luc, changeReason: "was asked by aicha zannou test, 01 97 00 00 77" }])
    .execute();
  const wish = { firstDate: coming.tuesday, lastDate: coming.friday, dayPart: null, status: "waiting" } as const;
  await fleet
    .insertInto("waitlist")
    .values({
      clinicId,
      id: "wish-1",
      patientId: "patient-1",
      doctorId: null,
      typeId: null,
      ...wish,
      holdId: "hold-1",
      mayCall: 1,
      createdAt: 1,
    })
    .execute();
  const hold = {
    clinicId,
    id: "hold-1",
    callId: "call_1",
    waitlistEntryId: "wish-1",
    doctorId: "doctor-awa",
    roomId: null,
    typeId: null,
  };
  await fleet
    .insertInto("holds")
    .values({ ...hold, ...times, expiresAt: now + long })
    .execute();
  const contact = {
    clinicId,
    id: "contact-1",
    name,
    phone,
    language: "fr",
    timezone: null,
    appointmentId: null,
    appointmentAt: null,
  } as const;
  const reached = {
    appointmentType: null,
    provider: null,
    instructions: "call at 97000077",
    email: "aicha@example.com",
    consent: 1,
    consentBasis: "stated",
    state: "open",
    followUp: null,
    followUpAt: null,
    createdAt: 1,
    updatedAt: 1,
  } as const;
  await fleet
    .insertInto("contacts")
    .values({ ...contact, ...reached })
    .execute();
  const dial = {
    clinicId,
    id: "dial-1",
    contactId: "contact-1",
    state: "ended",
    key: "k",
    dueAt: 1,
    attempt: 1,
    forced: null,
    requestedAt: 1,
    callId: "call_2",
    reason: null,
    outcome: "confirmed",
    endedAt: 2,
    createdAt: 1,
    updatedAt: 2,
  } as const;
  await fleet.insertInto("dials").values(dial).execute();
  await fleet
    .insertInto("optOuts")
    .values({ clinicId, phone, source: "call", callId: "call_2", reason: `said ${name}`, createdAt: 1 })
    .execute();
  for (const [callId, owner, number, content] of [
    ["call_1", clinicId, phone, `I am ${name}, 01 97 00 00 77`],
    ["call_2", clinicId, "+22997000077", `I am ${name}, 01 97 00 00 77`],
    ["call_3", null, phone, `I am ${name}, 01 97 00 00 77`],
    ["call_of_daughter", clinicId, "+2290197000088", `My mother is ${name}, 01 97 00 00 77, her illness is secret`],
    ["call_of_friend", clinicId, "+2290197000089", `${name} told me of you, my cat is ill`],
  ] as const) {
    const said = JSON.stringify([{ role: "user", content }]);
    const call = {
      callId,
      clinicId: owner,
      attribution: owner === null ? "unknown" : "known",
      direction: "inbound",
      status: "ended",
      patientNumber: number,
      clinicNumber: null,
      agentId: null,
      agentVersion: null,
      calledAt: now - long,
      startedAt: 1,
      endedAt: 2,
      durationMs: 1,
      reason: "user_hangup",
      outcome: "booked",
      transcriptJson: said,
      transfersJson: null,
      variablesJson: said,
      analysisJson: said,
      metadataJson: said,
      costCents: 1.5,
      latencyP50Ms: null,
      latencyP99Ms: null,
      analyzedAt: 2,
      updatedAt: 2,
    } as const;
    await fleet.insertInto("calls").values(call).execute();
    const event = {
      key: `call_ended:${callId}`,
      event: "call_ended",
      callId,
      clinicId: owner,
      attribution: call.attribution,
    };
    await fleet
      .insertInto("callEvents")
      .values({ ...event, progress: 0, body: said, receivedAt: now - long })
      .execute();
  }
  await fleet
    .insertInto("socketDialogues")
    .values({ clinicId, callId: "call_1", state: JSON.stringify({ name }), updatedAt: now - long })
    .execute();
  const mail = {
    clinicId,
    id: "mail-1",
    kind: "appointment-booked",
    key: "visit-1:0",
    recipient: "aicha@example.com",
    subject: "s",
    body: "b",
  };
  const digest = {
    ...mail,
    id: "mail-2",
    kind: "daily-digest",
    key: "day",
    recipient: "owner@example.com",
    body: `Rappelez ${phone}`,
  };
  const sent = {
    html: null,
    calendar: null,
    calendarMethod: null,
    callId: null,
    createdAt: now - long,
    state: "sent",
    attempts: 1,
    attemptedAt: 1,
    sentAt: 1,
    lastError: null,
  } as const;
  await fleet
    .insertInto("outbox")
    .values([
      { ...mail, patientId: "patient-1", ...sent },
      { ...digest, patientId: null, ...sent },
    ])
    .execute();
  const job = {
    clinicId,
    id: "job-1",
    kind: "send-mail",
    key: "mail-1",
    payload: "{}",
    state: "dead",
    dueAt: 1,
    readyAt: null,
    attempts: 1,
    leasedUntil: null,
    createdAt: 1,
    endedAt: 1,
  } as const;
  await fleet
    .insertInto("jobs")
    .values({ ...job, lastError: "no aicha@example.com here" })
    .execute();
  await fleet
    .insertInto("calendarExceptions")
    .values({
      clinicId,
      id: "x",
      kind: "closed",
      doctorId: null,
      firstDate: "2026-01-01",
      lastDate: "2026-01-01",
      fromTime: "00:00",
      toTime: "24:00",
      reason: "visit to Aicha Zannou Test",
    })
    .execute();
  await database.close();
  return clinic;
}

function erase(clinic: Clinic, who: string, ...flags: readonly string[]) {
  return run(["patient:erase", "clinique-test", who, "--yes", "--confirm", "clinique-test", ...flags], {
    cwd: clinic.cwd,
  });
}

/** Every byte of the database and of SQLite's files next to it. */
function found({ cwd }: Clinic): readonly string[] {
  const files = ["", "-wal", "-shm", "-journal"].map((end) => join(cwd, ".ascendia", `sandbox.db${end}`));
  const text = files
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file).toString("utf8").toLowerCase());
  return spellings.filter((spelling) => text.some((part) => part.includes(spelling.toLowerCase())));
}

describe("patient:erase", () => {
  it("leaves no name, number or address in any byte of the database, only the bare facts", async () => {
    const clinic = await crowdedClinic();
    expect(found(clinic).length).toBeGreaterThan(5);
    const { code, stdout, stderr } = await erase(clinic, phone);
    expect([code, stderr.includes("bug"), stdout.includes("the database file rewritten")]).toEqual([0, false, true]);
    expect(found(clinic)).toEqual([]);
    await clinic.stores(async ({ booking: { stores } }) => {
      const visit = { id: "visit-1", doctorId: "doctor-awa", status: "completed", callId: null, changeReason: null };
      expect(await stores.appointments.find("visit-1")).toMatchObject(visit);
      expect(await stores.patients.find("patient-1")).toMatchObject({
        name: "",
        phone: "",
        email: null,
        birthDate: null,
      });
      expect(await stores.patients.find("patient-2")).toMatchObject({ name: "Luc Autre", phone: "+2290197000078" });
      expect((await stores.appointments.find("visit-2"))?.changeReason).toBe("was asked by [erased], [erased]");
      expect(await stores.waitlist.inLine()).toEqual([]);
    });
  });

  it("empties someone else's call that was about the person, and removes only the name from any other", async () => {
    const clinic = await crowdedClinic();
    await erase(clinic, phone);
    const database = await openDatabase(join(clinic.cwd, ".ascendia", "sandbox.db"), "sandbox");
    const { calls } = sqlStore(database).scope(clinicId);
    const [daughter, friend] = [await calls.find("call_of_daughter"), await calls.find("call_of_friend")];
    await database.close();
    expect(daughter).toMatchObject({ transcriptJson: null, outcome: "booked" });
    expect(JSON.stringify(friend)).toContain("[erased] told me of you, my cat is ill");
  });

  it("keeps a refusal to be called as a hash of the number, however the number is spelt later", async () => {
    const clinic = await crowdedClinic();
    await erase(clinic, "patient-1");
    const database = await openDatabase(join(clinic.cwd, ".ascendia", "sandbox.db"), "sandbox");
    const { optOuts } = sqlStore(database).scope(clinicId).outreach.stores;
    expect(await optOuts.find(phone)).toMatchObject({ source: "call", callId: null, reason: null });
    expect(await optOuts.find("+2290197000099")).toBeUndefined();
    expect(await optOuts.remove(phone)).toBe(true);
    expect(await optOuts.find(phone)).toBeUndefined();
    await database.close();
  });

  it("does nothing in a dry run, without confirmation, or with an upcoming appointment", async () => {
    const clinic = await crowdedClinic();
    const slot = ["--doctor", "awa", "--date", coming.tuesday, "--time", "09:00", "--patient", name, "--phone", phone];
    await clinic.command("appointment:book", ...slot);
    const before = found(clinic);
    const dry = await run(["patient:erase", "clinique-test", "patient-1", "--dry-run"], { cwd: clinic.cwd });
    expect(dry.stdout).toMatch(/patients 1[\s\S]*Upcoming appointments: 1/u);
    expect((await run(["patient:erase", "clinique-test", "patient-1"], { cwd: clinic.cwd })).code).not.toBe(0);
    const refused = await erase(clinic, "patient-1");
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("--cancel")]);
    expect(found(clinic)).toEqual(before);
    const done = await erase(clinic, "patient-1", "--cancel");
    expect([done.code, done.stdout]).toEqual([0, expect.stringContaining("Appointments cancelled: 1")]);
    expect(found(clinic)).toEqual([]);
    expect((await clinic.command("mail:list")).stdout).not.toContain("appointment-cancelled");
  });

  it("keeps data shared with a relative, and says so", async () => {
    const clinic = await crowdedClinic();
    await clinic.stores(({ booking: { stores } }) =>
      stores.patients.add({ id: "child", name: "Ife Zannou", phone, birthDate: null, email: null, createdAt: 3 }),
    );
    const { stderr, code } = await erase(clinic, "patient-1");
    expect([code, stderr]).toEqual([0, expect.stringContaining("Someone else at the clinic shares the number")]);
    await clinic.stores(async ({ booking: { stores } }) => {
      expect((await stores.patients.withPhone(phone)).map((each) => each.id)).toEqual(["child"]);
    });
    expect(found(clinic)).not.toContain("Aïcha Zannou-Test");
  });

  it("is recorded without a name, reports names that staff put into the audit log, and finds nobody the second time", async () => {
    const clinic = await crowdedClinic();
    expect((await erase(clinic, phone, "--reason", "by request")).code).toBe(0);
    const audit = await run(["audit:list"], { cwd: clinic.cwd });
    expect(audit.stdout).toContain("patient:erase");
    expect((await run(["audit:verify"], { cwd: clinic.cwd })).code).toBe(0);
    expect([(await erase(clinic, phone)).code, (await erase(clinic, "patient-9")).code]).not.toContain(0);
    const sealed = await crowdedClinic();
    expect((await erase(sealed, phone, "--reason", `letter of ${name}`)).stderr).toContain("--reason names the person");
    const slot = ["--doctor", "awa", "--date", coming.tuesday, "--time", "09:00", "--patient", name, "--phone", phone];
    await sealed.command("appointment:book", ...slot, "--reason", `${name} insisted`);
    const { code, stderr } = await erase(sealed, phone, "--cancel");
    expect([code, stderr]).toEqual([1, expect.stringContaining("audit (1)")]);
  });
});

describe("the audit log", () => {
  it("names no patient, whatever the action", async () => {
    const clinic = await storedClinic();
    const slot = ["--doctor", "awa", "--date", coming.tuesday, "--time", "09:00"];
    const booked = z.object({ appointment: z.object({ id: z.string() }) });
    const patient = ["--patient", name, "--phone", phone, "--email", "aicha@example.com", "--birth-date", "1984-05-17"];
    const { appointment } = await clinic.data(booked, "appointment:book", ...slot, ...patient);
    const moved = await clinic.data(
      booked,
      "appointment:reschedule",
      appointment.id,
      "--time",
      "10:00",
      "--date",
      coming.tuesday,
    );
    await clinic.command("appointment:cancel", moved.appointment.id, "--yes");
    await erase(clinic, phone);
    const { stdout } = await run(["audit:list", "--json"], { cwd: clinic.cwd });
    expect(stdout).toContain("appointment:cancel");
    expect(stdout).not.toMatch(/a[iï]cha|zannou|970000|1984-05-17/iu);
  });
});

describe("patient:update", () => {
  it("changes where confirmations go, and records no address", async () => {
    const clinic = await crowdedClinic();
    const update = (...flags: readonly string[]) =>
      run(["patient:update", "clinique-test", "patient-2", ...flags], { cwd: clinic.cwd });
    const email = () => clinic.stores(async ({ booking }) => (await booking.stores.patients.find("patient-2"))?.email);
    await update("--email", "luc@example.com", "--dry-run");
    expect(await email()).toBeNull();
    expect((await update("--email", "luc@example.com")).stdout).toContain("l***@example.com");
    expect(await email()).toBe("luc@example.com");
    const slot = ["--doctor", "awa", "--date", coming.tuesday, "--time", "09:00"];
    await clinic.command("appointment:book", ...slot, "--patient", "Luc Autre", "--phone", "0197000078");
    expect((await clinic.command("mail:list", "--reveal")).stdout).toContain("luc@example.com");
    expect((await update("--email", "none")).stdout).toContain("No confirmations are sent.");
    expect(await email()).toBeNull();
    const audit = await run(["audit:list", "--json"], { cwd: clinic.cwd });
    expect([audit.stdout.includes("patient:update"), audit.stdout.includes("luc@")]).toEqual([true, false]);
    const wrong = [await update(), await update("--email", "nobody"), await erase(clinic, "patient-3")];
    expect(wrong.map(({ code }) => code === 0)).toEqual([false, false, false]);
  });
});

describe("patient:list and patient:export", () => {
  it("mask identifying data unless asked", async () => {
    const clinic = await crowdedClinic();
    const masked = await clinic.command("patient:list");
    expect(masked.stdout).toMatch(/\*\*77[\s\S]*a\*\*\*@example\.com[\s\S]*1984-\*\*-\*\*/u);
    expect(masked.stdout).not.toContain(phone);
    expect((await clinic.command("patient:list", "--reveal")).stdout).toContain(phone);
    await erase(clinic, phone);
    expect((await clinic.command("patient:list")).stdout).toContain("(erased)");
  });

  it("write all data of one person and none of anyone else, readable only by the file's owner", async () => {
    const clinic = await crowdedClinic();
    const { stdout } = await run(["patient:export", "clinique-test", "01 97 00 00 77", "-o", "person.json"], {
      cwd: clinic.cwd,
    });
    expect(stdout).toContain("calls 3");
    const file = join(clinic.cwd, "person.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { tables } = z
      .object({ tables: z.record(z.string(), z.array(z.looseObject({}))) })
      .parse(JSON.parse(readFileSync(file, "utf8")));
    const expected = {
      patients: 1,
      appointments: 1,
      holds: 1,
      waitlist: 1,
      contacts: 1,
      dials: 1,
      optOuts: 1,
      calls: 3,
      callEvents: 3,
      outbox: 1,
      socketDialogues: 1,
    };
    expect(Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, rows.length]))).toEqual(expected);
    expect(readFileSync(file, "utf8")).not.toContain("Luc Autre");
  });
});

/** Every list command, with the clinic where it takes one. Numbers are listed at Retell. */
async function lists(clinic: Clinic): Promise<readonly (readonly [string, string])[]> {
  const names = COMMANDS.map((command) => command.name).filter((each) => /(?<!^number):list$/u.test(each));
  const outputs: (readonly [string, string])[] = [];
  for (const command of names) {
    for (const json of [[], ["--json"]]) {
      const ofClinic = await clinic.command(command, ...json);
      const said = ofClinic.code === 0 ? ofClinic : await run([command, ...json], { cwd: clinic.cwd });
      expect([command, said.code, said.stderr]).toEqual([command, 0, said.stderr]);
      outputs.push([command, said.stdout]);
    }
  }
  return outputs;
}

it("no list shows a patient's whole number or mail address unless it is asked to", async () => {
  const clinic = await crowdedClinic();
  const slot = ["--doctor", "awa", "--date", coming.tuesday, "--time", "09:00", "--patient", name, "--phone", phone];
  await clinic.command("appointment:book", ...slot, "--email", "aicha@example.com");
  // Free texts are shown as they were written; these two hold a number and an address for the erasure to find.
  const database = await openDatabase(join(clinic.cwd, ".ascendia", "sandbox.db"), "sandbox");
  await database.fleet.updateTable("contacts").set({ instructions: null }).execute();
  await database.fleet.updateTable("jobs").set({ lastError: null }).execute();
  await database.close();
  const outputs = await lists(clinic);
  expect(outputs.length).toBeGreaterThan(20);
  const telling = outputs.filter(([, text]) => /0197000077|01 97 00 00 77|97000077|aicha@example\.com/u.test(text));
  expect(telling.map(([command]) => command)).toEqual([]);
  for (const command of ["appointment:list", "waitlist:list", "patient:list", "call:list", "contact:list"]) {
    expect([command, (await clinic.command(command, "--reveal")).stdout]).toEqual([
      command,
      expect.stringContaining(phone),
    ]);
  }
});

describe("retention", () => {
  it("removes data older than the clinic's period, and nothing where it keeps everything", async () => {
    const clinic = await crowdedClinic();
    const database = await openDatabase(join(clinic.cwd, ".ascendia", "sandbox.db"), "sandbox");
    const { retention, calls, outbox } = sqlStore(database).scope(clinicId);
    expect(await retention.eraseBefore(now - 2 * long)).toEqual({});
    const erased = await retention.eraseBefore(now);
    expect(erased).toEqual({ calls: 4, callEvents: 4, outbox: 2, socketDialogues: 1 });
    expect(await calls.find("call_1")).toMatchObject({ transcriptJson: null, outcome: "booked", durationMs: 1 });
    expect(await outbox.list()).toEqual([]);
    expect(await retention.eraseBefore(now)).toEqual({});
    await database.close();
  });

  it("removes failed attempts, old answers, and the lines that booked a visit or joined the waitlist", async () => {
    const clinic = await storedClinic();
    const slot = ["--doctor", "awa", "--date", coming.tuesday, "--time", "09:00", "--patient", name, "--phone", phone];
    await clinic.command("appointment:book", ...slot);
    await clinic.command("waitlist:add", "--from", coming.tuesday, "--patient", name, "--phone", phone);
    const database = await openDatabase(join(clinic.cwd, ".ascendia", "sandbox.db"), "sandbox");
    const { fleet } = database;
    const visit = await fleet
      .selectFrom("appointments")
      .select(["id", "startsAt", "createdAt"])
      .executeTakeFirstOrThrow();
    const origin = {
      clinicId,
      appointmentId: visit.id,
      caller: "+2290196000001",
      phoneConfirmed: 0,
      proven: 0,
    } as const;
    await fleet
      .insertInto("bookingOrigins")
      .values({ ...origin, bookedAt: visit.createdAt })
      .execute();
    await fleet.updateTable("waitlist").set({ caller: "+2290196000001" }).execute();
    const asked = { clinicId, callId: "call_9" } as const;
    await fleet
      .insertInto("functionReplies")
      .values({ ...asked, digest: "d", reply: name, askedAt: 5 })
      .execute();
    const failed = { ...asked, id: "try-1", caller: "+2290196000001", phone, triedAt: 5 };
    await fleet.insertInto("identityTries").values(failed).execute();
    const { retention } = sqlStore(database).scope(clinicId);
    expect(await retention.eraseBefore(5)).toEqual({});
    expect(await retention.eraseBefore(6)).toEqual({ functionReplies: 1, identityTries: 1 });
    const waiting = await fleet.selectFrom("waitlist").select("createdAt").executeTakeFirstOrThrow();
    expect(await retention.eraseBefore(waiting.createdAt)).toEqual({});
    expect(await retention.eraseBefore(waiting.createdAt + 1)).toMatchObject({ waitlist: 1 });
    expect(await retention.eraseBefore(visit.startsAt + 1)).toMatchObject({ bookingOrigins: 1 });
    expect(await fleet.selectFrom("bookingOrigins").select("caller").execute()).toEqual([{ caller: null }]);
    await database.close();
  });
});

it("every table with a clinic's rows, and every text in it, has its place in the privacy map", async () => {
  const clinic = await storedClinic();
  await clinic.stores(async () => {});
  const database = await openDatabase(join(clinic.cwd, ".ascendia", "sandbox.db"), "sandbox");
  const tables = (await database.fleet.introspection.getTables()).filter(
    ({ name: table, columns }) =>
      // Tables of the console hold staff, and tables of sign-ups hold clinics; neither holds a patient.
      !/^(?:clinic_revisions|console_|sign_ups)/u.test(table) && columns.some((column) => column.name === "clinic_id"),
  );
  await database.close();
  const mapped = privacyTables.map((table) => table.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`));
  expect(mapped.toSorted()).toEqual(tables.map(({ name: table }) => table).toSorted());
});

it("every list and plan that shows a person leaves an entry in the audit log", async () => {
  const clinic = await crowdedClinic();
  const slot = ["--doctor", "awa", "--date", coming.tuesday, "--time", "09:00", "--patient", name, "--phone", phone];
  await clinic.command("appointment:book", ...slot);
  const entries = async (): Promise<number> =>
    (await run(["audit:list", "--json", "--limit", "500"], { cwd: clinic.cwd })).stdout.split(`"seq":`).length;
  const names = COMMANDS.map((command) => command.name).filter((each) =>
    /(?<!^number|^audit):(?:list|plan)$/u.test(each),
  );
  const [showing, unrecorded]: [string[], string[]] = [[], []];
  for (const command of names) {
    for (const reveal of [[], ["--reveal"]]) {
      const before = await entries();
      const { stdout } = await clinic.command(command, ...reveal);
      if (!/zannou|97000077/iu.test(stdout)) continue;
      const said = [command, ...reveal].join(" ");
      showing.push(said);
      if ((await entries()) === before) unrecorded.push(said);
    }
  }
  expect(showing).toEqual(
    expect.arrayContaining(["appointment:list", "contact:list", "patient:list", "reminder:plan"]),
  );
  expect(unrecorded).toEqual([]);
});

it("a dry run that names a patient leaves an entry in the audit log, as the change would", async () => {
  const clinic = await crowdedClinic();
  const slot = ["--doctor", "awa", "--date", coming.tuesday, "--time", "09:00", "--patient", name, "--phone", phone];
  const one = z.object({ appointment: z.object({ id: z.string() }) });
  const { id } = (await clinic.data(one, "appointment:book", ...slot)).appointment;
  const dryRuns = [
    ["appointment:cancel", id],
    ["appointment:mark", id, "confirmed"],
    ["appointment:reschedule", id, "--time", "10:00"],
    ["appointment:repeat", id, "--times", "1"],
    ["doctor:remove", "awa", "--move-to", "luc"],
  ];
  for (const argv of dryRuns) await clinic.command(...argv, "--dry-run");
  const { stdout } = await run(["audit:list", "--json", "--limit", "500"], { cwd: clinic.cwd });
  const actions = dryRuns.map(([action = ""]) => `${action} --dry-run`);
  expect(actions.filter((action) => stdout.includes(`"${action}"`))).toEqual(actions);
  expect(stdout).not.toMatch(/zannou|97000077/iu);
});

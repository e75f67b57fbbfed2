import { describe, expect, it } from "vitest";
import { z } from "zod";
import { booking, coming, storedClinic } from "../fakes/stored-clinic.ts";
import { run } from "../fakes/world.ts";

const removed = z.object({
  dry_run: z.boolean(),
  appointments: z.array(z.object({ from: z.string(), to: z.string().nullable() })),
});
const booked = z.object({ appointment: z.object({ id: z.string() }) });
const appointments = z.object({
  appointments: z.array(
    z.object({
      status: z.string(),
      time: z.string(),
      doctor: z.object({ name: z.string() }),
      reason: z.string().nullable(),
    }),
  ),
});

type Clinic = Awaited<ReturnType<typeof storedClinic>>;

async function book({ data }: Clinic, doctor: string, time: string): Promise<string> {
  return (await data(booked, ...booking(doctor, time, `Koffi ${doctor} Test`))).appointment.id;
}

async function names({ cwd }: Clinic): Promise<string> {
  const { stdout } = await run(["doctor:list", "clinique-test", "--json"], { cwd });
  const list = z.object({ data: z.object({ doctors: z.array(z.object({ name: z.string() })) }) });
  return list
    .parse(JSON.parse(stdout))
    .data.doctors.map(({ name }) => name)
    .join();
}

describe("doctor:add", () => {
  const person = ["--name", "Ina Retour", "--specialty", "Dentiste"];

  it("takes the clinic as an argument or as --clinic, which must agree", async () => {
    const { cwd, command } = await storedClinic();
    expect((await command("doctor:add", ...person)).code).toBe(0);
    expect((await command("doctor:list", "clinique-test")).stdout).toContain("Ina Retour");
    expect((await command("doctor:list")).stdout).toContain("Ina Retour");
    const both = await command("doctor:list", "another");
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining("Conflicting clinics")]);
    const mistyped = await command("doctor:list", "--limt", "5");
    expect([mistyped.code, mistyped.stderr]).toEqual([2, expect.stringContaining("unknown option '--limt'")]);
    const neither = await run(["doctor:list"], { cwd });
    expect([neither.code, neither.stderr]).toEqual([2, expect.stringContaining("--clinic <id or slug>")]);
  });

  it("restores a doctor who was removed", async () => {
    const clinic = await storedClinic();
    await clinic.command("doctor:add", ...person);
    await clinic.command("doctor:remove", "Ina Retour", "--yes");
    expect((await clinic.command("doctor:add", ...person)).stderr).not.toContain("error");
    expect(await names(clinic)).toBe("Awa Test,Luc Essai,Ina Retour");
  });

  it("refuses hours without any open day, which would be the clinic's", async () => {
    const clinic = await storedClinic();
    const refused = await clinic.command("doctor:add", ...person, "--hours", "closed");
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("would have no hours at all")]);
    expect(await names(clinic)).toBe("Awa Test,Luc Essai");
  });
});

describe("doctor:late", () => {
  it("says that a doctor is late today and on time again, and nothing in a dry run", async () => {
    const clinic = await storedClinic();
    const lateness = z.object({ dry_run: z.boolean(), minutes: z.number(), visits: z.number(), mails: z.number() });
    const planned = await clinic.data(lateness, "doctor:late", "Awa Test", "40", "--dry-run");
    expect(planned).toEqual({ dry_run: true, minutes: 40, visits: 0, mails: 0 });
    const late = () => clinic.stores(async ({ doctors }) => (await doctors.find("doctor-awa"))?.late?.minutes);
    expect(await late()).toBeUndefined();
    await clinic.data(lateness, "doctor:late", "Awa Test", "40");
    expect(await late()).toBe(40);
    expect((await clinic.command("doctor:late", "Awa Test", "off")).stdout).toContain("Dr. Awa Test is on time.");
    expect(await late()).toBeUndefined();
  });

  it.each(["soon", "0", "4", "1000", "40.5", "-40"])("refuses %s", async (minutes) => {
    const clinic = await storedClinic();
    expect((await clinic.command("doctor:late", "Awa Test", "--", minutes)).code).not.toBe(0);
  });
});

describe("doctor:update", () => {
  it("changes the fields passed, and nothing in a dry run", async () => {
    const clinic = await storedClinic();
    await clinic.command("doctor:update", "awa", "--name", "Dr Awa Modèle", "--dry-run");
    expect(await names(clinic)).toBe("Awa Test,Luc Essai");
    const { stdout } = await clinic.command(
      "doctor:update",
      "awa",
      "--name",
      "Dr Awa Modèle",
      "--email",
      "a@example.com",
    );
    expect(stdout).toBe("Dr. Awa Test is now: Dr. Awa Modèle (Dentiste), email a@example.com.\n");
    expect((await clinic.command("doctor:update", "modele", "--no-email")).stdout).toContain("email none");
  });

  it.each([
    [["doctor:update", "awa"], 2, "Nothing to change."],
    [["doctor:update", "awa", "--name", "luc essai"], 1, 'already has a doctor named "Luc Essai"'],
    [["doctor:update", "awa", "--email", "nonsense"], 1, "email"],
    [["doctor:update", "nobody", "--name", "X"], 1, 'no doctor "nobody"'],
  ])("refuses %j", async (argv, exitCode, message) => {
    const clinic = await storedClinic();
    const { code, stdout, stderr } = await clinic.command(...argv);
    expect([code, stdout]).toEqual([exitCode, ""]);
    expect(stderr).toContain(message);
    expect(await names(clinic)).toBe("Awa Test,Luc Essai");
  });
});

describe("doctor:remove", () => {
  it("removes a doctor without appointments, after confirmation", async () => {
    const clinic = await storedClinic();
    expect((await clinic.command("doctor:remove", "luc")).code).toBe(2);
    expect(await names(clinic)).toBe("Awa Test,Luc Essai");
    expect((await clinic.command("doctor:remove", "luc", "--yes")).code).toBe(0);
    expect(await names(clinic)).toBe("Awa Test");
  });

  it("refuses while there are upcoming appointments", async () => {
    const clinic = await storedClinic();
    const id = await book(clinic, "awa", "09:00");
    const { code, stderr } = await clinic.command("doctor:remove", "awa", "--yes");
    expect(code).toBe(1);
    expect(stderr).toContain("Dr. Awa Test has 1 upcoming appointment.");
    expect(stderr).toMatch(/- \d{4}-\d{2}-\d{2} \d{2}:\d{2} with Dr\. Awa Test \([0-9a-f-]{36}\)/u);
    expect(stderr).toContain(id);
    expect(stderr).toContain("--move-to");
    expect(await names(clinic)).toBe("Awa Test,Luc Essai");
  });

  it("moves them to a colleague, linked and with the reason; a dry run only says so", async () => {
    const clinic = await storedClinic();
    const id = await book(clinic, "awa", "09:00");
    const argv = ["doctor:remove", "awa", "--move-to", "luc"];
    expect(await clinic.data(removed, ...argv, "--dry-run")).toEqual({
      dry_run: true,
      appointments: [expect.objectContaining({ from: id, to: null })],
    });
    expect(await names(clinic)).toBe("Awa Test,Luc Essai");
    await clinic.data(removed, ...argv, "--yes");
    expect(await names(clinic)).toBe("Luc Essai");
    const { appointments: standing } = await clinic.data(appointments, "appointment:list");
    expect(standing).toEqual([
      { status: "scheduled", time: "09:00", doctor: { name: "Luc Essai" }, reason: "Dr. Awa Test left the clinic" },
    ]);
  });

  it("does not move them to the doctor who leaves", async () => {
    const clinic = await storedClinic();
    await book(clinic, "awa", "09:00");
    const { code, stderr } = await clinic.command("doctor:remove", "awa", "--move-to", "awa", "--yes");
    expect([code, stderr.includes("the doctor you are removing")]).toEqual([2, true]);
  });

  it("moves none when one cannot move, and the doctor stays", async () => {
    const clinic = await storedClinic();
    await book(clinic, "awa", "09:00");
    const blocked = await book(clinic, "awa", "10:00");
    await book(clinic, "luc", "10:00");
    const { code, stderr } = await clinic.command("doctor:remove", "awa", "--move-to", "luc", "--yes");
    expect(code).toBe(1);
    expect(stderr).toContain("1 of 2 upcoming appointments cannot move to Dr. Luc Essai.");
    expect(stderr).toContain(`${coming.tuesday} 10:00 (${blocked}): that time is taken`);
    expect(await names(clinic)).toBe("Awa Test,Luc Essai");
    const { appointments: standing } = await clinic.data(appointments, "appointment:list");
    expect(standing.map(({ doctor, time }) => `${doctor.name} ${time}`).toSorted()).toEqual([
      "Awa Test 09:00",
      "Awa Test 10:00",
      "Luc Essai 10:00",
    ]);
  });
});

describe("doctor:add and doctor:update --pronunciation", () => {
  const person = ["--name", "Aïcha Retour", "--specialty", "Dentiste"];
  const stored = z.object({ doctor: z.object({ pronunciation: z.string().nullable() }) });

  it("keeps the sounds of a name, until the name or they are changed", async () => {
    const { command, data } = await storedClinic();
    const added = await data(stored, "doctor:add", ...person, "--pronunciation", "/aˈi.ʃa ʁə.tuʁ/");
    expect(added.doctor.pronunciation).toBe("aˈi.ʃa ʁə.tuʁ");
    expect((await command("doctor:list")).stdout).toMatch(/PRONOUNCED.*\n.*aˈi\.ʃa ʁə\.tuʁ/s);
    const update = (...flags: readonly string[]) => data(stored, "doctor:update", "Aïcha Retour", ...flags);
    expect((await update("--specialty", "Pédiatre")).doctor.pronunciation).toBe("aˈi.ʃa ʁə.tuʁ");
    expect((await update("--pronunciation", "a.i.ʃa ʁə.tuʁ")).doctor.pronunciation).toBe("a.i.ʃa ʁə.tuʁ");
    expect((await update("--no-pronunciation")).doctor.pronunciation).toBeNull();
    await update("--pronunciation", "a.i.ʃa ʁə.tuʁ");
    expect((await update("--name", "Aïcha Autre")).doctor.pronunciation).toBeNull();
  });

  it.each(["eye-EE-sha", "AISHA", "{{doctor}}", "<b>a</b>", "a1", "", "ˈˈ", "a".repeat(101), "http://a"])(
    "refuses %j, which Retell would answer by refusing the call",
    async (text) => {
      const { command } = await storedClinic();
      const { code, stderr } = await command("doctor:add", ...person, `--pronunciation=${text}`);
      expect(code).toBe(1);
      expect(stderr).toContain("is not written in IPA");
      expect((await command("doctor:list")).stdout).not.toContain("Retour");
    },
  );
});

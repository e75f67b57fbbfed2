import { describe, expect, it } from "vitest";
import { z } from "zod";
import { booking, coming, storedClinic } from "../fakes/stored-clinic.ts";

const types = z.object({
  types: z.array(
    z.object({
      name: z.object({ fr: z.string(), en: z.string() }),
      minutes: z.number(),
      buffer_after_minutes: z.number(),
      offered_by: z.array(z.object({ name: z.string() })),
    }),
  ),
});
const slots = z.object({ slots: z.array(z.object({ time: z.string(), doctor: z.string() })) });

const scaling = ["type:add", "--name-fr", "Détartrage", "--name-en", "Scaling", "--minutes", "45"];
const braces = ["type:add", "--name-fr", "Bagues", "--name-en", "Braces", "--minutes", "60", "--doctor", "luc"];

type Clinic = Awaited<ReturnType<typeof storedClinic>>;

async function offeredBy({ data }: Clinic): Promise<readonly (readonly [string, string])[]> {
  const found = await data(types, "type:list");
  return found.types.map(({ name, offered_by: by }) => [name.fr, by.map((doctor) => doctor.name).join()] as const);
}

describe("appointment types", () => {
  it("determine the length of visits and which doctors are offered", async () => {
    const clinic = await storedClinic();
    await clinic.command(...scaling, "--buffer-after", "15");
    await clinic.command(...braces);
    expect(await offeredBy(clinic)).toEqual([
      ["Détartrage", "Awa Test,Luc Essai"],
      ["Bagues", "Luc Essai"],
    ]);
    const { slots: free } = await clinic.data(slots, "slot:list", "--date", coming.tuesday, "--type", "braces");
    expect(new Set(free.map(({ doctor }) => doctor))).toEqual(new Set(["Luc Essai"]));
    expect(free.at(-1)?.time).toBe("11:00");
  });

  it("are offered by exactly the doctors named, whoever offered them before", async () => {
    const clinic = await storedClinic();
    await clinic.command(...scaling);
    await clinic.command(...braces);
    await clinic.command("type:update", "Scaling", "--doctor", "awa");
    expect(await offeredBy(clinic)).toEqual([
      ["Détartrage", "Awa Test"],
      ["Bagues", "Luc Essai"],
    ]);
    await clinic.command("type:update", "bagues", "--every-doctor");
    await clinic.command("type:update", "detartrage", "--every-doctor");
    await clinic.command("type:add", "--name-fr", "Contrôle", "--name-en", "Check-up", "--minutes", "20");
    expect((await offeredBy(clinic)).map(([, doctors]) => doctors)).toEqual(
      Array.from({ length: 3 }, () => "Awa Test,Luc Essai"),
    );
  });

  it("never leave a doctor without any", async () => {
    const clinic = await storedClinic();
    await clinic.command(...scaling);
    const only = await clinic.command("type:update", "Scaling", "--doctor", "awa");
    await clinic.command(...braces);
    await clinic.command("type:update", "Scaling", "--doctor", "awa");
    const last = await clinic.command("type:remove", "Braces");
    for (const { code, stderr } of [only, last]) {
      expect([code, stderr.includes("Dr. Luc Essai would offer no appointment type")]).toEqual([1, true]);
    }
  });

  it("are removed for new bookings only", async () => {
    const clinic = await storedClinic();
    await clinic.command(...scaling);
    await clinic.command(...booking("awa", "09:00"));
    expect((await clinic.command("type:remove", "Scaling", "--dry-run")).stdout).toContain("Would stop offering");
    expect(await offeredBy(clinic)).toHaveLength(1);
    expect((await clinic.command("type:remove", "Scaling")).stdout).toContain("of this type are kept: 1.");
    expect(await offeredBy(clinic)).toEqual([]);
    expect((await clinic.command("appointment:list")).stdout).toContain("09:00");
  });

  it("keep what callers say, who may book them, the default and each doctor's minutes", async () => {
    const clinic = await storedClinic();
    const flags = ["--reasons", " détartrage, nettoyage ,nettoyage", "--patients", "known", "--minutes-with", "luc=60"];
    await clinic.command(...scaling, ...flags, "--default");
    await clinic.command(...braces, "--default");
    const facts = z.object({
      types: z.array(
        z.object({
          reasons: z.array(z.string()),
          patients: z.string(),
          default: z.boolean(),
          minutes_with: z.record(z.string(), z.number()),
        }),
      ),
    });
    const [first, second] = (await clinic.data(facts, "type:list")).types;
    expect(first).toMatchObject({ reasons: ["détartrage", "nettoyage"], patients: "known", default: false });
    expect(Object.values(first?.minutes_with ?? {})).toEqual([60]);
    expect(second).toMatchObject({ reasons: [], patients: "anyone", default: true });
    const { slots: free } = await clinic.data(slots, "slot:list", "--date", coming.tuesday, "--type", "scaling");
    const last = (doctor: string) => free.findLast((slot) => slot.doctor === doctor)?.time;
    expect([last("Awa Test"), last("Luc Essai")]).toEqual(["11:00", "11:00"]);
    await clinic.command("type:update", "scaling", "--minutes-with", "luc=usual", "--no-default");
    expect((await clinic.data(facts, "type:list")).types[0]?.minutes_with).toEqual({});
    for (const wrong of ["luc", "luc=", "Personne=20", "luc=1"]) {
      expect((await clinic.command("type:update", "scaling", "--minutes-with", wrong)).code).not.toBe(0);
    }
  });

  it("stay as they are in a dry run", async () => {
    const clinic = await storedClinic();
    await clinic.command(...scaling, "--dry-run");
    expect(await offeredBy(clinic)).toEqual([]);
    await clinic.command(...scaling);
    await clinic.command("type:update", "Scaling", "--minutes", "30", "--dry-run");
    expect((await clinic.data(types, "type:list")).types[0]?.minutes).toBe(45);
  });

  it.each([
    [["type:add", "--name-fr", "Bagues"], 2, "Pass --name-en."],
    [scaling, 1, 'already has a type "Détartrage" / "Scaling"'],
    [[...braces, "--minutes", "1"], 1, "from 5 to 480"],
    [[...braces, "--every-doctor"], 2, "cannot be combined"],
    [["type:update", "Scaling"], 2, "Nothing to change."],
    [["type:update", "x", "--minutes", "10"], 1, 'no appointment type "x"'],
  ])("refuse %j", async (argv, exitCode, message) => {
    const { command } = await storedClinic();
    await command(...scaling);
    const { code, stdout, stderr } = await command(...argv);
    expect([code, stdout]).toEqual([exitCode, ""]);
    expect(stderr).toContain(message);
  });
});

import { describe, expect, it } from "vitest";
import { z } from "zod";
import { booking, coming, storedClinic } from "../fakes/stored-clinic.ts";

const added = z.object({
  closure: z.object({ id: z.string(), kind: z.string(), doctor_id: z.string().nullable() }),
  added: z.boolean(),
  warning: z.string().nullable(),
  appointments_outside: z.array(z.object({ appointment_id: z.string() })),
});
const listed = z.object({
  closures: z.array(z.object({ id: z.string(), first_date: z.string(), from_time: z.string() })),
  holidays: z
    .array(
      z.object({ date: z.string(), rule: z.string(), closes: z.boolean(), overrules: z.array(z.array(z.string())) }),
    )
    .nullable(),
});
const slots = z.object({ slots: z.array(z.object({ time: z.string(), doctor: z.string() })) });

const { tuesday, thursday } = coming;

describe("closure:add", () => {
  it.each([
    ["a day", [tuesday], []],
    ["a range", [tuesday, thursday], []],
    ["part of a day", [tuesday, "--hours", "08:00-11:00"], ["11:00", "11:30"]],
    ["one doctor's absence", [tuesday, "--doctor", "luc"], ["08:00", "11:30"]],
    ["an extra opening", [tuesday, "--open", "--hours", "14:00-15:00"], ["08:00", "14:30"]],
  ])("takes %s, which the slots follow", async (_, argv, [first, last]) => {
    const clinic = await storedClinic();
    await clinic.data(added, "closure:add", ...argv);
    const { slots: free } = await clinic.data(slots, "slot:list", "--date", tuesday, "--doctor", "awa");
    expect([free[0]?.time, free.at(-1)?.time]).toEqual([first, last]);
  });

  it("lets the latest of a closure and an extra opening count", async () => {
    const clinic = await storedClinic();
    const first = async (): Promise<string | undefined> =>
      (await clinic.data(slots, "slot:list", "--date", tuesday, "--doctor", "awa")).slots[0]?.time;
    await clinic.data(added, "closure:add", tuesday);
    expect(await first()).toBeUndefined();
    await clinic.data(added, "closure:add", tuesday, "--open", "--hours", "09:15-11:00");
    expect(await first()).toBe("09:15");
    const again = await clinic.data(added, "closure:add", tuesday);
    expect([again.added, await first()]).toEqual([true, undefined]);
  });

  it("does not end an absence with an extra opening of the clinic", async () => {
    const clinic = await storedClinic();
    await clinic.data(added, "closure:add", tuesday, "--doctor", "awa");
    const opening = ["closure:add", tuesday, "--open", "--hours", "13:00-15:00"];
    await clinic.data(added, ...opening);
    const free = async () => (await clinic.data(slots, "slot:list", "--date", tuesday, "--doctor", "awa")).slots.length;
    expect(await free()).toBe(0);
    await clinic.data(added, ...opening, "--doctor", "awa");
    expect(await free()).toBe(4);
  });

  it("adds the same closure once", async () => {
    const clinic = await storedClinic();
    const { closure } = await clinic.data(added, "closure:add", tuesday);
    const repeated = await clinic.data(added, "closure:add", tuesday, "--reason", "again");
    expect([repeated.added, repeated.closure.id]).toEqual([false, closure.id]);
    expect((await clinic.data(listed, "closure:list")).closures).toHaveLength(1);
  });

  it("warns of an extra opening that opens nothing", async () => {
    const clinic = await storedClinic();
    const { warning } = await clinic.data(added, "closure:add", tuesday, "--open", "--hours", "09:00-10:00");
    expect(warning).toContain("It opens nothing");
    const useful = await clinic.data(added, "closure:add", tuesday, "--open", "--hours", "11:00-13:00");
    expect(useful.warning).toBeNull();
  });

  it("only lists the affected appointments in a dry run", async () => {
    const clinic = await storedClinic();
    await clinic.command(...booking("awa", "09:00"));
    const { appointments_outside: outside } = await clinic.data(added, "closure:add", tuesday, "--dry-run");
    expect(outside).toHaveLength(1);
    expect((await clinic.data(listed, "closure:list")).closures).toEqual([]);
  });

  it.each([
    [[thursday, tuesday], 1, ["ends", "Give the earlier date first."]],
    [["2020-01-01"], 1, ["2020-01-01 is in the past.", "from today on"]],
    [[tuesday, "--open"], 2, ["An extra opening needs hours", "--hours 09:00-12:00"]],
    [[tuesday, "--hours", "12:00-08:00"], 1, ["is not a time range", "08:00-12:30"]],
    [["someday"], 1, ['<first>: "someday" is not a date.', "lundi prochain"]],
  ])("refuses %j", async (argv, exitCode, expected) => {
    const { command } = await storedClinic();
    const { code, stdout, stderr } = await command("closure:add", ...argv);
    expect([code, stdout]).toEqual([exitCode, ""]);
    for (const part of expected) expect(stderr).toContain(part);
  });
});

describe("closure:remove", () => {
  it("removes a closure, after a dry run that does not", async () => {
    const clinic = await storedClinic();
    const { closure } = await clinic.data(added, "closure:add", tuesday);
    await clinic.command("closure:remove", closure.id, "--dry-run");
    expect((await clinic.data(listed, "closure:list")).closures).toHaveLength(1);
    await clinic.command("closure:remove", closure.id);
    expect((await clinic.data(listed, "closure:list")).closures).toEqual([]);
    const { code, stderr } = await clinic.command("closure:remove", closure.id);
    expect([code, stderr.includes("closure:list")]).toEqual([1, true]);
  });
});

describe("closure:list", () => {
  it("lists public holidays with the hours they replace, once the clinic closes on them", async () => {
    const clinic = await storedClinic();
    expect((await clinic.data(listed, "closure:list")).holidays).toBeNull();
    await clinic.command("clinic:rules", "--holidays", "BJ", "--open-on", "05-01");
    const argv = ["closure:list", "--from", "2029-01-01", "--to", "2029-06-01"];
    const { holidays } = await clinic.data(listed, ...argv);
    const weekdayHours = [["08:00", "12:00"]];
    expect(holidays).toContainEqual(
      expect.objectContaining({ date: "2029-01-01", closes: true, overrules: weekdayHours }),
    );
    expect(holidays).toContainEqual(expect.objectContaining({ rule: "05-01", closes: false, overrules: weekdayHours }));
    const { stdout } = await clinic.command(...argv);
    expect(stdout).toMatch(/2029-01-01 .*closed instead of 08:00-12:00/u);
    expect(stdout).toMatch(/2029-05-01 .*overridden: open 08:00-12:00/u);
  });
});

describe("clinic:rules", () => {
  const rules = z.object({ changed: z.boolean(), slot_minutes: z.number(), horizon_days: z.number() });

  it("shows the rules, changes the ones passed, and nothing in a dry run", async () => {
    const { data } = await storedClinic();
    expect(await data(rules, "clinic:rules")).toEqual({ changed: false, slot_minutes: 30, horizon_days: 90 });
    const planned = await data(rules, "clinic:rules", "--slot-minutes", "20", "--dry-run");
    expect(planned).toEqual({ changed: false, slot_minutes: 20, horizon_days: 90 });
    expect((await data(rules, "clinic:rules")).slot_minutes).toBe(30);
    await data(rules, "clinic:rules", "--slot-minutes", "20");
    expect(await data(rules, "clinic:rules")).toEqual({ changed: false, slot_minutes: 20, horizon_days: 90 });
  });

  it.each([
    [["--slot-minutes", "0"], '--slot-minutes: "0" is not a whole number from 5 to 480.'],
    [["--holidays", "XX"], 'No public holidays are known for country "XX".'],
    [["--holidays", "CA/XX"], 'No public holidays are known for region "XX" of CA.'],
    [["--open-on", "12-25"], "there is none to override"],
    [["--holidays", "BJ", "--open-on", "02-30"], "is not a public holiday there"],
    [["--holidays", "BJ", "--closed-on", "12-25"], "It is closed on all of them."],
  ])("refuses %j", async (argv, message) => {
    const { code, stderr } = await (await storedClinic()).command("clinic:rules", ...argv);
    expect(code).not.toBe(0);
    expect(stderr).toContain(message);
  });
});

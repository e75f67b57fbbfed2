import { describe, expect, it } from "vitest";
import { z } from "zod";
import { booking, coming, storedClinic } from "../fakes/stored-clinic.ts";

const shown = z.object({
  hours: z.record(z.string(), z.unknown()),
  doctors: z.array(z.object({ name: z.string(), hours: z.record(z.string(), z.unknown()).nullable() })),
});

const added = z.object({ period: z.object({ id: z.string() }), appointments_outside: z.array(z.unknown()) });
const grid = z.object({ slots: z.array(z.object({ time: z.string() })) });

describe("hours:add and hours:remove", () => {
  it("replace the usual hours on their dates, and end when they are removed", async () => {
    const { command, data } = await storedClinic();
    await command(...booking("awa", "11:00"));
    const on = async (date: string) => (await data(grid, "slot:list", "--date", date, "--doctor", "awa")).slots;
    const usual = await on(coming.tuesday);
    const made = await data(added, "hours:add", "Tue 09:00-10:00", "--from", coming.tuesday, "--to", coming.tuesday);
    expect(made.appointments_outside).toHaveLength(1);
    expect((await on(coming.tuesday)).map(({ time }) => time)).toEqual(["09:00", "09:30"]);
    expect(await on(coming.friday)).not.toEqual([]);
    const { stdout } = await command("hours:show");
    expect(stdout).toContain(`${coming.tuesday} to ${coming.tuesday}`);
    await command("hours:remove", made.period.id.slice(-8));
    expect(await on(coming.tuesday)).toEqual(usual);
  });

  it("name the appointments outside, also one that is years away", async () => {
    const { command, data } = await storedClinic();
    const soon = booking("awa", "11:00");
    await command(...soon);
    await command(
      ...soon.map((word) => (word === coming.tuesday ? "2190-11-30" : word)),
      "--reason",
      "a slip of the pen",
    );
    const every = ["hours:add", "Tue 09:00-10:00", "--from", coming.tuesday, "--to", "2199-12-31"];
    expect((await data(added, ...every)).appointments_outside).toHaveLength(2);
  });

  it("apply in every second week, to one doctor, whatever the clinic's period says", async () => {
    const { command, data } = await storedClinic();
    await command("hours:add", "Tue 08:00-09:00", "--from", coming.tuesday, "--every-other-week", "--doctor", "luc");
    await command("hours:add", "Tue 10:00-10:30", "--from", coming.tuesday);
    const times = async (weeks: number, doctor: string) => {
      const date = new Date(Date.parse(coming.tuesday) + weeks * 7 * 86_400_000).toISOString().slice(0, 10);
      return (await data(grid, "slot:list", "--date", date, "--doctor", doctor)).slots.map(({ time }) => time);
    };
    expect([await times(0, "luc"), await times(1, "luc"), await times(2, "luc")]).toEqual([
      ["08:00", "08:30"],
      ["10:00"],
      ["08:00", "08:30"],
    ]);
    expect([await times(0, "awa"), await times(1, "awa")]).toEqual([["10:00"], ["10:00"]]);
  });

  it("say which doctors keep hours of their own", async () => {
    const { command } = await storedClinic();
    await command("hours:set", "Tue 09:00-10:00", "--doctor", "awa");
    const { stdout } = await command("hours:add", "Mon-Fri 09:00-11:00", "--from", coming.tuesday);
    expect(stdout).toContain("Dr. Awa Test keeps hours of their own: add these too with --doctor");
  });

  it.each([
    [["hours:add", "Mon 08:00-09:00", "--from", coming.friday, "--to", coming.tuesday], 1, "--to"],
    [["hours:add", "Mon 08:00-09:00", "--from", "2020-01-01", "--to", "2020-02-01"], 1, "is over"],
    [["hours:add", "Mon 08:00-09:00"], 2, "Pass --from"],
    [["hours:add", "closed", "--from", coming.tuesday, "--doctor", "awa"], 1, "would have no hours at all"],
    [["hours:remove", "00000000"], 1, "The clinic has no hours for a period"],
  ])("refuse %j", async (argv, exitCode, message) => {
    const { command } = await storedClinic();
    const { code, stdout, stderr } = await command(...argv);
    expect([code, stdout]).toEqual([exitCode, ""]);
    expect(stderr).toContain(message);
  });
});

describe("hours:set and hours:show", () => {
  it("sets the clinic's hours from the terminal's form", async () => {
    const { command, data } = await storedClinic();
    const { code, stdout } = await command("hours:set", "Mon-Fri 08:00-12:30,14:00-18:00; Sat 09:00-12:00");
    expect([code, stdout]).toEqual([
      0,
      "Clinique Test has these hours: Mon-Fri 08:00-12:30,14:00-18:00; Sat 09:00-12:00\nBefore: Mon-Fri 08:00-12:00\n",
    ]);
    const { hours } = await data(shown, "hours:show");
    expect(hours).toMatchObject({
      sat: [["09:00", "12:00"]],
      mon: [
        ["08:00", "12:30"],
        ["14:00", "18:00"],
      ],
    });
  });

  it("gives a doctor own hours, and takes them away again", async () => {
    const { command, data } = await storedClinic();
    await command("hours:set", "Tue 09:00-10:00", "--doctor", "dr awa");
    expect((await data(shown, "hours:show")).doctors).toEqual([
      { name: "Awa Test", hours: { tue: [["09:00", "10:00"]] } },
      { name: "Luc Essai", hours: null },
    ]);
    await command("hours:set", "--doctor", "awa", "--clinic-hours");
    expect((await data(shown, "hours:show")).doctors[0]).toEqual({ name: "Awa Test", hours: null });
  });

  it("changes nothing in a dry run, and tells of appointments that would lie outside", async () => {
    const { command, data } = await storedClinic();
    await command(...booking("awa", "11:00"));
    const { stdout } = await command("hours:set", "Mon-Fri 08:00-10:00", "--dry-run");
    expect(stdout).toContain("would have these hours: Mon-Fri 08:00-10:00");
    expect(stdout).toContain(
      `1 upcoming appointment falls outside the new hours and is kept:\n  ${coming.tuesday} 11:00`,
    );
    expect((await data(shown, "hours:show")).hours).toMatchObject({ mon: [["08:00", "12:00"]] });
  });

  it.each([
    [["hours:set", "Mon 12:00-08:00"], 1, "12:00-08:00 ends before it begins"],
    [["hours:set", "closed", "--doctor", "awa"], 1, "Dr. Awa Test would have no hours at all."],
    [["hours:set", "--clinic-hours"], 2, "--clinic-hours removes a doctor's own hours"],
    [["hours:set"], 2, "Pass <hours>."],
    [["hours:set", "Mon 08:00-09:00", "--doctor", "nobody"], 1, 'The clinic has no doctor "nobody".'],
  ])("refuses %j", async (argv, exitCode, message) => {
    const { command, data } = await storedClinic();
    const { code, stdout, stderr } = await command(...argv);
    expect([code, stdout]).toEqual([exitCode, ""]);
    expect(stderr).toContain(message);
    expect((await data(shown, "hours:show")).hours).toMatchObject({ mon: [["08:00", "12:00"]] });
  });
});

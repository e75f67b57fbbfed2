import { describe, expect, it } from "vitest";
import { z } from "zod";
import { booking, coming, storedClinic } from "../fakes/stored-clinic.ts";

const shown = z.object({
  hours: z.record(z.string(), z.unknown()),
  doctors: z.array(z.object({ name: z.string(), hours: z.record(z.string(), z.unknown()).nullable() })),
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

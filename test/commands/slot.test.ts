import { describe, expect, it } from "vitest";
import { run } from "../fakes/world.ts";
import { z } from "zod";
import { bookAppointment } from "../../src/domain/booking/visits/book-appointment.ts";
import { publicHolidays } from "../../src/domain/booking/calendar/public-holidays.ts";
import { readSlotId } from "../../src/domain/booking/slots/slot.ts";
import { booking, coming, storedClinic } from "../fakes/stored-clinic.ts";

const slots = z.object({
  from: z.string(),
  to: z.string(),
  next_available_date: z.string().nullable(),
  slots: z.array(z.object({ slot_id: z.string(), date: z.string(), time: z.string(), doctor: z.string() })),
});

const { tuesday, monday, sunday } = coming;

describe("slot:list", () => {
  it("shows a week as a grid within 80 columns, in the clinic's language", async () => {
    const { command } = await storedClinic();
    await command("hours:set", "Tue 09:00-10:00", "--doctor", "luc");
    await command(...booking("awa", "09:00"));
    const { stdout } = await command("slot:list", "--week", tuesday);
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(/^Clinique Test — semaine du lundi .* \(Africa\/Porto-Novo\)$/u);
    expect(lines[2]?.trim().split(/\s{2,}/u)).toHaveLength(7);
    expect(lines.find((line) => line.startsWith("09:00"))?.split(/\s+/u)).toEqual(["09:00", "A", "B", "A", "A", "A"]);
    expect(lines.find((line) => line.startsWith("09:30"))?.split(/\s+/u)).toEqual(["09:30", "A", "AB", "A", "A", "A"]);
    expect(stdout).toContain("B = libre chez Dr. Luc Essai");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("shows a day with one column per doctor, and the rooms if there are any", async () => {
    const { command } = await storedClinic();
    await command("room:add", "Salle 1");
    await command(...booking("awa", "09:00"));
    const lines = (await command("slot:list", "--date", tuesday)).stdout.split("\n");
    expect(lines.find((line) => line.startsWith("08:30"))?.split(/\s{2,}/u)).toEqual(["08:30", "Salle 1", "Salle 1"]);
    expect(lines.find((line) => line.startsWith("09:00"))?.split(/\s{2,}/u)).toEqual(["09:00", "·", "·"]);
  });

  it("fits a dozen doctors into a terminal, by day and by week, and shortens no name in a pipe", async () => {
    const { command, cwd } = await storedClinic();
    for (let index = 0; index < 10; index += 1) {
      const name = `${"ABCDEFGHIJ".charAt(index)}bcdefgh Longuenom`;
      await command("doctor:add", "clinique-test", "--name", name, "--specialty", "Dentiste");
    }
    for (const argv of [
      ["--week", tuesday],
      ["--date", tuesday],
    ]) {
      for (const columns of [40, 80]) {
        const { code, stdout } = await run(["slot:list", "--clinic", "clinique-test", ...argv], { cwd, columns });
        expect(code).toBe(0);
        expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(columns);
      }
      expect((await command("slot:list", ...argv)).stdout).not.toContain("…");
    }
  });

  it("accepts a period for --week, but not for --date", async () => {
    const clinic = await storedClinic();
    expect((await clinic.data(slots, "slot:list", "--week", "la semaine prochaine")).from < monday).toBe(true);
    expect((await clinic.command("slot:list", "--date", "la semaine prochaine")).stderr).toContain("is a period");
  });

  it("lists as JSON the slots with ids that book them", async () => {
    const clinic = await storedClinic();
    const found = await clinic.data(slots, "slot:list", "--week", tuesday, "--doctor", "awa");
    expect([found.from, found.to]).toEqual([monday, sunday]);
    expect(found.slots).toHaveLength(5 * 8);
    const choice = readSlotId(found.slots[0]?.slot_id ?? "");
    const result = await clinic.stores(async ({ booking: database }) =>
      choice === undefined
        ? undefined
        : bookAppointment(
            {
              choice,
              patient: { name: "Koffi Test", phone: "+2290197000021" },
              by: { kind: "caller", callId: "call" },
            },
            {
              clinic: { timezone: "Africa/Porto-Novo", language: "fr" },
              database,
              holidays: publicHolidays(),
              clock: { now: () => Date.now() },
              newId: () => "id-1",
            },
          ),
    );
    expect(result?.kind).toBe("booked");
  });

  it("says when a day is closed or full, and what the next free date is", async () => {
    const { command, data } = await storedClinic();
    const closed = await command("slot:list", "--date", sunday);
    expect(closed.stdout).toContain("Fermé.");
    expect(closed.stdout).toContain("Prochaine date libre : lundi");
    expect((await data(slots, "slot:list", "--date", sunday)).next_available_date).not.toBeNull();
  });

  it("understands dates as people say them", async () => {
    const { data } = await storedClinic();
    const { from, to } = await data(slots, "slot:list", "--date", "demain");
    expect(from).toBe(to);
    expect(from > new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)).toBe(true);
  });

  it.each([
    [["--date", tuesday, "--week"], 2, "cannot be combined"],
    [["--date", "someday"], 1, '--date: "someday" is not a date.'],
    [["--doctor", "nobody"], 1, 'no doctor "nobody"'],
    [["--type", "x"], 1, 'no appointment type "x"'],
  ])("refuses %j", async (argv, exitCode, message) => {
    const { command } = await storedClinic();
    const { code, stderr } = await command("slot:list", ...argv);
    expect([code, stderr.includes(message)]).toEqual([exitCode, true]);
  });
});

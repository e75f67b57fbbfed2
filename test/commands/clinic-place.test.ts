import { describe, expect, it } from "vitest";
import { z } from "zod";
import { booking, storedClinic } from "../fakes/stored-clinic.ts";
import { run } from "../fakes/world.ts";

const shown = z.object({
  data: z.object({
    not_bookable: z.object({ detail: z.string(), fix: z.string() }).nullable(),
    timezone: z.string(),
    country: z.string(),
  }),
});

async function show(cwd: string) {
  const { stdout } = await run(["clinic:show", "clinique-test", "--json"], { cwd });
  return shown.parse(JSON.parse(stdout)).data;
}

const update = (cwd: string, ...argv: readonly string[]) => run(["clinic:update", "clinique-test", ...argv], { cwd });

describe("a clinic that cannot be booked", () => {
  it("is reported by clinic:show, with its cause", async () => {
    const clinic = await storedClinic();
    expect((await show(clinic.cwd)).not_bookable).toBeNull();
    await clinic.stores(({ booking: database }) =>
      database.transact(({ rooms }) => rooms.add({ id: "room-1", name: "Salle 1", active: false })),
    );
    expect((await show(clinic.cwd)).not_bookable?.detail).toContain("every visit needs a room");
    const { stdout } = await run(["clinic:show", "clinique-test"], { cwd: clinic.cwd });
    expect(stdout).toContain("callers cannot book");
  });

  it("is one whose doctors are all absent for two weeks", async () => {
    const clinic = await storedClinic();
    await clinic.command("closure:add", "today", "2099-12-31");
    expect((await show(clinic.cwd)).not_bookable?.detail).toContain("no doctor has hours in the next 14 days");
  });
});

describe("clinic:update", () => {
  it("moves a clinic to another country and zone, and shows what that shifts", async () => {
    const clinic = await storedClinic();
    await clinic.command(...booking("awa", "09:00"));
    const { code, stdout } = await update(clinic.cwd, "--country", "sn", "--timezone", "Africa/Dakar");
    expect(code).toBe(0);
    expect(stdout).toContain("08:00 instead of");
    expect(await show(clinic.cwd)).toMatchObject({ country: "SN", timezone: "Africa/Dakar" });
  });

  it.each([
    [["--country", "CA"], "No place in CA is in the time zone Africa/Porto-Novo."],
    [["--timezone", "America/Toronto"], "No place in BJ is in the time zone America/Toronto."],
    [["--country", "ZZ"], "is not a country code"],
    [["--timezone", "Africa/Nowhere"], "Africa/Nowhere"],
  ])("refuses %j", async (argv, message) => {
    const clinic = await storedClinic();
    const { code, stderr } = await update(clinic.cwd, ...argv);
    expect(code).not.toBe(0);
    expect(stderr).toContain(message);
    expect(await show(clinic.cwd)).toMatchObject({ country: "BJ", timezone: "Africa/Porto-Novo" });
  });

  it("accepts another name for a time zone of the country", async () => {
    const clinic = await storedClinic();
    expect((await update(clinic.cwd, "--timezone", "Africa/Lagos")).code).toBe(0);
  });
});

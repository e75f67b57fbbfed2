import { describe, expect, it } from "vitest";
import { z } from "zod";
import { booking, coming, storedClinic } from "../fakes/stored-clinic.ts";
import { waitingOn } from "../fakes/waitlist-entry.ts";

type Clinic = Awaited<ReturnType<typeof storedClinic>>;

const list = z.object({
  waitlist: z.array(
    z.object({
      patient: z.string(),
      status: z.string(),
      offer: z.object({ date: z.string(), time: z.string(), lapsed: z.boolean() }).nullable(),
    }),
  ),
});
const offers = z.object({ offers: z.array(z.object({ patient: z.string() })) });
const booked = z.object({ appointment: z.object({ id: z.string() }) });

/** Two patients wait for a slot that is then freed and offered to the first. */
async function line(): Promise<Clinic> {
  const clinic = await storedClinic();
  await clinic.stores(async ({ booking: { stores } }) => {
    for (const [createdAt, name] of ["Luc Test", "Ina Testeur"].entries()) {
      const patient = { id: name, name, phone: `+229019700003${createdAt}`, birthDate: null, email: null, createdAt };
      await stores.patients.add(patient);
      await stores.waitlist.add(waitingOn(coming.tuesday, { id: `wish of ${name}`, patientId: name, createdAt }));
    }
  });
  const { appointment } = await clinic.data(booked, ...booking("awa", "09:00"));
  await clinic.command("appointment:cancel", appointment.id, "--yes");
  return clinic;
}

async function lapse(clinic: Clinic): Promise<void> {
  await clinic.stores(async ({ booking: { stores } }) => {
    const [first] = await stores.waitlist.inLine();
    const hold = await stores.holds.find(first?.holdId ?? "");
    if (hold === undefined) throw new Error("nothing was offered");
    await stores.holds.remove(hold.id);
    await stores.holds.add({ ...hold, expiresAt: 1 });
  });
}

describe("the waitlist", () => {
  it("shows which slot is held for each patient", async () => {
    const clinic = await line();
    const offer = { date: coming.tuesday, time: "09:00", lapsed: false };
    expect((await clinic.data(list, "waitlist:list")).waitlist).toEqual([
      { patient: "Luc Test", status: "offered", offer },
      { patient: "Ina Testeur", status: "waiting", offer: null },
    ]);
    expect((await clinic.command("waitlist:list")).stdout).toContain(`${coming.tuesday} 09:00, until `);
  });

  it("passes a lapsed offer on to the next, and not in a dry run", async () => {
    const clinic = await line();
    expect(await clinic.data(offers, "waitlist:pass-on")).toEqual({ offers: [] });
    await lapse(clinic);
    expect((await clinic.command("waitlist:list")).stdout).toContain("expired: waitlist:pass-on");
    const next = { offers: [{ patient: "Ina Testeur" }] };
    expect(await clinic.data(offers, "waitlist:pass-on", "--dry-run")).toEqual(next);
    expect(await clinic.data(offers, "waitlist:pass-on")).toEqual(next);
    const { waitlist } = await clinic.data(list, "waitlist:list");
    expect(waitlist).toMatchObject([
      { patient: "Luc Test", status: "waiting", offer: null },
      { patient: "Ina Testeur", status: "offered", offer: { time: "09:00" } },
    ]);
  });

  it("lets staff add patients once, in order, and remove them, and passes on held slots", async () => {
    const clinic = await storedClinic();
    const added = z.object({ id: z.string().nullable(), place: z.number(), repeated: z.boolean(), calls: z.boolean() });
    const wish = ["--from", coming.tuesday, "--to", coming.friday] as const;
    const add = (name: string, phone: string, ...more: readonly string[]) =>
      clinic.data(added, "waitlist:add", "--patient", name, "--phone", phone, ...wish, ...more);
    expect(await add("Luc Test", "0197000030", "--dry-run")).toMatchObject({ id: null, place: 1, calls: true });
    const luc = await add("Luc Test", "0197000030");
    expect(await add("Luc Test", "0197000030")).toMatchObject({ id: luc.id, place: 1, repeated: true });
    expect(await add("Ina Testeur", "0197000031", "--doctor", "awa", "--no-calls")).toMatchObject({
      place: 2,
      calls: false,
    });
    const { appointment } = await clinic.data(booked, ...booking("awa", "09:00"));
    await clinic.command("appointment:cancel", appointment.id, "--yes");
    const removed = await clinic.data(
      z.object({ waitlist_offers: offers.shape.offers }),
      "waitlist:remove",
      luc.id ?? "",
    );
    expect(removed).toEqual({ waitlist_offers: [{ patient: "Ina Testeur" }] });
    expect((await clinic.data(list, "waitlist:list")).waitlist).toMatchObject([
      { patient: "Ina Testeur", status: "offered" },
    ]);
    expect((await clinic.command("waitlist:remove", luc.id ?? "")).stderr).toContain("not found");
    const reversed = ["--from", coming.friday, "--to", coming.tuesday];
    const refused = await clinic.command("waitlist:add", "--patient", "Eva Test", "--phone", "0197000032", ...reversed);
    expect(refused.stderr).toContain("The waitlist dates are reversed or in the past.");
  });
});

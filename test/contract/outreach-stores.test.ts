import { describe, expect, test } from "vitest";
import type { Contact } from "../../src/domain/outreach/contact.ts";
import { defaultPolicy } from "../../src/domain/outreach/policy.ts";
import { engines } from "../fakes/engines.ts";
import { idsOf, twoClinics, visitOf, withDoctorAndPatient, rivalry } from "../fakes/two-clinics.ts";

function contact(id: string, more: Partial<Contact> = {}): Contact {
  const elsewhere = { appointmentId: null, appointmentAt: null, appointmentType: null, provider: null } as const;
  return {
    id,
    name: "Awa Test",
    phone: "+2290197000020",
    language: "fr",
    timezone: null,
    ...elsewhere,
    instructions: null,
    email: null,
    consent: true,
    consentBasis: "stated",
    state: "open",
    followUp: null,
    followUpAt: null,
    createdAt: 1_000,
    updatedAt: 1_000,
    ...more,
  };
}

const optOut = { phone: "+2290197000020", source: "call", callId: "call-1", reason: "Assez !", createdAt: 5 } as const;

describe.each(engines)("outreach on %s", (_engine, open) => {
  async function outreach() {
    const clinics = await withDoctorAndPatient(await twoClinics(open));
    await clinics.own.booking.stores.appointments.add(visitOf("visit", 1_000));
    return { ...clinics, stores: clinics.own.outreach.stores, others: clinics.other.outreach.stores };
  }

  test("contacts come back as they were added, in order of arrival, of the own clinic alone", async () => {
    const { stores, others } = await outreach();
    const kept = { appointmentAt: 9_000, appointmentType: "Scan", provider: "Dr. É", instructions: "À jeun" };
    const full = contact("b", {
      ...kept,
      followUp: "staff_callback",
      followUpAt: 7,
      consent: false,
      timezone: "Europe/Paris",
    });
    await stores.contacts.add(full);
    await stores.contacts.add(contact("a"));
    await stores.contacts.add(contact("first", { createdAt: 1, phone: "+33123456789" }));
    expect(await stores.contacts.find("b")).toEqual(full);
    expect(idsOf(await stores.contacts.list())).toEqual(["first", "a", "b"]);
    expect(idsOf(await stores.contacts.withPhone("+2290197000020"))).toEqual(["a", "b"]);
    expect([await others.contacts.find("b"), await others.contacts.list()]).toEqual([undefined, []]);
    await expect(others.contacts.update(contact("a"))).rejects.toMatchObject({ code: "not_found" });
  });

  test("an appointment has one contact, however many add it at once", async () => {
    const { stores } = await outreach();
    const adding = ["a", "b", "c", "d"].map((id) => stores.contacts.add(contact(id, { appointmentId: "visit" })));
    expect(await rivalry(adding)).toEqual({ won: 1, refusedWith: ["conflict"] });
    expect(await stores.contacts.ofAppointment("visit")).toBeDefined();
    await stores.contacts.add(contact("z"));
    const taken = contact("z", { appointmentId: "visit" });
    await expect(stores.contacts.update(taken)).rejects.toMatchObject({ code: "conflict" });
    expect(await stores.contacts.ofAppointment("elsewhere")).toBeUndefined();
  });

  test("a refused contact spoils nothing else of its transaction", async () => {
    const { own, stores } = await outreach();
    await stores.contacts.add(contact("first", { appointmentId: "visit" }));
    const refused = await own.outreach.transact(async ({ contacts, optOuts }) => {
      const code = await contacts.add(contact("second", { appointmentId: "visit" })).catch((error: unknown) => error);
      await optOuts.add(optOut);
      return code;
    });
    expect(refused).toMatchObject({ code: "conflict" });
    expect(await stores.optOuts.find(optOut.phone)).toEqual(optOut);
  });

  test("opt-outs: the first of a number stays, in order of arrival, each clinic's own", async () => {
    const { stores, others } = await outreach();
    expect(await stores.optOuts.add(optOut)).toBe(true);
    expect(await stores.optOuts.add({ ...optOut, reason: "again", createdAt: 9 })).toBe(false);
    expect(await stores.optOuts.add({ ...optOut, phone: "+331", createdAt: 5, callId: null, reason: null })).toBe(true);
    expect(await stores.optOuts.find(optOut.phone)).toEqual(optOut);
    expect((await stores.optOuts.list()).map(({ phone }) => phone)).toEqual([optOut.phone, "+331"]);
    expect([await others.optOuts.find(optOut.phone), await others.optOuts.remove(optOut.phone)]).toEqual([
      undefined,
      false,
    ]);
    expect(await others.optOuts.add(optOut)).toBe(true);
    expect([await stores.optOuts.remove(optOut.phone), await stores.optOuts.remove(optOut.phone)]).toEqual([
      true,
      false,
    ]);
    expect(await others.optOuts.find(optOut.phone)).toEqual(optOut);
  });

  test("of ten that opt one number out at once, one is new", async () => {
    const { stores } = await outreach();
    const added = await Promise.all(Array.from({ length: 10 }, () => stores.optOuts.add(optOut)));
    expect(added.filter(Boolean)).toHaveLength(1);
  });

  test("an erased person's opt-out still holds, under their number's hash alone", async () => {
    const { own, stores } = await outreach();
    await stores.optOuts.add({ ...optOut, phone: "+33699999999" });
    const person = await own.people.find({ phone: "+33699999999" });
    if (person === undefined) throw new Error("not found");
    await own.people.erase(person);
    const [kept] = await stores.optOuts.list();
    expect(kept).toMatchObject({ callId: null, reason: null });
    expect(kept?.phone).toMatch(/^hmac-sha256:[0-9a-f]{64}$/u);
    expect(await stores.optOuts.find("+33699999999")).toEqual(kept);
    expect(await stores.optOuts.remove("+33699999999")).toBe(true);
  });

  test("policy, pause and applied outcomes: nothing, then the last saved, each clinic's own", async () => {
    const { stores, others } = await outreach();
    expect([await stores.policy.find(), await stores.pause.find(), await stores.applied.find("call")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const policy = { ...defaultPolicy, enabled: true, leadMinutes: [60, 30], typeIds: [], countries: ["BJ", "TG"] };
    for (const saved of [policy, { ...policy, typeIds: ["a", "b"], leadMinutes: [], countries: [] }, defaultPolicy]) {
      await stores.policy.save(saved);
      expect(await stores.policy.find()).toEqual(saved);
    }
    for (const pausedAt of [1, 2]) await stores.pause.save({ reason: "Grève", pausedAt });
    expect(await stores.pause.find()).toEqual({ reason: "Grève", pausedAt: 2 });
    const applied = { callId: "call", outcome: "confirmed", basis: "ending", appliedAt: 5 } as const;
    await stores.applied.save(applied);
    await stores.applied.save({ ...applied, outcome: "cancelled", basis: "analysis" });
    expect(await stores.applied.find("call")).toEqual({ ...applied, outcome: "cancelled", basis: "analysis" });
    expect([await others.policy.find(), await others.pause.find(), await others.applied.find("call")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    await others.applied.save(applied);
    expect((await stores.applied.find("call"))?.outcome).toBe("cancelled");
    await others.pause.remove();
    expect(await stores.pause.find()).toBeDefined();
    await stores.pause.remove();
    expect(await stores.pause.find()).toBeUndefined();
  });
});

import { describe, expect, test } from "vitest";
import type { Contact } from "../../src/domain/outreach/contact.ts";
import { engines } from "../fakes/engines.ts";
import { idsOf, patientOf, twoClinics, visitOf, withDoctorAndPatient } from "../fakes/two-clinics.ts";

function contact(id: string, more: Partial<Contact> = {}): Contact {
  const elsewhere = { appointmentId: null, appointmentAt: null, appointmentType: null, provider: null } as const;
  const nothing = { timezone: null, instructions: null, email: null, followUp: null, followUpAt: null } as const;
  const person = { name: "Awa Test", phone: "+2290197000020", language: "fr", consent: true } as const;
  const state = { consentBasis: "stated", state: "open", createdAt: 1, updatedAt: 1 } as const;
  return { id, ...person, ...elsewhere, ...nothing, ...state, ...more };
}

const anyTime = { starting: { from: 0, to: 1_000_000 }, isActiveOnly: false };

describe.each(engines)("a clinic's long lists on %s", (_engine, open) => {
  async function lists() {
    const clinics = await withDoctorAndPatient(await twoClinics(open));
    return { ...clinics, stores: clinics.own.outreach.stores, lists: clinics.own.lists };
  }

  test("appointments by start, then id, page by page, of the own clinic alone", async () => {
    const { other, stores, lists: own } = await lists();
    await other.doctors.add({ id: "doctor-2", name: "Luc", specialty: "x", email: null, active: true });
    const theirs = { patientId: "patient-other", doctorId: "doctor-other" };
    await other.booking.stores.appointments.add(visitOf("foreign", 100, theirs));
    await stores.appointments.add(visitOf("b", 300));
    await stores.appointments.add(visitOf("a", 100));
    await stores.appointments.add(visitOf("c", 300, { status: "cancelled" }));
    expect(idsOf(await own.appointments({ ...anyTime, limit: 9 }))).toEqual(["a", "b", "c"]);
    expect(idsOf(await own.appointments({ ...anyTime, limit: 2 }))).toEqual(["a", "b"]);
    expect(idsOf(await own.appointments({ ...anyTime, limit: 9, after: { by: 300, id: "b" } }))).toEqual(["c"]);
    expect(idsOf(await own.appointments({ ...anyTime, isActiveOnly: true, limit: 9 }))).toEqual(["a", "b"]);
    expect(idsOf(await own.appointments({ ...anyTime, starting: { from: 100, to: 300 }, limit: 9 }))).toEqual(["a"]);
    expect(idsOf(await own.appointments({ ...anyTime, doctorId: "doctor-2", limit: 9 }))).toEqual([]);
  });

  test("appointments are found by patient, number, doctor and call", async () => {
    const { stores, lists: own } = await lists();
    await stores.patients.add(patientOf("second", { name: "Hélène D'Œuvre", phone: "+33123456789" }));
    await stores.appointments.add(visitOf("a", 100, { callId: "call_ABC" }));
    await stores.appointments.add(visitOf("b", 300, { patientId: "second" }));
    const found = async (search: string) => idsOf(await own.appointments({ ...anyTime, limit: 9, search }));
    expect(await found("helene d’oeuvre")).toEqual(["b"]);
    expect(await found("01.23.45.67.89")).toEqual(["b"]);
    expect(await found("awa")).toEqual(["a", "b"]);
    expect(await found("call_abc")).toEqual(["a"]);
    expect(await found("call%abc")).toEqual([]);
  });

  test("contacts by start, those without one first, by state, follow-up and words", async () => {
    const { stores, lists: own } = await lists();
    await stores.appointments.add(visitOf("visit", 200));
    await stores.contacts.add(contact("booked", { appointmentId: "visit", appointmentAt: 9_999 }));
    await stores.contacts.add(contact("imported", { appointmentAt: 100, provider: "Dr. Né" }));
    await stores.contacts.add(contact("z"));
    await stores.contacts.add(contact("a", { state: "unreached", followUp: "staff_callback", followUpAt: 5 }));
    const all = await own.contacts({ hasFollowUp: false, limit: 9 });
    expect(all.map(({ contact: one, startsAt }) => [one.id, startsAt])).toEqual([
      ["a", null],
      ["z", null],
      ["imported", 100],
      ["booked", 200],
    ]);
    const ids = async (filter: Omit<Parameters<typeof own.contacts>[0], "limit">) =>
      (await own.contacts({ limit: 9, ...filter })).map(({ contact: one }) => one.id);
    expect(await ids({ hasFollowUp: false, after: { by: 0, id: "a" } })).toEqual(["z", "imported", "booked"]);
    expect(await ids({ hasFollowUp: false, after: { by: 100, id: "imported" } })).toEqual(["booked"]);
    expect(await ids({ hasFollowUp: true })).toEqual(["a"]);
    expect(await ids({ hasFollowUp: false, state: "open" })).toEqual(["z", "imported", "booked"]);
    expect(await ids({ hasFollowUp: false, startingAfter: 100 })).toEqual(["a", "z", "booked"]);
    expect(await ids({ hasFollowUp: false, search: "dr. ne" })).toEqual(["imported"]);
  });

  test("patients by name in the order of its bytes, then id, with their appointments, page by page", async () => {
    const { other, stores, lists: own } = await lists();
    await other.booking.stores.patients.add(patientOf("foreign", { name: "Aaa" }));
    for (const [id, name] of Object.entries({ e: "Émile", z: "Zoé", b: "ben", a: "Ben" })) {
      await stores.patients.add(patientOf(id, { name, phone: `+3312345678${id.charCodeAt(0) % 10}` }));
    }
    await stores.patients.add(patientOf("two", { name: "Zoé" }));
    await stores.appointments.add(visitOf("visit", 100, { patientId: "z" }));
    const listed = await own.patients({ limit: 9 });
    expect(listed.map(({ id, appointments }) => [id, appointments])).toEqual([
      ["a", 0],
      ["patient-own", 0],
      ["two", 0],
      ["z", 1],
      ["b", 0],
      ["e", 0],
    ]);
    expect(idsOf(await own.patients({ limit: 2, after: { by: "Zoé", id: "two" } }))).toEqual(["z", "b"]);
    expect(idsOf(await own.patients({ limit: 9, search: "EMILE" }))).toEqual(["e"]);
    expect(await own.patients({ limit: 9, search: "aaa" })).toEqual([]);
  });
});

import { describe, expect, test } from "vitest";
import { SqlCallEventStore } from "../../src/adapters/sql/calls/call-stores.ts";
import type { FleetCall } from "../../src/domain/call/ports.ts";
import { engines } from "../fakes/engines.ts";
import { testCall } from "../fakes/test-call.ts";
import {
  type TwoClinics,
  ownClinic,
  patientOf,
  twoClinics,
  visitOf,
  withDoctorAndPatient,
} from "../fakes/two-clinics.ts";

const phone = "+2290197000031";
const said = JSON.stringify([{ role: "user", content: "Je suis Zoé Exemple, mon numéro est le 97 00 00 31." }]);

async function called({ store }: TwoClinics, callId: string, more: Partial<FleetCall> = {}) {
  const call = { ...testCall(1_000, { callId }), clinicId: ownClinic.id, ...more };
  await store.callLedger.rewrite(callId, () => ({ call, orders: [] }));
}

async function zoe({ own }: TwoClinics) {
  const person = await own.people.find({ phone });
  if (person === undefined) throw new Error("not found");
  return person;
}

describe.each(engines)("privacy on %s", (_engine, open) => {
  async function clinics() {
    const both = await withDoctorAndPatient(await twoClinics(open));
    const { stores } = both.own.booking;
    await stores.patients.add(patientOf("zoe", { name: "Zoé Exemple", phone, email: "zoe@example.com" }));
    await stores.appointments.add(
      visitOf("visit", 1_000, { patientId: "zoe", callId: "call", changeReason: "pour Zoé Exemple" }),
    );
    await called(both, "call", { patientNumber: phone, transcriptJson: said });
    await called(both, "unknown", {
      clinicId: null,
      attribution: "unknown",
      transcriptJson: said,
      patientNumber: phone,
    });
    await both.other.booking.stores.patients.add(patientOf("zoe-there", { name: "Zoé Exemple", phone }));
    const message = {
      id: "m",
      callId: "else",
      name: "zoe  exemple",
      phone: null,
      text: "Rappelez ZOÉ EXEMPLE",
    } as const;
    await both.own.outreach.stores.messages.add({ ...message, urgency: "normal", createdAt: 5, doneAt: null });
    return both;
  }

  test("a person is found by number and by id, and is read with everything that is theirs", async () => {
    const both = await clinics();
    const person = await zoe(both);
    expect(person).toMatchObject({ patientIds: ["zoe"], names: ["Zoé Exemple"], emails: ["zoe@example.com"] });
    expect(await both.own.people.find({ patientId: "zoe" })).toEqual(person);
    expect([
      await both.own.people.find({ phone: "+33999999999" }),
      await both.own.people.find({ patientId: "zoe-there" }),
    ]).toEqual([undefined, undefined]);
    const records = await both.own.people.read(person);
    const counts = Object.entries(records).map(([table, rows]) => [table, rows.length]);
    expect(Object.fromEntries(counts)).toEqual({ patients: 1, appointments: 1, calls: 2 });
  });

  test("erasing leaves no trace of the person in any table, and nothing of anyone else changes", async () => {
    const both = await clinics();
    await both.own.outreach.stores.messages.add({
      id: "n",
      callId: "x",
      name: "Zoë Exemplaire",
      phone: null,
      text: "Non",
      urgency: "normal",
      createdAt: 6,
      doneAt: null,
    });
    const person = await zoe(both);
    expect((await both.own.people.remains(person)).map(({ table }) => table).toSorted()).toEqual([
      "appointments",
      "calls",
      "messages",
      "patients",
    ]);
    const erased = await both.own.people.erase(person);
    expect(Object.keys(erased).toSorted()).toEqual(["appointments", "calls", "messages", "patients"]);
    expect(await both.own.people.remains(person)).toEqual([]);
    expect(await both.own.booking.stores.patients.find("zoe")).toMatchObject({ name: "", phone: "", email: null });
    expect(await both.store.calls.find("unknown")).toMatchObject({ transcriptJson: null, patientNumber: null });
    expect(await both.own.booking.stores.appointments.find("visit")).toMatchObject({ startsAt: 1_000, callId: null });
    expect(await both.own.outreach.stores.messages.find("m")).toMatchObject({
      name: "[erased]",
      text: "Rappelez [erased]",
    });
    expect(await both.own.outreach.stores.messages.find("n")).toMatchObject({ name: "Zoë Exemplaire" });
    expect(await both.other.booking.stores.patients.find("zoe-there")).toMatchObject({ name: "Zoé Exemple", phone });
    expect(await both.own.booking.stores.patients.find("patient-own")).toMatchObject({ name: "Koffi Test" });
  });

  test("a person whom the clinic knows from calls alone", async () => {
    const both = await clinics();
    await called(both, "stranger", { patientNumber: "+33688888888" });
    const person = await both.own.people.find({ phone: "+33688888888" });
    expect(person).toMatchObject({ patientIds: [], names: [], phones: ["+33688888888"] });
    expect(await both.other.people.find({ phone: "+33688888888" })).toBeUndefined();
  });

  test("retention takes what was said before then, of the own clinic, and keeps time, length and outcome", async () => {
    const both = await clinics();
    await called(both, "later", { calledAt: 5_000, patientNumber: phone, transcriptJson: said });
    const events = new SqlCallEventStore(both.database.fleet);
    const event = { event: "call_ended", callId: "call", attribution: "known", progress: 0, body: said } as const;
    for (const [key, clinicId, receivedAt] of [
      ["e1", ownClinic.id, 1_000],
      ["e2", ownClinic.id, 5_000],
      ["e3", null, 1_000],
    ] as const) {
      await events.claim({ ...event, key, clinicId, receivedAt }, { kind: "call-event", key, payload: "{}", dueAt: 1 });
    }
    const erased = { calls: 1, callEvents: 1, messages: 1 };
    expect(await both.own.retention.eraseBefore(2_000)).toEqual(erased);
    expect(await both.own.retention.eraseBefore(2_000)).toEqual({});
    expect(await both.own.calls.find("call")).toMatchObject({
      transcriptJson: null,
      durationMs: 60_000,
      outcome: "question_answered",
    });
    expect((await both.own.calls.find("later"))?.transcriptJson).toBe(said);
    expect([(await events.find("e1"))?.body, (await events.find("e2"))?.body, (await events.find("e3"))?.body]).toEqual(
      ["{}", said, said],
    );
    expect((await both.store.calls.find("unknown"))?.transcriptJson).toBe(said);
    expect(await both.store.unattributed.eraseBefore(2_000)).toEqual({ calls: 1, callEvents: 1 });
    expect((await events.find("e3"))?.body).toBe("{}");
  });

  test("an archive holds every row of the clinic, and erasing it leaves none of them and all others", async () => {
    const both = await clinics();
    const archive = await both.own.archive.read();
    const filled = Object.entries(archive).filter(([, rows]) => rows.length > 0);
    expect(Object.fromEntries(filled.map(([table, rows]) => [table, rows.length]))).toEqual({
      messages: 1,
      appointments: 1,
      calls: 1,
      patients: 2,
      doctors: 1,
    });
    const erased = Object.entries(await both.own.archive.erase()).filter(([, rows]) => rows > 0);
    expect(Object.fromEntries(erased)).toEqual({ messages: 1, appointments: 1, calls: 1, patients: 2, doctors: 1 });
    expect(Object.values(await both.own.archive.read()).flat()).toEqual([]);
    expect((await both.other.archive.read())["patients"]).toHaveLength(2);
    expect(await both.store.calls.find("unknown")).toBeDefined();
  });
});

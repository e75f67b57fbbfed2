import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { publicHolidays } from "../../src/domain/booking/calendar/public-holidays.ts";
import type { Contact } from "../../src/domain/outreach/contact.ts";
import { newContact } from "../../src/domain/outreach/contact-changes.ts";
import { defaultPolicy } from "../../src/domain/outreach/policy.ts";
import { clinicFunctions } from "../../src/server/functions/clinic-functions.ts";
import { NOON, NUMBERS, SetClock, awa, cotonou, signed, startApp } from "./server-fixture.ts";

const CALLER = "+2290197000055";
const HOUR = 3_600_000;
/** Monday 2026-11-23, 9:00 in Cotonou. */
const VISIT = Date.UTC(2026, 10, 23, 8);

const answerSchema = z.looseObject({ message: z.string() });
const clock = new SetClock();
let ids = 0;

async function start() {
  const opened: { store?: Awaited<ReturnType<typeof startApp>>["store"] } = {};
  const functions = clinicFunctions((clinic) => {
    if (opened.store === undefined) throw new Error("not started");
    const { fleetPause, clinics } = opened.store;
    const isRetellNumber = async (number: string) => (await clinics.findByNumber(number)) !== undefined;
    const database = opened.store.scope(clinic.id).outreach;
    return {
      clinic,
      database,
      fleetPause,
      isRetellNumber,
      holidays: publicHolidays(),
      clock,
      newId: () => `new-${(ids += 1)}`,
    };
  });
  const server = await startApp({ functions });
  opened.store = server.store;
  return server;
}

let sent = 0;
let server: Awaited<ReturnType<typeof start>>;
beforeEach(async () => {
  ids = 0;
  clock.time = NOON;
  server = await start();
});

const outreach = () => server.store.scope(cotonou.id).outreach;

/** Calls a function as the agent does in a call that the clinic made. */
async function ask(name: string, args: object, call: object = {}) {
  const context = {
    call_id: "call_1",
    direction: "outbound",
    from_number: NUMBERS[cotonou.id],
    to_number: CALLER,
    retell_llm_dynamic_variables: { clinic_id: cotonou.id },
    ...call,
  };
  const body = { name, args: { clinic_id: cotonou.id, ...args }, call: context };
  // Each at a different time: a request with the same signature is answered only once.
  const response = await server.app.request(signed(`/api/${name}`, body, NOON + (sent += 1)));
  expect(response.status).toBe(200);
  return answerSchema.parse(await response.json());
}

async function bookVisit(phone = CALLER): Promise<string> {
  const { patients, appointments } = outreach().stores;
  await patients.add({ id: "patient-1", name: "Koffi Test", phone, birthDate: null, email: null, createdAt: NOON });
  await appointments.add({
    id: "visit-1",
    patientId: "patient-1",
    doctorId: awa.id,
    roomId: null,
    typeId: null,
    startsAt: VISIT,
    endsAt: VISIT + HOUR / 2,
    blockedFrom: VISIT,
    blockedTo: VISIT + HOUR / 2,
    status: "scheduled",
    callId: null,
    rescheduledFrom: null,
    changeReason: null,
    calendarUid: "uid-1",
    calendarSequence: 0,
    createdAt: NOON,
    updatedAt: NOON,
  });
  return "visit-1";
}

async function addContact(more: Partial<Contact>): Promise<Contact> {
  const person = { name: "Koffi Test", phone: CALLER, language: "fr", consent: true, consentBasis: "stated" } as const;
  const contact = newContact({ ...person, ...more }, { clock, newId: () => "contact-1" });
  await outreach().stores.contacts.add(contact);
  return contact;
}

test("confirming changes the appointment and its contact, and confirming again changes nothing", async () => {
  const appointment_id = await bookVisit();
  await addContact({ appointmentId: appointment_id });
  const answer = {
    confirmed: "true",
    message: expect.stringContaining("lundi 23 novembre à 9 heures est confirmé") as unknown,
  };
  expect(await ask("confirm-appointment", { appointment_id })).toEqual(answer);
  expect(await ask("confirm-appointment", { appointment_id })).toEqual(answer);
  const { appointments, contacts } = outreach().stores;
  expect(await appointments.find(appointment_id)).toMatchObject({ status: "confirmed", calendarSequence: 1 });
  expect(await contacts.find("contact-1")).toMatchObject({ state: "confirmed" });
});

test("the called contact may confirm even if the book has another number; a stranger may not", async () => {
  const appointment_id = await bookVisit("+2290197000077");
  expect(await ask("confirm-appointment", { appointment_id })).toMatchObject({ confirmed: "false" });
  await addContact({ appointmentId: appointment_id });
  expect(await ask("confirm-appointment", { appointment_id })).toMatchObject({ confirmed: "true" });
});

test("a cancelled or past appointment cannot be confirmed", async () => {
  const appointment_id = await bookVisit();
  await addContact({ appointmentId: appointment_id });
  clock.time = VISIT + 1;
  expect(await ask("confirm-appointment", { appointment_id })).toMatchObject({
    confirmed: "false",
    message: expect.stringContaining("ne peut pas être confirmé") as unknown,
  });
});

test("an appointment that is not in the clinic's book is confirmed on its contact", async () => {
  await addContact({ appointmentAt: VISIT });
  expect(await ask("confirm-appointment", { appointment_id: "" })).toMatchObject({ confirmed: "true" });
  expect(await outreach().stores.contacts.find("contact-1")).toMatchObject({ state: "confirmed" });
});

test("opting out applies to the call's line, its contacts and planned calls", async () => {
  const { contacts, dials, optOuts, policy } = outreach().stores;
  await policy.save({ ...defaultPolicy, enabled: true });
  await bookVisit();
  await ask("request-callback", { date: "2026-11-21", time: "15:00", patient_phone: "+2290197000098" });
  expect(await ask("opt-out", { phone: "+2290197000098" })).toMatchObject({ opted_out: "true" });
  expect(await optOuts.list()).toMatchObject([{ phone: CALLER, source: "call", callId: "call_1" }]);
  const [contact] = await contacts.withPhone(CALLER);
  expect(contact).toMatchObject({ state: "opted_out", followUp: null });
  expect(await dials.ofContact(contact?.id ?? "")).toMatchObject([{ state: "failed", reason: "OPTED_OUT" }]);
});

test("a call without a number cannot opt out", async () => {
  expect(await ask("opt-out", {}, { to_number: null })).toMatchObject({ opted_out: "false" });
  expect(await ask("opt-out", {}, { to_number: "anonymous" })).toMatchObject({ opted_out: "false" });
  expect(await ask("request-callback", {}, { to_number: "anonymous" })).toMatchObject({ requested: "false" });
  expect(await outreach().stores.optOuts.list()).toEqual([]);
});

test("a callback is planned at the first allowed time after the requested one, and moves when requested again", async () => {
  const { contacts, dials, policy } = outreach().stores;
  await policy.save({ ...defaultPolicy, enabled: true });
  await bookVisit();
  const asked = await ask("request-callback", { date: "2026-11-21", time: "22:00" });
  // No calls on Sundays, and on Monday at 9:00 the visit begins, so only staff can follow up.
  expect(asked).toMatchObject({ requested: "true", message: expect.stringContaining("accueil") as unknown });
  expect((await contacts.withPhone(CALLER))[0]).toMatchObject({ followUp: "staff_callback" });
  await policy.save({ ...defaultPolicy, enabled: true, onSundays: true });
  const again = await ask("request-callback", { date: "2026-11-21", time: "22:00" });
  expect(again.message).toContain("dimanche 22 novembre à 9 heures");
  await ask("request-callback", { date: "2026-11-22", time: "15 heures" });
  const [contact] = await contacts.withPhone(CALLER);
  expect(contact).toMatchObject({ state: "callback_requested", followUp: "callback", name: "Koffi Test" });
  expect(await dials.ofContact(contact?.id ?? "")).toMatchObject([
    { key: "callback:call_1", state: "planned", dueAt: Date.UTC(2026, 10, 22, 14) },
  ]);
});

test("an unknown number becomes a contact for staff, without consent to other calls", async () => {
  expect(await ask("request-callback", {})).toMatchObject({ requested: "true" });
  expect(await outreach().stores.contacts.list()).toMatchObject([
    { phone: CALLER, name: "", consent: false, followUp: "staff_callback", followUpAt: NOON + 2 * HOUR },
  ]);
});

test.each(["+19005550123", "+447012345678", "+33899123456", "+881612345678"])(
  "nobody is asked to call back %s, a premium number",
  async (number) => {
    expect(
      await ask("request-callback", {}, { direction: "inbound", from_number: number, to_number: NUMBERS[cotonou.id] }),
    ).toMatchObject({ requested: "false" });
    expect(await outreach().stores.contacts.list()).toEqual([]);
  },
);

test("an unclear time is asked for again", async () => {
  expect(await ask("request-callback", { time: "at some point" })).toMatchObject({ requested: "false" });
  expect(await outreach().stores.contacts.list()).toEqual([]);
});

test.each([
  ["cancel-appointment", {}, { cancelled: "true" }, { cancelled: "false" }],
  ["reschedule-appointment", { date: "2026-11-23", time: "10:00" }, { rescheduled: "true" }, { rescheduled: "false" }],
])("%s is open to whoever is called about the appointment, whatever number the book has", async (...given) => {
  const [name, more, done, refused] = given;
  const appointment_id = await bookVisit("+2290197000077");
  const args = { appointment_id, patient_phone: "", ...more };
  expect(await ask(name, args)).toMatchObject(refused);
  await addContact({ appointmentId: appointment_id });
  expect(await ask(name, args, { to_number: "+2290197000078" })).toMatchObject(refused);
  expect(await ask(name, args)).toMatchObject(done);
});

test.each([
  ["en", "Monday, November 23"],
  ["fr", "lundi 23 novembre"],
  ["xx", "lundi 23 novembre"],
])("a person called in %s is answered with %s, whatever the clinic's language", async (language, day) => {
  const appointment_id = await bookVisit();
  await addContact({ appointmentId: appointment_id });
  const call = { retell_llm_dynamic_variables: { clinic_id: cotonou.id, language } };
  expect((await ask("confirm-appointment", { appointment_id }, call)).message).toContain(day);
});

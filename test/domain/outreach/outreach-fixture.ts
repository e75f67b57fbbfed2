import { sqlStore } from "../../../src/adapters/sql/store.ts";
import type { Appointment } from "../../../src/domain/booking/appointment.ts";
import { publicHolidays } from "../../../src/domain/booking/calendar/public-holidays.ts";
import type { Call } from "../../../src/domain/call/call.ts";
import type { CallAttempt } from "../../../src/domain/outreach/attempt.ts";
import type { Contact } from "../../../src/domain/outreach/contact.ts";
import { newContact } from "../../../src/domain/outreach/contact-changes.ts";
import { type OutreachPolicy, defaultPolicy } from "../../../src/domain/outreach/policy.ts";
import type { OutreachPorts } from "../../../src/domain/outreach/ports.ts";
import { SetClock, addClinic, awa, cotonou, openTestDatabase } from "../../server/server-fixture.ts";
import { testCall } from "../../fakes/test-call.ts";

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A Monday, 10:00 in Cotonou. */
export const monday = Date.UTC(2026, 10, 23, 9);
export const phone = "+2290197000077";

/** A clinic that calls its patients, on real stores, with a settable clock. */
export async function stageOutreach(policy: Partial<OutreachPolicy> = {}) {
  const database = await openTestDatabase();
  const store = sqlStore(database);
  await addClinic(store, cotonou, [awa]);
  const outreach = store.scope(cotonou.id).outreach;
  const { stores } = outreach;
  await stores.policy.save({ ...defaultPolicy, enabled: true, ...policy });
  const clock = new SetClock();
  clock.time = monday;
  let ids = 0;
  const newId = () => `id-${String((ids += 1)).padStart(4, "0")}`;
  const ports: OutreachPorts = {
    clinic: cotonou,
    database: outreach,
    holidays: publicHolidays(),
    fleetPause: store.fleetPause,
    isRetellNumber: async (number) => (await store.clinics.findByNumber(number)) !== undefined,
    clock,
    newId,
  };

  const book = async (startsAt: number, more: Partial<Appointment> = {}) => {
    const id = newId();
    const patient = { id: `patient-${id}`, name: "Awa Test", phone, birthDate: null, email: null, createdAt: monday };
    if (more.patientId === undefined) await stores.patients.add(patient);
    const appointment = { ...visit(startsAt), id, patientId: patient.id, ...more };
    await stores.appointments.add(appointment);
    return appointment;
  };

  const addContact = async (more: Partial<Contact> = {}) => {
    const person = { name: "Awa Test", phone, language: "fr", consent: true, consentBasis: "stated" } as const;
    const contact = newContact({ ...person, ...more }, { clock, newId });
    await stores.contacts.add(contact);
    return contact;
  };

  /** Marks an attempt as placed: Retell was asked, and the call is active. */
  const place = async (dial: CallAttempt, callId: string) => {
    const placed = { ...dial, state: "placed", requestedAt: dial.dueAt, callId } as const;
    await stores.dials.update(placed);
  };

  const tell = async (call: Partial<Call> & Pick<Call, "callId">) => {
    await database.fleet.deleteFrom("calls").where("callId", "=", call.callId).execute();
    const row = { ...heard(clock.now()), clinicId: cotonou.id, ...call };
    await database.fleet.insertInto("calls").values(row).execute();
  };

  const jobs = () => database.fleet.selectFrom("jobs").select(["kind", "key", "dueAt"]).orderBy("dueAt").execute();

  return { ports, stores, outreach, store, clock, book, addContact, place, tell, jobs, database };
}

/** What an analysis found. */
export function analysis(outcome: string, more: Readonly<Record<string, string>> = {}): Pick<Call, "analysisJson"> {
  return { analysisJson: JSON.stringify({ custom_analysis_data: { outcome, ...more } }) };
}

function visit(startsAt: number): Omit<Appointment, "id" | "patientId"> {
  return {
    doctorId: awa.id,
    roomId: null,
    typeId: null,
    startsAt,
    endsAt: startsAt + 30 * minute,
    blockedFrom: startsAt,
    blockedTo: startsAt + 30 * minute,
    status: "scheduled",
    callId: null,
    rescheduledFrom: null,
    changeReason: null,
    calendarUid: `uid-${startsAt}`,
    calendarSequence: 0,
    createdAt: monday,
    updatedAt: monday,
  };
}

function heard(at: number): Call {
  return testCall(at - minute, {
    direction: "outbound",
    patientNumber: phone,
    endedAt: at,
    durationMs: minute,
    reason: "agent_hangup",
    outcome: null,
    updatedAt: at,
  });
}

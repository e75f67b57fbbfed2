import { newId } from "../../../src/adapters/system/ids.ts";
import type { Appointment } from "../../../src/domain/booking/appointment.ts";
import { parseOpeningHours } from "../../../src/domain/clinic/opening-hours.ts";
import { newContact } from "../../../src/domain/outreach/contact-changes.ts";
import { defaultPolicy } from "../../../src/domain/outreach/policy.ts";
import { type ProofClinic, proofClinics } from "./clinics.ts";
import type { Person } from "./people.ts";
import type { ProofWorld } from "./world.ts";

const doctors = ["Ada Test", "Bo Test"] as const;

/** Stores the clinics with numbers and policies, their people, and how each person reacts to calls. */
export async function settlePeople(everybody: readonly Person[], world: ProofWorld): Promise<void> {
  for (const clinic of proofClinics) await settleClinic(clinic, world);
  for (const person of everybody) {
    await (person.inBook ? book(person, world) : contact(person, world));
    if (person.course.before === "opted out") await optOut(person, world);
    await world.control("/_sandbox/players", { to_number: person.phone, outcomes: person.outcomes });
  }
}

async function settleClinic({ number, phoneOf: _, changesOn: __, ...clinic }: ProofClinic, world: ProofWorld) {
  const { store, client, agentId } = world;
  await store.clinics.add(clinic);
  const scope = store.scope(clinic.id);
  for (const [index, name] of doctors.entries()) {
    await scope.doctors.add({ id: doctorId(clinic.id, index), name, specialty: "dentist", email: null, active: true });
  }
  await scope.openingHours.setForClinic(parseOpeningHours("Mon-Sun 08:00-20:00"));
  const facts = { source: "imported", agentVersion: 0, webhookUrl: null, monthlyCents: 0 } as const;
  await scope.number.save({ phoneNumber: number, agentId, ...facts });
  const policy = { enabled: true, leadMinutes: [24 * 60], onSundays: true, onHolidays: true, voicemailMinutes: 180 };
  await scope.outreach.stores.policy.save({ ...defaultPolicy, ...policy });
  const agents = [{ agent_id: agentId, agent_version: 0, weight: 1 }];
  await client.phoneNumber.import({ phone_number: number, termination_uri: "t.example.com", outbound_agents: agents });
}

const doctorId = (clinicId: string, index: number): string => `${clinicId}-doctor-${index}`;

async function book(person: Person, { store, time }: ProofWorld): Promise<void> {
  const { id, clinic, phone, startsAt, laterAt } = person;
  const { patients, appointments } = store.scope(clinic.id).outreach.stores;
  const name = `Patient Test ${id}`;
  await patients.add({ id: `patient-${id}`, name, phone, birthDate: null, email: null, createdAt: time.now() });
  await appointments.add(appointmentOf(person, { id: `appointment-${id}`, startsAt, now: time.now() }));
  if (laterAt === null) return;
  await appointments.add(appointmentOf(person, { id: `later-${id}`, startsAt: laterAt, now: time.now() }));
}

interface Visit {
  readonly id: string;
  readonly startsAt: number;
  readonly now: number;
}

function appointmentOf(person: Person, { id, startsAt, now }: Visit): Appointment {
  const endsAt = startsAt + 30 * 60_000;
  return {
    id,
    patientId: `patient-${person.id}`,
    doctorId: doctorId(person.clinic.id, person.doctor),
    roomId: null,
    typeId: null,
    startsAt,
    endsAt,
    blockedFrom: startsAt,
    blockedTo: endsAt,
    status: "scheduled",
    callId: null,
    rescheduledFrom: null,
    changeReason: null,
    calendarUid: newId(),
    calendarSequence: 0,
    createdAt: now,
    updatedAt: now,
  };
}

/** For a person whose appointment is not in the clinic's book. */
async function contact(person: Person, { store, time }: ProofWorld): Promise<void> {
  const { id, clinic, phone, zone, startsAt, course } = person;
  const agreed = course.before !== "no consent";
  const { language } = clinic;
  const told = { name: `Contact Test ${id}`, phone, language, consent: agreed, consentBasis: "stated" } as const;
  const more = { timezone: zone, appointmentAt: startsAt };
  const ports = { clock: time, newId: () => `contact-${id}` };
  await store.scope(clinic.id).outreach.stores.contacts.add(newContact({ ...told, ...more }, ports));
}

async function optOut({ clinic, phone }: Person, { store, time }: ProofWorld): Promise<void> {
  const { optOuts } = store.scope(clinic.id).outreach.stores;
  await optOuts.add({ phone, source: "staff", callId: null, reason: null, createdAt: time.now() });
}

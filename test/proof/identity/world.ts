import { publicHolidays } from "../../../src/domain/booking/calendar/public-holidays.ts";
import type { Patient } from "../../../src/domain/booking/ports.ts";
import type { Clinic } from "../../../src/domain/clinic/clinic.ts";
import type { Store } from "../../../src/domain/fleet/ports.ts";
import { clinicFunctions } from "../../../src/server/functions/clinic-functions.ts";
import { callFunctions } from "../../../src/server/llm-socket/call-dialogue.ts";
import type { FunctionAnswer } from "../../../src/server/ports.ts";
import { NOON, NUMBERS, austin, awa, cotonou, dupont, signed, startApp } from "../../server/server-fixture.ts";

export interface Person extends Patient {
  readonly clinic: Clinic;
  readonly doctorId: string;
  readonly appointmentId: string;
  /** Whether other patients of the clinic have the same phone. */
  readonly hasFamily: boolean;
}

interface Named {
  readonly name: string;
  readonly phone: string;
  readonly birthDate: string | null;
}

const ofCotonou: readonly Named[] = [
  { name: "Koffi Mensah", phone: "+2290197000041", birthDate: "1980-02-03" },
  { name: "Élise Dossou-Yovo", phone: "+2290197000042", birthDate: null },
  { name: "Yves de la Tour", phone: "+2290197000043", birthDate: "1971-11-30" },
  { name: "Jean-Pierre Testeur", phone: "+2290197000045", birthDate: "1969-08-21" },
  { name: "Awa Testeur", phone: "+2290197000044", birthDate: "2015-06-01" },
  { name: "Ama Testeur", phone: "+2290197000044", birthDate: "2017-06-01" },
  { name: "Luc Testeur", phone: "+2290197000044", birthDate: "1979-01-09" },
];

const ofAustin: readonly Named[] = [
  { name: "Maria Gonzalez", phone: "+15125550141", birthDate: "1990-04-05" },
  { name: "John Example", phone: "+15125550142", birthDate: null },
  { name: "Philip Sample", phone: "+15125550143", birthDate: "1966-12-12" },
  { name: "Philippa Sample", phone: "+15125550143", birthDate: "1996-12-12" },
];

/** Two clinics on real stores, where each patient has one appointment. */
export async function openIdentityWorld() {
  const opened: { store?: Store } = {};
  let ids = 0;
  const clock = { now: () => NOON };
  const functions = clinicFunctions((clinic) => {
    const { store } = opened;
    if (store === undefined) throw new Error("not started");
    return {
      clinic,
      database: store.scope(clinic.id).outreach,
      fleetPause: store.fleetPause,
      isRetellNumber: async (number) => (await store.clinics.findByNumber(number)) !== undefined,
      holidays: publicHolidays(),
      clock,
      newId: () => `id-${(ids += 1)}`,
    };
  });
  const server = await startApp({ functions });
  opened.store = server.store;
  const people = [
    ...(await fill(server.store, { clinic: cotonou, doctorId: awa.id, named: ofCotonou })),
    ...(await fill(server.store, { clinic: austin, doctorId: dupont.id, named: ofAustin })),
  ];
  return { ...server, people, ask: asker(server) };
}

export type IdentityWorld = Awaited<ReturnType<typeof openIdentityWorld>>;

interface Filling {
  readonly clinic: Clinic;
  readonly doctorId: string;
  readonly named: readonly Named[];
}

const visitMs = 1_800_000;

async function fill(store: Store, { clinic, doctorId, named }: Filling): Promise<readonly Person[]> {
  const { patients, appointments } = store.scope(clinic.id).outreach.stores;
  const people: Person[] = [];
  for (const [index, { name, phone, birthDate }] of named.entries()) {
    const patient = { id: `${clinic.id}-${index}`, name, phone, birthDate, email: null, createdAt: NOON };
    const startsAt = NOON + 20 * 86_400_000 + index * visitMs;
    await patients.add(patient);
    const appointment = {
      id: `visit-${clinic.id}-${index}`,
      patientId: patient.id,
      doctorId,
      roomId: null,
      typeId: null,
      startsAt,
      endsAt: startsAt + visitMs,
      blockedFrom: startsAt,
      blockedTo: startsAt + visitMs,
      status: "scheduled" as const,
      callId: null,
      rescheduledFrom: null,
      changeReason: null,
      calendarUid: `uid-${clinic.id}-${index}`,
      calendarSequence: 0,
      createdAt: NOON,
      updatedAt: NOON,
    };
    await appointments.add(appointment);
    const hasFamily = named.filter((other) => other.phone === phone).length > 1;
    people.push({ ...patient, clinic, doctorId, appointmentId: appointment.id, hasFamily });
  }
  return people;
}

export interface AskedFunction {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly clinic: Clinic;
  readonly callId: string;
  readonly shown: string | null;
  readonly bySocket: boolean;
}

/** Asks over HTTP with Retell's signature, or in a call over the socket. */
function asker(server: Awaited<ReturnType<typeof startApp>>) {
  let sent = 0;
  return async ({ name, args, clinic, callId, shown, bySocket }: AskedFunction): Promise<FunctionAnswer> => {
    const body: unknown = bySocket
      ? JSON.parse((await socketFunctions(server, { clinic, callId, shown })(name, args)).content)
      : await posted({ name, args, clinic, callId, shown, bySocket });
    if (typeof body !== "object" || body === null || !("message" in body)) throw new Error(JSON.stringify(body));
    return { ...body, message: String(body.message) };
  };

  async function posted({ name, args, clinic, callId, shown }: AskedFunction): Promise<unknown> {
    const numbers = { to_number: NUMBERS[clinic.id], ...(shown === null ? {} : { from_number: shown }) };
    const call = { call_id: callId, direction: "inbound", ...numbers };
    const path = `/api/${name.replaceAll("_", "-")}`;
    const response = await server.app.request(signed(path, { name, args, call }, NOON + ((sent += 1) % 200_000)));
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
    return response.json();
  }
}

function socketFunctions(
  server: Awaited<ReturnType<typeof startApp>>,
  { clinic, callId, shown }: Pick<AskedFunction, "clinic" | "callId" | "shown">,
) {
  const line = {
    callId,
    type: "phone_call" as const,
    direction: "inbound" as const,
    agentId: null,
    clinicNumber: NUMBERS[clinic.id] ?? null,
    patientNumber: shown,
    variables: {},
    metadata: null,
    startedAt: NOON,
  };
  const caller = { clinic, line: () => line, isVerified: () => true, settled: () => Promise.resolve(), earlier: [] };
  return callFunctions(caller, server.ports);
}

import type { InsertResult, Kysely } from "kysely";
import { activeStatuses, type Appointment } from "../../domain/booking/appointment.ts";
import type { AppointmentStore } from "../../domain/booking/ports.ts";
import type { TakenById } from "../../domain/booking/records.ts";
import type { Span } from "../../domain/time/spans.ts";
import { earliestOverlap } from "./overlap.ts";
import type { ClinicSchema } from "./schema.ts";
import { clinicStatement } from "./clinic-statement.ts";
import { expectOne } from "./expect-one.ts";
import { refusingDuplicates } from "./unique-violation.ts";

export class SqlAppointmentStore implements AppointmentStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(appointmentId: string): Promise<Appointment | undefined> {
    return allAppointments(this.#clinic).where("id", "=", appointmentId).executeTakeFirst();
  }

  activeOverlapping(span: Span): Promise<readonly TakenById[]> {
    return activeOverlapping(this.#clinic, { ...span, earliest: earliestOverlap(span) });
  }

  startingWithin(span: Span): Promise<readonly Appointment[]> {
    return allAppointments(this.#clinic).where("startsAt", ">=", span.from).where("startsAt", "<", span.to).execute();
  }

  ofPatient(patientId: string): Promise<readonly Appointment[]> {
    return ofPatient(this.#clinic, { patientId });
  }

  changedWithin({ from, to }: Span): Promise<readonly Appointment[]> {
    return allAppointments(this.#clinic)
      .where((is) =>
        is.or([
          is.and([is("createdAt", ">=", from), is("createdAt", "<", to)]),
          is.and([is("updatedAt", ">=", from), is("updatedAt", "<", to)]),
        ]),
      )
      .execute();
  }

  ofCall(callId: string): Promise<readonly Appointment[]> {
    return ofCall(this.#clinic, { callId });
  }

  async add(appointment: Appointment): Promise<void> {
    await refusingDuplicates("That time has just been taken.", () => addAppointment(this.#clinic, appointment));
  }

  async update(appointment: Appointment): Promise<void> {
    const result = await refusingDuplicates("That time has just been taken.", () =>
      this.#clinic.updateTable("appointments").set(appointment).where("id", "=", appointment.id).executeTakeFirst(),
    );
    expectOne(result.numUpdatedRows, `appointment ${appointment.id}`);
  }
}

function allAppointments(clinic: Kysely<ClinicSchema>) {
  return clinic.selectFrom("appointments").selectAll().orderBy("startsAt").orderBy("id");
}

const ofCall = clinicStatement<Appointment, { readonly callId: string }>((clinic, given) =>
  allAppointments(clinic).where("callId", "=", given("callId")),
);

const ofPatient = clinicStatement<Appointment, { readonly patientId: string }>((clinic, given) =>
  allAppointments(clinic).where("patientId", "=", given("patientId")),
);

const addAppointment = clinicStatement<InsertResult, Appointment>((clinic, given) =>
  clinic.insertInto("appointments").values({
    id: given("id"),
    patientId: given("patientId"),
    doctorId: given("doctorId"),
    roomId: given("roomId"),
    typeId: given("typeId"),
    startsAt: given("startsAt"),
    endsAt: given("endsAt"),
    blockedFrom: given("blockedFrom"),
    blockedTo: given("blockedTo"),
    status: given("status"),
    callId: given("callId"),
    rescheduledFrom: given("rescheduledFrom"),
    changeReason: given("changeReason"),
    calendarUid: given("calendarUid"),
    calendarSequence: given("calendarSequence"),
    createdAt: given("createdAt"),
    updatedAt: given("updatedAt"),
  }),
);

/** Only what says that a time is taken: a search reads it for every appointment of its dates. */
const activeOverlapping = clinicStatement<TakenById, Span & { readonly earliest: number }>((clinic, given) =>
  clinic
    .selectFrom("appointments")
    .select(["id", "doctorId", "roomId", "blockedFrom", "blockedTo"])
    .where("status", "in", activeStatuses)
    .where("blockedFrom", ">", given("earliest"))
    .where("blockedFrom", "<", given("to"))
    .where("blockedTo", ">", given("from"))
    .orderBy("blockedFrom"),
);

import type { Kysely } from "kysely";
import { activeStatuses, type Appointment } from "../../domain/booking/appointment.ts";
import type { AppointmentStore } from "../../domain/booking/ports.ts";
import type { Span } from "../../domain/time/spans.ts";
import type { ClinicSchema } from "./schema.ts";
import { expectOne } from "./expect-one.ts";
import { refusingDuplicates } from "./unique-violation.ts";

export class SqlAppointmentStore implements AppointmentStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(appointmentId: string): Promise<Appointment | undefined> {
    return this.#all().where("id", "=", appointmentId).executeTakeFirst();
  }

  activeOverlapping(span: Span): Promise<readonly Appointment[]> {
    return this.#all()
      .where("status", "in", activeStatuses)
      .where("blockedFrom", "<", span.to)
      .where("blockedTo", ">", span.from)
      .execute();
  }

  startingWithin(span: Span): Promise<readonly Appointment[]> {
    return this.#all().where("startsAt", ">=", span.from).where("startsAt", "<", span.to).execute();
  }

  ofPatient(patientId: string): Promise<readonly Appointment[]> {
    return this.#all().where("patientId", "=", patientId).execute();
  }

  ofCall(callId: string): Promise<readonly Appointment[]> {
    return this.#all().where("callId", "=", callId).execute();
  }

  async add(appointment: Appointment): Promise<void> {
    await refusingDuplicates("That time has just been taken.", () =>
      this.#clinic.insertInto("appointments").values(appointment).execute(),
    );
  }

  async update(appointment: Appointment): Promise<void> {
    const result = await refusingDuplicates("That time has just been taken.", () =>
      this.#clinic.updateTable("appointments").set(appointment).where("id", "=", appointment.id).executeTakeFirst(),
    );
    expectOne(result.numUpdatedRows, `appointment ${appointment.id}`);
  }

  #all() {
    return this.#clinic.selectFrom("appointments").selectAll().orderBy("startsAt").orderBy("id");
  }
}

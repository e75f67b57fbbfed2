import { type Kysely, sql } from "kysely";
import { type Appointment, activeStatuses } from "../../../domain/booking/appointment.ts";
import type { AppointmentFilter, ClinicLists, ContactFilter, ListedContact } from "../../../domain/fleet/ports.ts";
import type { PageRequest } from "../../../domain/page.ts";
import type { ListedPatient } from "../../../domain/privacy/person.ts";
import { toContact } from "../outreach/outreach-stores.ts";
import { type ListOrder, behind, containsText } from "../conditions.ts";
import { listedPatients } from "../booking/patient-stores.ts";
import type { ClinicSchema } from "../schema.ts";

const byStart: ListOrder = {
  by: sql.ref("appointments.startsAt"),
  id: sql.ref("appointments.id"),
  direction: "asc",
};

const bookStart = sql<
  number | null
>`coalesce(${sql.ref("appointments.startsAt")}, ${sql.ref("contacts.appointmentAt")})`;

const byCallDate: ListOrder = { by: sql`coalesce(${bookStart}, 0)`, id: sql.ref("contacts.id"), direction: "asc" };

const byName: ListOrder = { by: sql.ref("patients.name"), id: sql.ref("patients.id"), direction: "asc" };

const searched = {
  appointments: ["appointments.id", "appointments.callId", "patients.name", "patients.phone", "doctors.name"],
  contacts: ["contacts.id", "contacts.name", "contacts.phone", "contacts.provider", "contacts.appointmentType"],
  patients: ["patients.id", "patients.name", "patients.phone", "patients.email"],
} as const;

export class SqlClinicLists implements ClinicLists {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  appointments(filter: AppointmentFilter): Promise<readonly Appointment[]> {
    const { starting, doctorId, after, search, limit } = filter;
    let query = this.#clinic
      .selectFrom("appointments")
      .selectAll("appointments")
      .where("appointments.startsAt", ">=", starting.from)
      .where("appointments.startsAt", "<", starting.to)
      .orderBy("appointments.startsAt")
      .orderBy("appointments.id")
      .limit(limit);
    if (filter.isActiveOnly) query = query.where("appointments.status", "in", activeStatuses);
    if (doctorId !== undefined) query = query.where("appointments.doctorId", "=", doctorId);
    if (after !== undefined) query = query.where(behind(byStart, after));
    if (search === undefined) return query.execute();
    return query
      .innerJoin("patients", "patients.id", "appointments.patientId")
      .innerJoin("doctors", "doctors.id", "appointments.doctorId")
      .where(containsText(searched.appointments, search))
      .execute();
  }

  async contacts(filter: ContactFilter): Promise<readonly ListedContact[]> {
    const { state, startingAfter, after, search, limit } = filter;
    let query = this.#clinic
      .selectFrom("contacts")
      .leftJoin("appointments", "appointments.id", "contacts.appointmentId")
      .selectAll("contacts")
      .select(bookStart.as("startsAt"))
      .orderBy(byCallDate.by)
      .orderBy("contacts.id")
      .limit(limit);
    if (state !== undefined) query = query.where("contacts.state", "=", state);
    if (filter.hasFollowUp) query = query.where("contacts.followUp", "is not", null);
    if (startingAfter !== undefined) {
      query = query.where((is) =>
        is.or([
          is("contacts.followUp", "is not", null),
          sql<boolean>`coalesce(${bookStart} > ${startingAfter}, ${sql.lit(true)})`,
        ]),
      );
    }
    if (after !== undefined) query = query.where(behind(byCallDate, after));
    if (search !== undefined) query = query.where(containsText(searched.contacts, search));
    return (await query.execute()).map(({ startsAt, ...row }) => ({ contact: toContact(row), startsAt }));
  }

  patients({ after, search, limit }: PageRequest): Promise<readonly ListedPatient[]> {
    let query = listedPatients(this.#clinic).limit(limit);
    if (after !== undefined) query = query.where(behind(byName, after));
    if (search !== undefined) query = query.where(containsText(searched.patients, search));
    return query.execute();
  }
}

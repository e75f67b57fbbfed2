import type { InsertResult, Kysely } from "kysely";
import { type Appointment, activeStatuses } from "../../../domain/booking/appointment.ts";
import type { IdentityTry, IdentityTryStore, TryCounts } from "../../../domain/booking/patients/patient-identity.ts";
import type {
  BookingCount,
  BookingOrigin,
  BookingOriginStore,
  Patient,
  PatientStore,
} from "../../../domain/booking/ports.ts";
import type { ClinicSchema } from "../schema.ts";
import { clinicStatement, expectOne } from "../statement.ts";
import type { WallDate } from "../../../domain/time/wall-date.ts";

export class SqlIdentityTryStore implements IdentityTryStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  /** Reads at most as many rows as a clinic may have attempts in an hour. */
  async countSince(
    instant: number,
    { callId, numbers }: { readonly callId: string; readonly numbers: readonly string[] },
  ): Promise<TryCounts> {
    const tries = await this.#clinic
      .selectFrom("identityTries")
      .select(["callId", "caller", "phone"])
      .where("triedAt", ">=", instant)
      .execute();
    const ofNumbers = numbers.map(
      (number) => tries.filter(({ caller, phone }) => caller === number || phone === number).length,
    );
    return {
      ofCall: tries.filter((failed) => failed.callId === callId).length,
      ofNumber: Math.max(0, ...ofNumbers),
      ofClinic: tries.length,
    };
  }

  async add(failed: IdentityTry): Promise<void> {
    await this.#clinic.insertInto("identityTries").values(failed).execute();
  }

  async forgetBefore(instant: number): Promise<void> {
    await this.#clinic.deleteFrom("identityTries").where("triedAt", "<", instant).execute();
  }
}

export class SqlBookingOriginStore implements BookingOriginStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async find(appointmentId: string): Promise<BookingOrigin | undefined> {
    const [row] = await originOf(this.#clinic, { appointmentId });
    return row === undefined
      ? undefined
      : { ...row, phoneConfirmed: row.phoneConfirmed === 1, proven: row.proven === 1 };
  }

  async add(origin: BookingOrigin): Promise<void> {
    const row = { ...origin, phoneConfirmed: origin.phoneConfirmed ? 1 : 0, proven: origin.proven ? 1 : 0 } as const;
    await addOrigin(this.#clinic, row);
  }

  /** An appointment that was moved counts once. */
  async countOf(caller: string, { from, now }: { readonly from: number; readonly now: number }): Promise<BookingCount> {
    const rows = await originsOf(this.#clinic, { caller, from, now });
    return {
      booked: rows.filter(({ bookedAt, rescheduledFrom }) => rescheduledFrom === null && bookedAt >= from).length,
      upcoming: rows
        .filter(({ startsAt, status }) => startsAt > now && isActive(status))
        .map(({ startsAt }) => startsAt),
    };
  }

  async countWithheld(from: number): Promise<number> {
    const { count } = await this.#clinic
      .selectFrom("bookingOrigins")
      .innerJoin("appointments", "appointments.id", "bookingOrigins.appointmentId")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .where("caller", "is", null)
      .where("proven", "=", 0)
      .where("bookedAt", ">=", from)
      .where("rescheduledFrom", "is", null)
      .executeTakeFirstOrThrow();
    return count;
  }

  async provenAmong(appointmentIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (appointmentIds.length === 0) return new Set();
    const rows = await this.#clinic
      .selectFrom("bookingOrigins")
      .select("appointmentId")
      .where("proven", "=", 1)
      .where("appointmentId", "in", [...appointmentIds])
      .execute();
    return new Set(rows.map(({ appointmentId }) => appointmentId));
  }
}

interface OriginRow extends Omit<BookingOrigin, "phoneConfirmed" | "proven"> {
  readonly phoneConfirmed: 0 | 1;
  readonly proven: 0 | 1;
}

const originOf = clinicStatement<OriginRow, { readonly appointmentId: string }>((clinic, param) =>
  clinic.selectFrom("bookingOrigins").selectAll().where("appointmentId", "=", param("appointmentId")),
);

const addOrigin = clinicStatement<InsertResult, OriginRow>((clinic, param) =>
  clinic.insertInto("bookingOrigins").values({
    appointmentId: param("appointmentId"),
    caller: param("caller"),
    phoneConfirmed: param("phoneConfirmed"),
    proven: param("proven"),
    bookedAt: param("bookedAt"),
  }),
);

type CountedOrigin = Pick<Appointment, "startsAt" | "status" | "rescheduledFrom"> & Pick<BookingOrigin, "bookedAt">;

type CountedSince = { readonly caller: string; readonly from: number; readonly now: number };

const originsOf = clinicStatement<CountedOrigin, CountedSince>((clinic, param) =>
  clinic
    .selectFrom("bookingOrigins")
    .innerJoin("appointments", "appointments.id", "bookingOrigins.appointmentId")
    .select(["bookedAt", "startsAt", "status", "rescheduledFrom"])
    .where("caller", "=", param("caller"))
    .where("proven", "=", 0)
    .where((is) => is.or([is("bookedAt", ">=", param("from")), is("startsAt", ">", param("now"))])),
);

function isActive(status: string): boolean {
  return activeStatuses.some((active) => active === status);
}

/** Sorted by name, each patient with the number of their appointments. */
export function listedPatients(clinic: Kysely<ClinicSchema>) {
  return clinic
    .selectFrom("patients")
    .select(["id", "name", "phone", "email", "birthDate", "createdAt"])
    .select((patient) =>
      patient
        .selectFrom("appointments")
        .whereRef("appointments.patientId", "=", "patients.id")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .$asScalar()
        .$notNull()
        .as("appointments"),
    )
    .orderBy("name")
    .orderBy("id");
}

export class SqlPatientStore implements PatientStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(patientId: string): Promise<Patient | undefined> {
    return patientById(this.#clinic, { patientId }).then(([patient]) => patient);
  }

  async among(patientIds: readonly string[]): Promise<readonly Patient[]> {
    return patientIds.length === 0 ? [] : allPatients(this.#clinic).where("id", "in", patientIds).execute();
  }

  withPhone(phone: string): Promise<readonly Patient[]> {
    return withPhone(this.#clinic, { phone });
  }

  bornOn(birthDate: WallDate): Promise<readonly Patient[]> {
    return allPatients(this.#clinic).where("birthDate", "=", birthDate).execute();
  }

  async add(patient: Patient): Promise<void> {
    await addPatient(this.#clinic, patient);
  }

  async update(patient: Patient): Promise<void> {
    const result = await this.#clinic
      .updateTable("patients")
      .set(patient)
      .where("id", "=", patient.id)
      .executeTakeFirst();
    expectOne(result.numUpdatedRows, `patient ${patient.id}`);
  }
}

function allPatients(clinic: Kysely<ClinicSchema>) {
  return clinic.selectFrom("patients").selectAll().orderBy("createdAt").orderBy("id");
}

const patientById = clinicStatement<Patient, { readonly patientId: string }>((clinic, param) =>
  allPatients(clinic).where("id", "=", param("patientId")),
);

const withPhone = clinicStatement<Patient, { readonly phone: string }>((clinic, param) =>
  allPatients(clinic).where("phone", "=", param("phone")),
);

const addPatient = clinicStatement<InsertResult, Patient>((clinic, param) =>
  clinic.insertInto("patients").values({
    id: param("id"),
    name: param("name"),
    phone: param("phone"),
    birthDate: param("birthDate"),
    email: param("email"),
    createdAt: param("createdAt"),
  }),
);

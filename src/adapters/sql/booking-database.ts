import type { Kysely } from "kysely";
import type { BookingDatabase, BookingStores } from "../../domain/booking/ports.ts";
import { SqlAppointmentStore } from "./appointment-store.ts";
import { SqlBookingRulesStore, SqlCalendarExceptionStore } from "./calendar-stores.ts";
import { SqlDoctorStore } from "./clinic-stores.ts";
import { SqlHoldStore } from "./hold-store.ts";
import { SqlOpeningHoursStore } from "./opening-hours-store.ts";
import { SqlOutboxStore } from "./outbox-store.ts";
import { SqlPatientStore, SqlWaitlistStore } from "./patient-store.ts";
import { SqlAppointmentTypeStore, SqlRoomStore } from "./resource-stores.ts";
import type { ClinicSchema } from "./schema.ts";

/** One clinic's bookings. A transaction holds the database's only connection, so its work may await these stores alone. */
export function sqlBookingDatabase(clinic: Kysely<ClinicSchema>): BookingDatabase {
  return {
    stores: bookingStores(clinic),
    transact: (work) => clinic.transaction().execute((transaction) => work(bookingStores(transaction))),
  };
}

export function bookingStores(clinic: Kysely<ClinicSchema>): BookingStores {
  return {
    doctors: new SqlDoctorStore(clinic),
    hours: new SqlOpeningHoursStore(clinic),
    types: new SqlAppointmentTypeStore(clinic),
    rooms: new SqlRoomStore(clinic),
    exceptions: new SqlCalendarExceptionStore(clinic),
    rules: new SqlBookingRulesStore(clinic),
    patients: new SqlPatientStore(clinic),
    appointments: new SqlAppointmentStore(clinic),
    holds: new SqlHoldStore(clinic),
    waitlist: new SqlWaitlistStore(clinic),
    outbox: new SqlOutboxStore(clinic),
  };
}

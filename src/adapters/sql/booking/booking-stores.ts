import type { DeleteResult, InsertResult, Kysely } from "kysely";
import { type Appointment, activeStatuses } from "../../../domain/booking/appointment.ts";
import type { BookingRules, HolidayRules } from "../../../domain/booking/booking-rules.ts";
import type {
  AppointmentStore,
  BookingRulesStore,
  CalendarException,
  CalendarExceptionStore,
  Hold,
  HoldStore,
  TakenById,
} from "../../../domain/booking/ports.ts";
import type { Slot } from "../../../domain/booking/slots/slot.ts";
import type { Span } from "../../../domain/time/spans.ts";
import type { WallDate } from "../../../domain/time/wall-date.ts";
import type { BookingRulesRow, ClinicSchema } from "../schema.ts";
import {
  type Param,
  clinicAppointments,
  clinicSettings,
  clinicStatement,
  earliestOverlap,
  expectOne,
  refusingDuplicates,
} from "../statement.ts";

export class SqlAppointmentStore implements AppointmentStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(appointmentId: string): Promise<Appointment | undefined> {
    return appointmentById(this.#clinic, { appointmentId }).then(([appointment]) => appointment);
  }

  activeOverlapping(span: Span, doctorId: string | null): Promise<readonly TakenById[]> {
    const bounds = { ...span, earliest: earliestOverlap(span) };
    if (doctorId === null) return activeOverlapping(this.#clinic, bounds);
    return activeOfDoctor(this.#clinic, { ...bounds, doctorId });
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
    const row = { ...appointment, overbookReason: appointment.overbookReason ?? null };
    await refusingDuplicates(this.#clinic, "That time has just been taken.", () => addAppointment(this.#clinic, row));
  }

  async update(appointment: Appointment): Promise<void> {
    const result = await refusingDuplicates(this.#clinic, "That time has just been taken.", () =>
      this.#clinic.updateTable("appointments").set(appointment).where("id", "=", appointment.id).executeTakeFirst(),
    );
    expectOne(result.numUpdatedRows, `appointment ${appointment.id}`);
  }
}

function allAppointments(clinic: Kysely<ClinicSchema>) {
  return clinic.selectFrom("appointments").selectAll().orderBy("startsAt").orderBy("id");
}

const appointmentById = clinicStatement<Appointment, { readonly appointmentId: string }>((clinic, param) =>
  allAppointments(clinic).where("id", "=", param("appointmentId")),
);

const ofCall = clinicStatement<Appointment, { readonly callId: string }>((clinic, param) =>
  allAppointments(clinic).where("callId", "=", param("callId")),
);

const ofPatient = clinicStatement<Appointment, { readonly patientId: string }>((clinic, param) =>
  allAppointments(clinic).where("patientId", "=", param("patientId")),
);

/** The columns of a slot, in appointments and in holds. */
function slotColumns(param: Param<Slot>) {
  return {
    doctorId: param("doctorId"),
    roomId: param("roomId"),
    typeId: param("typeId"),
    startsAt: param("startsAt"),
    endsAt: param("endsAt"),
    blockedFrom: param("blockedFrom"),
    blockedTo: param("blockedTo"),
  };
}

const addAppointment = clinicStatement<InsertResult, Appointment & { readonly overbookReason: string | null }>(
  (clinic, param) =>
    clinic.insertInto("appointments").values({
      id: param("id"),
      patientId: param("patientId"),
      ...slotColumns(param),
      status: param("status"),
      callId: param("callId"),
      rescheduledFrom: param("rescheduledFrom"),
      changeReason: param("changeReason"),
      overbookReason: param("overbookReason"),
      calendarUid: param("calendarUid"),
      calendarSequence: param("calendarSequence"),
      createdAt: param("createdAt"),
      updatedAt: param("updatedAt"),
    }),
);

interface Bounds extends Span {
  readonly earliest: number;
}

/** Selects only the columns that show when a time is taken: a search reads them for every appointment on its dates. */
function overlapping(clinic: Kysely<ClinicSchema>, param: Param<Bounds>) {
  return clinic
    .selectFrom("appointments")
    .select(["id", "doctorId", "roomId", "blockedFrom", "blockedTo"])
    .where("status", "in", activeStatuses)
    .where("blockedFrom", ">", param("earliest"))
    .where("blockedFrom", "<", param("to"))
    .where("blockedTo", ">", param("from"))
    .orderBy("blockedFrom");
}

const activeOverlapping = clinicAppointments(overlapping, (taken: readonly TakenById[]) => taken);

const activeOfDoctor = clinicAppointments(
  (clinic, param: Param<Bounds & { readonly doctorId: string }>) =>
    overlapping(clinic, param).where("doctorId", "=", param("doctorId")),
  (taken: readonly TakenById[]) => taken,
);

export class SqlCalendarExceptionStore implements CalendarExceptionStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  between(first: WallDate, last: WallDate): Promise<readonly CalendarException[]> {
    return exceptionsBetween(this.#clinic, { first, last });
  }

  async add(exception: CalendarException): Promise<void> {
    await this.#clinic.insertInto("calendarExceptions").values(exception).execute();
  }

  async remove(exceptionId: string): Promise<boolean> {
    const result = await this.#clinic.deleteFrom("calendarExceptions").where("id", "=", exceptionId).executeTakeFirst();
    return result.numDeletedRows === 1n;
  }
}

const exceptionsBetween = clinicSettings(
  (clinic, param: Param<{ readonly first: WallDate; readonly last: WallDate }>) =>
    clinic
      .selectFrom("calendarExceptions")
      .selectAll()
      .where("firstDate", "<=", param("last"))
      .where("lastDate", ">=", param("first"))
      .orderBy("firstDate")
      .orderBy("id"),
  (exceptions: readonly CalendarException[]) => exceptions,
);

export class SqlBookingRulesStore implements BookingRulesStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async find(): Promise<BookingRules | undefined> {
    return bookingRules(this.#clinic, {});
  }

  async save(rules: BookingRules): Promise<void> {
    await this.#clinic.transaction().execute(async (transaction) => {
      await transaction.deleteFrom("bookingRules").execute();
      await transaction.insertInto("bookingRules").values(toRow(rules)).execute();
    });
  }
}

const bookingRules = clinicSettings(
  (clinic) => clinic.selectFrom("bookingRules").selectAll(),
  ([row]: readonly BookingRulesRow[]) => (row === undefined ? undefined : toRules(row)),
);

function toRules(row: BookingRulesRow): BookingRules {
  const { holidayCountry, holidayRegion, holidaysOpenOn, sameDayFrom, sameDayTo, ...rules } = row;
  return {
    ...rules,
    sameDay: sameDayFrom === null || sameDayTo === null ? null : { opens: sameDayFrom, closes: sameDayTo },
    holidays: holidayRulesIn(row),
  };
}

type HolidayColumns = Pick<BookingRulesRow, "holidayCountry" | "holidayRegion" | "holidaysOpenOn">;

export function holidayRulesIn({ holidayCountry, holidayRegion, holidaysOpenOn }: HolidayColumns): HolidayRules | null {
  const openOn = holidaysOpenOn.split("\n").filter((line) => line !== "");
  return holidayCountry === null ? null : { country: holidayCountry, region: holidayRegion, openOn };
}

function toRow({ holidays, sameDay, ...rules }: BookingRules): BookingRulesRow {
  return {
    ...rules,
    sameDayFrom: sameDay?.opens ?? null,
    sameDayTo: sameDay?.closes ?? null,
    holidayCountry: holidays?.country ?? null,
    holidayRegion: holidays?.region ?? null,
    holidaysOpenOn: (holidays?.openOn ?? []).join("\n"),
  };
}

export class SqlHoldStore implements HoldStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(holdId: string): Promise<Hold | undefined> {
    return allHolds(this.#clinic).where("id", "=", holdId).executeTakeFirst();
  }

  ofCall(callId: string): Promise<readonly Hold[]> {
    return holdsOfCall(this.#clinic, { callId });
  }

  liveOverlapping(span: Span, now: number): Promise<readonly Hold[]> {
    return liveOverlapping(this.#clinic, { ...span, earliest: earliestOverlap(span), now });
  }

  async add(hold: Hold): Promise<void> {
    await addHold(this.#clinic, hold);
  }

  async remove(holdId: string): Promise<void> {
    await removeHold(this.#clinic, { holdId });
  }

  /** Keeps an expired offer to a waitlisted patient, so that the code that passes it on can record who let it lapse. */
  async removeOfCall(callId: string): Promise<void> {
    await removeHoldsOfCall(this.#clinic, { callId });
  }

  async removeExpired(now: number): Promise<void> {
    await removeExpiredHolds(this.#clinic, { now });
  }
}

function allHolds(clinic: Kysely<ClinicSchema>) {
  return clinic.selectFrom("holds").selectAll().orderBy("startsAt").orderBy("id");
}

const addHold = clinicStatement<InsertResult, Hold>((clinic, param) =>
  clinic.insertInto("holds").values({
    id: param("id"),
    ...slotColumns(param),
    callId: param("callId"),
    waitlistEntryId: param("waitlistEntryId"),
    expiresAt: param("expiresAt"),
  }),
);

const removeHold = clinicStatement<DeleteResult, { readonly holdId: string }>((clinic, param) =>
  clinic.deleteFrom("holds").where("id", "=", param("holdId")),
);

const removeHoldsOfCall = clinicStatement<DeleteResult, { readonly callId: string }>((clinic, param) =>
  clinic.deleteFrom("holds").where("callId", "=", param("callId")),
);

const removeExpiredHolds = clinicStatement<DeleteResult, { readonly now: number }>((clinic, param) =>
  clinic.deleteFrom("holds").where("callId", "is not", null).where("expiresAt", "<=", param("now")),
);

const holdsOfCall = clinicStatement<Hold, { readonly callId: string }>((clinic, param) =>
  allHolds(clinic).where("callId", "=", param("callId")),
);

const liveOverlapping = clinicStatement<Hold, Span & { readonly earliest: number; readonly now: number }>(
  (clinic, param) =>
    allHolds(clinic)
      .where("blockedFrom", ">", param("earliest"))
      .where("blockedFrom", "<", param("to"))
      .where("blockedTo", ">", param("from"))
      .where("expiresAt", ">", param("now")),
);

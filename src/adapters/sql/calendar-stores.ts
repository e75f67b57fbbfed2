import type { Kysely } from "kysely";
import type { BookingRules } from "../../domain/booking/booking-rules.ts";
import type { BookingRulesStore, CalendarExceptionStore } from "../../domain/booking/ports.ts";
import type { CalendarException } from "../../domain/booking/records.ts";
import type { WallDate } from "../../domain/time/wall-date.ts";
import { clinicStatement } from "./clinic-statement.ts";
import type { BookingRulesRow, ClinicSchema } from "./schema.ts";

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

const exceptionsBetween = clinicStatement<CalendarException, { readonly first: WallDate; readonly last: WallDate }>(
  (clinic, given) =>
    clinic
      .selectFrom("calendarExceptions")
      .selectAll()
      .where("firstDate", "<=", given("last"))
      .where("lastDate", ">=", given("first"))
      .orderBy("firstDate")
      .orderBy("id"),
);

export class SqlBookingRulesStore implements BookingRulesStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async find(): Promise<BookingRules | undefined> {
    const [row] = await bookingRules(this.#clinic, {});
    return row === undefined ? undefined : toRules(row);
  }

  async save(rules: BookingRules): Promise<void> {
    await this.#clinic.transaction().execute(async (transaction) => {
      await transaction.deleteFrom("bookingRules").execute();
      await transaction.insertInto("bookingRules").values(toRow(rules)).execute();
    });
  }
}

const bookingRules = clinicStatement<BookingRulesRow>((clinic) => clinic.selectFrom("bookingRules").selectAll());

function toRules({ holidayCountry, holidayRegion, holidaysOpenOn, ...row }: BookingRulesRow): BookingRules {
  if (holidayCountry === null) return { ...row, holidays: null };
  const openOn = holidaysOpenOn.split("\n").filter((line) => line !== "");
  return { ...row, holidays: { country: holidayCountry, region: holidayRegion, openOn } };
}

function toRow({ holidays, ...rules }: BookingRules): BookingRulesRow {
  return {
    ...rules,
    holidayCountry: holidays?.country ?? null,
    holidayRegion: holidays?.region ?? null,
    holidaysOpenOn: (holidays?.openOn ?? []).join("\n"),
  };
}

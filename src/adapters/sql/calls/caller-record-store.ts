import { type Kysely, type RawBuilder, type SelectQueryBuilder, sql } from "kysely";
import type { CallerRecordStore, CallerRecords } from "../../../domain/call/line/caller-variables.ts";
import type { WallDate } from "../../../domain/time/wall-date.ts";
import { holidayRulesIn } from "../booking/booking-stores.ts";
import { isPostgres } from "../migrations/engine.ts";
import type { ClinicSchema } from "../schema.ts";
import { type Param, clinicStatement } from "../statement.ts";
import { toDoctor } from "../clinics/clinic-stores.ts";
import { toPeriod, weeklyHoursIn } from "../clinics/resource-stores.ts";

export class SqlCallerRecordStore implements CallerRecordStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async read(first: WallDate, last: WallDate): Promise<CallerRecords> {
    const [row] = await callerRecords(this.#clinic, { first, last });
    if (row === undefined) throw new Error("a statement without tables returns one row");
    const [number] = rowsIn(row.numbers, COLUMNS.numbers);
    const [rules] = rowsIn(row.rules, COLUMNS.rules);
    const [suspension] = rowsIn(row.suspensions, COLUMNS.suspensions);
    return {
      phoneNumber: number?.phoneNumber ?? null,
      doctors: rowsIn(row.doctors, COLUMNS.doctors).map(toDoctor),
      hours: weeklyHoursIn(rowsIn(row.hours, COLUMNS.hours)).ofClinic,
      periods: rowsIn(row.periods, COLUMNS.periods).map(toPeriod),
      exceptions: rowsIn(row.exceptions, COLUMNS.exceptions),
      holidays: rules === undefined ? undefined : holidayRulesIn(rules),
      phrases: rowsIn(row.phrases, COLUMNS.phrases),
      suspension,
      types: rowsIn(row.types, COLUMNS.types).length,
    };
  }
}

const COLUMNS = {
  numbers: ["phoneNumber"],
  doctors: ["id", "name", "specialty", "email", "active", "position", "lateOn", "lateMinutes", "pronunciation"],
  hours: ["doctorId", "weekday", "opens", "closes"],
  periods: ["id", "doctorId", "firstDate", "lastDate", "everyWeeks", "hours"],
  exceptions: ["id", "kind", "doctorId", "firstDate", "lastDate", "fromTime", "toTime", "reason"],
  rules: ["holidayCountry", "holidayRegion", "holidaysOpenOn"],
  phrases: ["language", "key", "text"],
  suspensions: ["answer", "message", "forwardTo", "suspendedAt"],
  types: ["id"],
} as const;

/** One statement, because each has a cost of its own: on SQLite a file lock, on PostgreSQL a round trip. */
const callerRecords = clinicStatement((clinic, param: Param<{ readonly first: WallDate; readonly last: WallDate }>) =>
  clinic.selectNoFrom((from) => {
    const { numbers, doctors, hours, periods, exceptions, rules, phrases, suspensions, types } = COLUMNS;
    const active = from.selectFrom("doctors").select(doctors).where("active", "=", 1).orderBy("position");
    const usual = from.selectFrom("weeklyHours").select(hours).where("doctorId", "is", null).orderBy("opens");
    const changed = from.selectFrom("hoursPeriods").select(periods).orderBy("firstDate").orderBy("id");
    const coming = from
      .selectFrom("calendarExceptions")
      .select(exceptions)
      .where("firstDate", "<=", param("last"))
      .where("lastDate", ">=", param("first"))
      .orderBy("firstDate")
      .orderBy("id");
    const worded = from.selectFrom("clinicPhrases").select(phrases).orderBy("key").orderBy("language");
    const offered = from.selectFrom("appointmentTypes").select(types).where("active", "=", 1);
    return [
      jsonRows(clinic, from.selectFrom("phoneNumbers").select(numbers), numbers).as("numbers"),
      jsonRows(clinic, active, doctors).as("doctors"),
      jsonRows(clinic, usual, hours).as("hours"),
      jsonRows(clinic, changed, periods).as("periods"),
      jsonRows(clinic, coming, exceptions).as("exceptions"),
      jsonRows(clinic, from.selectFrom("bookingRules").select(rules), rules).as("rules"),
      jsonRows(clinic, worded, phrases).as("phrases"),
      jsonRows(clinic, from.selectFrom("suspensions").select(suspensions), suspensions).as("suspensions"),
      jsonRows(clinic, offered, types).as("types"),
    ];
  }),
);

/** JSON text of these rows. Their type comes from Kysely, as that of other rows does. */
type JsonRows<Row> = string & { readonly of?: Row };

/** A query's rows as one value, so that one statement can read the rows of many tables. */
function jsonRows<Table extends keyof ClinicSchema, Row>(
  clinic: Kysely<ClinicSchema>,
  query: SelectQueryBuilder<ClinicSchema, Table, Row>,
  columns: readonly (keyof Row & string)[],
): RawBuilder<JsonRows<Row>> {
  const named = sql.join(columns.flatMap((column) => [sql.lit(column), sql.ref(`found.${column}`)]));
  return isPostgres(clinic)
    ? sql`(select coalesce(json_agg(json_build_object(${named})), '[]')::text from ${query} as found)`
    : sql`(select json_group_array(json_object(${named})) from ${query} as found)`;
}

function rowsIn<Row>(json: JsonRows<Row>, columns: readonly (keyof Row & string)[]): readonly Row[] {
  const rows: unknown = JSON.parse(json);
  if (!haveColumns<Row>(rows, columns)) throw new Error(`the statement gives the rows ${columns.join(", ")}`);
  return rows;
}

/** The first row shows it, as one statement makes all of them. */
function haveColumns<Row>(rows: unknown, columns: readonly (keyof Row & string)[]): rows is readonly Row[] {
  if (!Array.isArray(rows)) return false;
  const first: unknown = rows[0];
  if (first === undefined) return true;
  return typeof first === "object" && first !== null && columns.every((column) => Object.hasOwn(first, column));
}

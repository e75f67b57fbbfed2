import type { Kysely } from "kysely";
import type { Call } from "../../domain/call/call.ts";
import type { CallFilter, CallStore, FleetCall, FleetCallFilter, FleetCalls } from "../../domain/call/ports.ts";
import type { ClinicSchema, FleetSchema } from "./schema.ts";

/** One clinic's calls. */
export class SqlCallStore implements CallStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  find(callId: string): Promise<Call | undefined> {
    return this.#clinic.selectFrom("calls").selectAll().where("callId", "=", callId).executeTakeFirst();
  }

  list(filter: CallFilter): Promise<readonly Call[]> {
    return this.#clinic
      .selectFrom("calls")
      .selectAll()
      .where((of) => of.and(conditions(filter).map(([column, operator, value]) => of(column, operator, value))))
      .orderBy("calledAt", "desc")
      .orderBy("callId", "desc")
      .limit(filter.limit)
      .execute();
  }
}

/** Every clinic's calls and those of none. */
export class SqlFleetCalls implements FleetCalls {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  find(callId: string): Promise<FleetCall | undefined> {
    return this.#database.selectFrom("calls").selectAll().where("callId", "=", callId).executeTakeFirst();
  }

  list(filter: FleetCallFilter): Promise<readonly FleetCall[]> {
    const { clinicId, attribution, limit } = filter;
    let query = this.#database
      .selectFrom("calls")
      .selectAll()
      .where((of) => of.and(conditions(filter).map(([column, operator, value]) => of(column, operator, value))))
      .orderBy("calledAt", "desc")
      .orderBy("callId", "desc")
      .limit(limit);
    if (clinicId !== undefined) query = query.where("clinicId", "=", clinicId);
    if (attribution !== undefined) query = query.where("attribution", "=", attribution);
    return query.execute();
  }

  changedSince(updatedAt: number, limit: number): Promise<readonly FleetCall[]> {
    return this.#database
      .selectFrom("calls")
      .selectAll()
      .where("updatedAt", ">=", updatedAt)
      .orderBy("updatedAt")
      .orderBy("callId")
      .limit(limit)
      .execute();
  }
}

type Condition = readonly [
  "outcome" | "reason" | "direction" | "patientNumber" | "calledAt",
  "=" | ">=" | "<",
  string | number,
];

function conditions(filter: CallFilter): readonly Condition[] {
  const { outcome, reason, direction, patientNumber, sinceAt, untilAt } = filter;
  const wanted = [
    ["outcome", "=", outcome],
    ["reason", "=", reason],
    ["direction", "=", direction],
    ["patientNumber", "=", patientNumber],
    ["calledAt", ">=", sinceAt],
    ["calledAt", "<", untilAt],
  ] as const;
  return wanted.flatMap(([column, operator, value]) =>
    value === undefined ? [] : [[column, operator, value] as const],
  );
}

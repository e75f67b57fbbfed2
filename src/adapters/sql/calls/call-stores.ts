import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Call } from "../../../domain/call/call.ts";
import { EARLIEST_CALL_MS, LATEST_CALL_MS } from "../../../domain/call/field-limits.ts";
import type {
  CallChange,
  CallEvent,
  CallEventFilter,
  CallEventRecords,
  CallEventStore,
  CallFilter,
  CallLedger,
  CallStore,
  ClinicActivity,
  FleetCall,
  FleetCallFilter,
  FleetCalls,
  KnownOfCall,
} from "../../../domain/call/ports.ts";
import type { JobOrder } from "../../../domain/job/ports.ts";
import { aboutClinic } from "../clinic-scope.ts";
import { orderFleetJob } from "./job-stores.ts";
import { type ListOrder, behind, containsText } from "../conditions.ts";
import type { ClinicSchema, FleetSchema } from "../schema.ts";
import { type Param, fleetChange, fleetStatement } from "../statement.ts";

const latestEvent: ListOrder = { by: sql.ref("receivedAt"), id: sql.ref("key"), direction: "desc" };

const latestCall: ListOrder = { by: sql.ref("calledAt"), id: sql.ref("callId"), direction: "desc" };

/** `variables` hold the patient's name if the call learned it. */
const searchedInCalls = [
  "callId",
  "patientNumber",
  "clinicNumber",
  "outcome",
  "reason",
  "variablesJson",
  "transcriptJson",
];

async function claimIn(transaction: Kysely<FleetSchema>, event: CallEvent, order: JobOrder): Promise<boolean> {
  const isNews = (await storeEvent(transaction, event)) === 1;
  if (isNews) await orderFleetJob(transaction, order, event.clinicId);
  return isNews;
}

/** Stores an event once under its key; of a stream of events, the latest replaces the earlier ones. */
const storeEvent = fleetChange((fleet, param: Param<CallEvent>) => {
  const latest = {
    event: param("event"),
    callId: param("callId"),
    clinicId: param("clinicId"),
    attribution: param("attribution"),
    progress: param("progress"),
    body: param("body"),
    receivedAt: param("receivedAt"),
  };
  return fleet
    .insertInto("callEvents")
    .values({ key: param("key"), ...latest })
    .onConflict((conflict) =>
      conflict.column("key").doUpdateSet(latest).whereRef("callEvents.progress", "<", "excluded.progress"),
    );
});

export class SqlCallEventStore implements CallEventStore, CallEventRecords {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  claim(event: CallEvent, order: JobOrder): Promise<boolean> {
    // Each key has its own row, so with several connections no other claim has to wait.
    const claiming = this.#database.transaction().setIsolationLevel("read committed");
    return claiming.execute((transaction) => claimIn(transaction, event, order));
  }

  find(key: string): Promise<CallEvent | undefined> {
    return eventByKey(this.#database, { key }).then(([event]) => event);
  }

  list({ event, callId, clinicId, sinceAt, after, search, limit }: CallEventFilter): Promise<readonly CallEvent[]> {
    let query = aboutClinic(this.#database, clinicId).selectFrom("callEvents").selectAll();
    if (event !== undefined) query = query.where("event", "=", event);
    if (callId !== undefined) query = query.where("callId", "=", callId);
    if (clinicId !== undefined) query = query.where("clinicId", "=", clinicId);
    if (sinceAt !== undefined) query = query.where("receivedAt", ">=", sinceAt);
    if (after !== undefined) query = query.where(behind(latestEvent, after));
    if (search !== undefined) query = query.where(containsText(["key", "callId", "body"], search));
    return query.orderBy("receivedAt", "desc").orderBy("key", "desc").limit(limit).execute();
  }

  since(receivedAt: number, limit: number): Promise<readonly CallEvent[]> {
    return this.#database
      .selectFrom("callEvents")
      .selectAll()
      .where("receivedAt", ">=", receivedAt)
      .orderBy("receivedAt")
      .orderBy("key")
      .limit(limit)
      .execute();
  }

  async attribute(key: string, owner: Pick<CallEvent, "clinicId" | "attribution">): Promise<void> {
    await this.#database.updateTable("callEvents").set(owner).where("key", "=", key).execute();
  }
}

export class SqlCallLedger implements CallLedger {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async rewrite(callId: string, tell: (known: KnownOfCall) => CallChange | undefined): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      const change = tell(await known(transaction, callId));
      if (change === undefined) return;
      await saveCall(transaction, change.call);
      for (const order of change.orders) await orderFleetJob(transaction, order, change.call.clinicId);
    });
  }
}

async function known(transaction: Kysely<FleetSchema>, callId: string): Promise<KnownOfCall> {
  const events = await eventsOfCall(transaction, { callId });
  const [call] = await callById(transaction, { callId });
  return { events, call };
}

const eventByKey = fleetStatement<CallEvent, { readonly key: string }>((fleet, param) =>
  fleet.selectFrom("callEvents").selectAll().where("key", "=", param("key")),
);

const eventsOfCall = fleetStatement<CallEvent, { readonly callId: string }>((fleet, param) =>
  fleet.selectFrom("callEvents").selectAll().where("callId", "=", param("callId")).orderBy("receivedAt").orderBy("key"),
);

const callById = fleetStatement<FleetCall, { readonly callId: string }>((fleet, param) =>
  fleet.selectFrom("calls").selectAll().where("callId", "=", param("callId")),
);

const saveCall = fleetChange((fleet, param: Param<FleetCall>) => {
  const facts = {
    clinicId: param("clinicId"),
    attribution: param("attribution"),
    direction: param("direction"),
    status: param("status"),
    patientNumber: param("patientNumber"),
    clinicNumber: param("clinicNumber"),
    agentId: param("agentId"),
    agentVersion: param("agentVersion"),
    calledAt: param("calledAt"),
    startedAt: param("startedAt"),
    endedAt: param("endedAt"),
    durationMs: param("durationMs"),
    reason: param("reason"),
    outcome: param("outcome"),
    transcriptJson: param("transcriptJson"),
    transfersJson: param("transfersJson"),
    variablesJson: param("variablesJson"),
    analysisJson: param("analysisJson"),
    metadataJson: param("metadataJson"),
    costCents: param("costCents"),
    latencyP50Ms: param("latencyP50Ms"),
    latencyP99Ms: param("latencyP99Ms"),
    analyzedAt: param("analyzedAt"),
    updatedAt: param("updatedAt"),
  };
  return fleet
    .insertInto("calls")
    .values({ callId: param("callId"), ...facts })
    .onConflict((conflict) => conflict.column("callId").doUpdateSet(facts));
});

/** One clinic's calls. */
export class SqlCallStore implements CallStore {
  readonly #clinic: Kysely<ClinicSchema>;

  constructor(clinic: Kysely<ClinicSchema>) {
    this.#clinic = clinic;
  }

  async find(callId: string): Promise<Call | undefined> {
    const row = await this.#clinic.selectFrom("calls").selectAll().where("callId", "=", callId).executeTakeFirst();
    return row === undefined ? undefined : withValidInstants(row);
  }

  async list(filter: CallFilter): Promise<readonly Call[]> {
    const rows = await this.#clinic
      .selectFrom("calls")
      .selectAll()
      .where((of) => of.and(conditions(filter).map(([column, operator, value]) => of(column, operator, value))))
      .orderBy("calledAt", "desc")
      .orderBy("callId", "desc")
      .limit(filter.limit)
      .execute();
    return rows.map((row) => withValidInstants(row));
  }
}

/** The calls of every clinic, and the calls that belong to none. */
export class SqlFleetCalls implements FleetCalls {
  readonly #database: Kysely<FleetSchema>;

  constructor(database: Kysely<FleetSchema>) {
    this.#database = database;
  }

  async find(callId: string): Promise<FleetCall | undefined> {
    const row = await this.#database.selectFrom("calls").selectAll().where("callId", "=", callId).executeTakeFirst();
    return row === undefined ? undefined : withValidInstants(row);
  }

  async list(filter: FleetCallFilter): Promise<readonly FleetCall[]> {
    const { clinicId, attribution, after, search, limit } = filter;
    let query = aboutClinic(this.#database, clinicId)
      .selectFrom("calls")
      .selectAll()
      .where((of) => of.and(conditions(filter).map(([column, operator, value]) => of(column, operator, value))))
      .orderBy("calledAt", "desc")
      .orderBy("callId", "desc")
      .limit(limit);
    if (clinicId !== undefined) query = query.where("clinicId", "=", clinicId);
    if (attribution !== undefined) query = query.where("attribution", "=", attribution);
    if (after !== undefined) query = query.where(behind(latestCall, after));
    if (search !== undefined) query = query.where(containsText(searchedInCalls, search));
    for (const texts of textsMarking(filter)) query = query.where(transcriptHolds(texts));
    return (await query.execute()).map((row) => withValidInstants(row));
  }

  async activitySince(since: number): Promise<readonly ClinicActivity[]> {
    return this.#database
      .selectFrom("calls")
      .select(({ fn, eb: of }) => [
        "clinicId",
        fn.countAll<number>().as("calls"),
        fn.sum<number>(of.case().when("outcome", "=", "booked").then(of.lit(1)).else(of.lit(0)).end()).as("booked"),
        fn.sum<number>(of.case().when("outcome", "=", "failed").then(of.lit(1)).else(of.lit(0)).end()).as("failed"),
      ])
      .where("calledAt", ">=", since)
      .where("clinicId", "is not", null)
      .groupBy("clinicId")
      .$narrowType<{ clinicId: string }>()
      .execute();
  }

  async lastCalls(): Promise<ReadonlyMap<string, number>> {
    // One index lookup for each clinic: `group by` would read the whole index.
    const rows = await this.#database
      .selectFrom("clinics")
      .select((query) => [
        "clinics.id",
        query
          .selectFrom("calls")
          .select(({ fn }) => fn.max("calledAt").as("latest"))
          .whereRef("calls.clinicId", "=", "clinics.id")
          .as("at"),
      ])
      .execute();
    return new Map(rows.flatMap(({ id, at }) => (at === null ? [] : [[id, at]])));
  }

  async changedSince(updatedAt: number, limit: number): Promise<readonly FleetCall[]> {
    const rows = await this.#database
      .selectFrom("calls")
      .selectAll()
      .where("updatedAt", ">=", updatedAt)
      .orderBy("updatedAt")
      .orderBy("callId")
      .limit(limit)
      .execute();
    return rows.map((row) => withValidInstants(row));
  }
}

/**
 * The texts that a transcript contains for each filter. Quotes in what people say are escaped there, so speech never
 * matches.
 */
function textsMarking({ node, tool, toolFailed }: FleetCallFilter): readonly (readonly string[])[] {
  return [
    ...(node === undefined
      ? []
      : [["new_node_id", "new_node_name", "former_node_id"].map((name) => field(name, node))]),
    ...(tool === undefined ? [] : [[field("name", tool)]]),
    ...(toolFailed === true ? [['"successful":false']] : []),
  ];
}

function field(name: string, value: string): string {
  return `"${name}":${JSON.stringify(value)}`;
}

function escaped(text: string): string {
  return text.replaceAll(/[!%_]/gu, "!$&");
}

/**
 * Lowers only A to Z, as `lower` does in both engines for these columns. SQLite's `like` ignores case; PostgreSQL's
 * does not.
 */
function lowered(text: string): string {
  return text.replaceAll(/[A-Z]/gu, (letter) => letter.toLowerCase());
}

function transcriptHolds(texts: readonly string[]): RawBuilder<boolean> {
  const found = texts.map(
    (text) => sql`lower(${sql.ref("transcriptJson")}) like ${`%${escaped(lowered(text))}%`} escape '!'`,
  );
  return sql<boolean>`(${sql.join(found, sql` or `)})`;
}

/**
 * Earlier versions stored any instant that an event contained, and one outside the calendar's range breaks every list
 * that contains it.
 */
function withValidInstants<Row extends Call>(row: Row): Row {
  const { calledAt, startedAt, endedAt } = row;
  if ([calledAt, startedAt ?? calledAt, endedAt ?? calledAt].every((at) => isValidInstant(at))) return row;
  const [start, end] = [validOrNull(startedAt), validOrNull(endedAt)];
  return {
    ...row,
    startedAt: start,
    endedAt: end,
    calledAt: validOrNull(calledAt) ?? start ?? end ?? row.updatedAt,
  };
}

function validOrNull(at: number | null): number | null {
  return at !== null && isValidInstant(at) ? at : null;
}

function isValidInstant(at: number): boolean {
  return at >= EARLIEST_CALL_MS && at <= LATEST_CALL_MS;
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

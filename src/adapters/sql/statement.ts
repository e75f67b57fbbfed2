import { MINUTE_MS } from "../../clock.ts";
import {
  type BinaryOperationNode,
  type Compilable,
  type CompiledQuery,
  type Expression,
  type Kysely,
  type KyselyPlugin,
  type OperationNode,
  type QueryId,
  type QueryResult,
  OperationNodeTransformer,
  PrimitiveValueListNode,
  ValueListNode,
  ValueNode,
  sql,
} from "kysely";
import type { Span } from "../../domain/time/spans.ts";
import { AscendiaError } from "../../errors.ts";
import { queryAbout } from "./clinic-scope.ts";
import { isPostgres } from "./migrations/engine.ts";
import type { ClinicSchema, FleetSchema } from "./schema.ts";
import { type MemoryKind, assertRemembered, memoriesShownBy } from "./database.ts";

/** A placeholder for a value that each run of the statement supplies. */
export type Param<Values> = <Name extends keyof Values & string>(name: Name) => Expression<Values[Name]>;

type Statement<Schema, Values, Result> = (database: Kysely<Schema>, values: Values) => Promise<Result>;

type Build<Schema, Values, Row> = (database: Kysely<Schema>, param: Param<Values>) => Compilable<Row>;

/**
 * A query that is built and compiled once for all clinics, because building costs several times what SQLite takes to
 * run it. A scope compiles and runs it, so its clinic condition is the same as in every scoped query (clinic-scope.ts).
 */
export function clinicStatement<Row, Values = object>(
  build: Build<ClinicSchema, Values, Row>,
): Statement<ClinicSchema, Values, Row[]> {
  const run = statement(build);
  return async (database, values) => (await run(database, values)).rows;
}

/** The same for queries over all clinics. */
export function fleetStatement<Row, Values = object>(
  build: Build<FleetSchema, Values, Row>,
): Statement<FleetSchema, Values, Row[]> {
  const run = statement(build);
  return async (database, values) => (await run(database, values)).rows;
}

/** The same for changes. @returns how many rows were added, changed or removed */
export function fleetChange<Values = object>(
  build: Build<FleetSchema, Values, unknown>,
): Statement<FleetSchema, Values, number> {
  const run = statement(build);
  return async (database, values) => Number((await run(database, values)).numAffectedRows ?? 0);
}

/** A query over the fleet's tables that is about one clinic (aboutClinic). */
export function statementAbout<Row, Values extends AboutClinic>(
  build: Build<FleetSchema, Values, Row>,
): Statement<FleetSchema, Values, Row[]> {
  const run = statement(build, { about: ({ clinicId }) => clinicId });
  return async (database, values) => (await run(database, values)).rows;
}

/** The same for changes. @returns how many rows were added, changed or removed */
export function changeAbout<Values extends AboutClinic>(
  build: Build<FleetSchema, Values, unknown>,
): Statement<FleetSchema, Values, number> {
  const run = statement(build, { about: ({ clinicId }) => clinicId });
  return async (database, values) => Number((await run(database, values)).numAffectedRows ?? 0);
}

interface AboutClinic {
  readonly clinicId: string;
}

/** A query that reads settings. Its result is remembered until someone changes settings. */
export function clinicSettings<Row, Value, Values = object>(
  build: Build<ClinicSchema, Values, Row>,
  read: (rows: readonly Row[]) => Value,
): Statement<ClinicSchema, Values, Value> {
  return remembered(build, read, "settings");
}

/** The same for what is known about external calendars. */
export function clinicCalendars<Row, Value, Values = object>(
  build: Build<ClinicSchema, Values, Row>,
  read: (rows: readonly Row[]) => Value,
): Statement<ClinicSchema, Values, Value> {
  return remembered(build, read, "calendars");
}

/** The same for the times that appointments block. */
export function clinicAppointments<Row, Value, Values = object>(
  build: Build<ClinicSchema, Values, Row>,
  read: (rows: readonly Row[]) => Value,
): Statement<ClinicSchema, Values, Value> {
  return remembered(build, read, "appointments");
}

/** The same for settings looked up across all clinics. */
export function fleetSettings<Row, Value, Values = object>(
  build: Build<FleetSchema, Values, Row>,
  read: (rows: readonly Row[]) => Value,
): Statement<FleetSchema, Values, Value> {
  return remembered(build, read, "settings");
}

/** The least memory that a result takes, and each value in it: estimates, because V8 reports no sizes. */
const [RESULT_BYTES, VALUE_BYTES] = [300, 40];

function sizeOf(rows: readonly unknown[]): number {
  const [first] = rows;
  const columns = typeof first === "object" && first !== null ? Object.keys(first).length : 1;
  return RESULT_BYTES + rows.length * columns * VALUE_BYTES + textIn(rows);
}

/** A time is some ten characters long in a row, but remembered as an object. */
const BYTES_OF_CHARACTER = 4;

function textIn(rows: readonly unknown[]): number {
  let characters = 0;
  for (const row of rows) {
    if (typeof row !== "object" || row === null) continue;
    for (const value of Object.values(row)) if (typeof value === "string") characters += value.length;
  }
  return characters * BYTES_OF_CHARACTER;
}

function remembered<Schema, Values, Row, Value>(
  build: Build<Schema, Values, Row>,
  read: (rows: readonly Row[]) => Value,
  kind: MemoryKind,
): Statement<Schema, Values, Value> {
  const run = statement(build, { check: (text) => assertRemembered(text, kind) });
  const byState = new WeakMap<object, Map<string, { readonly value: Value }>>();
  return async (database, values) => {
    const { memories, owner } = memoriesShownBy(database) ?? {};
    const memory = memories?.[kind];
    const state = memory?.state();
    if (memory === undefined || state === undefined) return read((await run(database, values)).rows);
    const known = byState.get(state) ?? new Map<string, { readonly value: Value }>();
    const key = `${owner ?? ""} ${JSON.stringify(values)}`;
    const found = known.get(key);
    if (found !== undefined) return found.value;
    const { rows } = await run(database, values);
    const value = read(rows);
    // Remember the value only if the state did not change during the query.
    if (memory.state() !== state) return value;
    byState.set(state, known.set(key, { value }));
    memory.took(sizeOf(rows));
    return value;
  };
}

interface Ways<Values> {
  readonly check?: (sql: string) => void;
  /** The clinic that one run is about. */
  readonly about?: (values: Values) => string;
}

function statement<Schema, Values, Row>(
  build: Build<Schema, Values, Row>,
  { check, about }: Ways<Values> = {},
): Statement<Schema, Values, QueryResult<Row>> {
  const names = new Map<unknown, keyof Values>();
  const param: Param<Values> = (name) => {
    const place = new Place<Values[typeof name]>();
    names.set(place, name);
    return place;
  };
  // An in-memory simulation and the installation's own database may use different engines.
  const byEngine = new Map<unknown, CompiledQuery<Row>>();
  return (database, values) => {
    const engine = database.getExecutor().adapter.constructor;
    let compiled = byEngine.get(engine);
    if (compiled === undefined) {
      compiled = build(database.withPlugin(constantsInText), param).compile();
      check?.(compiled.sql);
      byEngine.set(engine, compiled);
    }
    const parameters = compiled.parameters.map((value) => {
      const name = names.get(value);
      return name === undefined ? value : values[name];
    });
    const marked = about === undefined ? {} : { queryId: queryAbout(about(values)) };
    return database.executeQuery<Row>({ ...compiled, parameters, ...marked });
  };
}

/**
 * Writes constants into the text instead of passing them as parameters. SQLite plans a statement again before every run
 * if a parameter could make it satisfy the condition of a partial index (sqlite.org/partialindex.html, 3.2), which takes
 * longer than the run itself.
 */
class ConstantsInText extends OperationNodeTransformer {
  protected override transformValue(node: ValueNode): ValueNode {
    return isConstant(node.value) ? ValueNode.createImmediate(node.value) : node;
  }

  protected override transformBinaryOperation(node: BinaryOperationNode, queryId?: QueryId): BinaryOperationNode {
    const { rightOperand: right } = node;
    if (!PrimitiveValueListNode.is(right)) return super.transformBinaryOperation(node, queryId);
    const rightOperand = ValueListNode.create(right.values.map((value) => ValueNode.create(value)));
    return super.transformBinaryOperation({ ...node, rightOperand }, queryId);
  }
}

function isConstant(value: unknown): boolean {
  return value === null || typeof value === "string" || typeof value === "number";
}

const constants = new ConstantsInText();

const constantsInText: KyselyPlugin = {
  transformQuery: ({ node, queryId }) => constants.transformNode(node, queryId),
  transformResult: ({ result }) => Promise.resolve(result),
};

class Place<Value> implements Expression<Value> {
  get expressionType(): Value | undefined {
    return undefined;
  }

  toOperationNode(): OperationNode {
    return ValueNode.create(this);
  }
}

/** @throws not_found if a change by id matched no row */
export function expectOne(changedRows: bigint, what: string): void {
  if (changedRows !== 1n) throw new AscendiaError("not_found", `There is no ${what}.`);
}

/** No appointment or hold blocks a doctor or room for longer: the tables refuse it (`blocked_within_a_day`). */
const LONGEST_BLOCK_MS = 24 * 60 * MINUTE_MS;

/**
 * Blocks that overlap the span start after this instant. With both ends bounded, the index on `blocked_from` is read
 * for the span and one day more, not for everything before or after it.
 */
export function earliestOverlap({ from }: Span): number {
  return from - LONGEST_BLOCK_MS;
}

/**
 * Turns the database's refusal of a duplicate into a readable conflict. What the transaction has done so far survives
 * in either engine: without a savepoint, PostgreSQL would also refuse every later statement.
 */
export async function refusingDuplicates<T, Schema>(
  database: Kysely<Schema>,
  message: string,
  work: () => Promise<T>,
): Promise<T> {
  const isMarked = database.isTransaction && isPostgres(database);
  if (isMarked) await sql`savepoint refusable`.execute(database);
  try {
    const result = await work();
    if (isMarked) await sql`release savepoint refusable`.execute(database);
    return result;
  } catch (error) {
    if (isMarked) await sql`rollback to savepoint refusable`.execute(database);
    if (error instanceof Error && "code" in error && DUPLICATE.has(error.code)) {
      throw new AscendiaError("conflict", message, { cause: error });
    }
    throw error;
  }
}

/** The last code is PostgreSQL's unique_violation. */
const DUPLICATE: ReadonlySet<unknown> = new Set(["SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "23505"]);

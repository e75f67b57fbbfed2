import {
  type Compilable,
  type CompiledQuery,
  type Expression,
  type Kysely,
  type OperationNode,
  ValueNode,
} from "kysely";
import type { ClinicSchema, FleetSchema } from "./schema.ts";

/** Where a value goes that each run of the statement gives. */
type Given<Values> = <Name extends keyof Values & string>(name: Name) => Expression<Values[Name]>;

type Statement<Schema, Values, Row> = (database: Kysely<Schema>, values: Values) => Promise<Row[]>;

type Build<Schema, Values, Row> = (database: Kysely<Schema>, given: Given<Values>) => Compilable<Row>;

/**
 * A query that is built and compiled once for all clinics, as building costs several times what SQLite takes to run it.
 * It is compiled by a scope and run by a scope, so it names the clinic as every scoped query does (scope-place.ts).
 */
export function clinicStatement<Row, Values = object>(
  build: Build<ClinicSchema, Values, Row>,
): Statement<ClinicSchema, Values, Row> {
  return statement(build);
}

/** The same for what is asked of all clinics together. */
export function fleetStatement<Row, Values = object>(
  build: Build<FleetSchema, Values, Row>,
): Statement<FleetSchema, Values, Row> {
  return statement(build);
}

function statement<Schema, Values, Row>(build: Build<Schema, Values, Row>): Statement<Schema, Values, Row> {
  const names = new Map<unknown, keyof Values>();
  const given: Given<Values> = (name) => {
    const place = new Place<Values[typeof name]>();
    names.set(place, name);
    return place;
  };
  let compiled: CompiledQuery<Row> | undefined;
  return async (database, values) => {
    compiled ??= build(database, given).compile();
    const parameters = compiled.parameters.map((value) => {
      const name = names.get(value);
      return name === undefined ? value : values[name];
    });
    const { rows } = await database.executeQuery<Row>({ ...compiled, parameters });
    return rows;
  };
}

class Place<Value> implements Expression<Value> {
  get expressionType(): Value | undefined {
    return undefined;
  }

  toOperationNode(): OperationNode {
    return ValueNode.create(this);
  }
}

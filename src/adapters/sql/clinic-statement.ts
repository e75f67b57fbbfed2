import {
  type Compilable,
  type CompiledQuery,
  type Expression,
  type Kysely,
  type OperationNode,
  ValueNode,
} from "kysely";
import type { ClinicSchema } from "./schema.ts";

/** Where a value goes that each run of the statement gives. */
type Given<Values> = <Name extends keyof Values & string>(name: Name) => Expression<Values[Name]>;

type Statement<Values, Row> = (clinic: Kysely<ClinicSchema>, values: Values) => Promise<Row[]>;

/**
 * A query that is built and compiled once for all clinics, as building costs several times what SQLite takes to run it.
 * It is compiled by a scope and run by a scope, so it names the clinic as every scoped query does (scope-place.ts).
 */
export function clinicStatement<Row, Values = object>(
  build: (clinic: Kysely<ClinicSchema>, given: Given<Values>) => Compilable<Row>,
): Statement<Values, Row> {
  const names = new Map<unknown, keyof Values>();
  const given: Given<Values> = (name) => {
    const place = new Place<Values[typeof name]>();
    names.set(place, name);
    return place;
  };
  let compiled: CompiledQuery<Row> | undefined;
  return async (clinic, values) => {
    compiled ??= build(clinic, given).compile();
    const parameters = compiled.parameters.map((value) => {
      const name = names.get(value);
      return name === undefined ? value : values[name];
    });
    const { rows } = await clinic.executeQuery<Row>({ ...compiled, parameters });
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

import {
  AliasNode,
  BinaryOperationNode,
  ColumnNode,
  type DeleteQueryNode,
  type FromNode,
  IdentifierNode,
  type InsertQueryNode,
  JoinNode,
  OperationNodeTransformer,
  OperatorNode,
  PrimitiveValueListNode,
  ReferenceNode,
  type SelectQueryNode,
  TableNode,
  type UpdateQueryNode,
  ValueListNode,
  ValueNode,
  ValuesNode,
  WhereNode,
  type OperationNode,
  type QueryId,
} from "kysely";
import { CLINIC_PLACE } from "./scope-place.ts";

const COLUMN = "clinic_id";

/** Rewrites a query so that it can only touch one clinic's rows, in sub-queries and joins too. */
export class ClinicScopeTransformer extends OperationNodeTransformer {
  protected override transformSelectQuery(node: SelectQueryNode, queryId: QueryId): SelectQueryNode {
    const query = super.transformSelectQuery(node, queryId);
    return { ...query, ...this.#restricted(query.where, tablesOf(query.from)) };
  }

  protected override transformUpdateQuery(node: UpdateQueryNode, queryId: QueryId): UpdateQueryNode {
    const query = super.transformUpdateQuery(node, queryId);
    refuseForeignClinic(query.updates?.map(({ column }) => column) ?? []);
    const tables = [...(query.table === undefined ? [] : [tableName(query.table)]), ...tablesOf(query.from)];
    return { ...query, ...this.#restricted(query.where, tables) };
  }

  protected override transformDeleteQuery(node: DeleteQueryNode, queryId: QueryId): DeleteQueryNode {
    const query = super.transformDeleteQuery(node, queryId);
    return { ...query, ...this.#restricted(query.where, tablesOf(query.from)) };
  }

  protected override transformJoin(node: JoinNode, queryId: QueryId): JoinNode {
    const join = super.transformJoin(node, queryId);
    const table = tableName(join.table);
    return table === undefined ? join : JoinNode.cloneWithOn(join, this.#belongs(table));
  }

  protected override transformInsertQuery(node: InsertQueryNode, queryId: QueryId): InsertQueryNode {
    const query = super.transformInsertQuery(node, queryId);
    if (query.columns === undefined || query.values === undefined || !ValuesNode.is(query.values)) {
      throw new Error("a scoped insert names its columns and values");
    }
    refuseForeignClinic(query.columns);
    const rows = query.values.values.map((row) =>
      PrimitiveValueListNode.is(row)
        ? PrimitiveValueListNode.create([...row.values, CLINIC_PLACE])
        : ValueListNode.create([...row.values, ValueNode.create(CLINIC_PLACE)]),
    );
    return {
      ...query,
      ...this.#conflictRestricted(query),
      columns: [...query.columns, ColumnNode.create(COLUMN)],
      values: ValuesNode.create(rows),
    };
  }

  /** An upsert that meets another clinic's row leaves it as it is. */
  #conflictRestricted({ into, onConflict }: InsertQueryNode): Pick<InsertQueryNode, "onConflict"> {
    if (onConflict?.updates === undefined) return {};
    const { where } = this.#restricted(onConflict.updateWhere, [into]);
    return { onConflict: where === undefined ? onConflict : { ...onConflict, updateWhere: where } };
  }

  #restricted(where: WhereNode | undefined, tables: readonly (TableNode | undefined)[]): { where?: WhereNode } {
    let result = where;
    for (const table of tables) {
      if (table === undefined) continue;
      const condition = this.#belongs(table);
      result =
        result === undefined ? WhereNode.create(condition) : WhereNode.cloneWithOperation(result, "And", condition);
    }
    return result === undefined ? {} : { where: result };
  }

  #belongs(table: TableNode): OperationNode {
    return BinaryOperationNode.create(
      ReferenceNode.create(ColumnNode.create(COLUMN), table),
      OperatorNode.create("="),
      ValueNode.create(CLINIC_PLACE),
    );
  }
}

/** Values that carry the column anyway (a row read elsewhere) would move a row to another clinic. */
function refuseForeignClinic(columns: readonly OperationNode[]): void {
  const names = columns.map((column) => (ColumnNode.is(column) ? column.column.name : ""));
  if (names.includes(COLUMN)) throw new Error(`a scoped write never names ${COLUMN}`);
}

function tablesOf(from: FromNode | undefined): readonly (TableNode | undefined)[] {
  return from === undefined ? [] : from.froms.map((source) => tableName(source));
}

/** The name by which a query's columns refer to a table; undefined for a sub-query, which is restricted by itself. */
function tableName(node: OperationNode): TableNode | undefined {
  if (TableNode.is(node)) return node;
  if (!AliasNode.is(node) || !TableNode.is(node.node)) return undefined;
  if (!IdentifierNode.is(node.alias)) throw new Error("a scoped query gives its tables plain aliases");
  return TableNode.create(node.alias.name);
}

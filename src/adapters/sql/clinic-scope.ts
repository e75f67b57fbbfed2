import {
  type CompiledQuery,
  type DatabaseConnection,
  type DeleteQueryNode,
  type Dialect,
  type Driver,
  type FromNode,
  type InsertQueryNode,
  type OperationNode,
  type PluginTransformQueryArgs,
  type QueryId,
  type QueryResult,
  type RootOperationNode,
  type SelectQueryNode,
  type TransactionSettings,
  type UnknownRow,
  type UpdateQueryNode,
  type KyselyPlugin,
  AliasNode,
  BinaryOperationNode,
  CamelCasePlugin,
  ColumnNode,
  IdentifierNode,
  JoinNode,
  Kysely,
  OperationNodeTransformer,
  OperatorNode,
  PrimitiveValueListNode,
  ReferenceNode,
  TableNode,
  ValueListNode,
  ValueNode,
  ValuesNode,
  WhereNode,
  createQueryId,
} from "kysely";
import { type SqlDatabase, showsMemories } from "./database.ts";
import type { ClinicSchema, FleetSchema } from "./schema.ts";

/** Stands for the clinic's id in every scoped query; only the scope's own connection fills in the id. */
export const CLINIC_PLACE = Symbol("the id of the scope's clinic");

/** The dialect as one clinic uses it. Outside it, a query with the placeholder fails: no database can bind a symbol. */
export function scopedDialect(dialect: Dialect, clinicId: string): Dialect {
  return {
    createDriver: () => new ScopedDriver(dialect.createDriver(), clinicId),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (database) => dialect.createIntrospector(database),
  };
}

class ScopedDriver implements Driver {
  readonly #driver: Driver;
  readonly #clinicId: string;

  constructor(driver: Driver, clinicId: string) {
    this.#driver = driver;
    this.#clinicId = clinicId;
  }

  init(): Promise<void> {
    return this.#driver.init();
  }

  async acquireConnection(): Promise<ScopedConnection> {
    return new ScopedConnection(await this.#driver.acquireConnection(), this.#clinicId);
  }

  releaseConnection({ own }: ScopedConnection): Promise<void> {
    return this.#driver.releaseConnection(own);
  }

  beginTransaction({ own }: ScopedConnection, settings: TransactionSettings): Promise<void> {
    return this.#driver.beginTransaction(own, settings);
  }

  commitTransaction({ own }: ScopedConnection): Promise<void> {
    return this.#driver.commitTransaction(own);
  }

  rollbackTransaction({ own }: ScopedConnection): Promise<void> {
    return this.#driver.rollbackTransaction(own);
  }

  destroy(): Promise<void> {
    return this.#driver.destroy();
  }
}

class ScopedConnection implements DatabaseConnection {
  /** The driver's own class. */
  readonly own: DatabaseConnection;
  readonly #clinicId: string;

  constructor(connection: DatabaseConnection, clinicId: string) {
    this.own = connection;
    this.#clinicId = clinicId;
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return this.own.executeQuery(this.#placed(query));
  }

  streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.own.streamQuery(this.#placed(query), chunkSize);
  }

  #placed(query: CompiledQuery): CompiledQuery {
    const parameters = query.parameters.map((value) => (value === CLINIC_PLACE ? this.#clinicId : value));
    return { ...query, parameters };
  }
}

const COLUMN = "clinic_id";

/** `clinic`: the rows of the scope's clinic. `nobody`: the rows that belong to no clinic. */
export type ScopeOwner = "clinic" | "nobody";

/** Rewrites a query, including its sub-queries and joins, so that it can only touch its owner's rows. */
export class ClinicScopeTransformer extends OperationNodeTransformer {
  readonly #owner: ScopeOwner;

  constructor(owner: ScopeOwner) {
    super();
    this.#owner = owner;
  }

  protected override transformSelectQuery(node: SelectQueryNode, queryId: QueryId): SelectQueryNode {
    const query = super.transformSelectQuery(node, queryId);
    return { ...query, ...this.#restricted(query.where, tablesOf(query.from)) };
  }

  protected override transformUpdateQuery(node: UpdateQueryNode, queryId: QueryId): UpdateQueryNode {
    const query = super.transformUpdateQuery(node, queryId);
    refuseClinicColumn(query.updates?.map(({ column }) => column) ?? []);
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
    if (this.#owner === "nobody") throw new Error("only the fleet writes rows that belong to no clinic");
    if (query.columns === undefined || query.values === undefined || !ValuesNode.is(query.values)) {
      throw new Error("a scoped insert must name its columns and values");
    }
    refuseClinicColumn(query.columns);
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

  /** An upsert that conflicts with another clinic's row leaves that row unchanged. */
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
    const column = ReferenceNode.create(ColumnNode.create(COLUMN), table);
    return this.#owner === "clinic"
      ? BinaryOperationNode.create(column, OperatorNode.create("="), ValueNode.create(CLINIC_PLACE))
      : BinaryOperationNode.create(column, OperatorNode.create("is"), ValueNode.createImmediate(null));
  }
}

/** Setting this column, for example from a row read outside the scope, would move the row to another clinic. */
function refuseClinicColumn(columns: readonly OperationNode[]): void {
  const names = columns.map((column) => (ColumnNode.is(column) ? column.column.name : ""));
  if (names.includes(COLUMN)) throw new Error(`a scoped write must not name ${COLUMN}`);
}

function tablesOf(from: FromNode | undefined): readonly (TableNode | undefined)[] {
  return from === undefined ? [] : from.froms.map((source) => tableName(source));
}

/** The name by which a query's columns refer to a table; undefined for a sub-query, which is restricted separately. */
function tableName(node: OperationNode): TableNode | undefined {
  if (TableNode.is(node)) return node;
  if (!AliasNode.is(node) || !TableNode.is(node.node)) return undefined;
  if (!IdentifierNode.is(node.alias)) throw new Error("a scoped query must give its tables plain aliases");
  return TableNode.create(node.alias.name);
}

/**
 * The database as one clinic sees it. Its type has no clinic_id column and no fleet tables; the plugin puts `clinic_id
 * = ?` on every table that a query touches and into every inserted row, and the scope's connection fills in its clinic.
 * A scoped store can therefore neither forget the condition nor name another clinic.
 */
export function clinicScope(database: SqlDatabase, clinicId: string, isDurable = true): Kysely<ClinicSchema> {
  const dialect = scopedDialect(database.dialectOf(clinicId, isDurable), clinicId);
  const clinic = new Kysely<ClinicSchema>({ dialect, plugins: [scopePlugin] });
  return showsMemories(clinic, { memories: database.memories, owner: clinicId });
}

/** Any column of any clinic table, for code that walks all tables by a map (privacy-map.ts). */
export type ClinicRows = Readonly<Record<keyof ClinicSchema, Readonly<Record<string, string | number | null>>>>;

/** The same view for code that chooses table and column at run time. */
export function clinicRows(database: SqlDatabase, clinicId: string): Kysely<ClinicRows> {
  return new Kysely({ dialect: scopedDialect(database.dialectOf(clinicId), clinicId), plugins: [scopePlugin] });
}

/** Only the rows that belong to no clinic: calls, events and jobs (OwnerlessTable). Other tables have no such rows. */
export function unattributedRows(database: SqlDatabase): Kysely<ClinicRows> {
  return new Kysely({ dialect: database.dialectOf(NOBODY), plugins: [nobodyPlugin] });
}

/** Adds the owner's condition to every query and maps names to camelCase; the same for every clinic. */
class ClinicScopePlugin extends CamelCasePlugin {
  readonly #transformer: ClinicScopeTransformer;

  constructor(owner: ScopeOwner) {
    super();
    this.#transformer = new ClinicScopeTransformer(owner);
  }

  override transformQuery(args: PluginTransformQueryArgs): RootOperationNode {
    return this.#transformer.transformNode(super.transformQuery(args), args.queryId);
  }

  /** Rows are flat here and do not show which clinic owns them. */
  protected override mapRow(row: UnknownRow): UnknownRow {
    const mapped: UnknownRow = {};
    for (const column of Object.keys(row)) if (column !== "clinic_id") mapped[this.camelCase(column)] = row[column];
    return mapped;
  }
}

const scopePlugin = new ClinicScopePlugin("clinic");

const nobodyPlugin = new ClinicScopePlugin("nobody");

/** Used instead of a clinic's id for the rows that belong to no clinic. */
export const NOBODY = "nobody";

const owners = new WeakMap<QueryId, string>();

/**
 * The fleet's tables for queries about one clinic, inside a fleet transaction too. If the database itself can separate
 * clinics, it shows these queries only that clinic's rows, whatever their conditions are.
 *
 * @param clinicId null: rows of no clinic; undefined: all rows
 */
export function aboutClinic(fleet: Kysely<FleetSchema>, clinicId: string | null | undefined): Kysely<FleetSchema> {
  if (clinicId === undefined) return fleet;
  const owner = clinicId ?? NOBODY;
  const marking: KyselyPlugin = {
    transformQuery: ({ node, queryId }: PluginTransformQueryArgs) => {
      owners.set(queryId, owner);
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  return fleet.withPlugin(marking);
}

/** The same for one run of a compiled statement. */
export function queryAbout(clinicId: string): QueryId {
  const id = createQueryId();
  owners.set(id, clinicId);
  return id;
}

/** The clinic to which the query is limited; undefined: no limit. */
export function ownerOf({ queryId }: CompiledQuery): string | undefined {
  return owners.get(queryId);
}

/**
 * Runs in the current transaction, or in a new one. If two callers change or add the same row at once, the second sees
 * what the first wrote.
 */
export function together<T>(
  clinic: Kysely<ClinicSchema>,
  work: (clinic: Kysely<ClinicSchema>) => Promise<T>,
): Promise<T> {
  return clinic.isTransaction ? work(clinic) : clinic.transaction().execute(work);
}

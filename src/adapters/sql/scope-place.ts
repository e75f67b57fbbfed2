import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryResult, TransactionSettings } from "kysely";

/** Stands for the clinic's id in every scoped query; only the scope's own connection puts the id in its place. */
export const CLINIC_PLACE = Symbol("the id of the scope's clinic");

/** The dialect as one clinic uses it. A query that has the place runs nowhere else: the database cannot bind a symbol. */
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

  async acquireConnection(): Promise<DatabaseConnection> {
    return new ScopedConnection(await this.#driver.acquireConnection(), this.#clinicId);
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return this.#driver.releaseConnection(connection);
  }

  beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return this.#driver.beginTransaction(connection, settings);
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return this.#driver.commitTransaction(connection);
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return this.#driver.rollbackTransaction(connection);
  }

  destroy(): Promise<void> {
    return this.#driver.destroy();
  }
}

class ScopedConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection;
  readonly #clinicId: string;

  constructor(connection: DatabaseConnection, clinicId: string) {
    this.#connection = connection;
    this.#clinicId = clinicId;
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return this.#connection.executeQuery(this.#placed(query));
  }

  streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.#connection.streamQuery(this.#placed(query), chunkSize);
  }

  #placed(query: CompiledQuery): CompiledQuery {
    const parameters = query.parameters.map((value) => (value === CLINIC_PLACE ? this.#clinicId : value));
    return { ...query, parameters };
  }
}

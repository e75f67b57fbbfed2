import {
  type CompiledQuery,
  CompiledQuery as Compiled,
  type DatabaseConnection,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  type QueryResult,
} from "kysely";
import type { PostgresClient } from "./client.ts";
import { PortableQueryCompiler } from "./compiler.ts";
import { explained } from "./refusal.ts";

/**
 * The database as the connection's own user sees it, without a role: for migrations and for facts that only this user
 * may read.
 */
export function ownerDatabase(client: PostgresClient): Kysely<unknown> {
  const connection: DatabaseConnection = {
    executeQuery: async <Row>(query: CompiledQuery): Promise<QueryResult<Row>> => {
      try {
        const { rows, rowCount } = await client.query(query.sql, query.parameters);
        return { rows, numAffectedRows: BigInt(rowCount ?? 0) };
      } catch (error) {
        throw explained(error);
      }
    },
    streamQuery: () => {
      throw new Error("streaming is not used");
    },
  };
  const send = async (text: string): Promise<void> => void (await connection.executeQuery(Compiled.raw(text)));
  return new Kysely({
    dialect: {
      createDriver: () => ({
        init: () => Promise.resolve(),
        acquireConnection: () => Promise.resolve(connection),
        releaseConnection: () => Promise.resolve(),
        beginTransaction: () => send("begin"),
        commitTransaction: () => send("commit"),
        rollbackTransaction: () => send("rollback"),
        destroy: () => Promise.resolve(),
      }),
      createQueryCompiler: () => new PortableQueryCompiler(),
      createAdapter: () => new PostgresAdapter(),
      createIntrospector: (database) => new PostgresIntrospector(database),
    },
  });
}

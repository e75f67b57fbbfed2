import type { SqlDatabase } from "../../src/adapters/sql/database.ts";
import { newDatabase } from "../../src/adapters/sql/migrations/new-database.ts";
import { pgliteDatabase } from "./pglite.ts";
import { postgresTestDatabase, postgresTestUrl } from "./postgres-server.ts";

type Engine = readonly [name: string, open: () => Promise<SqlDatabase>];

/** A new installation's database on each engine; on a PostgreSQL server if `npm run proof engines` names one. */
export const engines: readonly Engine[] = [
  ["SQLite", newDatabase],
  ["PGlite", pgliteDatabase],
  ...(postgresTestUrl === undefined ? [] : [["PostgreSQL", postgresTestDatabase] as const]),
];

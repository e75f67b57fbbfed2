import { type Kysely, sql } from "kysely";
import type { Remains } from "../../../domain/privacy/person.ts";
import type { FleetSchema } from "../schema.ts";
import { matchesPattern } from "../conditions.ts";

/**
 * Logs of the whole installation: the sealed audit log, and the journal of requests to Retell. Nothing is erased from
 * them.
 */
const logs = ["audit", "journal"] as const;

export type LogSearch = (pattern: RegExp) => Promise<readonly Remains[]>;

/** Searches the installation's logs for a person. */
export function logSearch(fleet: Kysely<FleetSchema>): LogSearch {
  return async (pattern) => {
    const found: Remains[] = [];
    for (const table of logs) {
      const columns = await columnsOf(fleet, table);
      const isNamed = sql.join(
        columns.map((column) => matchesPattern(sql.ref(column), pattern)),
        sql` or `,
      );
      const counting = sql<{ rows: number }>`select count(*) as rows from ${sql.table(table)} where ${isNamed}`;
      const rows = (await counting.execute(fleet)).rows[0]?.rows ?? 0;
      if (rows > 0) found.push({ table, rows });
    }
    return found;
  };
}

/** The columns that the database really has, so that a column added later is searched too. */
export async function columnsOf(
  database: Pick<Kysely<unknown>, "introspection">,
  table: string,
): Promise<readonly string[]> {
  const snake = table.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
  const tables = await database.introspection.getTables();
  return tables.find(({ name }) => name === snake)?.columns.map(({ name }) => name) ?? [];
}

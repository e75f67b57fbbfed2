import BetterSqlite3 from "better-sqlite3";
import { keepStatements } from "../../../src/adapters/sqlite/keep-statements.ts";
import type { PostgresClient } from "../../../src/adapters/sql/postgres/client.ts";

/** Each row as one text, in order, so that the comparison uses none of the copy's own code. */
export type Held = ReadonlyMap<string, readonly string[]>;

export function heldBySqlite(path: string): Held {
  const connection = keepStatements(new BetterSqlite3(path, { fileMustExist: true, readonly: true }));
  try {
    const names = connection
      .prepare<[], string>(
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not like 'kysely_%'",
      )
      .pluck()
      .all();
    return new Map(
      names.map((name) => [
        name,
        texts(name, connection.prepare<[], Record<string, unknown>>(`select * from "${name}"`).all()),
      ]),
    );
  } finally {
    connection.close();
  }
}

export async function heldByPostgres(client: PostgresClient): Promise<Held> {
  const { rows } = await client.query(
    "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not like 'kysely_%'",
    [],
  );
  const held = new Map<string, readonly string[]>();
  for (const { name } of rows as readonly { readonly name: string }[]) {
    held.set(name, texts(name, (await client.query(`select * from "${name}"`, [])).rows));
  }
  return held;
}

const ITS_OWN: ReadonlySet<string> = new Set(["readiness_probe", "backed_up_at", "moved_to"]);

function texts(table: string, rows: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  return rows
    .filter((row) => table !== "meta" || !ITS_OWN.has(String(row["key"])))
    .map((row) =>
      JSON.stringify(Object.entries(row).toSorted(([one], [other]) => (one < other ? -1 : 1))).replaceAll(
        String.raw`\u0000`,
        "\uFFFD",
      ),
    )
    .toSorted();
}

export function unequalTables(one: Held, other: Held): readonly string[] {
  const names = new Set([...one.keys(), ...other.keys()]);
  return [...names].filter((name) => one.get(name)?.join("\n") !== other.get(name)?.join("\n"));
}

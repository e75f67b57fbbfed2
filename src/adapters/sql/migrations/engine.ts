import { type Kysely, PostgresAdapter, sql } from "kysely";

/** For the few statements that the two engines write differently. */
export function isPostgres(database: Pick<Kysely<unknown>, "getExecutor">): boolean {
  return database.getExecutor().adapter instanceof PostgresAdapter;
}

interface BumpedTable {
  readonly table: string;
  /** The column that holds the clinic's id. */
  readonly clinicId?: string;
  /** Whether a row may move from one clinic to another, which concerns both. */
  readonly moves?: boolean;
}

/**
 * Random, not counted: a change that was rolled back must not share its revision with the next one. 52 bits, so that it
 * stays an exact JavaScript number.
 */
const NEW_REVISION = sql`abs(random() % 4503599627370496)`;

/** For a table whose data callers hear: any change of its rows gives their clinic a new revision, in either engine. */
export async function bumpRevisionOn(
  database: Kysely<unknown>,
  { table, clinicId = "clinic_id", moves = false }: BumpedTable,
): Promise<void> {
  if (isPostgres(database)) {
    await sql`
      create trigger ${sql.ref(`${table}_bumps_revision`)} after insert or update or delete on ${sql.table(table)}
      for each row execute function bump_clinic_revision(${sql.lit(clinicId)})`.execute(database);
    return;
  }
  const bump = (row: "new" | "old") => sql`
    insert into clinic_revisions (clinic_id, revision) values (${sql.ref(`${row}.${clinicId}`)}, ${NEW_REVISION})
    on conflict (clinic_id) do update set revision = excluded.revision;`;
  const changes = [
    ["insert", bump("new")],
    ["update", moves ? sql`${bump("old")} ${bump("new")}` : bump("new")],
    ["delete", bump("old")],
  ] as const;
  for (const [change, statements] of changes) {
    await sql`
      create trigger ${sql.ref(`${table}_${change}_bumps_revision`)} after ${sql.raw(change)} on ${sql.table(table)}
      begin ${statements} end`.execute(database);
  }
}

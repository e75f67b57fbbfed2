import { type Kysely, sql } from "kysely";
import type { CopiedTable } from "../../../domain/fleet/database-files.ts";
import { AscendiaError } from "../../../errors.ts";
import type { SqlDatabase } from "../database.ts";
import { type TableChange, CLAIM, Mirror } from "../copies/mirror.ts";
import { refuseWrites } from "../sqlite/moved-away.ts";
import type { FleetSchema } from "../schema.ts";
import { openSqlite } from "../sqlite/sqlite.ts";
import { type StoredRow, contentsOfTables, differences, hashOf, insertRows, pagesOf } from "../copies/table-rows.ts";
import { inOrderOfReference } from "./copy-from-sqlite.ts";

type Fleet = Kysely<FleetSchema>;

/** Written with the last rows: the copy is complete, and only its claim is missing. */
const COMPLETE = "copy_complete";

export interface Following {
  /** The installation's file, which other processes write to. */
  readonly source: string;
  /** A consistent copy of the source, which is consumed. */
  readonly draft: string;
  readonly target: SqlDatabase;
  /** The target's address, which the source's refusals name. */
  readonly movedTo: string;
}

export interface Followed {
  readonly tables: readonly CopiedTable[];
  /** How many times the copy was brought up to date. */
  readonly passes: number;
  /** How long writers waited. */
  readonly heldMs: number;
}

/** A pass that finds fewer changed rows is short enough to make writers wait for the next one. */
const FEW = 500;
/** After this many passes, writers wait even if the database is written to all the time. */
const MOST_PASSES = 10;

/**
 * Copies the draft, then what was written to the source meanwhile, pass by pass; in the last pass, writers wait. From
 * then on the source refuses writes. The target is claimed only after that.
 * @throws failed if source and target differ
 */
export async function followFromSqlite(following: Following): Promise<Followed> {
  const { source, draft, target, movedTo } = following;
  const mirror = new Mirror(draft, source);
  try {
    const claim = mirror.claim();
    await copyAll(draft, target, mirror.tables);
    let passes = 0;
    for (let changed = Number.POSITIVE_INFINITY; changed > FEW && passes < MOST_PASSES; passes += 1) {
      changed = await pass(mirror, target);
    }
    await assertEqual(draft, target);
    await pass(mirror, target);
    const heldSince = performance.now();
    mirror.hold();
    const changes = mirror.catchUp();
    await apply(changes, target, COMPLETE);
    await assertThere(changes, { target, mirror });
    mirror.release((connection) => refuseWrites(connection, "source", movedTo));
    const heldMs = performance.now() - heldSince;
    await claimCopy(target, claim);
    return { tables: await contentsIn(draft, claim), passes: passes + 1, heldMs };
  } finally {
    mirror.giveUp();
    mirror.close();
  }
}

/** Claims a copy that was interrupted after the source began to refuse writes. @returns whether there was one */
export async function finishCopy(target: SqlDatabase, claim: string): Promise<boolean> {
  const found = await target.fleet.selectFrom("meta").select("value").where("key", "=", COMPLETE).executeTakeFirst();
  if (found === undefined) return false;
  await claimCopy(target, claim);
  return true;
}

async function claimCopy({ fleet }: SqlDatabase, value: string): Promise<void> {
  await fleet.transaction().execute(async (transaction) => {
    await transaction.insertInto("meta").values({ key: CLAIM, value }).execute();
    await transaction.deleteFrom("meta").where("key", "=", COMPLETE).execute();
  });
}

/** First deletes what an interrupted copy left in the target, each table before the tables that it refers to. */
async function copyAll(draft: string, target: SqlDatabase, tables: readonly string[]): Promise<void> {
  const source = openSqlite(draft);
  try {
    await target.atomically(async () => {
      const { fleet } = target;
      await deferred(fleet);
      for (const table of (await inOrderOfReference(fleet.withoutPlugins())).toReversed())
        await removeAll(fleet, table);
      for (const table of tables) {
        // Writing the other tables assigned revisions.
        if (table === "clinic_revisions") await removeAll(fleet, table);
        for await (const rows of pagesOf(source.fleet, table)) await insertRows(fleet, table, rows);
      }
    });
  } finally {
    await source.close();
  }
}

/** @returns how many rows had changed */
async function pass(mirror: Mirror, target: SqlDatabase): Promise<number> {
  const changes = mirror.catchUp();
  await apply(changes, target);
  return changes.reduce((sum, { removed, rows }) => sum + Math.max(removed.length, rows.length), 0);
}

/** Deletes old values before inserting new ones, so that no constraint sees both. */
async function apply(changes: readonly TableChange[], target: SqlDatabase, note?: string): Promise<void> {
  await target.atomically(async () => {
    const { fleet } = target;
    await deferred(fleet);
    const revisions = await revisionsIn(fleet);
    for (const { table, keys, removed } of changes) {
      if (keys.length === 0) await removeAll(fleet, table);
      else await removeRows(fleet, { table, keys }, removed);
    }
    for (const { table, rows } of changes) if (table !== "clinic_revisions") await insertRows(fleet, table, rows);
    await removeAll(fleet, "clinic_revisions");
    await insertRows(fleet, "clinic_revisions", revised(revisions, changes));
    if (note !== undefined) await fleet.insertInto("meta").values({ key: note, value: "1" }).execute();
  });
}

async function revisionsIn(fleet: Fleet): Promise<readonly StoredRow[]> {
  const rows: StoredRow[] = [];
  for await (const page of pagesOf(fleet, "clinic_revisions")) rows.push(...page);
  return rows;
}

function revised(before: readonly StoredRow[], changes: readonly TableChange[]): readonly StoredRow[] {
  const change = changes.find(({ table }) => table === "clinic_revisions");
  const removed = new Set(change?.removed.map((row) => row["clinic_id"]));
  return [...before.filter((row) => !removed.has(row["clinic_id"])), ...(change?.rows ?? [])];
}

async function deferred(fleet: Fleet): Promise<void> {
  await sql`set constraints all deferred`.execute(fleet);
}

async function removeAll(fleet: Fleet, table: string): Promise<void> {
  await sql`delete from ${sql.table(table)}`.execute(fleet.withoutPlugins());
}

const ROWS_AT_ONCE = 5_000;

async function removeRows(fleet: Fleet, named: Named, rows: readonly StoredRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const are = among(named, rows.slice(from, from + ROWS_AT_ONCE));
    await sql`delete from ${sql.table(named.table)} where ${are}`.execute(fleet.withoutPlugins());
  }
}

type Named = Pick<TableChange, "table" | "keys">;

function among({ keys }: Named, rows: readonly StoredRow[]) {
  const values = rows.map((row) => sql`(${sql.join(keys.map((key) => row[key]))})`);
  return sql`(${sql.join(keys.map((key) => sql.id(key)))}) in (${sql.join(values)})`;
}

/** Compares everything copied so far; nobody is writing to the draft or the target. */
async function assertEqual(draft: string, target: SqlDatabase): Promise<void> {
  const source = openSqlite(draft);
  try {
    const unequal = differences(await contentsOfTables(source.fleet), await contentsOfTables(target.fleet));
    if (unequal.length > 0) throw notEqual(unequal);
  } finally {
    await source.close();
  }
}

/** Compares the rows of the last pass, and the number of rows in every table. */
async function assertThere(
  changes: readonly TableChange[],
  { target, mirror }: { readonly target: SqlDatabase; readonly mirror: Mirror },
): Promise<void> {
  const fleet = target.fleet.withoutPlugins();
  const unequal: string[] = [];
  for (const table of mirror.tables) {
    const { rows } = await sql<{ readonly count: number }>`select count(*) as count from ${sql.table(table)}`.execute(
      fleet,
    );
    const noted = table === "meta" ? 1 : 0;
    if (rows[0]?.count !== mirror.count(table) + noted) unequal.push(table);
  }
  for (const { table, keys, rows } of changes) {
    for (let from = 0; keys.length > 0 && from < rows.length; from += ROWS_AT_ONCE) {
      const some = rows.slice(from, from + ROWS_AT_ONCE);
      const found = await sql<StoredRow>`
        select * from ${sql.table(table)} where ${among({ table, keys }, some)}`.execute(fleet);
      const there = new Set(found.rows.map((row) => hashOf(row).toString("hex")));
      if (some.some((row) => !there.has(hashOf(row).toString("hex")))) unequal.push(table);
    }
  }
  if (unequal.length > 0) throw notEqual(unequal);
}

async function contentsIn(draft: string, claim: string): Promise<readonly CopiedTable[]> {
  const copied = openSqlite(draft);
  try {
    await copied.fleet.insertInto("meta").values({ key: CLAIM, value: claim }).execute();
    return await contentsOfTables(copied.fleet);
  } finally {
    await copied.close();
  }
}

function notEqual(tables: readonly string[]): AscendiaError {
  return new AscendiaError("failed", `PostgreSQL has other rows: ${[...new Set(tables)].join(", ")}.`, {
    hint: "Nothing was moved. Check that the encoding of the database is UTF8, then run the same command again.",
  });
}

/** Lets the tables' owner replace rows that refer to each other in one transaction, in any order. */
export async function setDeferrable(owner: Kysely<unknown>, isDeferrable: boolean): Promise<void> {
  const { rows } = await sql<{ readonly table: string; readonly name: string }>`
    select relname as table, conname as name from pg_constraint join pg_class on pg_class.oid = conrelid
    where contype = 'f' and relnamespace = current_schema()::regnamespace and condeferrable <> ${sql.lit(isDeferrable)}`.execute(
    owner,
  );
  const how = sql.raw(isDeferrable ? "deferrable initially immediate" : "not deferrable");
  for (const { table, name } of rows) {
    await sql`alter table ${sql.table(table)} alter constraint ${sql.id(name)} ${how}`.execute(owner);
  }
}

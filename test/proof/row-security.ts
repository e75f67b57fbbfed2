import { sql } from "kysely";
import { ownerDatabase } from "../../src/adapters/sql/postgres/owner-connection.ts";
import { table } from "../../src/terminal/table.ts";
import { Cluster } from "./many-servers/cluster.ts";
import type * as stores from "./row-security/attack.ts";
import { mutants, mutatedStores } from "./row-security/mutants.ts";
import { FOREIGN, OWN, type Table, clinicSeeding, clinicTables, othersRows, seeding } from "./row-security/rows.ts";

type Stores = typeof stores;

interface Harm {
  readonly foreignRows: number;
  readonly foreignWrites: number;
  readonly ownRows: number;
  readonly refusals: readonly string[];
}

/** The conditions in the short form: those in the fleet's queries about one clinic, and a few of a clinic's own. */
const FEW = new Set([
  "alerts",
  "appointments",
  "call_events",
  "calls",
  "clinic_revisions",
  "doctors",
  "function_replies",
  "jobs",
  "organisation_agents",
  "outbox",
  "rooms",
]);

/**
 * Removes every condition on a clinic from the sources, one at a time. On SQLite this shows one clinic another's rows,
 * or changes them, which proves that the condition is needed. On PostgreSQL, row security must still separate them: no
 * foreign row is read or written.
 */
export async function run({ quick }: { readonly quick: boolean }) {
  const all = mutants();
  const load = await mutatedStores(all);
  const cluster = await Cluster.start();
  try {
    const server = await prepare(cluster, await load("none"), quick);
    const rows: string[][] = [];
    let passed = 0;
    for (const mutant of ["none", ...new Set(all.map(({ name }) => name))]) {
      const stores = await load(mutant);
      const [alone, guarded] = [await onSqlite(stores, quick), await server(stores)];
      const isHarmful = alone.foreignRows + alone.foreignWrites > 0;
      const isHarmless = guarded.foreignRows + guarded.foreignWrites === 0;
      const isRight = isHarmless && (mutant === "none" ? !isHarmful && guarded.ownRows > 0 : isHarmful);
      if (isRight) passed += 1;
      rows.push([mutant, ...cells(alone), ...cells(guarded), String(guarded.refusals.length), isRight ? "yes" : "NO"]);
    }
    say(table(["removed", "sqlite rows", "sqlite writes", "rows", "writes", "refused", "as it should"], rows));
    return { passed, total: rows.length };
  } finally {
    await cluster.stop();
  }
}

function cells({ foreignRows, foreignWrites }: Harm): readonly string[] {
  return [String(foreignRows), String(foreignWrites)];
}

async function chosen(fleet: Parameters<typeof clinicTables>[0], quick: boolean): Promise<readonly Table[]> {
  const tables = await clinicTables(fleet);
  return quick ? tables.filter(({ name }) => FEW.has(name)) : tables;
}

/** What the mutant does without row security. */
async function onSqlite(stores: Stores, quick: boolean): Promise<Harm> {
  const database = await stores.newDatabase();
  try {
    const fleet = database.fleet.withoutPlugins();
    const tables = await chosen(fleet, quick);
    const send = async (statement: string) => void (await sql.raw(statement).execute(fleet));
    await send("pragma foreign_keys = off");
    await send("pragma ignore_check_constraints = on");
    const seeds = [...clinicSeeding(await clinicsTable(fleet)), ...seeding(tables, ["nobodys", FOREIGN, OWN])];
    for (const statement of seeds) await send(statement);
    return await harmBy(stores, { database, tables, others: () => othersRows(fleet, tables) });
  } finally {
    await database.close();
  }
}

type Database = Awaited<ReturnType<Stores["newDatabase"]>> | Awaited<ReturnType<Stores["openServer"]>>;

async function clinicsTable(fleet: ReturnType<Database["fleet"]["withoutPlugins"]>) {
  const tables = await fleet.introspection.getTables();
  const columns = tables.find(({ name }) => name === "clinics")?.columns ?? [];
  return {
    name: "clinics",
    columns: columns.map(({ name, dataType }) => ({ name, isText: /text/iu.test(dataType) })),
  };
}

async function prepare(cluster: Cluster, stores: Stores, quick: boolean): Promise<(stores: Stores) => Promise<Harm>> {
  const database = await stores.openServer(cluster.url);
  const fleet = database.fleet.withoutPlugins();
  const tables = await chosen(fleet, quick);
  const clinics = await clinicsTable(fleet);
  await database.close();
  const seed = (statements: readonly string[]) =>
    cluster.asAdministrator("ascendia", (client) =>
      client.query(["set session_replication_role = replica", ...statements].join(";")),
    );
  await seed([...clinicSeeding(clinics), ...seeding(tables, ["nobodys", FOREIGN])]);
  return async (mutant) => {
    await seed(seeding(tables, [OWN]));
    const open = await mutant.openServer(cluster.url);
    try {
      const others = () => cluster.asAdministrator("ascendia", (client) => othersRows(ownerDatabase(client), tables));
      return await harmBy(mutant, { database: open, tables, others });
    } finally {
      await open.close();
    }
  };
}

interface Target {
  readonly database: Database;
  readonly tables: readonly Table[];
  readonly others: () => Promise<ReadonlyMap<string, string>>;
}

async function harmBy(stores: Stores, { database, tables, others }: Target): Promise<Harm> {
  const before = await others();
  const found = await stores.attack(database, tables);
  const after = await others();
  const changed = [...before].filter(([name, rows]) => after.get(name) !== rows).length;
  return { ...found, foreignWrites: found.foreignWrites + changed };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

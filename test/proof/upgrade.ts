import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import BetterSqlite3 from "better-sqlite3";
import * as z from "zod";
import { openPostgres } from "../../src/adapters/sql/postgres/open-postgres.ts";
import { table } from "../../src/terminal/table.ts";
import { heldByPostgres, heldBySqlite, unequalTables } from "./db-copy/held.ts";
import { Cluster } from "./many-servers/cluster.ts";
import { tuesdayAhead } from "./provisioning/tuesday-ahead.ts";
import { crossed } from "./upgrade/crossed.ts";
import { Load } from "./upgrade/load.ts";
import { OldVersion, type Version, VersionServer, command } from "./upgrade/old-version.ts";

/** 0.1.0, before PostgreSQL, backups and three quarters of today's migrations. */
const OLD = "bef38c3";

const now: Version = { folder: resolve("."), name: "this build" };

type Row = readonly [what: string, seen: string, isRight: boolean];

/**
 * Upgrades an old version's installation while calls arrive: this build starts on its database next to the old one,
 * both answer for a while, and the old one stops. Nothing acknowledged is lost, and all old data is there. A copy of
 * the old database is restored into this build, and the upgraded one is copied to PostgreSQL. Then the same on
 * PostgreSQL with the version before the latest migration, which is then run once more during conflicting transactions.
 * Quick, in a clone without history: two servers of this build.
 */
export async function run({ quick }: { readonly quick: boolean }) {
  const folder = mkdtempSync(join(tmpdir(), "ascendia-upgrade-"));
  const isShallow = quick && !(await OldVersion.isKnown(OLD));
  if (isShallow) process.stdout.write(`no commit ${OLD} in this clone: this build is upgraded by itself\n`);
  const old = isShallow ? undefined : await OldVersion.build(OLD);
  try {
    const rows = await upgradedOnSqlite(old ?? now, { folder, loadMs: quick ? 500 : 10_000 });
    if (quick) rows.push(await migratedAnew());
    else rows.push(await movedToPostgres(folder), ...(await upgradedOnPostgres(folder)));
    const texts = rows.map(([what, seen, isRight]) => [what, seen, isRight ? "yes" : "NO"]);
    process.stdout.write(`${table(["check", "seen", "as it should"], texts)}\n`);
    return { passed: rows.filter(([, , isRight]) => isRight).length, total: rows.length };
  } finally {
    await old?.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Setting {
  readonly folder: string;
  readonly loadMs: number;
}

async function upgradedOnSqlite(old: Version, { folder, loadMs }: Setting): Promise<Row[]> {
  const cwd = join(folder, "sqlite");
  const path = join(cwd, ".ascendia", "sandbox.db");
  const clinicId = await install(old, cwd);
  const before = await contents(old, cwd, `sqlite:${path}`);
  const copy = join(folder, "old-backup.db");
  await onlineCopy(path, copy);
  const together = await upgrade({ old, cwd, database: `sqlite:${path}`, clinicId, loadMs });
  const after = await contents(now, cwd, `sqlite:${path}`);
  const stored = heldBySqlite(path);
  return [
    ...together.rows,
    ["its clinics and appointments, read by this build", after, before === after],
    ...exactlyOnce(together.load, stored.get("call_events") ?? []),
    ...(await Promise.all([
      verified("its audit log", cwd, `sqlite:${path}`),
      restored(copy, join(folder, "restored"), before),
    ])),
  ];
}

/** The installation upgraded on SQLite continues on PostgreSQL. */
async function movedToPostgres(folder: string): Promise<Row> {
  const cluster = await Cluster.start();
  try {
    const cwd = join(folder, "sqlite");
    const path = join(cwd, ".ascendia", "sandbox.db");
    const before = await contents(now, cwd, `sqlite:${path}`);
    await command(now, cwd, ["db:copy", "--to", cluster.url]);
    const unequal = unequalTables(heldBySqlite(path), await cluster.asAdministrator("ascendia", heldByPostgres));
    const isSame = (await contents(now, cwd, cluster.url)) === before;
    const seen = unequal.join(", ") || (isSame ? "all tables equal" : "its clinic reads otherwise");
    return ["then moved to PostgreSQL", seen, isSame && unequal.length === 0];
  } finally {
    await cluster.stop();
  }
}

/** The version before the latest migration, whose databases this build must migrate, on PostgreSQL. */
async function upgradedOnPostgres(folder: string): Promise<readonly Row[]> {
  const previous = await OldVersion.build(await beforeLatestMigration());
  const cluster = await Cluster.start();
  try {
    const cwd = join(folder, "postgres");
    const clinicId = await install(previous, cwd);
    await command(previous, cwd, ["db:copy", "--to", cluster.url]);
    const backup = join(folder, "previous.backup");
    await command(previous, cwd, ["backup", backup]);
    const before = await contents(previous, cwd, cluster.url);
    const together = await upgrade({ old: previous, cwd, database: cluster.url, clinicId, loadMs: 10_000 });
    const after = await contents(now, cwd, cluster.url);
    const held = await cluster.asAdministrator("ascendia", heldByPostgres);
    const back = join(folder, "back.db");
    await command(now, cwd, ["db:copy", "--db", cluster.url, "--to", `sqlite:${back}`]);
    const unequal = unequalTables(heldBySqlite(back), held);
    return [
      ...together.rows,
      ["its clinics and appointments, on PostgreSQL", after, before === after],
      ...exactlyOnce(together.load, held.get("call_events") ?? []),
      ["copied back to SQLite", unequal.join(", ") || "all tables equal", unequal.length === 0],
      await verified("its audit log, on PostgreSQL", cwd, cluster.url),
      await restored(backup, join(folder, "restored-previous"), before),
      await migratedAmid(cluster),
    ];
  } finally {
    await cluster.stop();
    await previous.remove();
  }
}

async function migratedAnew(): Promise<Row> {
  const cluster = await Cluster.start();
  try {
    await (await openPostgres(cluster.url, { mode: "sandbox", ifMissing: "create", name: "the proof's" })).close();
    return await migratedAmid(cluster);
  } finally {
    await cluster.stop();
  }
}

async function migratedAmid(cluster: Cluster): Promise<Row> {
  const { transactions, refused, slowestMs } = await crossed(cluster);
  const slowest = `the slowest waited ${(slowestMs / 1000).toFixed(1)} s`;
  const seen = `${transactions}, ${slowest}, ${refused.length} refused ${refused[0] ?? ""}`.trim();
  return ["transactions that cross a migration", seen, transactions > 0 && refused.length === 0];
}

async function beforeLatestMigration(): Promise<string> {
  const names = "src/adapters/sql/migrations/names.ts";
  const { stdout } = await promisify(execFile)("git", ["log", "-1", "--format=%P", "--", names]);
  return stdout.trim();
}

const listed = z.object({
  data: z.object({ clinics: z.array(z.object({ clinic: z.looseObject({ id: z.string() }) })) }),
});

/** @returns the clinic's id */
async function install(version: Version, cwd: string): Promise<string> {
  mkdirSync(cwd, { recursive: true });
  await command(version, cwd, ["agent:create", "--yes"]);
  await command(version, cwd, [
    "clinic:onboard",
    "--file",
    join(version.folder, "templates/demo/austin.json"),
    "--yes",
  ]);
  const who = ["--patient", "Test Person", "--phone", "5125550123"];
  const when = ["--date", tuesdayAhead(), "--time", "10:00"];
  await command(version, cwd, ["appointment:book", "--clinic", "demo-austin", "--doctor", "Harper", ...when, ...who]);
  const [first] = listed.parse(JSON.parse(await command(version, cwd, ["clinic:list", "--json"]))).data.clinics;
  if (first === undefined) throw new Error("no clinic was onboarded");
  return first.clinic.id;
}

const booked = z.object({
  data: z.object({
    appointments: z.array(z.looseObject({ id: z.string(), status: z.string(), starts_at: z.string() })),
  }),
});
const doctors = z.object({ data: z.object({ doctors: z.array(z.looseObject({ name: z.string() })) }) });

/** A version's description of its clinic, in words that every version has. */
async function contents(version: Version, cwd: string, database: string): Promise<string> {
  const ask = async (argv: readonly string[]): Promise<unknown> =>
    JSON.parse(await command(version, cwd, [...argv, "--clinic", "demo-austin", "--db", database, "--json"]));
  const [list, staff] = await Promise.all([
    ask(["appointment:list", "--from", "2020-01-01", "--to", "2030-01-01"]),
    ask(["doctor:list"]),
  ]);
  const { appointments } = booked.parse(list).data;
  const names = doctors.parse(staff).data.doctors.map(({ name }) => name);
  return [
    `${names.length} doctors`,
    names.toSorted().join(", "),
    ...appointments.map(({ id, status, starts_at: at }) => `${id.slice(-6)} ${status} ${at}`),
  ].join(" · ");
}

interface Upgrading {
  readonly old: Version;
  readonly cwd: string;
  readonly database: string;
  readonly clinicId: string;
  readonly loadMs: number;
}

async function upgrade({ old, cwd, database, clinicId, loadMs }: Upgrading) {
  const before = await VersionServer.start(old, cwd, database);
  const load = new Load(before.url, clinicId);
  let after: VersionServer | undefined;
  try {
    await wait(loadMs);
    after = await VersionServer.start(now, cwd, database);
    load.join(after.url);
    await wait(loadMs);
    load.leave(before.url);
    await before.stop();
    await wait(loadMs);
  } finally {
    await load.stop();
    await before.stop();
    await after?.stop();
  }
  const { answered, failed } = load;
  const seen = `${answered} answered, ${failed.length} failed ${failed[0] ?? ""}`.trim();
  const rows: readonly Row[] = [
    [`${old.name}, then both, then this build`, seen, answered >= 10 && failed.length === 0],
  ];
  return { rows, load };
}

function exactlyOnce({ acknowledged }: Load, stored: readonly string[]): readonly Row[] {
  const times = acknowledged.map((id) => stored.filter((row) => row.includes(`"call_ended:${id}"`)).length);
  const wrong = times.filter((count) => count !== 1).length;
  return [[`${acknowledged.length} acknowledged events`, `${wrong} lost or doubled`, wrong === 0 && times.length > 0]];
}

async function verified(what: string, cwd: string, database: string): Promise<Row> {
  const said = await command(now, cwd, ["audit:verify", "--db", database]).then(
    (text) => text.trim().split("\n").at(-1) ?? "",
    (error: unknown) => `NOT: ${String(error)}`,
  );
  return [what, said, !said.startsWith("NOT")];
}

async function onlineCopy(path: string, to: string): Promise<void> {
  const source = new BetterSqlite3(path, { readonly: true });
  await source.backup(to);
  source.close();
}

/** An old version's backup, restored in an empty folder. */
async function restored(file: string, cwd: string, before: string): Promise<Row> {
  mkdirSync(cwd, { recursive: true });
  await command(now, cwd, ["restore", file, "--yes"]);
  const found = await contents(now, cwd, `sqlite:${join(cwd, ".ascendia", "sandbox.db")}`);
  return ["a backup of it, restored into this build", found === before ? "the same" : found, found === before];
}

import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import BetterSqlite3 from "better-sqlite3";
import { expect, it } from "vitest";
import { z } from "zod";
import { keepStatements } from "../../src/adapters/sqlite/keep-statements.ts";
import { booking, storedClinic } from "../fakes/stored-clinic.ts";
import { newFolder, run } from "../fakes/world.ts";

const restored = z.object({
  data: z.looseObject({ taken_at: z.string(), clinics: z.number(), appointments: z.number() }),
});
const env = { BACKUP_PASSPHRASE: "correct horse battery" };
// Trying a passphrase takes most of a second, on purpose.
const sealed = ["--passphrase-env", "BACKUP_PASSPHRASE"];
const identity = await generateX25519Identity();
const forHolder = ["--recipient", await identityToRecipient(identity)];
const byHolder = ["--identity", "key.txt"];

async function installation() {
  const { cwd, command } = await storedClinic();
  writeFileSync(join(cwd, "key.txt"), `# created: today\n${identity}\n`);
  await command(...booking("Awa Test", "09:00"), "--yes");
  return {
    cwd,
    ascendia: (...argv: readonly string[]) => run(argv, { cwd, env }),
    at: (name: string) => join(cwd, name),
  };
}

/** Every row of every table except the search structures, as text. */
function contents(path: string): string {
  const database = keepStatements(new BetterSqlite3(path, { readonly: true }));
  const tables = database.prepare<[], string>("select name from sqlite_schema where type = 'table'").pluck().all();
  const rows = tables.toSorted().map((table) => [table, database.prepare(`select * from "${table}"`).all()]);
  database.close();
  return JSON.stringify(rows);
}

it("restores what it backed up, encrypted or not, with calls to patients paused", async () => {
  const { cwd, ascendia, at } = await installation();
  expect((await ascendia("backup", "plain.db")).stdout).toContain(
    "1 clinic, 1 appointment. Checked: complete and undamaged.",
  );
  expect((await ascendia("backup", "sealed.age", ...sealed)).stdout).toContain("encrypted");
  expect(readFileSync(at("sealed.age"), "latin1")).not.toContain("Koffi");
  expect(statSync(at("plain.db")).mode & 0o777).toBe(0o600);
  const before = contents(at("plain.db"));
  for (const [file, ...key] of [["plain.db"], ["sealed.age", ...sealed]] as const) {
    renameSync(at(".ascendia"), at(`.gone-${file}`));
    const { code, stdout } = await ascendia("restore", file, ...key, "--json");
    expect(code).toBe(0);
    expect(restored.parse(JSON.parse(stdout)).data).toMatchObject({ clinics: 1, appointments: 1 });
    expect(readdirSync(at(".ascendia")).toSorted()).toEqual(["sandbox.db"]);
  }
  expect(contents(at("plain.db"))).toBe(before);
  expect((await ascendia("outreach:status", "--clinic", "clinique-test")).stdout).toContain("restored from a backup");
  expect((await ascendia("audit:verify")).code).toBe(0);
  expect((await ascendia("db:status")).stdout).toMatch(/no damage found\n.*up to date\n.*1 appointment/u);
  expect(readdirSync(cwd).filter((name) => /part|decrypted|restoring/u.test(name))).toEqual([]);
});

it("replaces neither a backup nor a database nor the remains of one", async () => {
  const { ascendia, at } = await installation();
  expect((await ascendia("backup", "one.db")).code).toBe(0);
  expect((await ascendia("backup", "one.db")).stderr).toContain("a backup never replaces a file");
  expect((await ascendia("restore", "one.db")).stderr).toContain("A restore never replaces a database");
  renameSync(at(".ascendia/sandbox.db"), at("old.db"));
  writeFileSync(at(".ascendia/sandbox.db-wal"), "log");
  expect((await ascendia("restore", "one.db")).stderr).toContain("sandbox.db-wal exists");
  renameSync(at(".ascendia/sandbox.db-wal"), at("old.db-wal"));
  writeFileSync(at(".ascendia/sandbox.db.id"), "another installation\n");
  expect((await ascendia("restore", "one.db")).stderr).toContain("belongs to a different installation");
  expect(existsSync(at(".ascendia/sandbox.db"))).toBe(false);
});

it("refuses what cannot be restored and leaves nothing behind", async () => {
  const { cwd, ascendia, at } = await installation();
  await ascendia("backup", "plain.db");
  await ascendia("backup", "sealed.age", ...forHolder);
  renameSync(at(".ascendia"), at("gone"));
  const half = (name: string) => readFileSync(at(name)).subarray(0, statSync(at(name)).size / 2);
  writeFileSync(at("half.db"), half("plain.db"));
  writeFileSync(at("half.age"), half("sealed.age"));
  writeFileSync(at("letter.txt"), "Dear all,");
  writeFileSync(at("empty.db"), "");
  writeFileSync(at("other.txt"), await generateX25519Identity());
  mkdirSync(at("folder"));
  const rows = [
    [["half.db"], "is damaged"],
    [["half.age", ...byHolder], "cannot be decrypted"],
    [["sealed.age"], "is encrypted"],
    [["letter.txt"], "is damaged: file is not a database"],
    [["empty.db"], "is empty: it has 0 bytes"],
    [["folder"], "it is not a file"],
    [["missing.db"], "no such file"],
    [["sealed.age", "--passphrase-env", "NOT_SET"], "NOT_SET is not set"],
    [["sealed.age", "--identity", "letter.txt"], "contains no age private key"],
    [["sealed.age", "--identity", "other.txt"], "cannot be decrypted"],
    [["sealed.age", ...sealed], "cannot be decrypted"],
  ] as const;
  for (const [argv, reason] of rows) {
    const { code, stderr } = await ascendia("restore", ...argv);
    expect(stderr).toContain(reason);
    expect(code).not.toBe(0);
  }
  const live = { ...env, RETELL_API_KEY: "key_live", ASCENDIA_PUBLIC_URL: "https://voice.example.com" };
  expect((await run(["restore", "plain.db"], { cwd, env: live })).stderr).toContain("contains sandbox data");
  expect(existsSync(at(".ascendia"))).toBe(false);
});

it("reads a backup of an older version and refuses one of a newer", async () => {
  const { ascendia, at } = await installation();
  await ascendia("backup", "newer.db");
  const database = keepStatements(new BetterSqlite3(at("newer.db")));
  database.exec("insert into kysely_migration values ('999-flying-cars', '2030-01-01')");
  database.close();
  renameSync(at(".ascendia"), at("gone"));
  expect((await ascendia("restore", "newer.db")).stderr).toContain("by a newer version of ascendia");
});

it("encrypts for the holder of a key pair", async () => {
  const { ascendia, at } = await installation();
  expect((await ascendia("backup", "for-holder.age", ...forHolder)).code).toBe(0);
  renameSync(at(".ascendia"), at("gone"));
  expect((await ascendia("restore", "for-holder.age", ...byHolder)).code).toBe(0);
  expect((await ascendia("backup", "x.age", "--recipient", "age1nobody")).stderr).toContain("not an age public key");
});

it("keeps the latest in a folder and touches no other file in it", async () => {
  const { ascendia, at } = await installation();
  mkdirSync(at("backups"));
  const foreign = ["ascendia-live-20200101T000000Z.db", "ascendia-sandbox-notes.db", "letter.txt"];
  for (const name of foreign) writeFileSync(at(`backups/${name}`), "");
  for (const day of ["20200101", "20200102", "20200103"])
    writeFileSync(at(`backups/ascendia-sandbox-${day}T000000Z.db`), "");
  expect((await ascendia("backup", "backups", "--keep", "2")).stdout).toContain("Removed 2 older backups.");
  const left = readdirSync(at("backups")).filter((name) => !foreign.includes(name));
  expect(left).toHaveLength(2);
  expect(left).toContain("ascendia-sandbox-20200103T000000Z.db");
  expect((await ascendia("backup", "nowhere", "--keep", "2")).stderr).toContain("nowhere is not one");
});

it.each([["backup", "x.db"], ["db:status"]])("has no database for %s in an empty folder", async (...argv) => {
  const cwd = newFolder();
  const { code, stderr } = await run(argv, { cwd });
  expect(stderr).toContain("There is no database");
  expect(code).toBe(4);
  expect(readdirSync(cwd)).toEqual([]);
});

const copiedTables = z.object({
  data: z.object({ tables: z.array(z.object({ table: z.string(), rows: z.number(), hash: z.string() })) }),
});

it("copies every table to another place, after which either can be compared, and replaces nothing", async () => {
  const { cwd, ascendia, at } = await installation();
  const planned = await ascendia("db:copy", "--to", "sqlite:other.db", "--dry-run", "--json");
  expect(existsSync(at("other.db"))).toBe(false);
  const made = await ascendia("db:copy", "--to", "sqlite:other.db", "--json");
  expect([planned.code, made.code]).toEqual([0, 0]);
  const { tables } = copiedTables.parse(JSON.parse(made.stdout)).data;
  expect(copiedTables.parse(JSON.parse(planned.stdout)).data.tables).toEqual(tables);
  expect(tables.find(({ table }) => table === "appointments")?.rows).toBe(1);
  expect(contents(at("other.db"))).toBe(contents(at(".ascendia/sandbox.db")));
  expect((await ascendia("audit:verify", "--db", "sqlite:other.db")).code).toBe(0);
  expect((await ascendia("db:copy", "--to", "sqlite:other.db")).stderr).toContain(
    "A restore never replaces a database",
  );
  expect((await ascendia("db:copy", "--to", "sqlite:.ascendia/sandbox.db")).code).toBe(2);
  expect((await ascendia("db:copy", "--to", "mysql://db")).stderr).toContain("must be sqlite:PATH or postgres://");
  expect(
    readdirSync(at(".ascendia"))
      .concat(readdirSync(cwd))
      .filter((name) => name.includes("copying")),
  ).toEqual([]);
});

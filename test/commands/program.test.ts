import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { COMMANDS } from "../../src/commands/command-list.ts";
import { run } from "../fakes/world.ts";

function folder(): string {
  return mkdtempSync(join(tmpdir(), "ascendia-program-"));
}

test("--help lists every command under its group and the exit codes, and opens nothing", async () => {
  const cwd = folder();
  const { code, stdout, stderr } = await run(["--help"], { cwd });
  expect([code, stderr]).toEqual([0, ""]);
  for (const { name, group } of COMMANDS) {
    expect(stdout).toContain(`  ${name} `);
    expect(stdout).toContain(group);
  }
  expect(stdout).toContain("130 interrupted");
});

test.each(COMMANDS.map(({ name, writes }) => [name, writes] as const))(
  "%s has help of its own",
  async (name, writes) => {
    const { code, stdout } = await run([name, "--help"], { cwd: folder() });
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: ascendia ${name}`);
    expect(stdout.includes("--dry-run")).toBe(writes);
    expect(stdout).toContain("--json");
  },
);

test("a mistyped command is a usage error with the nearest one", async () => {
  const { code, stdout, stderr } = await run(["clinic:lst"], { cwd: folder() });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("unknown command 'clinic:lst'");
  expect(stderr).toContain("Did you mean clinic:list?");
});

test("a noun alone tells what can be done with it", async () => {
  const { code, stdout, stderr } = await run(["clinic"], { cwd: folder() });
  expect([code, stdout]).toEqual([2, ""]);
  for (const { name, summary } of COMMANDS.filter((entry) => entry.name.startsWith("clinic:"))) {
    expect(stderr).toMatch(new RegExp(`- ${name} +${summary.slice(0, 20)}`, "u"));
  }
  const json = await run(["doctor", "--json"], { cwd: folder() });
  expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, error: { code: "usage", detail: { length: 4 } } });
});

test("under --json a usage error is one document on stdout", async () => {
  const { code, stdout } = await run(["clinic:list", "--nonsense", "--json"], { cwd: folder() });
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, command: "clinic:list", error: { code: "usage" } });
});

test("no command at all is a usage error", async () => {
  const { code, stderr } = await run([], { cwd: folder() });
  expect(code).toBe(2);
  expect(stderr).toContain("ascendia --help");
});

test("every unusable variable is told at once, and no database is made", async () => {
  const env = { ASCENDIA_PORT: "seventy", ASCENDIA_PUBLIC_URL: "not a url", LOG_LEVEL: "loud" };
  const { code, stderr } = await run(["clinic:list"], { cwd: folder(), env });
  expect(code).toBe(4);
  for (const name of Object.keys(env)) expect(stderr).toContain(name);
});

test("a database in memory is refused, and no file of that name is made", async () => {
  const cwd = folder();
  const { code, stderr } = await run(["clinic:list", "--db", "sqlite::memory:"], { cwd });
  expect(code).toBe(4);
  expect(stderr).toContain("ASCENDIA_DATABASE_URL must be sqlite:PATH, where PATH is a file.");
  expect(readdirSync(cwd)).toEqual([]);
});

test("a database that is none is told without a stack trace", async () => {
  const cwd = folder();
  writeFileSync(
    join(cwd, "notes.db"),
    "this is not a database, just some text that is long enough to be read as a header",
  );
  const { code, stderr } = await run(["clinic:list", "--db", "sqlite:notes.db"], { cwd });
  expect(code).toBe(4);
  expect(stderr).toContain("notes.db cannot be opened");
  expect(stderr).not.toContain("    at ");
});

test("sandbox and live data never share a database file", async () => {
  const cwd = folder();
  await run(["clinic:list", "--db", "sqlite:one.db"], { cwd });
  const env = { RETELL_API_KEY: "key_of_a_live_account" };
  const { code, stderr } = await run(["clinic:list", "--db", "sqlite:one.db"], { cwd, env });
  expect(code).toBe(1);
  expect(stderr).toContain("holds sandbox data; this command runs in live mode");
  expect(stderr).not.toContain("key_of_a_live_account");
});

test("ascendia.config.json refuses keys that mean nothing, secrets above all", async () => {
  const cwd = folder();
  writeFileSync(join(cwd, "ascendia.config.json"), JSON.stringify({ retellApiKey: "key_secret", port: 9000 }));
  const { code, stderr } = await run(["clinic:list"], { cwd });
  expect(code).toBe(4);
  expect(stderr).toContain("retellApiKey");
  expect(stderr).not.toContain("key_secret");
});

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
    const examples = [...stdout.matchAll(/^ {2}ascendia (\S+)(.*)$/gmu)];
    expect(examples.length).toBeGreaterThanOrEqual(1);
    for (const [, command, words = ""] of examples) {
      expect(command).toBe(name);
      for (const [flag] of words.matchAll(/(?<= )--[a-z-]+/gu))
        expect(stdout).toMatch(new RegExp(`^ +(?:-o, )?${flag}\\b`, "mu"));
    }
  },
);

test("a mistyped command is a usage error with the closest name", async () => {
  const { code, stdout, stderr } = await run(["clinic:lst"], { cwd: folder() });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("unknown command 'clinic:lst'");
  expect(stderr).toContain("Did you mean clinic:list?");
});

test("a noun alone lists its verbs", async () => {
  const { code, stdout, stderr } = await run(["clinic"], { cwd: folder() });
  expect([code, stdout]).toEqual([2, ""]);
  for (const { name, summary } of COMMANDS.filter((entry) => entry.name.startsWith("clinic:"))) {
    expect(stderr).toMatch(new RegExp(`- ${name} +${summary.slice(0, 20)}`, "u"));
  }
  const json = await run(["doctor", "--json"], { cwd: folder() });
  expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, error: { code: "usage", detail: { length: 5 } } });
});

test("under --json a usage error is one document on stdout", async () => {
  const { code, stdout } = await run(["clinic:list", "--nonsense", "--json"], { cwd: folder() });
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, command: "clinic:list", error: { code: "usage" } });
});

test("without arguments it prints the help and succeeds", async () => {
  const bare = await run([], { cwd: folder() });
  expect([bare.code, bare.stderr]).toEqual([0, ""]);
  expect(bare.stdout).toBe((await run(["--help"], { cwd: folder() })).stdout);
  expect((await run(["--json"], { cwd: folder() })).code).toBe(2);
});

test.each([
  [["clinic", "list", "--json"], "clinic:list"],
  [["--db", "sqlite:list.db", "clinic", "list", "--json"], "clinic:list"],
  [["--json", "doctor", "list", "nowhere"], "doctor:list"],
])("%j runs the command with a colon", async (argv, name) => {
  const { stdout } = await run(argv, { cwd: folder() });
  expect(JSON.parse(stdout)).toMatchObject({ command: name });
});

test("help takes a noun and a verb as two words", async () => {
  const { code, stdout } = await run(["help", "clinic", "suspend"], { cwd: folder() });
  expect([code, stdout]).toEqual([0, (await run(["clinic:suspend", "--help"], { cwd: folder() })).stdout]);
});

test("a noun with an unknown verb is a usage error that lists the verbs", async () => {
  const { code, stderr } = await run(["clinic", "lst"], { cwd: folder() });
  expect(code).toBe(2);
  expect(stderr).toContain("- clinic:list");
});

test("every unusable variable is reported at once, and no database is created", async () => {
  const env = { ASCENDIA_PORT: "seventy", ASCENDIA_PUBLIC_URL: "not a url", LOG_LEVEL: "loud" };
  const { code, stderr } = await run(["clinic:list"], { cwd: folder(), env });
  expect(code).toBe(4);
  for (const name of Object.keys(env)) expect(stderr).toContain(name);
});

test("an in-memory database is refused, and no file of that name is created", async () => {
  const cwd = folder();
  const { code, stderr } = await run(["clinic:list", "--db", "sqlite::memory:"], { cwd });
  expect(code).toBe(4);
  expect(stderr).toContain("ASCENDIA_DATABASE_URL must be sqlite:PATH, where PATH is a file, or postgres:");
  expect(readdirSync(cwd)).toEqual([]);
});

test("a file that is not a database is reported without a stack trace", async () => {
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
  await run(["agent:create", "--db", "sqlite:one.db"], { cwd });
  const env = { RETELL_API_KEY: "key_of_a_live_account" };
  const { code, stderr } = await run(["clinic:list", "--db", "sqlite:one.db"], { cwd, env });
  expect(code).toBe(1);
  expect(stderr).toContain("contains sandbox data; this command runs in live mode");
  expect(stderr).not.toContain("key_of_a_live_account");
});

test("ascendia.config.json refuses unknown keys, and above all secrets", async () => {
  const cwd = folder();
  writeFileSync(join(cwd, "ascendia.config.json"), JSON.stringify({ retellApiKey: "key_secret", port: 9000 }));
  const { code, stderr } = await run(["clinic:list"], { cwd });
  expect(code).toBe(4);
  expect(stderr).toContain("retellApiKey");
  expect(stderr).not.toContain("key_secret");
});

test.each([
  ['{"port": 9000,\n "retellApiKey": key_secret}', "line 2, column 18"],
  ['{"port": 9000', "it ends too soon"],
  ["{'port': 9000}", "line 1, column 2"],
  ['{"port": 9000}}', "line 1, column 15"],
  ['{"port": tru}', "line 1, column 13"],
])(
  "ascendia.config.json that is not JSON, %j, is said to break at a place, without what stands there",
  async (text, place) => {
    const cwd = folder();
    writeFileSync(join(cwd, "ascendia.config.json"), text);
    const { code, stderr } = await run(["clinic:list"], { cwd });
    expect(code).toBe(4);
    expect(stderr).toContain(place);
    expect(stderr).not.toContain("key_");
  },
);

test.each(COMMANDS.map(({ name }) => name))("the examples of %s take values that its options accept", async (name) => {
  const { stdout: help } = await run([name, "--help"], { cwd: folder() });
  for (const [, line = ""] of help.matchAll(/^ {2}ascendia (\S+.*)$/gmu)) {
    const words = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/gu)].map(
      ([, double, single, bare]) => double ?? single ?? bare ?? "",
    );
    // Commander parses every option before it prints the help, and refuses bad values then.
    const { code, stdout } = await run([...words, "--help"], { cwd: folder() });
    expect([line, code, stdout]).toEqual([line, 0, help]);
  }
});

test("demo refuses a database that it would not use, and writes nothing", async () => {
  const cwd = folder();
  const { code, stderr } = await run(["demo", "--db", "sqlite:other.db"], { cwd });
  expect([code, stderr]).toEqual([2, expect.stringContaining("demo takes no --db")]);
  expect(readdirSync(cwd)).toEqual([]);
});

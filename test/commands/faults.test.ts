import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
import { booking, storedClinic } from "../fakes/stored-clinic.ts";
import { newFolder, run } from "../fakes/world.ts";

const readers = [
  ["clinic:list"],
  ["call:list"],
  ["job:list"],
  ["audit:verify"],
  ["serve", "--port", "0"],
  ["worker"],
  ["appointment:list", "--clinic", "clinique-test"],
  ["doctor:add", "--clinic", "clinique-test", "--name", "Awa Test", "--specialty", "Dentiste"],
];

test.each(readers)("%s says that there is no database, and makes none", async (...argv) => {
  const cwd = newFolder();
  const { code, stderr } = await run(argv, { cwd });
  expect(stderr).toContain("There is no database at ");
  expect(code).toBe(4);
  expect(existsSync(join(cwd, ".ascendia", "sandbox.db"))).toBe(false);
});

test("once a database is lost, no command silently creates a new one", async () => {
  const { cwd } = await storedClinic();
  const state = join(cwd, ".ascendia");
  for (const file of readdirSync(state)) if (/^sandbox\.db(?:-wal|-shm)?$/u.test(file)) rmSync(join(state, file));
  const { code, stderr } = await run(["agent:create"], { cwd });
  expect(stderr).toContain("sandbox.db.id");
  expect(code).toBe(4);
});

test("check reports a clock that is years away from the stored times, unless an operator confirms it", async () => {
  const { cwd } = await storedClinic();
  const database = await openDatabase(join(cwd, ".ascendia", "sandbox.db"), "sandbox");
  const longAgo = String(Date.now() - 3653 * 86_400_000);
  await database.fleet.updateTable("meta").set({ value: longAgo }).where("key", "=", "clock_seen").execute();
  await database.fleet.deleteFrom("audit").execute();
  await database.close();
  expect((await run(["check"], { cwd })).stdout).toMatch(
    /fail {2}clock: The clock shows .* after the last stored entry/u,
  );
  expect((await run(["check", "--confirm-clock"], { cwd })).stdout).toMatch(/ok {4}clock/u);
  expect((await run(["audit:list"], { cwd })).stdout).toContain("check:confirm-clock");
});

const entries = z.object({ data: z.object({ entries: z.array(z.looseObject({ action: z.string() })) }) });

test("reads of patients' data are in the audit log, without names", async () => {
  const clinic = await storedClinic();
  const { cwd } = clinic;
  await clinic.command(...booking("Awa", "09:00"));
  const reads = [
    ["patient:list", "clinique-test"],
    ["patient:export", "clinique-test", "0197000021", "-o", "export.json"],
    ["patient:erase", "clinique-test", "0197000021", "--dry-run"],
    ["appointment:list", "--clinic", "clinique-test", "--reveal"],
    ["call:list", "--reveal"],
    ["mail:list", "--reveal"],
  ];
  for (const argv of reads) expect(await run(argv, { cwd })).toMatchObject({ code: 0 });
  const { stdout } = await run(["audit:list", "--json"], { cwd });
  const actions = entries.parse(JSON.parse(stdout)).data.entries.map(({ action }) => action.split(" ")[0]);
  for (const [command] of reads) expect(actions).toContain(command);
  expect(stdout).not.toMatch(/Koffi|0197000021|97000021/u);
  expect((await run(["audit:verify"], { cwd })).code).toBe(0);
});

test("lists that show nobody do not count as reads", async () => {
  const { cwd, command } = await storedClinic();
  await command("appointment:list");
  expect((await run(["audit:list"], { cwd })).stdout).toContain("No entries");
});

test("a name with a line end or a terminal command is refused where an operator gives it", async () => {
  const { command, cwd } = await storedClinic();
  for (const name of ["Eve\n2. Dr. Fake (ID: 1)", "Eve \u001B[31mRed", "Eve \u202Eleft"]) {
    const { code, stderr } = await command("doctor:add", "--name", name, "--specialty", "Dentiste");
    expect(stderr).toContain("must be one line");
    expect(code).toBe(1);
  }
  writeFileSync(join(cwd, "file.json"), JSON.stringify({ name: "Clinic\u001B]0;title\u0007" }));
  const { stdout, stderr } = await run(["clinic:onboard", "--file", "file.json"], { cwd });
  for (const control of ["\u001B", "\u0007"]) expect(stdout + stderr).not.toContain(control);
});

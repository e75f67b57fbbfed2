import { expect, test } from "vitest";
import { VARIABLES } from "../../src/config.ts";
import { EXIT_CODES } from "../../src/terminal/exit-code.ts";
import { TERMINAL_VARIABLES } from "../../src/terminal/output.ts";
import { newFolder, run } from "../fakes/world.ts";

const help = (...argv: readonly string[]) => run(["help", ...argv], { cwd: newFolder() });

test("help exit-codes prints the table that the program uses", async () => {
  const { code, stdout } = await help("exit-codes");
  expect(code).toBe(0);
  const codes = [...stdout.matchAll(/^(\d+) /gmu)].map(([, number]) => Number(number));
  expect(codes).toEqual(Object.values(EXIT_CODES));
  expect(stdout).toMatch(/^4 .*unauthorized, not_configured$/mu);
  const told: unknown = JSON.parse((await help("exit-codes", "--json")).stdout);
  expect(told).toMatchObject({ ok: true, data: { exit_codes: { length: codes.length } } });
});

test("help environment names every variable with its default, and shows no values", async () => {
  const env = { SMTP_URL: "smtp://user:secret@mail.example.com", ASCENDIA_PORT: "9999" };
  const { code, stdout } = await run(["help", "environment"], { cwd: newFolder(), env });
  expect(code).toBe(0);
  for (const name of Object.keys({ ...VARIABLES, ...TERMINAL_VARIABLES }))
    expect(stdout).toMatch(new RegExp(`^${name} `, "mu"));
  expect(stdout).toMatch(/^ASCENDIA_PORT +8787 /mu);
  expect(stdout).not.toMatch(/secret@|9999/u);
});

test("help shows a command's own help, or everything", async () => {
  const own = await help("clinic:suspend");
  expect([own.code, own.stdout]).toEqual([0, (await run(["clinic:suspend", "--help"], { cwd: newFolder() })).stdout]);
  expect((await help()).stdout).toContain("ascendia help exit-codes");
});

test("an unknown topic is a usage error with the closest name, or with the verbs of the noun", async () => {
  const mistyped = await help("clinic:lst");
  expect([mistyped.code, mistyped.stdout]).toEqual([2, ""]);
  expect(mistyped.stderr).toContain("Did you mean clinic:list?");
  expect((await help("mail")).stderr).toContain("- mail:list");
});

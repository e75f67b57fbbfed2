import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { storedClinic } from "../fakes/stored-clinic.ts";
import { run } from "../fakes/world.ts";

async function installation() {
  const { cwd } = await storedClinic();
  writeFileSync(join(cwd, "own.md"), "Parlez de dents.\n");
  writeFileSync(join(cwd, "all.md"), "Speak of health.\n");
  return (...argv: readonly string[]) => run(argv, { cwd });
}

describe("clinic:instructions", () => {
  it("are ascendia's, then the default's, then the clinic's own, and say so; clearing goes back", async () => {
    const command = await installation();
    const show = async () => (await command("clinic:instructions", "show", "clinique-test")).stdout;
    expect(await show()).toMatch(/^Built-in instructions[^]*telephone receptionist/u);
    await command("clinic:instructions", "set", "--default", "--file", "all.md");
    expect(await show()).toMatch(/^Inherited from the default[^]*\n\nSpeak of health\.\n$/u);
    const set = await command("clinic:instructions", "set", "clinique-test", "--file", "own.md");
    expect(set.stdout).toBe("Instructions of clinique-test set, 16 characters.\n");
    expect(await show()).toMatch(/^Own instructions:\n\nParlez de dents\.\n$/u);
    await command("clinic:instructions", "clear", "clinique-test");
    expect(await show()).toMatch(/Speak of health/u);
    const audit = await command("audit:list", "--json");
    expect(audit.stdout.match(/clinic:instructions/gu)).toHaveLength(3);
  });

  it("are shown, not set, by a dry run, and logged only once", async () => {
    const command = await installation();
    const dry = await command("clinic:instructions", "set", "clinique-test", "--file", "own.md", "--dry-run");
    expect(dry.stdout).toMatch(/would be set/u);
    expect((await command("clinic:instructions", "show", "clinique-test")).stdout).toMatch(/^Built-in instructions/u);
    await command("clinic:instructions", "set", "clinique-test", "--file", "own.md");
    const again = await command("clinic:instructions", "set", "clinique-test", "--file", "own.md");
    expect(again.stdout).toMatch(/^Nothing to change: .* has these instructions/u);
  });

  it.each([
    [["set", "clinique-test"], 2, /--file/u],
    [["edit", "clinique-test"], 2, /no terminal/u],
    [["show"], 2, /Pass exactly one of a clinic or --default/u],
    [["show", "clinique-test", "--default"], 2, /Pass exactly one of a clinic or --default/u],
    [["show", "nobody"], 1, /Clinic nobody not found/u],
    [["set", "clinique-test", "--file", "missing.md"], 1, /missing\.md/u],
    [["burn", "clinique-test"], 2, /Allowed choices/u],
  ])("%j is refused", async (argv, code, message) => {
    const command = await installation();
    const refused = await command("clinic:instructions", ...argv);
    expect([refused.code, refused.stderr]).toEqual([code, expect.stringMatching(message)]);
  });
});

describe("clinic:dialogue", () => {
  it("shows each setting with its source, changes the settings passed, and inherits again", async () => {
    const command = await installation();
    await command("clinic:dialogue", "--default", "--mode", "flow", "--reminder-ms", "8000");
    await command(
      "clinic:dialogue",
      "clinique-test",
      "--mode",
      "prompt",
      "--model",
      "small",
      "--responsiveness",
      "0.5",
    );
    const shown = (await command("clinic:dialogue", "clinique-test")).stdout;
    expect(shown).toMatch(/mode +prompt {2}\(own\)/u);
    expect(shown).toMatch(/reminder_ms +8000 {2}\(default\)/u);
    expect(shown).toMatch(/voice +built-in default {2}\(built in\)/u);
    const back = await command("clinic:dialogue", "clinique-test", "--inherit", "mode");
    expect(back.stdout).toMatch(/mode +flow {2}\(default\)/u);
  });

  it.each([
    [["--mode", "magic"], 2],
    [["--responsiveness", "2"], 2],
    [["--inherit", "colour"], 2],
  ])("%j is refused and changes nothing", async (argv, code) => {
    const command = await installation();
    expect((await command("clinic:dialogue", "clinique-test", ...argv)).code).toBe(code);
    expect((await command("clinic:dialogue", "clinique-test")).stdout).not.toMatch(/\(own\)/u);
  });
});

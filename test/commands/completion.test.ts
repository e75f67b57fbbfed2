import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/commands/command-list.ts";
import { clinicFile } from "../fakes/clinic-file.ts";
import { newFolder, run } from "../fakes/world.ts";

const shells = ["bash", "zsh", "fish"] as const;
const scripts: Record<string, string> = {};

beforeAll(async () => {
  for (const shell of shells) {
    const { stdout } = await run(["completion", shell], { cwd: newFolder() });
    scripts[shell] = stdout;
  }
});

const usualBreaks = " \t\n\"'><=;|&(:";

/** Splits a line as bash does: at word breaks, where each run of them is a word of its own. */
function wordsOf(line: string, breaks: string): readonly string[] {
  return line.split(" ").flatMap((word) => {
    if (!/[:=]/u.test(breaks)) return [word];
    const parts = word.split(breaks.includes(":") ? /([:=]+)/u : /(=+)/u).filter((part) => part !== "");
    return parts.length === 0 ? [""] : parts;
  });
}

/** The completions that bash offers at the end of the line. */
function offered(line: string, { cwd = newFolder(), breaks = usualBreaks, clinics = "" } = {}): readonly string[] {
  const words = wordsOf(line, breaks);
  const bin = join(cwd, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(cwd, "script.bash"), scripts["bash"] ?? "");
  writeFileSync(join(cwd, "slugs.txt"), clinics);
  const asked = `#!/bin/sh\n[ "$*" = "completion --list clinics" ] && cat "${join(cwd, "slugs.txt")}"\n`;
  writeFileSync(join(bin, "ascendia"), asked);
  chmodSync(join(bin, "ascendia"), 0o755);
  const asIfTyped = `source <(cat script.bash); COMP_WORDBREAKS=$1; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _ascendia; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const told = execFileSync("bash", ["--norc", "-c", asIfTyped, "bash", breaks, ...words], {
    cwd,
    encoding: "utf8",
    env: { PATH: `${bin}:/usr/bin:/bin` },
  });
  return told.split("\n").filter((word) => word !== "");
}

describe("completion in bash", () => {
  it("offers every command, and after a colon what follows it", () => {
    expect(offered("ascendia ")).toEqual(COMMANDS.map(({ name }) => name));
    expect(offered("ascendia doc")).toEqual([
      "doctor:add",
      "doctor:list",
      "doctor:late",
      "doctor:update",
      "doctor:remove",
    ]);
    expect(offered("ascendia doctor:")).toEqual(["add", "list", "late", "update", "remove"]);
    expect(offered("ascendia doctor:re")).toEqual(["remove"]);
    expect(offered("ascendia --json doctor:l")).toEqual(["list", "late"]);
  });

  it("offers whole words where a colon does not end one", () => {
    expect(offered("ascendia doctor:re", { breaks: " \t\n" })).toEqual(["doctor:remove"]);
    expect(offered("ascendia simulate --brain=l", { breaks: " \t\n" })).toEqual(["--brain=llm"]);
  });

  it("offers a command's own options and the global ones", () => {
    expect(offered("ascendia clinic:suspend --")).toEqual(
      expect.arrayContaining(["--answer", "--dry-run", "--json", "--db", "--help"]),
    );
    expect(offered("ascendia clinic:list --dry")).toEqual([]);
    expect(offered("ascendia --ver")).toEqual(["--verbose", "--version"]);
    expect(offered("ascendia completion --li")).toEqual([]);
  });

  it("offers the choices of an option or an argument", () => {
    expect(offered("ascendia simulate --brain ")).toEqual(["offline", "llm"]);
    expect(offered("ascendia simulate --brain=o")).toEqual(["offline"]);
    expect(offered("ascendia clinic:suspend x --answer f")).toEqual(["forward"]);
    expect(offered("ascendia completion ")).toEqual([...shells]);
    expect(offered("ascendia appointment:mark a-clinic ")).toEqual(["confirmed", "completed", "no_show"]);
    expect(offered("ascendia help ex")).toEqual(["exit-codes"]);
    expect(offered("ascendia help sim")).toEqual(["simulate"]);
  });

  it("offers clinics where one is expected, and nothing for free values", () => {
    const clinics = "demo-austin\ndemo-cotonou\n";
    expect(offered("ascendia clinic:show ", { clinics })).toEqual(["demo-austin", "demo-cotonou"]);
    expect(offered("ascendia number:bind demo-c", { clinics })).toEqual(["demo-cotonou"]);
    expect(offered("ascendia simulate --clinic demo-a", { clinics })).toEqual(["demo-austin"]);
    expect(offered("ascendia simulate --clinic=demo-a", { clinics })).toEqual(["demo-austin"]);
    expect(offered("ascendia --db sqlite:other.db clinic:show demo-a", { clinics })).toEqual(["demo-austin"]);
    expect(offered("ascendia clinic:show ", { clinics: "" })).toEqual([]);
    expect(offered("ascendia clinic:suspend x --reason ", { clinics })).toEqual([]);
  });

  it("offers files where one is expected", () => {
    const cwd = newFolder();
    for (const name of ["clinic one.json", "clinic-two.json"]) writeFileSync(join(cwd, name), "{}");
    expect(offered("ascendia clinic:onboard --file clin", { cwd })).toEqual(
      expect.arrayContaining(["clinic one.json", "clinic-two.json"]),
    );
  });
});

describe("the scripts", () => {
  it("are free of errors in every installed shell", () => {
    const here = shells.filter((shell) => spawnSync(shell, ["-c", ":"]).status === 0);
    expect(here).toContain("bash");
    for (const shell of here) {
      const { status, stderr } = spawnSync(shell, ["-n"], { input: scripts[shell], encoding: "utf8" });
      expect({ shell, status, stderr }).toEqual({ shell, status: 0, stderr: "" });
    }
  });

  it.each(shells)("of %s know every command", (shell) => {
    const escaped = (name: string) => (shell === "zsh" ? name.replaceAll(":", String.raw`\:`) : name);
    expect(COMMANDS.filter(({ name }) => !scripts[shell]?.includes(`'${escaped(name)}`))).toEqual([]);
  });

  it("exist only for known shells", async () => {
    const none = await run(["completion"], { cwd: newFolder() });
    expect([none.code, none.stdout]).toEqual([2, ""]);
    expect((await run(["completion", "tcsh"], { cwd: newFolder() })).stderr).toContain("bash, zsh, fish");
  });
});

const list = (cwd: string, env = {}) => run(["completion", "--list", "clinics"], { cwd, env });

describe("completion --list clinics", () => {
  it("names the clinics of the installation", async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "clinic.json"), JSON.stringify(clinicFile));
    await run(["agent:create"], { cwd });
    const { code } = await run(["clinic:onboard", "--file", "clinic.json", "--yes"], { cwd });
    expect(code).toBe(0);
    const files = readdirSync(join(cwd, ".ascendia"));
    expect(await list(cwd)).toEqual({ code: 0, stdout: "clinique-sainte-therese\n", stderr: "" });
    expect(readdirSync(join(cwd, ".ascendia"))).toEqual(files);
  });

  it("names none where there is no database, and makes none", async () => {
    const cwd = newFolder();
    expect(await list(cwd)).toEqual({ code: 0, stdout: "\n", stderr: "" });
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("never fails: a bad environment or a broken file yields no clinics", async () => {
    const cwd = newFolder();
    mkdirSync(join(cwd, ".ascendia"));
    writeFileSync(join(cwd, ".ascendia", "sandbox.db"), "no database, but long enough to be taken for one ".repeat(9));
    expect(await list(cwd)).toMatchObject({ code: 0, stdout: "\n" });
    expect(await list(cwd, { ASCENDIA_PORT: "none" })).toMatchObject({ code: 0, stdout: "\n" });
  });
});

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "output-"));
const LOADED = join(folder, "loaded.cjs");
const ascendia = (options = ""): string => `"${process.execPath}" ${options} "${resolve("bin/ascendia.js")}"`;

beforeAll(() => writeFileSync(LOADED, `process.on("exit", () => process._rawDebug(process.moduleLoadList.join()));`));
afterAll(() => rmSync(folder, { recursive: true }));

/** In a shell, whose pipes are pipes; Node would give the program a socket. */
function inShell(line: string) {
  const { stdout, stderr, status } = spawnSync("bash", ["--norc", "-o", "pipefail", "-c", line], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env["PATH"] },
  });
  return { stdout, stderr, status };
}

const begin = `const told = [];
  process.on("exit", () => process._rawDebug(told.join()));
  const output = require(${JSON.stringify(resolve("bin/standard-output.js"))}).standardOutput(({ code }) => told.push(code));`;

/** A program that writes, and prints the errors that it is told of, on standard error. */
function writing(script: string): string {
  return `"${process.execPath}" -e '${begin} ${script}'`;
}

describe("standard output", () => {
  test.each(["| cat", "> out; cat out"])("loads none of Node's streams for a command with %s", (into) => {
    const { stdout, stderr } = inShell(`${ascendia(`-r "${LOADED}"`)} help exit-codes ${into}`);
    expect(stdout).toContain("interrupted");
    expect(stderr).toContain("NativeModule fs");
    expect(stderr.match(/NativeModule (?:stream|net|tty)\b/u)).toBeNull();
  });

  test("leaves packages that are links to be loaded from where they are", () => {
    mkdirSync(join(folder, "real"));
    writeFileSync(join(folder, "real", "part.cjs"), "module.exports = __filename;");
    symlinkSync("real", join(folder, "linked"));
    const script = `output.write(require("./linked/part.cjs"));`;
    writeFileSync(join(folder, "main.cjs"), `${begin} ${script}`);
    const { stdout } = inShell(`"${process.execPath}" main.cjs | cat`);
    expect(stdout).toBe(join(realpathSync(folder), "real", "part.cjs"));
  });

  test("brings more than a pipe takes, in order, to a reader that begins late", () => {
    const letters = ["a", "b", "c", "d", "e"];
    const script = `for (const letter of ${JSON.stringify(letters)}) output.write(letter.repeat(50_000));`;
    const { stdout, stderr } = inShell(`${writing(script)} | { sleep 0.1; cat; }`);
    expect(stdout).toBe(letters.map((letter) => letter.repeat(50_000)).join(""));
    expect(stderr).toBe("\n");
  });

  test("goes on where a pipe that does not wait is full", () => {
    const script = `process.stdout.write("a".repeat(60_000)); output.write("b".repeat(60_000)); output.write("c");`;
    const { stdout, stderr } = inShell(`${writing(script)} | { sleep 0.1; cat; }`);
    expect(stdout).toBe(`${"a".repeat(60_000)}${"b".repeat(60_000)}c`);
    expect(stderr).toBe("\n");
  });

  test("tells once that nobody reads", () => {
    const { stderr } = inShell(`{ sleep 0.2; ${writing(`output.write("a"); output.write("b");`)}; } | true`);
    expect(stderr).toBe("EPIPE\n");
  });

  test("a reader that has seen enough is no failure, a full disk is one", () => {
    expect(inShell(`{ sleep 0.2; ${ascendia()} --help; } | true`)).toMatchObject({ stderr: "", status: 0 });
    const full = inShell(`${ascendia()} --help > /dev/full`);
    expect(full.stderr).toContain("error: The output could not be written: ENOSPC");
    expect(full.status).toBe(1);
  });
});

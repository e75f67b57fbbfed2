import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readInput, writeOutput } from "../../../src/adapters/files/files.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ascendia-output-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a file is replaced as a whole, keeps its permissions, and leaves no draft", async () => {
  const path = join(folder, "out.json");
  writeFileSync(path, "old");
  chmodSync(path, 0o640);
  await writeOutput(path, "new");
  expect(readFileSync(path, "utf8")).toBe("new");
  expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder)).toEqual(["out.json"]);
});

test.runIf(process.platform === "linux")("what was there stays where the new content cannot be written", async () => {
  const path = join(folder, "out.json");
  writeFileSync(path, "old");
  // A disk that accepts no bytes; only Linux has this device.
  symlinkSync("/dev/full", `${path}.part`);
  await expect(writeOutput(path, "new")).rejects.toMatchObject({
    code: "failed",
    message: `Cannot write ${path}: the disk is full (ENOSPC).`,
  });
  expect(readFileSync(path, "utf8")).toBe("old");
  expect(readdirSync(folder)).toEqual(["out.json"]);
});

test("a link stays a link, and its target is written", async () => {
  writeFileSync(join(folder, "real.json"), "old");
  symlinkSync("real.json", join(folder, "link.json"));
  await writeOutput(join(folder, "link.json"), "new");
  expect(readFileSync(join(folder, "real.json"), "utf8")).toBe("new");
  expect(readdirSync(folder).toSorted()).toEqual(["link.json", "real.json"]);
});

test("a device is written to, not replaced", async () => {
  await writeOutput("/dev/null", "new");
  expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
});

test.each([
  ["a folder", "", "it is a folder (EISDIR)"],
  ["a folder that is not there", "none/out.json", "there is no such file or folder (ENOENT)"],
  ["a path through a file", "file/out.json", "part of the path is a file, not a folder (ENOTDIR)"],
  ["too long a name", `${"x".repeat(300)}.json`, "the name is too long (ENAMETOOLONG)"],
])("%s is refused with a readable reason, for writing and reading", async (_, name, reason) => {
  writeFileSync(join(folder, "file"), "");
  const path = join(folder, name);
  await expect(writeOutput(path, "new")).rejects.toMatchObject({ message: `Cannot write ${path}: ${reason}.` });
  const places = { placeOf: (given: string) => given, stdin: process.stdin };
  await expect(readInput(path, places)).rejects.toMatchObject({ message: `Cannot read ${path}: ${reason}.` });
});

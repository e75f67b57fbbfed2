import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { newFolder } from "../fakes/world.ts";

const json = z.looseObject({});
const lockFile = z.looseObject({ packages: z.record(z.string(), z.looseObject({})) });

/** The committed package files as `edit` leaves them. */
function checked(edit: (files: { manifest: z.infer<typeof json>; lock: z.infer<typeof lockFile> }) => void) {
  const folder = newFolder();
  const manifest = json.parse(JSON.parse(readFileSync("package.json", "utf8")));
  const lock = lockFile.parse(JSON.parse(readFileSync("package-lock.json", "utf8")));
  edit({ manifest, lock });
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify(lock));
  const { status, stderr } = spawnSync(process.execPath, ["build/check-lock.mjs", folder], { encoding: "utf8" });
  return { status, stderr };
}

it("the committed lock file is whole", { timeout: 180_000 }, () => {
  expect(checked(() => {})).toEqual({ status: 0, stderr: "" });
});

it("a lock file without another platform's optional package is refused", { timeout: 180_000 }, () => {
  const { status, stderr } = checked(({ lock }) => {
    delete lock.packages["node_modules/@rolldown/binding-win32-x64-msvc"];
  });
  expect([status, stderr]).toEqual([1, expect.stringContaining("@rolldown/binding-win32-x64-msvc, for node_modules/")]);
});

it("a package.json that moved on without its lock file is refused", { timeout: 180_000 }, () => {
  const { status, stderr } = checked(({ manifest }) => {
    manifest["license"] = "MIT";
  });
  expect([status, stderr]).toEqual([1, expect.stringContaining("npm install would change package-lock.json")]);
});

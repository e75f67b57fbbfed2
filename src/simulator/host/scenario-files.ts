import { mkdir, readFile, readdir, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { AscendiaError } from "../../errors.ts";
import type { ScenarioFile } from "../scenario/parse-scenario.ts";

/** The YAML files of a folder by name, or the one file. @throws invalid if there are none or they cannot be read */
export async function readScenarioFiles(path: string): Promise<readonly ScenarioFile[]> {
  try {
    const isFolder = (await stat(path)).isDirectory();
    const names = isFolder ? (await readdir(path)).filter((name) => /\.ya?ml$/.test(name)).toSorted() : [];
    const paths = isFolder ? names.map((name) => join(path, name)) : [path];
    if (paths.length > 0) {
      return await Promise.all(
        paths.map(async (file) => ({ file: basename(file), text: await readFile(file, "utf8") })),
      );
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AscendiaError("invalid", `Cannot read the scenarios at ${path}: ${reason}.`, {
      hint: "Name a folder of YAML files, or one file.",
      cause: error,
    });
  }
  throw new AscendiaError("invalid", `No scenarios (*.yaml) in ${path}.`, { hint: "Name another folder." });
}

/** Files in a folder that is created with the first one; readable only by their owner, because calls are private. */
export function recordFolder(folder: string): (name: string, text: string) => Promise<void> {
  return async (name, text) => {
    const path = join(folder, name);
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeFile(path, text, { mode: 0o600 });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new AscendiaError("failed", `Cannot write ${path}: ${reason}.`, {
        hint: "Name a folder that you may create and write to.",
        cause: error,
      });
    }
  };
}

import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { AscendiaError } from "../../domain/errors.ts";
import type { ScenarioFile } from "../../domain/simulation/scenario/parse-scenario.ts";

/** The YAML files of a folder by name, or the one file. @throws invalid when there are none or they cannot be read */
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
    throw new AscendiaError("invalid", `The scenarios at ${path} cannot be read: ${reason}.`, {
      hint: "Name a folder of YAML files, or one file.",
      cause: error,
    });
  }
  throw new AscendiaError("invalid", `There are no scenarios (*.yaml) in ${path}.`, { hint: "Name another folder." });
}

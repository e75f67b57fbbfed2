import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { packageRoot } from "../files/package-files.ts";

const schema = z.record(z.string(), z.unknown());

/**
 * What the texts of a shipped folder contain, as the build has read them (build/yaml-data.mjs): YAML takes a hundred
 * times as long to read as JSON. The answer is undefined for any other text, such as a file that has been changed.
 */
export async function yamlData(folder: "understanding" | "scenarios"): Promise<(text: string) => unknown> {
  const byDigest = schema.parse(await builtJson(join(packageRoot(), "dist", "yaml-data", `${folder}.json`)));
  return (text) => byDigest[createHash("sha256").update(text).digest("hex")];
}

/** Empty where the program runs from its sources and has not been built. */
async function builtJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
}

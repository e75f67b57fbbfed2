import { writeFile } from "node:fs/promises";
import { AscendiaError } from "../../domain/errors.ts";

/** Replaces the file; a new one is readable by its owner alone, as what is exported can be about patients. */
export async function writeOutput(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(path, content, { mode: 0o600 });
  } catch (error) {
    throw new AscendiaError("failed", `${path} cannot be written: ${error instanceof Error ? error.message : ""}.`, {
      hint: "Check the path and its permissions.",
      cause: error,
    });
  }
}

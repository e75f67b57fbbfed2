import { open, rename, rm } from "node:fs/promises";
import { AscendiaError } from "../../domain/errors.ts";

/**
 * Writes a file that only its owner may read, whole or not at all: the name is given when all bytes are on the disk.
 * @throws failed when it cannot be written
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const draft = `${path}.part`;
  try {
    await rm(draft, { force: true });
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    throw new AscendiaError("failed", `${path} cannot be written: ${error instanceof Error ? error.message : ""}.`, {
      hint: "Check that the folder exists and that you may write there.",
      cause: error,
    });
  }
}

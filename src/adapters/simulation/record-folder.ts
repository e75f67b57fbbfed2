import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AscendiaError } from "../../domain/errors.ts";

/** Files under a folder that is made when the first is written; readable by their owner alone, as calls are private. */
export function recordFolder(folder: string): (name: string, text: string) => Promise<void> {
  return async (name, text) => {
    const path = join(folder, name);
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeFile(path, text, { mode: 0o600 });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new AscendiaError("failed", `${path} cannot be written: ${reason}.`, {
        hint: "Name a folder that may be made and written to.",
        cause: error,
      });
    }
  };
}

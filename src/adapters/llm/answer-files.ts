import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { AscendiaError } from "../../domain/errors.ts";
import type { AnswerStore } from "../../domain/brain/model-ports.ts";
import { writePrivateFile } from "../system/write-private-file.ts";

/** One file an answer, named by the digest of its question, in a folder that only its owner may read. */
export function answerFiles(folder: string): AnswerStore {
  const pathOf = (key: string): string => join(folder, `${key}.json`);
  const write = async (key: string, text: string): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writePrivateFile(pathOf(key), text);
  };
  /** Calls that are held at once may come to the same question, and a file is written by one of them. */
  const writing = new Map<string, Promise<void>>();
  return {
    find: async (key) => {
      try {
        return await readFile(pathOf(key), "utf8");
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
        throw unreadable(folder, error);
      }
    },
    keep: (key, text) => {
      const begun = writing.get(key) ?? write(key, text).finally(() => writing.delete(key));
      writing.set(key, begun);
      return begun;
    },
  };
}

function unreadable(folder: string, cause: unknown): AscendiaError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AscendiaError("failed", `Answers kept in ${folder} cannot be read: ${reason}.`, {
    hint: "Check the folder's permissions, or remove it: the model is then asked again.",
    cause,
  });
}

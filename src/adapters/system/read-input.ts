import { readFile } from "node:fs/promises";
import { AscendiaError } from "../../domain/errors.ts";

interface InputPlaces {
  /** Relative names are meant from here. */
  readonly resolve: (path: string) => string;
  readonly stdin: AsyncIterable<string | Uint8Array>;
}

/** The text of a file, or of standard input for `-`. */
export async function readInput(path: string, { resolve, stdin }: InputPlaces): Promise<string> {
  if (path === "-") return readAll(stdin);
  try {
    return await readFile(resolve(path), "utf8");
  } catch (error) {
    throw new AscendiaError("invalid", `${path} cannot be read: ${error instanceof Error ? error.message : ""}.`, {
      hint: "Check the path and its permissions.",
      cause: error,
    });
  }
}

async function readAll(stdin: AsyncIterable<string | Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of stdin) parts.push(typeof part === "string" ? Buffer.from(part) : part);
  return Buffer.concat(parts).toString("utf8");
}

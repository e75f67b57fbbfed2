import { readFile } from "node:fs/promises";
import { AscendiaError } from "../../domain/errors.ts";

interface InputPlaces {
  /** Relative names are meant from here. */
  readonly resolve: (path: string) => string;
  readonly stdin: AsyncIterable<string | Uint8Array>;
}

/** The text of a file, or of standard input for `-`. */
export async function readInput(path: string, { resolve, stdin }: InputPlaces): Promise<string> {
  if (path === "-") return textOf(await readAll(stdin), "Standard input");
  return textOf(await bytesOf(path, resolve(path)), path);
}

async function bytesOf(path: string, place: string): Promise<Uint8Array> {
  try {
    return await readFile(place);
  } catch (error) {
    throw new AscendiaError("invalid", `${path} cannot be read: ${error instanceof Error ? error.message : ""}.`, {
      hint: "Check the path and its permissions.",
      cause: error,
    });
  }
}

async function readAll(stdin: AsyncIterable<string | Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of stdin) parts.push(typeof part === "string" ? Buffer.from(part) : part);
  return Buffer.concat(parts);
}

/** A list in another encoding would be taken with broken names, which are then said on the phone. */
function textOf(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new AscendiaError("invalid", `${name} is not text in UTF-8.`, {
      hint: "Save it as UTF-8; a spreadsheet offers that as “CSV UTF-8”. Nothing was done.",
      cause: error,
    });
  }
}

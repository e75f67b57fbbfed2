import { AscendiaError } from "../domain/errors.ts";
import type { Context } from "./context.ts";

/** The JSON of a file; `-` is standard input. @throws invalid when it cannot be read or is not JSON */
export async function readJson(path: string, context: Pick<Context, "readInput">): Promise<unknown> {
  const text = await context.readInput(path);
  try {
    // Windows editors put a byte order mark in front.
    return JSON.parse(text.replace(/^\uFEFF/u, ""));
  } catch (error) {
    const name = path === "-" ? "Standard input" : path;
    throw new AscendiaError("invalid", `${name} is not JSON: ${error instanceof Error ? error.message : ""}.`, {
      hint: "Correct it and run the same command again. Nothing was done.",
      cause: error,
    });
  }
}

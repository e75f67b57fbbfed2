import { CsvError, parse } from "csv-parse/sync";
import { AscendiaError } from "../errors.ts";
import type { Context } from "./context.ts";

/** The cells of a table, trimmed, its header first. @throws invalid when it cannot be read as one */
export function csvRecords(text: string, file: string): readonly (readonly string[])[] {
  try {
    return parse(text, { bom: true, trim: true, relax_column_count: true, delimiter: delimiterOf(text) });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new AscendiaError("invalid", `${file} cannot be read as a table: ${error.message}.`, {
      hint: "Put quotes around cells that hold the separator, a quote or a new line, and double the quotes in them.",
      cause: error,
    });
  }
}

/** Spreadsheets in French write semicolons. */
function delimiterOf(text: string): string {
  const header = text.split(/\r?\n/u, 1)[0] ?? "";
  return [",", ";", "\t"].find((separator) => header.includes(separator)) ?? ",";
}

/** A row of a table to be written. */
export function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\r\n;]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",");
}

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

import { CsvError, parse } from "csv-parse/sync";
import { AscendiaError } from "../domain/errors.ts";

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

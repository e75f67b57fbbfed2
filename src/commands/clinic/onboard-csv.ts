import { CsvError, parse } from "csv-parse/sync";
import { AscendiaError } from "../../domain/errors.ts";
import { closestText } from "../../domain/time/closest-text.ts";
import { type CsvCells, csvColumns, requiredColumns } from "./onboard-csv-columns.ts";

export interface CsvRow {
  /** As a spreadsheet counts; the header is row 1. */
  readonly row: number;
  /** The cells that are not empty. */
  readonly cells: CsvCells;
  /** A row that is longer than the header. */
  readonly surplus: number;
}

/** @throws invalid with everything wrong about the header, or where the table itself cannot be read */
export function readCsv(text: string, file: string): readonly CsvRow[] {
  const [header = [], ...records] = recordsOf(text, file);
  const columns = header.map((title) => title.toLowerCase());
  refuseHeader(columns, file);
  return records.flatMap((record, index) => {
    if (record.every((cell) => cell === "")) return [];
    const filled = columns.flatMap((column, place) => {
      const cell = record[place] ?? "";
      return cell === "" ? [] : [[column, cell] as const];
    });
    return [
      { row: index + 2, cells: Object.fromEntries(filled), surplus: Math.max(0, record.length - columns.length) },
    ];
  });
}

function recordsOf(text: string, file: string): readonly (readonly string[])[] {
  const settings = { bom: true, trim: true, relax_column_count: true, delimiter: delimiterOf(text) };
  try {
    return parse(text, settings);
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

function refuseHeader(columns: readonly string[], file: string): void {
  const known = Object.keys(csvColumns);
  const problems = [
    ...columns.flatMap((column, place) => {
      if (!known.includes(column)) return [`row 1: "${column}" is not a column. ${closest(column, known)}`];
      return columns.indexOf(column) === place
        ? []
        : [`row 1: the column ${column} stands there twice. Leave one out.`];
    }),
    ...requiredColumns
      .filter((column) => !columns.includes(column))
      .map((column) => `row 1: the column ${column} is missing.`),
  ];
  if (problems.length === 0) return;
  throw new AscendiaError("invalid", `${file} does not have the columns of a table of clinics.`, {
    detail: problems,
    hint: `Nothing was done. Columns: ${known.join(", ")}. What they hold: ascendia help clinic:onboard`,
  });
}

function closest(column: string, known: readonly string[]): string {
  const guess = closestText(column, known);
  return guess === undefined ? "Leave it out." : `Did you mean ${guess}?`;
}

import { closestText } from "../domain/closest-text.ts";
import { AscendiaError } from "../errors.ts";

/** What the table of a command may and must have in its first row. */
export interface TableForm {
  /** In the plural, such as "clinics". */
  readonly rows: string;
  readonly known: readonly string[];
  readonly required: readonly string[];
  /** Accepted, but not listed among the columns. */
  readonly silent?: readonly string[];
  readonly command: string;
}

/** @throws invalid with every problem of the header */
export function checkHeader(columns: readonly string[], file: string, form: TableForm): void {
  const { rows, known, required, silent = [], command } = form;
  const problems = [
    ...columns.flatMap((column, place) => {
      if (silent.includes(column)) return [];
      if (!known.includes(column)) return [`row 1: ${noColumn(column, known)}`];
      return columns.indexOf(column) === place ? [] : [`row 1: duplicate column ${column}. Remove one.`];
    }),
    ...required.filter((column) => !columns.includes(column)).map((column) => `row 1: missing column ${column}.`),
  ];
  if (problems.length === 0) return;
  throw new AscendiaError("invalid", `${file} does not have the columns for ${rows}.`, {
    detail: problems,
    hint: `Nothing was done. Columns: ${known.join(", ")}. Details: ascendia help ${command}`,
  });
}

export function noColumn(name: string, known: readonly string[]): string {
  const guess = closestText(name, known);
  return `"${name}" is not a column. ${guess === undefined ? "Remove it." : `Did you mean ${guess}?`}`;
}

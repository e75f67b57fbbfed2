import { type Command, InvalidArgumentError } from "commander";
import type { Place, RowSource } from "../domain/page.ts";
import { table } from "../terminal/table.ts";
import { type LimitFlag, addLimitOption } from "./arguments.ts";

export interface PageFlags extends LimitFlag {
  readonly after?: Place;
  readonly search?: string;
  readonly stream?: boolean;
}

/** The flags of a list that may be long. @param searched what --search looks at, such as "names and numbers" */
export function addPageOptions(command: Command, searched: string): Command {
  return addLimitOption(command)
    .option("--after <cursor>", "continue after this cursor, printed at the end of the previous page", placeFrom)
    .option("--search <text>", `filter by words in ${searched}; ignores accents and case`, searchFrom)
    .option("--stream", "print every row, as tab-separated values or, with --json, one JSON document per line");
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** The cursor of the next page; null: this is the last. */
  readonly next: string | null;
}

/** One row more than the limit shows whether there is a next page. */
export async function readPage<Row>(
  { after, search, limit }: PageFlags,
  { read, placeOf }: RowSource<Row>,
): Promise<Page<Row>> {
  const found = await read({ after, search, limit: limit + 1 });
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last !== undefined ? cursorOf(placeOf(last)) : null };
}

/** How rows look as text. */
export interface Columns<Row> {
  readonly head: readonly string[];
  readonly cells: (row: Row) => readonly string[];
  /** The text for a list without rows. */
  readonly empty: string;
  /** Columns that are never shortened or hidden; without them, the first. */
  readonly keep?: readonly string[];
}

/** A table with the way to the next page. */
export function pageTable<Row>({ rows, next }: Page<Row>, { head, cells, empty, keep }: Columns<Row>): string {
  if (rows.length === 0) return empty;
  const text = table(
    head,
    rows.map((row) => cells(row)),
    keep === undefined ? {} : { keep },
  );
  return next === null ? text : `${text}\nMore rows: add --after ${next} for the next page, or --stream for all.`;
}

/** A row as a line of --stream, which programs such as cut and awk take apart. */
export function tabbed<Row>(row: Row, { cells }: Columns<Row>): string {
  return cells(row)
    .map((cell) => cell.replaceAll(/[\t\r\n]+/gu, " "))
    .join("\t");
}

function cursorOf({ by, id }: Place): string {
  return `${typeof by === "number" ? by : `:${encoded(by)}`}~${encoded(id)}`;
}

function encoded(part: string): string {
  return encodeURIComponent(part).replaceAll("~", "%7E");
}

function placeFrom(cursor: string): Place {
  const [by, id, more] = cursor.split("~").map((part) => decoded(part));
  if (by === undefined || !/^(?::.*|-?\d{1,16})$/su.test(by) || id === undefined || more !== undefined) {
    throw new InvalidArgumentError("Copy the cursor from the end of the previous page, or from `next` in its --json.");
  }
  return { by: by.startsWith(":") ? by.slice(1) : Number(by), id };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new InvalidArgumentError("Copy the cursor from the end of the previous page, or from `next` in its --json.");
  }
}

function searchFrom(text: string): string {
  if (text.trim() !== "") return text.trim();
  throw new InvalidArgumentError("Enter the words to search for.");
}

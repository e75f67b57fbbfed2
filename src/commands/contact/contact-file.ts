import {
  type ContactCells,
  type ContactColumn,
  type ContactRow,
  contactColumns,
  requiredColumns,
} from "../../domain/outreach/contacts/read-contact-row.ts";
import { AscendiaError } from "../../errors.ts";
import { counted } from "../../terminal/table.ts";
import type { Context } from "../context.ts";
import { checkHeader, noColumn } from "../csv-header.ts";
import { csvRecords, jsonFrom } from "../input-files.ts";

/** A list as read, before validation. */
export interface ContactFile {
  readonly name: string;
  readonly rows: readonly ContactRow[];
}

/** @throws invalid when the file cannot be read, has the wrong columns or no rows */
export async function readContactFile(path: string, context: Pick<Context, "readInput">): Promise<ContactFile> {
  const name = path === "-" ? "Standard input" : path;
  const text = await context.readInput(path);
  const isJson = path.toLowerCase().endsWith(".json") || /^\uFEFF?\s*[[{]/u.test(text);
  const rows = isJson ? jsonRows(text.replace(/^\uFEFF/u, ""), name) : csvRows(text, name);
  if (rows.length > 0) return { name, rows };
  throw new AscendiaError("invalid", `${name} contains no contacts.`, {
    hint: "Add one row per person to call.",
  });
}

function csvRows(text: string, name: string): readonly ContactRow[] {
  const [header = [], ...records] = csvRecords(text, name);
  const columns = header.map((title) => title.toLowerCase());
  checkHeader(columns, name, tableOfContacts);
  return records.flatMap((record, index) => {
    if (record.every((cell) => cell === "")) return [];
    const surplus = record.slice(columns.length);
    const fault = surplus.length > 0 ? surplusFault(surplus) : null;
    return [{ row: index + 2, cells: cellsOf(columns.map((column, place) => [column, record[place] ?? ""])), fault }];
  });
}

/** Quotes the surplus cells, because the file of failed rows has no column for them. */
function surplusFault(surplus: readonly string[]): string {
  const cells = surplus.map((cell) => JSON.stringify(cell)).join(", ");
  return `has ${counted(surplus.length, "cell")} more than the header: ${cells}. Quote cells that contain the separator.`;
}

function jsonRows(text: string, name: string): readonly ContactRow[] {
  const list = jsonFrom(text, name);
  if (!Array.isArray(list)) {
    throw new AscendiaError("invalid", `${name} must be a list of contacts: [{"name": …, "phone": …}, …].`);
  }
  return list.map((value: unknown, index) => {
    const row = index + 1;
    if (typeof value !== "object" || value === null) return { row, cells: {}, fault: "is not an object." };
    const entries = Object.entries(value).map(([key, cell]): [string, unknown] => [key, cell]);
    const foreign = entries.filter(([key]) => !isColumn(key)).map(([key]) => noColumn(key, known));
    const shapeless = entries
      .filter(([, cell]) => typeof cell === "object" && cell !== null)
      .map(([key]) => `"${key}" is not a string.`);
    const faults = [...foreign, ...shapeless];
    return { row, cells: cellsOf(entries), fault: faults.length === 0 ? null : faults.join(" ") };
  });
}

function cellsOf(entries: readonly (readonly [string, unknown])[]): ContactCells {
  const filled = entries.flatMap(([column, cell]): (readonly [ContactColumn, string])[] => {
    const text =
      typeof cell === "string" || typeof cell === "number" || typeof cell === "boolean" ? String(cell).trim() : "";
    return isColumn(column) && text !== "" ? [[column, text]] : [];
  });
  return Object.fromEntries(filled);
}

/** The last column of the file of failed rows, which can be imported as is. */
export const PROBLEM_COLUMN = "problem";

const known = Object.keys(contactColumns).filter(isColumn);

const tableOfContacts = {
  rows: "contacts",
  known,
  required: requiredColumns,
  silent: [PROBLEM_COLUMN],
  command: "contact:import",
} as const;

function isColumn(name: string): name is ContactColumn {
  return Object.hasOwn(contactColumns, name);
}

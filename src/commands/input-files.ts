import { CsvError, parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { type ReadTemplate, readTemplateFiles } from "../domain/agent/template/template-files.ts";
import { AscendiaError } from "../errors.ts";
import { readWrittenJson } from "../json.ts";
import type { Context } from "./context.ts";

/** The trimmed cells of a table, header first, as spreadsheets write it. @throws invalid when it cannot be parsed */
export function csvRecords(text: string, file: string): readonly (readonly string[])[] {
  const [, named, table = ""] = /^\uFEFF?(?:sep=(.)\r?\n)?([^]*)$/u.exec(text) ?? [];
  const delimiter = named ?? delimiterOf(table);
  try {
    const records = parse(quoted(table, delimiter), { bom: true, trim: true, relax_column_count: true, delimiter });
    return records.map((record) => record.map((cell) => keptAsText(cell)));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new AscendiaError("invalid", `${file} cannot be read as a table: ${error.message}.`, {
      hint: "Quote cells that contain the separator, a quote or a line break, and double any quotes inside.",
      cause: error,
    });
  }
}

/** `="0197…"` makes a spreadsheet keep a number as text. */
function quoted(table: string, delimiter: string): string {
  const separator = `\\u{${delimiter.codePointAt(0)?.toString(16) ?? "0"}}`;
  const cell = new RegExp(String.raw`(^|[${separator}\n])="([^"\r\n]*)"`, "gu");
  return table.replaceAll(cell, '$1"$2"');
}

/** Removes the markers that make a spreadsheet keep a number as text: `="…"`, or a leading apostrophe. */
function keptAsText(cell: string): string {
  return cell.replace(/^="([^"]*)"$/u, "$1").replace(/^'(?=[+\d])/u, "");
}

/** French spreadsheets use semicolons. */
function delimiterOf(text: string): string {
  const header = text.split(/\r?\n/u, 1)[0] ?? "";
  return [",", ";", "\t"].find((separator) => header.includes(separator)) ?? ",";
}

/** A table as text. Semicolons are quoted too, because they separate cells in French spreadsheets. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return stringify(
    rows.map((cells) => [...cells]),
    { quoted_match: /[;\r]/u, record_delimiter: "windows" },
  );
}

/** Text that a spreadsheet might read as a formula gets a leading apostrophe, which marks it as text. */
export function spreadsheetText(text: string): string {
  return /^[\s]*[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
}

/** The JSON of a file; `-` for standard input. @throws invalid when it cannot be read or is not JSON */
export async function readJson(path: string, context: Pick<Context, "readInput">): Promise<unknown> {
  return jsonFrom(await context.readInput(path), path === "-" ? "Standard input" : path);
}

/** @param name of the file, for the message. @throws invalid when the text is not JSON */
export function jsonFrom(text: string, name: string): unknown {
  const read = readWrittenJson(text);
  if ("value" in read) return read.value;
  throw new AscendiaError("invalid", `${name} is not JSON: ${read.trouble}.`, {
    hint: "Correct it and run the same command again. Nothing was done.",
  });
}

/** Where the template that ascendia ships is, from the package's folder. */
export const shippedTemplate = "templates/master-agent";

/** A template's folder or file, or the shipped one without a path. @throws invalid when it cannot be read */
export function readTemplateInput(
  path: string | undefined,
  context: Pick<Context, "readInput" | "folderFiles" | "shippedFile">,
): Promise<ReadTemplate> {
  return readTemplateFiles(path ?? context.shippedFile(shippedTemplate), {
    list: (folder) => context.folderFiles(folder),
    readJson: (file) => readJson(file, context),
  });
}

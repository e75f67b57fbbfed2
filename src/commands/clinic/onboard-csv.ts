import { type FieldProblem, type ClinicRequest, problemText } from "../../domain/clinic/requests/clinic-request.ts";
import { checkClinic } from "../../domain/clinic/requests/read-clinic-request.ts";
import { languages } from "../../domain/language/language.ts";
import type { ClinicRow } from "../../domain/fleet/onboarding/onboard-clinics.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { checkHeader } from "../csv-header.ts";
import { csvRecords, jsonFrom } from "../input-files.ts";
import { doctorFromText, hoursFromText, orderFromText, withoutUndefined } from "../clinic-draft.ts";

/** The columns of the table; `ascendia help clinic:onboard` prints them. */
export const csvColumns = {
  slug: "derived from the name when empty",
  name: "the clinic's name as callers know it",
  address: "street and town, as spoken to callers",
  country: "ISO 3166-1, such as BJ",
  timezone: "IANA name, such as Africa/Porto-Novo",
  language: languages.join(", "),
  phone: "optional",
  transfer_number: "optional",
  emergency_number: "optional",
  owner_email: "address for the welcome email",
  emergency_services: "optional",
  after_hours: "optional: message, book or forward",
  on_call_number: "optional: the doctor on call",
  notice: "optional: notice that an assistant answers and the call may be recorded",
  article: "optional: la, le, l', les, el, los, las or none, said before the name in French or Spanish",
  voice: "optional: id of a voice at Retell",
  instructions: "optional",
  hours: "Mon-Fri 08:00-12:30,14:00-18:00; Sat 09:00-12:00",
  doctors: "Name;Specialty[;mail] | Name;Specialty",
  rooms: "optional: Room 1 | Room 2",
  sms: "optional: yes or no",
  number: "buy:US, buy:US:512, buy:US:toll-free, buy:CA or import:+229…:trunk.example.com",
  sip_username: "optional, for an imported number",
  sip_password_env: "optional: environment variable with the trunk's password",
  sip_transport: "optional: TCP, TLS or UDP",
  retell_key_env: "optional: environment variable with the key of the clinic's own Retell account",
  agent: "optional: id of the agent at Retell that answers this clinic",
} as const;

export type CsvColumn = keyof typeof csvColumns;
export type CsvCells = Readonly<Partial<Record<CsvColumn, string>>>;

export const requiredColumns: readonly CsvColumn[] = [
  "name",
  "address",
  "country",
  "timezone",
  "language",
  "owner_email",
  "hours",
  "doctors",
  "number",
];

const tableOfClinics = {
  rows: "clinics",
  known: Object.keys(csvColumns),
  required: requiredColumns,
  command: "clinic:onboard",
} as const;

export interface CsvRow {
  /** As in a spreadsheet: the header is row 1. */
  readonly row: number;
  /** Only non-empty cells. */
  readonly cells: CsvCells;
  /** Extra cells beyond the header. */
  readonly surplus: number;
}

/** @throws invalid with every problem of the header, or when the table cannot be read */
export function readCsv(text: string, file: string): readonly CsvRow[] {
  const [header = [], ...records] = csvRecords(text, file);
  const columns = header.map((title) => title.toLowerCase());
  checkHeader(columns, file, tableOfClinics);
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

/** A row of a file, converted to the form of clinic.json as far as possible. */
export interface RowDraft {
  readonly row: number;
  readonly value: unknown;
  readonly problems: readonly FieldProblem[];
}

const plainColumns = [
  "slug",
  "name",
  "address",
  "country",
  "timezone",
  "language",
  "phone",
  "transfer_number",
  "emergency_number",
  "emergency_services",
  "after_hours",
  "on_call_number",
  "notice",
  "article",
  "voice",
  "owner_email",
  "instructions",
  "retell_key_env",
  "agent",
] as const satisfies readonly CsvColumn[];

/** Converts a row to the form of clinic.json and collects the problems. */
export function clinicFromCsv({ row, cells, surplus }: CsvRow): RowDraft {
  const problems: FieldProblem[] = [];
  if (surplus > 0) {
    const message = `the row has ${surplus} ${surplus === 1 ? "cell" : "cells"} more than the header.`;
    problems.push({ path: "row", message, fix: "Quote cells that contain the separator." });
  }
  const { hours, doctors, rooms, sms, number } = cells;
  const value = withoutUndefined({
    ...Object.fromEntries(plainColumns.map((column) => [column, cells[column]])),
    hours: hours === undefined ? undefined : hoursFromText(hours, problems),
    doctors: doctors === undefined ? undefined : partsOf(doctors).map((text) => doctorFromText(text)),
    rooms: rooms === undefined ? undefined : partsOf(rooms).map((name) => ({ name })),
    sms: sms === undefined ? undefined : truthOf(sms, problems),
    number: number === undefined ? undefined : numberFromText(number, cells, problems),
  });
  return { row, value, problems };
}

/** "a | b" */
function partsOf(text: string): readonly string[] {
  return text
    .split("|")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

const truths: ReadonlyMap<string, boolean> = new Map(
  Object.entries({
    yes: true,
    true: true,
    oui: true,
    vrai: true,
    no: false,
    false: false,
    non: false,
    faux: false,
  }),
);

function truthOf(text: string, problems: FieldProblem[]): boolean | undefined {
  const truth = truths.get(text.toLowerCase());
  if (truth === undefined) problems.push({ path: "sms", message: `"${text}" is not yes or no.`, fix: "" });
  return truth;
}

/** "buy:US:512" or "import:+229…:trunk.example.com[:5060]" */
function numberFromText(text: string, cells: CsvCells, problems: FieldProblem[]): unknown {
  const [kind = "", first = "", ...rest] = text.split(":").map((part) => part.trim());
  const { sip_username: username, sip_password_env: passwordVariable, sip_transport: transport } = cells;
  const trunk = withoutUndefined({ username, password_env: passwordVariable, transport });
  const host = rest.join(":");
  if (kind.toLowerCase() === "buy" && first !== "") {
    const [stray] = Object.keys(trunk);
    if (stray !== undefined) problems.push(strayTrunk(stray));
    return { buy: orderFromText([first, ...rest].join(":")) };
  }
  if (kind.toLowerCase() === "import" && host !== "") {
    return { import: { phone_number: first, termination_uri: host, ...trunk } };
  }
  const fix = "Write buy:US, buy:US:512, buy:US:toll-free, buy:CA or import:+229…:trunk.example.com.";
  problems.push({ path: "number", message: `"${text}" is not a number source.`, fix });
  return undefined;
}

function strayTrunk(field: string): FieldProblem {
  return { path: `number.import.${field}`, message: "works only with an imported number.", fix: "Empty the cell." };
}

const trunkColumns: Readonly<Record<string, CsvColumn>> = {
  "number.import.username": "sip_username",
  "number.import.password_env": "sip_password_env",
  "number.import.transport": "sip_transport",
};

/** "column hours: …", for a problem in a cell. */
export function csvProblemText({ path, message, fix }: FieldProblem): string {
  // Some checks name the place only in their message: "phone: …".
  const place = path === "" ? (/^([\w.[\]]+): /u.exec(message)?.[1] ?? "") : path;
  if (place === "" || place === "row") return `${message} ${fix}`.trim();
  const column = trunkColumns[place] ?? place.replace(/[.[].*$/u, "");
  const inner = path === "" || path === column ? "" : `${path} `;
  const said = path === "" ? message.slice(place.length + 2) : message;
  return `column ${column}: ${inner}${said} ${fix}`.trim();
}

export function refuseEmpty(count: number, file: string): void {
  if (count > 0) return;
  throw new AscendiaError("invalid", `${file} contains no clinics.`, {
    hint: "Add at least one row below the header.",
  });
}

/** The drafts of one file, and how to report its problems. */
interface DraftFile {
  readonly drafts: readonly RowDraft[];
  readonly textOf: (problem: FieldProblem) => string;
}

/** Reads every clinic of a CSV or JSON file. @throws invalid with every problem of every row, before anything is done */
export async function readClinicRows(file: string, context: Pick<Context, "readInput">): Promise<readonly ClinicRow[]> {
  const name = file === "-" ? "Standard input" : file;
  const { drafts, textOf } = draftsOf(await context.readInput(file), name);
  refuseEmpty(drafts.length, name);
  const rows: ClinicRow[] = [];
  const problems: string[] = [];
  for (const draft of drafts) {
    const { row } = draft;
    const checked = checkClinic(draft);
    if (checked.request !== null) rows.push({ row, request: checked.request });
    problems.push(...checked.problems.map((problem) => `row ${row}, ${textOf(problem)}`));
  }
  problems.push(...duplicates(rows));
  if (problems.length === 0) return rows;
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  throw new AscendiaError("invalid", `${name} has ${count}.`, {
    detail: problems,
    hint: "Correct this and run the same command again. Nothing was done.",
  });
}

function draftsOf(text: string, name: string): DraftFile {
  const isJson = name.toLowerCase().endsWith(".json") || /^\uFEFF?\s*[[{]/u.test(text);
  if (isJson) return { drafts: jsonDrafts(text, name), textOf: problemText };
  return { drafts: readCsv(text, name).map((row) => clinicFromCsv(row)), textOf: csvProblemText };
}

function jsonDrafts(text: string, name: string): readonly RowDraft[] {
  const list = jsonFrom(text, name);
  if (Array.isArray(list)) return list.map((value: unknown, index) => ({ row: index + 1, value, problems: [] }));
  throw new AscendiaError("invalid", `${name} must be a list of clinics: [{"name": …}, …].`, {
    hint: "For a single clinic use --file.",
  });
}

/** A slug identifies a row across runs, and a number can belong to only one clinic. */
function duplicates(rows: readonly ClinicRow[]): readonly string[] {
  return [
    ...repeated(rows, ({ details }) => details.slug).map(
      ({ row, first, value }) =>
        `row ${row}, column slug: ${value} is already used in row ${first}. Use a different slug.`,
    ),
    ...repeated(rows, ({ number }) => (number.kind === "import" ? number.phoneNumber : undefined)).map(
      ({ row, first, value }) => `row ${row}, column number: ${value} is already used in row ${first}.`,
    ),
  ];
}

function repeated(rows: readonly ClinicRow[], valueOf: (request: ClinicRequest) => string | undefined) {
  const seen = new Map<string, number>();
  return rows.flatMap(({ row, request }) => {
    const value = valueOf(request);
    if (value === undefined) return [];
    const first = seen.get(value);
    if (first !== undefined) return [{ row, first, value }];
    seen.set(value, row);
    return [];
  });
}

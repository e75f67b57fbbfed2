import type { FieldProblem } from "../../domain/clinic/clinic-file-problem.ts";
import { AscendiaError } from "../../domain/errors.ts";
import type { CsvCells, CsvColumn } from "./onboard-csv-columns.ts";
import type { CsvRow } from "./onboard-csv.ts";
import { doctorFromText, hoursFromText, orderFromText, withoutUndefined } from "./onboard-flags.ts";

/** A row of a file, in the form of clinic.json as far as it can be brought into that. */
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
  "owner_email",
  "instructions",
] as const satisfies readonly CsvColumn[];

/** A row in the form of clinic.json; what cannot be brought into that form is told beside it. */
export function clinicFromCsv({ row, cells, surplus }: CsvRow): RowDraft {
  const problems: FieldProblem[] = [];
  if (surplus > 0) {
    const message = `the row has ${surplus} ${surplus === 1 ? "cell" : "cells"} more than the header.`;
    problems.push({ path: "row", message, fix: "Put quotes around cells that hold the separator." });
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

const truths: Readonly<Record<string, boolean>> = {
  yes: true,
  true: true,
  oui: true,
  no: false,
  false: false,
  non: false,
};

function truthOf(text: string, problems: FieldProblem[]): boolean | undefined {
  const truth = truths[text.toLowerCase()];
  if (truth === undefined) problems.push({ path: "sms", message: `"${text}" is neither yes nor no.`, fix: "" });
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
  problems.push({ path: "number", message: `"${text}" does not say where the number comes from.`, fix });
  return undefined;
}

function strayTrunk(field: string): FieldProblem {
  return { path: `number.import.${field}`, message: "goes with an imported number only.", fix: "Empty the cell." };
}

const trunkColumns: Readonly<Record<string, CsvColumn>> = {
  "number.import.username": "sip_username",
  "number.import.password_env": "sip_password_env",
  "number.import.transport": "sip_transport",
};

/** "column hours: …", where the problem is one of a cell. */
export function csvProblemText({ path, message, fix }: FieldProblem): string {
  // Some checks name the place in their sentence alone: "phone: …".
  const place = path === "" ? (/^([\w.[\]]+): /u.exec(message)?.[1] ?? "") : path;
  if (place === "" || place === "row") return `${message} ${fix}`.trim();
  const column = trunkColumns[place] ?? place.replace(/[.[].*$/u, "");
  const inner = path === "" || path === column ? "" : `${path} `;
  const said = path === "" ? message.slice(place.length + 2) : message;
  return `column ${column}: ${inner}${said} ${fix}`.trim();
}

export function refuseEmpty(count: number, file: string): void {
  if (count > 0) return;
  throw new AscendiaError("invalid", `${file} holds no clinic.`, { hint: "Give at least one row below the header." });
}

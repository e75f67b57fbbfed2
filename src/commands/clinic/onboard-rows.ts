import { type FieldProblem, problemText } from "../../domain/clinic/clinic-file-problem.ts";
import type { ClinicRequest } from "../../domain/clinic/clinic-request.ts";
import { checkClinic } from "../../domain/clinic/read-clinic-request.ts";
import { AscendiaError } from "../../domain/errors.ts";
import type { ClinicRow } from "../../domain/organisation/bulk/clinic-row.ts";
import type { Context } from "../context.ts";
import { clinicFromCsv, csvProblemText, refuseEmpty, type RowDraft } from "./onboard-csv-clinic.ts";
import { readCsv } from "./onboard-csv.ts";

/** Drafts of one file, and how its problems are told. */
interface DraftFile {
  readonly drafts: readonly RowDraft[];
  readonly textOf: (problem: FieldProblem) => string;
}

/** Every clinic of a CSV or JSON file. @throws invalid with every problem of every row, before anything is done */
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
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
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
  const list = parsed(text.replace(/^\uFEFF/u, ""), name);
  if (Array.isArray(list)) return list.map((value: unknown, index) => ({ row: index + 1, value, problems: [] }));
  throw new AscendiaError("invalid", `${name} must be a list of clinics: [{"name": …}, …].`, {
    hint: "For a single clinic use --file.",
  });
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AscendiaError("invalid", `${name} is not JSON: ${error instanceof Error ? error.message : ""}.`, {
      hint: "Correct it and run the same command again. Nothing was done.",
      cause: error,
    });
  }
}

/** A slug is the key of a run, and a number can belong to one clinic only. */
function duplicates(rows: readonly ClinicRow[]): readonly string[] {
  return [
    ...repeated(rows, ({ details }) => details.slug).map(
      ({ row, first, value }) =>
        `row ${row}, column slug: ${value} is the slug of row ${first} too. Give each its own.`,
    ),
    ...repeated(rows, ({ number }) => (number.kind === "import" ? number.phoneNumber : undefined)).map(
      ({ row, first, value }) => `row ${row}, column number: ${value} is the number of row ${first} too.`,
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

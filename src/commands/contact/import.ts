import type { Command } from "commander";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import {
  type PlannedContact,
  importContacts,
  planImport,
  refusedPhones,
} from "../../domain/outreach/contacts/import-contacts.ts";
import { contactColumns } from "../../domain/outreach/contacts/read-contact-row.ts";
import { AscendiaError } from "../../errors.ts";
import { counted, terminalSafe } from "../../terminal/table.ts";
import { type WriteFlags, addClinicOption, openOutreach } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { csvText } from "../input-files.ts";
import { changeAndRecord } from "../record-change.ts";
import { type ContactFile, PROBLEM_COLUMN, readContactFile } from "./contact-file.ts";

export interface ImportReport {
  readonly clinic: Clinic;
  readonly file: ContactFile;
  readonly errorPath: string;
  readonly outcomes: readonly PlannedContact[];
  readonly isDryRun: boolean;
}

export function countsOf(outcomes: readonly PlannedContact[]) {
  const count = (kind: PlannedContact["kind"]) => outcomes.filter((outcome) => outcome.kind === kind).length;
  return {
    rows: outcomes.length,
    created: count("created"),
    updated: count("updated"),
    unchanged: count("unchanged"),
    failed: count("failed"),
  };
}

export function importJson({ clinic, file, outcomes, isDryRun, errorPath }: ImportReport) {
  const counts = countsOf(outcomes);
  return {
    dry_run: isDryRun,
    clinic: clinic.slug,
    file: file.name,
    ...counts,
    errors_file: counts.failed > 0 && !isDryRun ? errorPath : null,
    outcomes: outcomes.map((outcome) => ({
      row: outcome.row,
      outcome: outcome.kind,
      contact_id: outcome.kind === "failed" || (isDryRun && outcome.kind === "created") ? null : outcome.contact.id,
      problems: outcome.kind === "failed" ? outcome.problems : [],
    })),
  };
}

export function importText({ clinic, file, outcomes, isDryRun, errorPath }: ImportReport): string {
  const { rows, created, updated, unchanged, failed } = countsOf(outcomes);
  const verb = isDryRun ? "Would import" : "Imported";
  const problems = outcomes.flatMap((outcome) =>
    outcome.kind === "failed"
      ? outcome.problems.map((problem) => terminalSafe(`  row ${outcome.row}, ${problem}`))
      : [],
  );
  const kept = failed > 0 && !isDryRun ? [`Failed rows are in ${errorPath}.`] : [];
  return [
    `${verb} for ${clinic.name} from ${file.name}: ${counted(rows, "row")}`,
    `  created ${created} · updated ${updated} · unchanged ${unchanged} · failed ${failed}`,
    ...problems,
    ...kept,
  ].join("\n");
}

/** The failed rows unchanged, with their problems in a last column, ready to be corrected and imported. */
export function errorFile({ file, outcomes }: ImportReport): string {
  const columns = Object.keys(contactColumns);
  const cells = new Map(file.rows.map((row) => [row.row, new Map(Object.entries(row.cells))]));
  const rows = outcomes.flatMap((outcome) => {
    if (outcome.kind !== "failed") return [];
    const texts = columns.map((column) => cells.get(outcome.row)?.get(column) ?? "");
    return [[...texts, `row ${outcome.row}: ${outcome.problems.join(" ")}`]];
  });
  return csvText([[...columns, PROBLEM_COLUMN], ...rows]);
}

interface ImportFlags extends WriteFlags {
  readonly errors?: string;
}

export function configure(command: Command, context: Context): void {
  const width = Math.max(...Object.keys(contactColumns).map((name) => name.length));
  const columns = Object.entries(contactColumns).map(([name, holds]) => `  ${name.padEnd(width)}  ${holds}`);
  addClinicOption(command)
    .description("import the people a clinic may call, and their appointments, from a CSV or JSON file")
    .argument("<file>", "one row per person and appointment; - for standard input")
    .option("--errors <file>", "output file for failed rows with their reasons (default: next to the list)")
    .addHelpText("after", `\nColumns, or keys of the JSON objects:\n${columns.join("\n")}`)
    .action((file: string, flags: ImportFlags) => importList(file, flags, context));
}

/** Every row is checked and the result shown before the first one is written. */
async function importList(path: string, flags: ImportFlags, context: Context): Promise<void> {
  const ports = await openOutreach(flags, context);
  const { clinic } = ports;
  const file = await readContactFile(path, context);
  const refused = await refusedPhones(file.rows, ports);
  const preview = await planImport(file.rows, { stores: ports.database.stores, ports, refused });
  const errorPath = flags.errors ?? errorPathOf(path);
  const report: ImportReport = { clinic, file, errorPath, outcomes: preview, isDryRun: flags.dryRun === true };
  if (report.isDryRun) return tell(report, context);
  await agree(report, context);
  if (preview.some(({ kind }) => kind === "failed")) await context.writePrivately(errorPath, errorFile(report));
  const outcomes = await changeAndRecord(
    () => importContacts(file.rows, ports),
    (made) => ({ action: "contact:import", clinic, before: null, after: changesOf(countsOf(made)) }),
    context,
  );
  tell({ ...report, outcomes }, context);
}

/** A list that changes nothing is not recorded. */
function changesOf(counts: ReturnType<typeof countsOf>) {
  return counts.created + counts.updated === 0 ? null : counts;
}

async function agree(report: ImportReport, { output, prompt, agreed }: Context): Promise<void> {
  const { created, updated } = countsOf(report.outcomes);
  if (created + updated === 0 || agreed || !prompt.interactive) return;
  output.note(importText({ ...report, isDryRun: true }));
  if (await prompt.confirm(`Import ${counted(created + updated, "contact")}?`)) return;
  throw new AscendiaError("interrupted", "Cancelled. Nothing was imported.", {
    hint: "Use --dry-run to see the plan.",
  });
}

function tell(report: ImportReport, { output }: Context): void {
  const { failed } = countsOf(report.outcomes);
  if (failed === 0) return output.result(importJson(report), () => importText(report));
  const error = new AscendiaError(
    "invalid",
    `${failed} of ${counted(report.outcomes.length, "row")} could not be imported.`,
    {
      hint: report.isDryRun
        ? "Nothing was changed. Correct these rows, or import the others as they are."
        : `Correct them in ${report.errorPath}, then import that file.`,
    },
  );
  output.failedResult(importJson(report), () => importText(report), error);
  throw error;
}

/** contacts.csv → contacts.errors.csv */
function errorPathOf(path: string): string {
  return path === "-" ? "contacts.errors.csv" : `${path.replace(/\.[^./\\]*$/u, "")}.errors.csv`;
}

import type { Command } from "commander";
import { AscendiaError } from "../../domain/errors.ts";
import { contactColumns } from "../../domain/outreach/import/contact-columns.ts";
import { importContacts } from "../../domain/outreach/import/import-contacts.ts";
import { planImport } from "../../domain/outreach/import/plan-import.ts";
import { addClinicOption, type WriteFlags } from "../clinic-bookings.ts";
import { openOutreach } from "../clinic-outreach.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";
import { readContactFile } from "./contact-file.ts";
import { countsOf, errorFile, importJson, importText, type ImportReport } from "./import-view.ts";

interface ImportFlags extends WriteFlags {
  readonly errors?: string;
}

export function configure(command: Command, context: Context): void {
  const width = Math.max(...Object.keys(contactColumns).map((name) => name.length));
  const columns = Object.entries(contactColumns).map(([name, holds]) => `  ${name.padEnd(width)}  ${holds}`);
  addClinicOption(command)
    .description("import the people whom a clinic may call, with their appointments, from a CSV or JSON file")
    .argument("<file>", "one row a person and appointment; - is standard input")
    .option("--errors <file>", "where the rows that failed go, each with the reason; beside the list when left out")
    .addHelpText("after", `\nColumns, or keys of the JSON objects:\n${columns.join("\n")}`)
    .action((file: string, flags: ImportFlags) => importList(file, flags, context));
}

/** Every row is judged and the outcome shown before the first one is written. */
async function importList(path: string, flags: ImportFlags, context: Context): Promise<void> {
  const ports = await openOutreach(flags, context);
  const { clinic } = ports;
  const file = await readContactFile(path, context);
  const preview = await planImport(file.rows, { stores: ports.database.stores, ports });
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

/** A list that changes nothing is no act. */
function changesOf(counts: ReturnType<typeof countsOf>) {
  return counts.created + counts.updated === 0 ? null : counts;
}

async function agree(report: ImportReport, { output, prompt, agreed }: Context): Promise<void> {
  const { created, updated } = countsOf(report.outcomes);
  if (created + updated === 0 || agreed || !prompt.interactive) return;
  output.note(importText({ ...report, isDryRun: true }));
  if (await prompt.confirm(`Agreed: import ${created + updated} contacts?`)) return;
  throw new AscendiaError("interrupted", "Not agreed to: nothing was imported.", {
    hint: "See the plan with --dry-run.",
  });
}

function tell(report: ImportReport, { output }: Context): void {
  const { failed } = countsOf(report.outcomes);
  if (failed === 0) return output.result(importJson(report), () => importText(report));
  const error = new AscendiaError("invalid", `${failed} of ${report.outcomes.length} rows could not be imported.`, {
    hint: report.isDryRun
      ? "Nothing was changed. Correct them, or import the others as they are."
      : `Correct them in ${report.errorPath} and import that file.`,
  });
  output.failedResult(importJson(report), () => importText(report), error);
  throw error;
}

/** contacts.csv → contacts.errors.csv */
function errorPathOf(path: string): string {
  return path === "-" ? "contacts.errors.csv" : `${path.replace(/\.[^./\\]*$/u, "")}.errors.csv`;
}

import { counted } from "../../terminal/counted.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { contactColumns } from "../../domain/outreach/import/contact-columns.ts";
import type { PlannedContact } from "../../domain/outreach/import/plan-import.ts";
import { terminalSafe } from "../../terminal/table.ts";
import { csvLine } from "../csv-records.ts";
import { type ContactFile, PROBLEM_COLUMN } from "./contact-file.ts";

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
  const verb = isDryRun ? "Would be imported" : "Imported";
  const problems = outcomes.flatMap((outcome) =>
    outcome.kind === "failed"
      ? outcome.problems.map((problem) => terminalSafe(`  row ${outcome.row}, ${problem}`))
      : [],
  );
  const kept = failed > 0 && !isDryRun ? [`The rows that failed are in ${errorPath}.`] : [];
  return [
    `${verb} for ${clinic.name} from ${file.name}: ${counted(rows, "row")}`,
    `  created ${created} · updated ${updated} · unchanged ${unchanged} · failed ${failed}`,
    ...problems,
    ...kept,
  ].join("\n");
}

/** The rows that failed as they were, with what is wrong with them in a last column: they are imported once corrected. */
export function errorFile({ file, outcomes }: ImportReport): string {
  const columns = Object.keys(contactColumns);
  const cells = new Map(file.rows.map((row) => [row.row, new Map(Object.entries(row.cells))]));
  const lines = outcomes.flatMap((outcome) => {
    if (outcome.kind !== "failed") return [];
    const texts = columns.map((column) => cells.get(outcome.row)?.get(column) ?? "");
    return [csvLine([...texts, `row ${outcome.row}: ${outcome.problems.join(" ")}`])];
  });
  return `${[csvLine([...columns, PROBLEM_COLUMN]), ...lines].join("\n")}\n`;
}

import {
  type PlannedRow,
  type RowResult,
  type RowStatus,
  countsOf,
  rowStatuses,
  summaryOf,
} from "../../domain/fleet/onboarding/onboard-clinics.ts";
import type { FieldChange } from "../../domain/fleet/clinics/clinic-changes.ts";
import { dollars } from "../../domain/number/number.ts";
import { AscendiaError } from "../../errors.ts";
import { table } from "../../terminal/table.ts";

/** The result of a run, as written to the result file. */
export interface BulkAccount {
  readonly from: string;
  readonly resultFile: string;
  /** `running`: the process has not finished, or was killed. */
  readonly state: "running" | "stopped" | "ended";
  readonly results: readonly RowResult[];
  readonly gaveUp: string | null;
  /** Why the final read from Retell failed. */
  readonly unread: string | null;
}

const said: Readonly<Record<RowStatus, string>> = {
  created: "created",
  updated: "updated",
  unchanged: "unchanged",
  differs: "differs",
  failed: "FAILED",
  not_done: "not done",
};

/** How many rows a terminal lists; the result file has all. */
const mostListed = 20;

export function clinicCount(count: number): string {
  return count === 1 ? "1 clinic" : `${grouped(count)} clinics`;
}

export function rowText({ row, slug, status, phoneNumber, changes, why }: RowResult): string {
  const changed = changes.length === 0 ? null : changes.map(({ field }) => field).join(", ");
  return [`row ${row}`, slug, said[status], phoneNumber, changed, why].filter((part) => part !== null).join("  ");
}

export function bulkJson({ from, resultFile, state, results, gaveUp, unread }: BulkAccount) {
  return {
    from,
    result_file: resultFile,
    state,
    clinics: results.length,
    counts: countsOf(results),
    gave_up: gaveUp,
    not_read_back: unread,
    rows: results.map(({ row, slug, status, clinicId, phoneNumber, changes, kept, why, next }) => ({
      row,
      slug,
      status,
      clinic_id: clinicId,
      phone_number: phoneNumber,
      changes,
      kept,
      why,
      next,
    })),
  };
}

export function bulkText({ from, resultFile, results }: BulkAccount): string {
  const counts = countsOf(results);
  const parts = rowStatuses
    .filter((status) => counts[status] > 0)
    .map((status) => `${grouped(counts[status])} ${said[status]}`);
  const told = results.filter(({ status }) => status === "failed" || status === "differs");
  return [
    `${clinicCount(results.length)} in ${from}: ${parts.join(", ")}.`,
    ...listed(
      told.map(({ row, slug, why, next }) => [String(row), slug, why ?? "", next ?? ""]),
      problemColumns,
    ),
    `Results for every row are in ${resultFile}.`,
  ].join("\n");
}

/** The error that the run ends with; null when all rows succeeded or only --max-purchases held some back. */
export function bulkFailure({ from, state, results, gaveUp, unread }: BulkAccount): AscendiaError | null {
  const counts = countsOf(results);
  const hint = "Run the same command again: it does only what is missing.";
  if (state === "stopped") {
    const left = `${clinicCount(counts.not_done)} of ${from} ${counts.not_done === 1 ? "is" : "are"} not done.`;
    return new AscendiaError("interrupted", `Stopped: ${left}`, { hint });
  }
  if (gaveUp !== null) {
    return new AscendiaError("failed", `Stopped, because it would fail for every clinic: ${gaveUp}`, { hint });
  }
  if (counts.failed > 0) {
    return new AscendiaError("failed", `${grouped(counts.failed)} of ${clinicCount(results.length)} failed.`, { hint });
  }
  if (unread !== null) {
    return new AscendiaError("transient", `The result could not be verified: ${unread}`, {
      hint: "Compare the store with Retell: ascendia fleet:plan",
    });
  }
  return counts.differs === 0 ? null : differing(from, counts.differs);
}

/** Neither done nor failed: an operator must decide which side is right. */
export function differing(from: string, count: number): AscendiaError {
  const verb = count === 1 ? "differs" : "differ";
  return new AscendiaError(
    "drift",
    `${clinicCount(count)} of ${from} ${verb} from the store and ${count === 1 ? "was" : "were"} not changed.`,
    {
      hint: "Each shows what differs and the command that changes it. Or correct the table. --update changes all but numbers.",
    },
  );
}

export function bulkPlanJson(from: string, planned: readonly PlannedRow[]) {
  const summary = summaryOf(planned);
  return {
    dry_run: true,
    from,
    clinics: summary.clinics,
    to_onboard: summary.toOnboard,
    to_update: summary.toUpdate,
    unchanged: summary.unchanged,
    differs: summary.differing,
    refused: summary.refused,
    beyond_max_purchases: summary.deferred,
    numbers_to_buy: summary.purchases,
    numbers_to_import: summary.imports,
    added_monthly_cents: summary.addedMonthlyCents,
    rows: planned.map((row) => ({
      row: row.row,
      slug: row.request.details.slug,
      steps: row.kind === "work" ? row.plan.steps : [],
      changes: row.kind === "work" ? (row.plan.reconciliation?.changes ?? []) : [],
      appointments_outside: row.kind === "work" ? (row.plan.reconciliation?.outside ?? 0) : 0,
      kept: row.kind === "work" ? row.plan.kept : [],
      differs: row.kind === "differs",
      why: "why" in row ? row.why.message : null,
      next: "why" in row ? (row.why.hint ?? null) : null,
    })),
  };
}

export function bulkPlanText(from: string, planned: readonly PlannedRow[]): string {
  const { clinics, toOnboard, toUpdate, unchanged, differing: others, refused, deferred, ...rest } = summaryOf(planned);
  const counts = [
    [toOnboard, "to onboard"],
    [toUpdate, "to update"],
    [unchanged, "unchanged"],
    [others, "differing from the store"],
    [deferred, "beyond --max-purchases"],
    [refused, "refused"],
  ] as const;
  const parts = counts.filter(([count]) => count > 0).map(([count, what]) => `${grouped(count)} ${what}`);
  const refusals = planned.flatMap((row) =>
    "why" in row ? [[String(row.row), row.request.details.slug, row.why.message, row.why.hint ?? ""]] : [],
  );
  return [
    `${clinicCount(clinics)} in ${from}: ${parts.join(", ")}.`,
    ...listed(refusals, problemColumns),
    ...updateText(planned),
    `Numbers: ${grouped(rest.purchases)} to buy, ${dollars(rest.addedMonthlyCents)} a month, paid to Retell; ${grouped(rest.imports)} to import, paid to the carrier.`,
  ].join("\n");
}

/** What --update changes in stored clinics, what it leaves in them, and which appointments that affects. */
function updateText(planned: readonly PlannedRow[]): readonly string[] {
  const works = planned.flatMap((row) => (row.kind === "work" ? [{ row: String(row.row), plan: row.plan }] : []));
  const changed = works.flatMap(({ row, plan: { clinic, reconciliation } }) =>
    (reconciliation?.changes ?? []).map(({ field, before, after }) => [
      row,
      clinic.slug,
      field,
      changeSaid(before),
      changeSaid(after),
    ]),
  );
  const kept = works.flatMap(({ row, plan }) =>
    plan.kept.map(({ part, removal }) => [row, plan.clinic.slug, part, removal]),
  );
  const outside = works.flatMap(({ row, plan: { clinic, reconciliation } }) => {
    const count = reconciliation?.outside ?? 0;
    if (count === 0) return [];
    const what = count === 1 ? "1 upcoming appointment is" : `${grouped(count)} upcoming appointments are`;
    return [`Row ${row}, ${clinic.slug}: ${what} outside the new hours, and kept.`];
  });
  return [
    ...listed(changed, ["row", "slug", "what", "before", "after"]),
    ...outside,
    ...(kept.length === 0 ? [] : ["Not in the table, and kept:"]),
    ...listed(kept, ["row", "slug", "what", "command that removes it"]),
  ];
}

function changeSaid(value: FieldChange["before"]): string {
  if (value === null) return "none";
  return typeof value === "boolean" ? (value ? "yes" : "no") : value;
}

const problemColumns = ["row", "slug", "why", "next"];

function listed(rows: readonly (readonly string[])[], columns: readonly string[]): readonly string[] {
  if (rows.length === 0) return [];
  const more = rows.length - mostListed;
  const drawn = table(columns, rows.slice(0, mostListed));
  return more > 0 ? [drawn, `… and ${grouped(more)} more.`] : [drawn];
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

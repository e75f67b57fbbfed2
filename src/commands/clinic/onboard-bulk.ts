import {
  type ClinicRow,
  type PlannedRow,
  type RowResult,
  type RowStatus,
  accountBefore,
  countsOf,
  onboardClinics,
  planClinics,
  readBackIfReachable,
  rowStatuses,
  summaryOf,
} from "../../domain/fleet/onboard-clinics.ts";
import type { OnboardingPorts } from "../../domain/fleet/ports.ts";
import { type NumberPlatform, dollars, numberSnapshot } from "../../domain/number/number.ts";
import { AscendiaError } from "../../errors.ts";
import { table } from "../../terminal/table.ts";
import type { Context } from "../context.ts";
import type { BulkFlags } from "./onboard-bulk-options.ts";
import { readClinicRows } from "./onboard-csv.ts";
import { onboardingPorts } from "./onboarding-ports.ts";

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

export function rowText({ row, slug, status, phoneNumber, why }: RowResult): string {
  return [`row ${row}`, slug, said[status], phoneNumber, why].filter((part) => part !== null).join("  ");
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
    rows: results.map(({ row, slug, status, clinicId, phoneNumber, why, next }) => ({
      row,
      slug,
      status,
      clinic_id: clinicId,
      phone_number: phoneNumber,
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
    ...listed(told.map(({ row, slug, why, next }) => [String(row), slug, why ?? "", next ?? ""])),
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
      hint: "Each shows what differs and the command that changes it. Or correct the table.",
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
    ...listed(refusals),
    `Numbers: ${grouped(rest.purchases)} to buy, ${dollars(rest.addedMonthlyCents)} a month, paid to Retell; ${grouped(rest.imports)} to import, paid to the carrier.`,
  ].join("\n");
}

function listed(rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const more = rows.length - mostListed;
  const drawn = table(["row", "slug", "why", "next"], rows.slice(0, mostListed));
  return more > 0 ? [drawn, `… and ${grouped(more)} more.`] : [drawn];
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

const usualConcurrency = 8;

interface BulkRun {
  readonly from: string;
  readonly resultFile: string;
  readonly planned: readonly PlannedRow[];
  readonly concurrency: number;
}

/** Reads and plans everything first, then processes every row. */
export async function onboardMany(from: string, flags: BulkFlags & { readonly dryRun?: boolean }, context: Context) {
  const rows = await readClinicRows(from, context);
  const own = await onboardingPorts(context);
  // One listing serves every clinic: nobody else changes numbers while the lock is held.
  const ports = { ...own, numbers: numberSnapshot(own.numbers) };
  if (flags.dryRun === true) return showPlan(from, await planRows(rows, flags, ports), context);
  await context.exclusively(async () => {
    const planned = await planRows(rows, flags, ports);
    const resultFile = flags.result ?? resultFileOf(from, context);
    const run: BulkRun = { from, resultFile, planned, concurrency: flags.concurrency ?? usualConcurrency };
    await agree(run, context);
    tell(await carryOut(run, { ports, unheard: own.numbers }, context), context);
  });
}

function planRows(rows: readonly ClinicRow[], { maxPurchases }: BulkFlags, ports: OnboardingPorts) {
  return planClinics(rows, maxPurchases ?? Number.POSITIVE_INFINITY, ports);
}

function showPlan(from: string, planned: readonly PlannedRow[], { output }: Context): void {
  const text = (): string => bulkPlanText(from, planned);
  const error = planFailure(from, planned);
  if (error === null) return output.result(bulkPlanJson(from, planned), text);
  output.failedResult(bulkPlanJson(from, planned), text, error);
  throw error;
}

/** Ends with the same error as the run itself. */
function planFailure(from: string, planned: readonly PlannedRow[]): AscendiaError | null {
  const { refused, differing: others } = summaryOf(planned);
  if (refused > 0) {
    return new AscendiaError("conflict", `${clinicCount(refused)} of ${from} could not be onboarded.`, {
      hint: "Correct these rows. The others would be onboarded anyway.",
    });
  }
  return others === 0 ? null : differing(from, others);
}

/** As for one clinic: a terminal always asks; without one, only purchases need --yes. */
async function agree({ from, planned }: BulkRun, { output, prompt, agreed }: Context): Promise<void> {
  const { toOnboard, toUpdate, purchases, addedMonthlyCents } = summaryOf(planned);
  output.note(bulkPlanText(from, planned));
  if (toOnboard + toUpdate === 0 || agreed || (purchases === 0 && !prompt.interactive)) return;
  const numbers = purchases === 1 ? "1 number" : `${purchases} numbers`;
  const buying = purchases === 0 ? "" : `buy ${numbers} for ${dollars(addedMonthlyCents)} a month and `;
  if (await prompt.confirm(`Continue: ${buying}onboard ${clinicCount(toOnboard + toUpdate)}?`)) return;
  throw new AscendiaError("interrupted", "Cancelled. Nothing was done.", { hint: "Use --dry-run to see the plan." });
}

interface BulkPorts {
  readonly ports: OnboardingPorts;
  /** What Retell has now, read without the run's own cache. */
  readonly unheard: Pick<NumberPlatform, "list">;
}

async function carryOut(run: BulkRun, { ports, unheard }: BulkPorts, context: Context): Promise<BulkAccount> {
  const { planned, from, resultFile, concurrency } = run;
  const started = {
    from,
    resultFile,
    state: "running",
    results: accountBefore(planned),
    gaveUp: null,
    unread: null,
  } as const;
  // Written before anything is bought, so that an unwritable file fails early.
  await writeAccount(started, context);
  const stop = stopWatch(context);
  const { bug, ...done } = await context.output.progress(planned.length, (report) =>
    onboardClinics(
      planned,
      { concurrency, isStopped: () => stop.isAsked(), onRow: (row) => report(rowText(row)) },
      ports,
    ),
  );
  stop.end();
  const { results, unread } = await readBackIfReachable(done.results, planned, unheard);
  const isWhole = results.every(({ status }) => status !== "not_done");
  const account = {
    ...started,
    results,
    unread,
    gaveUp: done.gaveUp,
    state: stop.isAsked() && !isWhole ? "stopped" : "ended",
  } as const;
  await writeAccount(account, context);
  if (bug !== null) throw bug;
  return account;
}

/** Ctrl-C and SIGTERM stop the run gracefully; a second one ends the process at once. The next run recovers from either. */
function stopWatch(context: Pick<Context, "untilStopped" | "output">) {
  const listening = new AbortController();
  let isAsked = false;
  const watch = async (): Promise<void> => {
    await context.untilStopped(listening.signal);
    isAsked = true;
    context.output.note("Stopping after the clinics in progress.");
  };
  void watch();
  return { isAsked: () => isAsked, end: () => listening.abort() };
}

async function writeAccount(account: BulkAccount, context: Context): Promise<void> {
  await context.writePrivately(account.resultFile, `${JSON.stringify(bulkJson(account), null, 2)}\n`);
}

function tell(account: BulkAccount, { output }: Context): void {
  const failure = bulkFailure(account);
  const text = (): string => bulkText(account);
  if (failure === null) return output.result(bulkJson(account), text);
  output.failedResult(bulkJson(account), text, failure);
  throw failure;
}

/** clinics.csv → clinics.result.json */
/** Next to the table; in the working folder for standard input and for a table that ascendia ships. */
function resultFileOf(from: string, { isThere }: Pick<Context, "isThere">): string {
  if (from === "-") return "clinics.result.json";
  const place = isThere(from) ? from : (from.split("/").at(-1) ?? from);
  return `${place.replace(/\.[^./\\]*$/u, "")}.result.json`;
}

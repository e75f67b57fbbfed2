import { AscendiaError } from "../../errors.ts";
import { applyOnboarding } from "../onboard-clinic.ts";
import { isUnchanged, type OnboardingPlan } from "../onboard-clinic-plan.ts";
import type { OnboardingPorts } from "../onboard-clinic-ports.ts";
import type { PlannedRow, RowResult } from "./clinic-row.ts";

export interface Pace {
  readonly concurrency: number;
  /** Asked before each row is begun; what is under way is always finished. */
  isStopped(): boolean;
  onRow(result: RowResult): void;
}

export interface BulkOutcome {
  /** Every row, in the file's order. */
  readonly results: readonly RowResult[];
  /** Why rows were left although nobody stopped the run. */
  readonly gaveUp: string | null;
  /** A defect of the program, met on the way: to be thrown when the results are safe. */
  readonly bug: Error | null;
}

/** So many in a row without one success between them: it is not the clinics that are wrong. */
const failuresInARow = 20;

interface Progress {
  readonly results: Map<number, RowResult>;
  readonly due: (PlannedRow & { readonly kind: "work" })[];
  failedInARow: number;
  gaveUp: string | null;
  bug: Error | null;
}

/** How the rows stand before the first is begun. */
export function accountBefore(planned: readonly PlannedRow[]): readonly RowResult[] {
  return planned.map((row) => settledAlready(row) ?? notBegun(row, null));
}

/** Walks the plans, so many at a time. One clinic's failure leaves the others alone. */
export async function onboardClinics(
  planned: readonly PlannedRow[],
  pace: Pace,
  ports: OnboardingPorts,
): Promise<BulkOutcome> {
  const due = planned.flatMap((row) => (row.kind === "work" && !isUnchanged(row.plan) ? [row] : []));
  const progress: Progress = { results: new Map(), due, failedInARow: 0, gaveUp: null, bug: null };
  for (const row of planned) {
    const settled = settledAlready(row);
    if (settled === undefined) continue;
    progress.results.set(row.row, settled);
    pace.onRow(settled);
  }
  await Promise.all(Array.from({ length: pace.concurrency }, () => work(progress, pace, ports)));
  const { results, gaveUp, bug } = progress;
  return { results: planned.map((row) => results.get(row.row) ?? notBegun(row, gaveUp)), gaveUp, bug };
}

async function work(progress: Progress, pace: Pace, ports: OnboardingPorts): Promise<void> {
  while (!pace.isStopped() && progress.gaveUp === null && progress.bug === null) {
    const next = progress.due.shift();
    if (next === undefined) return;
    const result = await onboardRow(next, progress, ports);
    progress.results.set(next.row, result);
    pace.onRow(result);
  }
}

async function onboardRow(
  row: PlannedRow & { readonly kind: "work" },
  progress: Progress,
  ports: OnboardingPorts,
): Promise<RowResult> {
  const { plan } = row;
  try {
    const { clinicId, phoneNumber } = await applyOnboarding(plan, ports);
    progress.failedInARow = 0;
    return { ...blank(row), status: plan.clinic.status === "active" ? "updated" : "created", clinicId, phoneNumber };
  } catch (error) {
    if (!(error instanceof AscendiaError)) {
      progress.bug = error instanceof Error ? error : new Error(String(error));
      return { ...blank(row), status: "failed", why: "A defect of ascendia; see the error of the run." };
    }
    progress.failedInARow += 1;
    if (error.code === "unauthorized" || progress.failedInARow >= failuresInARow) progress.gaveUp = error.message;
    return { ...failed(row, error), ...(await whatIsThere(plan, ports)) };
  }
}

/** A number that was got before the failure is paid for, so the account of the row names it. */
async function whatIsThere({ clinic }: OnboardingPlan, ports: OnboardingPorts) {
  const stored = await ports.clinics.find(clinic.slug);
  if (stored === undefined) return {};
  const number = await ports.scope(stored.id).number.find();
  return { clinicId: stored.id, phoneNumber: number?.phoneNumber ?? null };
}

function settledAlready(row: PlannedRow): RowResult | undefined {
  if (row.kind === "refused") return failed(row, row.why);
  if (row.kind === "differs") return { ...blank(row), status: "differs", why: row.why.message, next: nextOf(row.why) };
  if (row.kind === "deferred") {
    const next = "Run the same command again, or allow more purchases.";
    return { ...blank(row), status: "not_done", why: "Beyond the purchases of this run.", next };
  }
  if (!isUnchanged(row.plan)) return undefined;
  const { clinic, number } = row.plan;
  const phoneNumber = number.existing?.phoneNumber ?? null;
  return { ...blank(row), status: "unchanged", clinicId: clinic.id, phoneNumber };
}

function notBegun(row: PlannedRow, gaveUp: string | null): RowResult {
  const why = gaveUp === null ? "The run ended before this row." : "The run gave up before this row.";
  return { ...blank(row), status: "not_done", why, next: "Run the same command again." };
}

function nextOf({ hint }: AscendiaError): string {
  return hint ?? "Run the same command again.";
}

function failed(row: PlannedRow, error: AscendiaError): RowResult {
  const { message, detail } = error;
  const details = Array.isArray(detail) ? detail.filter((line) => typeof line === "string") : [];
  const why = details.length === 0 ? message : `${message} (${details.join("; ")})`;
  return { ...blank(row), status: "failed", why, next: nextOf(error) };
}

function blank({ row, request }: PlannedRow) {
  return { row, slug: request.details.slug, clinicId: null, phoneNumber: null, why: null, next: null };
}

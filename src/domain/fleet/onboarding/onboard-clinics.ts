import { type ErrorCode, AscendiaError } from "../../../errors.ts";
import type { ClinicRequest } from "../../clinic/requests/clinic-request.ts";
import { type NumberPlatform, type PlatformNumber, bindingDifferences } from "../../number/number.ts";
import { applyOnboarding } from "./onboard-clinic.ts";
import { type FieldChange, ClinicDiffersError } from "../clinics/clinic-changes.ts";
import { type OnboardingPlan, isUnchanged, planOnboarding } from "./plan-onboarding.ts";
import { accountOf } from "../../clinic/clinic.ts";
import type { OnboardingPorts } from "../ports.ts";
import type { KeptPart } from "../clinics/reconcile-clinic.ts";

interface Pace {
  readonly concurrency: number;
  /** Checked before each row starts; rows in progress are always finished. */
  isStopped(): boolean;
  onRow(result: RowResult): void;
}

interface BulkOutcome {
  /** Every row, in file order. */
  readonly results: readonly RowResult[];
  /** Why the run left rows undone without being stopped. */
  readonly gaveUp: string | null;
  /** A bug that occurred during the run: thrown once the results are saved. */
  readonly bug: Error | null;
}

/** After this many failures in a row, the clinics are not the cause. */
const failuresInARow = 20;

interface Progress {
  readonly results: Map<number, RowResult>;
  readonly due: (PlannedRow & { readonly kind: "work" })[];
  failedInARow: number;
  gaveUp: string | null;
  bug: Error | null;
}

/** The results of all rows before the first one starts. */
export function accountBefore(planned: readonly PlannedRow[]): readonly RowResult[] {
  return planned.map((row) => settledAlready(row) ?? notBegun(row, null));
}

/** Applies the plans, several at a time. One clinic's failure does not affect the others. */
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
    const status = plan.clinic.status === "active" ? "updated" : "created";
    return { ...blank(row), status, clinicId, phoneNumber, changes: plan.reconciliation?.changes ?? [] };
  } catch (error) {
    if (!(error instanceof AscendiaError)) {
      progress.bug = error instanceof Error ? error : new Error(String(error));
      return { ...blank(row), status: "failed", why: "A bug in ascendia; see the error of the run." };
    }
    progress.failedInARow += 1;
    if (error.code === "unauthorized" || progress.failedInARow >= failuresInARow) progress.gaveUp = error.message;
    return { ...failed(row, error), ...(await obtainedBeforeFailure(plan, ports)) };
  }
}

/** A number obtained before the failure costs money, so the row's result includes it. */
async function obtainedBeforeFailure({ clinic }: OnboardingPlan, ports: OnboardingPorts) {
  const stored = await ports.clinics.find(clinic.slug);
  if (stored === undefined) return {};
  const number = await ports.scope(stored.id).number.find();
  return { clinicId: stored.id, phoneNumber: number?.phoneNumber ?? null };
}

function settledAlready(row: PlannedRow): RowResult | undefined {
  if (row.kind === "refused") return failed(row, row.why);
  if (row.kind === "differs") return { ...blank(row), status: "differs", why: row.why.message, next: nextOf(row.why) };
  if (row.kind === "deferred") {
    const next = "Run the same command again, or raise --max-purchases.";
    return { ...blank(row), status: "not_done", why: "Beyond the purchase limit of this run.", next };
  }
  if (!isUnchanged(row.plan)) return undefined;
  const { clinic, number } = row.plan;
  const phoneNumber = number.existing?.phoneNumber ?? null;
  return { ...blank(row), status: "unchanged", clinicId: clinic.id, phoneNumber };
}

function notBegun(row: PlannedRow, gaveUp: string | null): RowResult {
  const why = gaveUp === null ? "The run ended before this row." : "The run stopped before this row.";
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

function blank(planned: PlannedRow) {
  const { row, request } = planned;
  const kept = planned.kind === "work" ? planned.plan.kept : [];
  return {
    row,
    slug: request.details.slug,
    clinicId: null,
    phoneNumber: null,
    changes: [],
    kept,
    why: null,
    next: null,
  };
}

/** A validated row of the file. */
export interface ClinicRow {
  /** As users count: a table's header is row 1; the first clinic of a JSON list is row 1. */
  readonly row: number;
  readonly request: ClinicRequest;
}

interface PlannedWork extends ClinicRow {
  readonly kind: "work";
  readonly plan: OnboardingPlan;
}

interface RefusedRow extends ClinicRow {
  readonly kind: "refused";
  readonly why: AscendiaError;
}

/** The stored clinic has other data. */
interface DifferingRow extends ClinicRow {
  readonly kind: "differs";
  readonly why: AscendiaError;
}

/** Exceeds the purchase limit of this run. */
interface DeferredRow extends ClinicRow {
  readonly kind: "deferred";
}

export type PlannedRow = PlannedWork | RefusedRow | DifferingRow | DeferredRow;

/** `differs`: the store has other data, which was kept. `not_done`: not started; the next run will do it. */
export const rowStatuses = ["created", "updated", "unchanged", "differs", "failed", "not_done"] as const;

export type RowStatus = (typeof rowStatuses)[number];

export interface RowResult {
  readonly row: number;
  readonly slug: string;
  readonly status: RowStatus;
  readonly clinicId: string | null;
  readonly phoneNumber: string | null;
  /** Changes to a stored clinic, in a run with --update. */
  readonly changes: readonly FieldChange[];
  /** What the store has and the row does not mention, in a run with --update. */
  readonly kept: readonly KeptPart[];
  /** For an unsuccessful row: what happened, and what to do. */
  readonly why: string | null;
  readonly next: string | null;
}

export function countsOf(results: readonly RowResult[]): Readonly<Record<RowStatus, number>> {
  const counts = { created: 0, updated: 0, unchanged: 0, differs: 0, failed: 0, not_done: 0 };
  for (const { status } of results) counts[status] += 1;
  return counts;
}

/** Failures that concern a single clinic; any other would affect every row, so it ends the planning. */
const ownFailures: ReadonlySet<ErrorCode> = new Set(["conflict", "not_configured", "invalid"]);

interface BulkLimits {
  /** The run buys at most this many numbers. */
  readonly maxPurchases: number;
  /** Whether to change stored clinics to match their rows. */
  readonly update: boolean;
}

/** Plans every row; writes nothing. */
export async function planClinics(
  rows: readonly ClinicRow[],
  { maxPurchases, update }: BulkLimits,
  ports: OnboardingPorts,
): Promise<readonly PlannedRow[]> {
  let master: ReturnType<OnboardingPorts["masterAgent"]> | undefined;
  const shared = { ...ports, masterAgent: () => (master ??= ports.masterAgent()) };
  if (rows.some(({ request }) => request.retell === null)) await shared.masterAgent();
  const planned: PlannedRow[] = [];
  let purchases = 0;
  for (const row of rows) {
    const next = await planRow(row, update, shared);
    const buys = next.kind === "work" && isPurchase(next.plan);
    if (buys) purchases += 1;
    planned.push(buys && purchases > maxPurchases ? { ...row, kind: "deferred" } : next);
  }
  return planned;
}

async function planRow(row: ClinicRow, update: boolean, ports: OnboardingPorts): Promise<PlannedRow> {
  try {
    return { ...row, kind: "work", plan: await planOnboarding(row.request, ports, { update }) };
  } catch (error) {
    if (error instanceof ClinicDiffersError) return { ...row, kind: "differs", why: error };
    if (error instanceof AscendiaError && ownFailures.has(error.code)) return { ...row, kind: "refused", why: error };
    throw error;
  }
}

interface BulkSummary {
  readonly clinics: number;
  readonly toOnboard: number;
  readonly toUpdate: number;
  readonly unchanged: number;
  readonly differing: number;
  readonly refused: number;
  readonly deferred: number;
  readonly purchases: number;
  readonly imports: number;
  readonly addedMonthlyCents: number;
}

export function summaryOf(planned: readonly PlannedRow[]): BulkSummary {
  const plans = planned.flatMap((row) => (row.kind === "work" ? [row.plan] : []));
  const due = plans.filter((plan) => !isUnchanged(plan));
  const toOnboard = due.filter(({ clinic }) => clinic.status !== "active").length;
  return {
    clinics: planned.length,
    toOnboard,
    toUpdate: due.length - toOnboard,
    unchanged: plans.length - due.length,
    differing: planned.filter(({ kind }) => kind === "differs").length,
    refused: planned.filter(({ kind }) => kind === "refused").length,
    deferred: planned.filter(({ kind }) => kind === "deferred").length,
    purchases: plans.filter(isPurchase).length,
    imports: plans.filter(({ number, request }) => number.action === "create" && request.number.kind === "import")
      .length,
    addedMonthlyCents: plans.reduce((sum, { addedMonthlyCents }) => sum + addedMonthlyCents, 0),
  };
}

function isPurchase({ number, request }: OnboardingPlan): boolean {
  return number.action === "create" && request.number.kind === "buy";
}

/** Retell's current state, read without the run's own cache. */
export type ReadAccount = (account: string | null) => Promise<{ readonly numbers: Pick<NumberPlatform, "list"> }>;

function placeOf(account: string | null, phoneNumber: string): string {
  return `${account ?? ""} ${phoneNumber}`;
}

/**
 * Called after the last write: compares Retell's state with what was written, for all rows in one listing. A row that
 * differs becomes `failed`. @throws transient when Retell cannot be read
 */
async function readBack(
  results: readonly RowResult[],
  planned: readonly PlannedRow[],
  inAccount: ReadAccount,
): Promise<readonly RowResult[]> {
  if (!results.some(isWritten)) return results;
  const listed = new Map<string, PlatformNumber>();
  const accounts = new Set(planned.flatMap((row) => (row.kind === "work" ? [accountOf(row.plan.clinic)] : [])));
  for (const account of accounts) {
    const { numbers } = await inAccount(account);
    for (const number of await numbers.list()) listed.set(placeOf(account, number.phoneNumber), number);
  }
  const plans = new Map(planned.flatMap((row) => (row.kind === "work" ? [[row.row, row.plan] as const] : [])));
  return results.map((result) => {
    const plan = plans.get(result.row);
    if (!isWritten(result) || plan === undefined) return result;
    const place = placeOf(accountOf(plan.clinic), result.phoneNumber ?? "");
    const why = differenceText(listed.get(place), (number) => bindingDifferences(number, plan.binding));
    return why === null ? result : { ...result, status: "failed", why, next: "Run the same command again." };
  });
}

/** A failed listing does not make rows fail, but the user must learn that the check was not possible. */
export async function readBackIfReachable(
  results: readonly RowResult[],
  planned: readonly PlannedRow[],
  inAccount: ReadAccount,
): Promise<{ readonly results: readonly RowResult[]; readonly unread: string | null }> {
  try {
    return { results: await readBack(results, planned, inAccount), unread: null };
  } catch (error) {
    if (error instanceof AscendiaError) return { results, unread: error.message };
    throw error;
  }
}

function isWritten({ status }: RowResult): boolean {
  return status === "created" || status === "updated";
}

function differenceText(
  number: PlatformNumber | undefined,
  differences: (number: PlatformNumber) => readonly string[],
): string | null {
  if (number === undefined) return "Its number is not at Retell, although Retell confirmed it.";
  const found = differences(number);
  return found.length === 0 ? null : `Retell's state differs from what was written: ${found.join("; ")}.`;
}

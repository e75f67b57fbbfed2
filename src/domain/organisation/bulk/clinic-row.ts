import type { ClinicRequest } from "../../clinic/clinic-request.ts";
import type { AscendiaError } from "../../errors.ts";
import type { OnboardingPlan } from "../onboard-clinic-plan.ts";

/** A row of the file, checked. */
export interface ClinicRow {
  /** As the user counts: the header of a table is row 1; the first clinic of a JSON list is row 1. */
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

/** The store has the clinic, and otherwise. */
interface DifferingRow extends ClinicRow {
  readonly kind: "differs";
  readonly why: AscendiaError;
}

/** Beyond what may be bought in this run. */
interface DeferredRow extends ClinicRow {
  readonly kind: "deferred";
}

export type PlannedRow = PlannedWork | RefusedRow | DifferingRow | DeferredRow;

/** `differs`: the store has it otherwise, and it was left so. `not_done`: nothing was begun, and the next run does it. */
export const rowStatuses = ["created", "updated", "unchanged", "differs", "failed", "not_done"] as const;
export type RowStatus = (typeof rowStatuses)[number];

export interface RowResult {
  readonly row: number;
  readonly slug: string;
  readonly status: RowStatus;
  readonly clinicId: string | null;
  readonly phoneNumber: string | null;
  /** Of a row that is not as wanted: what happened, and what to do. */
  readonly why: string | null;
  readonly next: string | null;
}

export function countsOf(results: readonly RowResult[]): Readonly<Record<RowStatus, number>> {
  const counts = { created: 0, updated: 0, unchanged: 0, differs: 0, failed: 0, not_done: 0 };
  for (const { status } of results) counts[status] += 1;
  return counts;
}

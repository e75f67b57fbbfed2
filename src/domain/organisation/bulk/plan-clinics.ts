import { AscendiaError, type ErrorCode } from "../../errors.ts";
import { isUnchanged, type OnboardingPlan, planOnboarding } from "../onboard-clinic-plan.ts";
import { ClinicDiffersError } from "../onboard-clinic-difference.ts";
import type { OnboardingPorts } from "../onboard-clinic-ports.ts";
import type { ClinicRow, PlannedRow } from "./clinic-row.ts";

/** What concerns one clinic alone; any other failure would meet every row, and ends the planning. */
const ownFailures: ReadonlySet<ErrorCode> = new Set(["conflict", "not_configured", "invalid"]);

/** Plans every row by reading only; of the numbers to buy, the first `maxPurchases` are in this run. */
export async function planClinics(
  rows: readonly ClinicRow[],
  maxPurchases: number,
  ports: OnboardingPorts,
): Promise<readonly PlannedRow[]> {
  const agent = await ports.masterAgent();
  const shared = { ...ports, masterAgent: () => Promise.resolve(agent) };
  const planned: PlannedRow[] = [];
  let purchases = 0;
  for (const row of rows) {
    const next = await planRow(row, shared);
    const buys = next.kind === "work" && isPurchase(next.plan);
    if (buys) purchases += 1;
    planned.push(buys && purchases > maxPurchases ? { ...row, kind: "deferred" } : next);
  }
  return planned;
}

async function planRow(row: ClinicRow, ports: OnboardingPorts): Promise<PlannedRow> {
  try {
    return { ...row, kind: "work", plan: await planOnboarding(row.request, ports) };
  } catch (error) {
    if (error instanceof ClinicDiffersError) return { ...row, kind: "differs", why: error };
    if (error instanceof AscendiaError && ownFailures.has(error.code)) return { ...row, kind: "refused", why: error };
    throw error;
  }
}

export interface BulkSummary {
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

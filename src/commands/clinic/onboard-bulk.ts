import { AscendiaError } from "../../domain/errors.ts";
import { dollars } from "../../domain/number/number-price.ts";
import type { NumberPlatform } from "../../domain/number/ports.ts";
import { numberSnapshot } from "../../domain/number/number-snapshot.ts";
import type { ClinicRow, PlannedRow } from "../../domain/organisation/bulk/clinic-row.ts";
import { accountBefore, onboardClinics } from "../../domain/organisation/bulk/onboard-clinics.ts";
import { planClinics, summaryOf } from "../../domain/organisation/bulk/plan-clinics.ts";
import { readBackIfReachable } from "../../domain/organisation/bulk/read-back.ts";
import type { OnboardingPorts } from "../../domain/organisation/onboard-clinic-ports.ts";
import type { Context } from "../context.ts";
import {
  bulkFailure,
  bulkJson,
  bulkPlanJson,
  bulkPlanText,
  bulkText,
  clinicCount,
  differing,
  type BulkAccount,
  rowText,
} from "./onboard-bulk-view.ts";
import type { BulkFlags } from "./onboard-bulk-options.ts";
import { onboardingPorts } from "./onboarding-ports.ts";
import { readClinicRows } from "./onboard-rows.ts";

const usualConcurrency = 8;

interface BulkRun {
  readonly from: string;
  readonly resultFile: string;
  readonly planned: readonly PlannedRow[];
  readonly concurrency: number;
}

/** Everything is read and planned first; then every row is done, or says why not. */
export async function onboardMany(from: string, flags: BulkFlags & { readonly dryRun?: boolean }, context: Context) {
  const rows = await readClinicRows(from, context);
  const own = await onboardingPorts(context);
  // One listing answers for every clinic: nobody else changes numbers while the lock is held.
  const ports = { ...own, numbers: numberSnapshot(own.numbers) };
  if (flags.dryRun === true) return showPlan(from, await planRows(rows, flags, ports), context);
  await context.exclusively(async () => {
    const planned = await planRows(rows, flags, ports);
    const resultFile = flags.result ?? resultFileOf(from);
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

/** As the run itself would end. */
function planFailure(from: string, planned: readonly PlannedRow[]): AscendiaError | null {
  const { refused, differing: others } = summaryOf(planned);
  if (refused > 0) {
    return new AscendiaError("conflict", `${clinicCount(refused)} of ${from} could not be onboarded.`, {
      hint: "Correct these rows; the others would be onboarded all the same.",
    });
  }
  return others === 0 ? null : differing(from, others);
}

/** As for one clinic: asked at a terminal always, elsewhere only for what costs money. */
async function agree({ from, planned }: BulkRun, { output, prompt, agreed }: Context): Promise<void> {
  const { toOnboard, toUpdate, purchases, addedMonthlyCents } = summaryOf(planned);
  output.note(bulkPlanText(from, planned));
  if (toOnboard + toUpdate === 0 || agreed || (purchases === 0 && !prompt.interactive)) return;
  const numbers = purchases === 1 ? "1 number" : `${purchases} numbers`;
  const buying = purchases === 0 ? "" : `buy ${numbers} for ${dollars(addedMonthlyCents)} a month and `;
  if (await prompt.confirm(`Agreed: ${buying}onboard ${clinicCount(toOnboard + toUpdate)}?`)) return;
  throw new AscendiaError("interrupted", "Not agreed to: nothing was done.", { hint: "See the plan with --dry-run." });
}

interface BulkPorts {
  readonly ports: OnboardingPorts;
  /** What Retell has, past the run's own picture of it. */
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
  // Written before anything is bought: a file that cannot be written is better known now.
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

/** Ctrl-C and SIGTERM ask the run to end; a second one ends the process at once, which the next run copes with too. */
function stopWatch(context: Pick<Context, "untilStopped" | "output">) {
  const listening = new AbortController();
  let isAsked = false;
  const watch = async (): Promise<void> => {
    await context.untilStopped(listening.signal);
    isAsked = true;
    context.output.note("Stopping: the clinics under way are finished first.");
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
function resultFileOf(from: string): string {
  return from === "-" ? "clinics.result.json" : `${from.replace(/\.[^./\\]*$/u, "")}.result.json`;
}

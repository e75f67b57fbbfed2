import {
  type ClinicRow,
  type PlannedRow,
  type ReadAccount,
  accountBefore,
  onboardClinics,
  planClinics,
  readBackIfReachable,
  summaryOf,
} from "../../domain/fleet/onboarding/onboard-clinics.ts";
import type { OnboardingPorts } from "../../domain/fleet/ports.ts";
import { dollars, numberSnapshot } from "../../domain/number/number.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import type { BulkFlags } from "./onboard-bulk-options.ts";
import {
  type BulkAccount,
  bulkFailure,
  bulkJson,
  bulkPlanJson,
  bulkPlanText,
  bulkText,
  clinicCount,
  differing,
  rowText,
} from "./onboard-bulk-view.ts";
import { readClinicRows } from "./onboard-csv.ts";
import { onboardingPorts } from "../onboarding-ports.ts";

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
  const ports = { ...own, inAccount: listedOnce(own) };
  if (flags.dryRun === true) return showPlan(from, await planRows(rows, flags, ports), context);
  await context.exclusively(async () => {
    const planned = await planRows(rows, flags, ports);
    const resultFile = flags.result ?? resultFileOf(from, context);
    const run: BulkRun = { from, resultFile, planned, concurrency: flags.concurrency ?? usualConcurrency };
    await agree(run, context);
    tell(await carryOut(run, { ports, uncached: own.inAccount }, context), context);
  });
}

/** One listing of an account serves every clinic: nobody else changes numbers while the lock is held. */
function listedOnce(own: OnboardingPorts): OnboardingPorts["inAccount"] {
  const listed = new Map<string | null, ReturnType<OnboardingPorts["inAccount"]>>();
  const open = async (account: string | null) => {
    const opened = await own.inAccount(account);
    return { ...opened, numbers: numberSnapshot(opened.numbers) };
  };
  return (account) => {
    const known = listed.get(account) ?? open(account);
    listed.set(account, known);
    return known;
  };
}

function planRows(rows: readonly ClinicRow[], flags: BulkFlags, ports: OnboardingPorts) {
  const { maxPurchases = Number.POSITIVE_INFINITY, update = false } = flags;
  return planClinics(rows, { maxPurchases, update }, ports);
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
  const parts = [
    ...(toOnboard === 0 ? [] : [`onboard ${clinicCount(toOnboard)}`]),
    ...(toUpdate === 0 ? [] : [`update ${clinicCount(toUpdate)}`]),
  ];
  if (await prompt.confirm(`Continue: ${buying}${parts.join(" and ")}?`)) return;
  throw new AscendiaError("interrupted", "Cancelled. Nothing was done.", { hint: "Use --dry-run to see the plan." });
}

interface BulkPorts {
  readonly ports: OnboardingPorts;
  /** Reads what Retell has now, without the run's own cache. */
  readonly uncached: ReadAccount;
}

async function carryOut(run: BulkRun, { ports, uncached }: BulkPorts, context: Context): Promise<BulkAccount> {
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
  const { results, unread } = await readBackIfReachable(done.results, planned, uncached);
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

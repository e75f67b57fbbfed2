import { type Span, contains } from "../time/spans.ts";
import { type CostPeriod, costReport, spanOfPeriod, totalOf } from "./cost-report.ts";
import { type ExactCents, NO_CENTS, exactCents } from "./exact-cents.ts";
import type { FleetCosts, ListedCall, ListedCosts, PricedCall } from "./ports.ts";

/**
 * Retell's listed costs for a period, compared with the stored ones. Retell's sum = stored costs − `notThere` +
 * `notHere`.
 */
export interface CostComparison {
  readonly calls: number;
  readonly cents: ExactCents;
  /** Stored calls whose cost was missing or has changed. */
  readonly priced: number;
  /** Calls that Retell lists but this installation does not have, or has under another date. */
  readonly notHere: number;
  readonly notHereCents: ExactCents;
  /** The cost of stored calls that Retell does not list. */
  readonly notThereCents: ExactCents;
}

export interface ComparePorts {
  readonly costs: FleetCosts;
  /** null: the installation's own account. */
  readonly accounts: readonly (string | null)[];
  readonly inAccount: (account: string | null) => Promise<ListedCosts>;
}

/** Stores costs that are missing or differ; a dry run only reports them. */
export async function compareCosts(
  period: CostPeriod,
  { isDryRun }: { readonly isDryRun: boolean },
  { costs, accounts, inAccount }: ComparePorts,
): Promise<CostComparison> {
  const span = spanOfPeriod(period);
  const tally = newTally(span);
  // Every account is reached before anything is stored.
  const platforms = await Promise.all(accounts.map((account) => inAccount(account)));
  for (const platform of platforms) {
    const seen = new Set<string>();
    for await (const page of platform.pages(span)) {
      // A call that begins while pages are read may push another onto the next page.
      const listed = page.filter(({ callId }) => !seen.has(callId));
      for (const { callId } of listed) seen.add(callId);
      const changed = tally.add(listed, await costs.ofCalls(listed.map(({ callId }) => callId)));
      if (!isDryRun) await costs.price(changed);
    }
  }
  const stored = totalOf(await costReport(period, "clinic", costs)).cents;
  return tally.result(isDryRun ? stored + tally.pending() : stored);
}

interface Priced {
  readonly callId: string;
  readonly costCents: number;
}

function newTally(span: Span) {
  let [calls, priced, notHere] = [0, 0, 0];
  let [cents, notHereCents, pending] = [NO_CENTS, NO_CENTS, NO_CENTS];
  /** @returns the page's stored calls whose cost changes */
  const add = (listed: readonly ListedCall[], stored: readonly PricedCall[]): readonly Priced[] => {
    const known = new Map(stored.map((call) => [call.callId, call]));
    return listed.flatMap(({ callId, costCents }) => {
      const cost = costCents === null ? NO_CENTS : exactCents(costCents);
      const call = known.get(callId);
      calls += 1;
      cents += cost;
      if (call === undefined || !contains(span, { from: call.calledAt, to: call.calledAt + 1 })) {
        notHere += 1;
        notHereCents += cost;
      }
      if (call === undefined || costCents === null || call.costCents === costCents) return [];
      priced += 1;
      pending += cost - (call.costCents === null ? NO_CENTS : exactCents(call.costCents));
      return [{ callId, costCents }];
    });
  };
  const result = (stored: ExactCents): CostComparison => ({
    calls,
    cents,
    priced,
    notHere,
    notHereCents,
    notThereCents: stored + notHereCents - cents,
  });
  return { add, pending: () => pending, result };
}

import { MINUTE_MS } from "../../clock.ts";
import type { CostComparison } from "../../domain/report/compare-costs.ts";
import type { CostFigures, CostRows } from "../../domain/report/cost-report.ts";
import { centsText, dollarsText } from "../../domain/report/exact-cents.ts";
import { counted, table } from "../../terminal/table.ts";
import { csvText, spreadsheetText } from "../input-files.ts";

export interface NamedCosts {
  /** Name of a clinic, a day or a month; empty: no known clinic. */
  readonly name: string;
  readonly figures: CostFigures;
}

export interface ShownCosts {
  readonly rows: readonly NamedCosts[];
  readonly by: CostRows;
  readonly total: CostFigures;
}

export function figuresJson(figures: CostFigures) {
  return {
    calls: figures.calls,
    duration_ms: figures.durationMs,
    cost_cents: centsText(figures.cents),
    reached_nobody: figures.nothing,
    reached_nobody_cents: centsText(figures.nothingCents),
    unpriced_calls: figures.unpriced,
  };
}

/** Rows are exact, so that a spreadsheet adds them up to Retell's total; there is no row for the total. */
export function costsCsv({ rows, by, total }: ShownCosts): string {
  const cells = rows.map(({ name, figures }) =>
    [spreadsheetText(name)].concat(Object.values(figuresJson(figures)).map(String)),
  );
  return csvText([[by, ...Object.keys(figuresJson(total))], ...cells]);
}

export function costsText({ rows, by, total }: ShownCosts): string {
  if (total.calls === 0) return "No calls.";
  const head = [by, "calls", "minutes", "cost", "reached nobody", "their cost"];
  const body = rows.map(({ name, figures }) => cellsOf(name === "" ? "no known clinic" : name, figures));
  return [table(head, [...body, cellsOf("total", total)]), ...missingText(total.unpriced)].join("\n");
}

function cellsOf(name: string, figures: CostFigures): readonly string[] {
  return [
    name,
    String(figures.calls),
    String(Math.round(figures.durationMs / MINUTE_MS)),
    `$${dollarsText(figures.cents)}`,
    String(figures.nothing),
    `$${dollarsText(figures.nothingCents)}`,
  ];
}

/** The line about calls whose cost is not known, if there are any. */
export function missingText(unpriced: number): readonly string[] {
  return unpriced === 0 ? [] : [`${counted(unpriced, "call")} without a cost yet: ascendia report:cost --fetch`];
}

export function comparisonJson(compared: CostComparison) {
  return {
    calls: compared.calls,
    cost_cents: centsText(compared.cents),
    priced_calls: compared.priced,
    not_here: compared.notHere,
    not_here_cents: centsText(compared.notHereCents),
    not_there_cents: centsText(compared.notThereCents),
  };
}

export function comparisonText(
  { calls, cents, priced, notHere, notHereCents, notThereCents }: CostComparison,
  isDryRun: boolean,
): string {
  const lines = [`Retell lists ${counted(calls, "call")} for $${dollarsText(cents)}.`];
  if (priced > 0) lines.push(`${isDryRun ? "Would store" : "Stored"} the cost of ${counted(priced, "call")}.`);
  if (notHere > 0)
    lines.push(
      `Of those, ${counted(notHere, "call")} for $${dollarsText(notHereCents)} never reached this installation.`,
    );
  if (notThereCents !== 0n)
    lines.push(`Stored calls for $${dollarsText(notThereCents)} are no longer on Retell's list.`);
  return lines.join("\n");
}

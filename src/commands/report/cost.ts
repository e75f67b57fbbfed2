import { type Command, Option } from "commander";
import { type CostComparison, compareCosts } from "../../domain/report/compare-costs.ts";
import {
  type CostPeriod,
  type CostRow,
  type CostRows,
  costReport,
  costRows,
  totalOf,
} from "../../domain/report/cost-report.ts";
import { daysBetween, isWallDate } from "../../domain/time/wall-date.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { type OutputFlags, addOutputOption, refuseToReplace } from "../output-option.ts";
import { type Slugs, slugsOf } from "../view.ts";
import { comparisonJson, comparisonText, costsCsv, costsText, figuresJson } from "./view.ts";

interface CostFlags extends OutputFlags {
  readonly by: CostRows;
  readonly from?: string;
  readonly to?: string;
  readonly csv?: boolean;
  readonly fetch?: boolean;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  addOutputOption(command, "write to this file instead of standard output")
    .description("show what calls cost according to Retell, including calls that reached no one; all dates are in UTC")
    .addOption(new Option("--by <row>", "what each row covers").choices(costRows).default("clinic"))
    .option("--from <date>", "first day (default: the first of this month)")
    .option("--to <date>", "last day (default: today)")
    .option("--csv", "print CSV for spreadsheets")
    .option("--fetch", "ask Retell for costs that are missing, store them, and compare with its list of calls")
    .action((flags: CostFlags) => cost(flags, context));
}

/** Without --fetch, the command only shows. */
export function isWrite(command: Command): boolean {
  return command.opts<CostFlags>().fetch === true;
}

async function cost(flags: CostFlags, context: Context): Promise<void> {
  refuseToReplace(flags.output, flags, context);
  const period = periodOf(flags, context);
  const { costs, clinics } = await context.store();
  const isDryRun = flags.dryRun === true;
  const compared = flags.fetch === true ? await compareWithRetell(period, isDryRun, context) : null;
  const found = await costReport(period, flags.by, costs);
  const slugs = slugsOf(await clinics.list());
  const named = found.map((row) => ({ name: nameOf(row, flags.by, slugs), figures: row }));
  const rows = flags.by === "clinic" ? named.toSorted((one, other) => compareTexts(one.name, other.name)) : named;
  const shown = { rows, by: flags.by, total: totalOf(found) };
  const text = flags.csv === true ? costsCsv(shown) : `${costsText(shown)}\n`;
  if (flags.output !== undefined) await context.writeOutput(flags.output, text);
  const data = {
    dry_run: isDryRun,
    from: period.firstDate,
    to: period.lastDate,
    by: flags.by,
    rows: rows.map(({ name, figures }) => Object.assign({ name }, figuresJson(figures))),
    total: figuresJson(shown.total),
    retell: compared === null ? null : comparisonJson(compared),
    file: flags.output ?? null,
  };
  context.output.result(data, () => {
    const first = flags.output === undefined ? text.trimEnd() : `Wrote ${flags.output}.`;
    // CSV on standard output holds nothing but the table, so that a spreadsheet can read it.
    if (compared === null || (flags.csv === true && flags.output === undefined)) return first;
    return `${first}\n${comparisonText(compared, isDryRun)}`;
  });
}

const MOST_DAYS = 3700;
const MOST_DAY_ROWS = 400;

/** @throws usage */
function periodOf({ by, from, to }: CostFlags, { clock }: Context): CostPeriod {
  const today = new Date(clock.now()).toISOString().slice(0, 10);
  const [firstDate, lastDate] = [dateOf(from, "--from") ?? `${today.slice(0, 7)}-01`, dateOf(to, "--to") ?? today];
  const days = daysBetween(firstDate, lastDate) + 1;
  const most = by === "day" ? MOST_DAY_ROWS : MOST_DAYS;
  if (days >= 1 && days <= most) return { firstDate, lastDate };
  const message = days < 1 ? `--to ${lastDate} is before --from ${firstDate}.` : `${days} days are more than ${most}.`;
  throw new AscendiaError("usage", message, { hint: "Use --from 2026-11-01 --to 2026-11-30" });
}

function dateOf(text: string | undefined, where: string): string | undefined {
  if (text === undefined || isWallDate(text.trim())) return text?.trim();
  throw new AscendiaError("usage", `${where}: "${text}" is not a date.`, { hint: `Write ${where} 2026-11-30` });
}

async function compareWithRetell(period: CostPeriod, isDryRun: boolean, context: Context): Promise<CostComparison> {
  const { costs, clinics } = await context.store();
  const accounts = [null, ...(await clinics.accounts())];
  const inAccount = async (account: string | null) => (await context.retell(account)).costs;
  return compareCosts(period, { isDryRun }, { costs, accounts, inAccount });
}

function nameOf({ of }: CostRow, by: CostRows, slugs: Slugs): string {
  if (of === null) return "";
  return by === "clinic" ? (slugs.get(of) ?? of) : of;
}

function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

import { type Command, InvalidArgumentError, Option } from "commander";
import { csvColumns } from "./onboard-csv.ts";

export interface BulkFlags {
  readonly from?: string;
  readonly concurrency?: number;
  readonly maxPurchases?: number;
  readonly result?: string;
  readonly update?: boolean;
}

const mostConcurrency = 32;

/** The options of --from, and the columns of its table. */
export function addBulkOptions(command: Command): Command {
  const concurrency = new Option("--concurrency <n>", "with --from: number of clinics at a time").argParser(
    wholeNumber(1, mostConcurrency),
  );
  const purchases = new Option(
    "--max-purchases <n>",
    "with --from: maximum number of phone numbers to buy in this run",
  );
  return command
    .option("--from <file>", "onboard many clinics from a CSV table or a JSON list; - for standard input")
    .addOption(concurrency)
    .addOption(purchases.argParser(wholeNumber(0, Number.MAX_SAFE_INTEGER)))
    .option("--result <file>", "with --from: result file with one entry per row (default: next to the table)")
    .option("--update", "with --from: change the clinics that differ from the table; what it leaves out stays")
    .addHelpText("after", csvHelp);
}

function csvHelp(): string {
  const lines = Object.entries(csvColumns).map(([column, holds]) => `  ${column.padEnd(18)}${holds}`);
  return ["", "Columns of --from clinics.csv, in any order:", ...lines].join("\n");
}

function wholeNumber(least: number, most: number) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+$/u.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(
      most === Number.MAX_SAFE_INTEGER ? "Use a whole number." : `Use a whole number from ${least} to ${most}.`,
    );
  };
}

import { type Command, Option } from "commander";
import { AscendiaError } from "../../errors.ts";
import { parseCallMoment } from "../../simulator/clinic-run.ts";
import {
  type EarlierReport,
  compareRuns,
  parseEarlierReport,
  slowerThan,
} from "../../simulator/reports/compare-reports.ts";
import { junitXml } from "../../simulator/reports/report-files.ts";
import { type FleetSimulation, parseShard } from "../../simulator/ports.ts";
import type { SimulationReport } from "../../simulator/reports/report.ts";
import type { FleetPorts } from "../../simulator/simulate-fleet.ts";
import type { Context, SimulationPorts } from "../context.ts";

/** Which part of a suite to play, when, how often, and what to keep. */
export interface SuiteFlags {
  readonly at?: string;
  readonly now?: boolean;
  readonly shard?: string;
  readonly threads?: string;
  readonly repeat?: string;
  readonly junit?: string;
  readonly baseline?: string;
  readonly record?: string;
  readonly minEdgeCoverage?: string;
  readonly mutate?: boolean;
}

export function addSuiteOptions(command: Command): Command {
  return command
    .option("--at <date time>", "time of the calls at each clinic, such as 2026-03-29T08:55 (default: today at 09:05)")
    .addOption(new Option("--now", "use the current time for the calls").conflicts("at"))
    .option("--shard <i/n>", "play only part i of n, such as 2/5")
    .option("--threads <count>", "number of threads (default: one per core)")
    .option("--repeat <times>", "play every run this many times; a run that both passes and fails is flaky (exit 3)")
    .option("--junit <file>", "also write the results as JUnit XML")
    .option(
      "--baseline <file>",
      "compare with an earlier --json report: newly failing, fixed, flaky, missing or slower (exit 3); slower means a median of at least 200 ms, more than doubled",
    )
    .option("--record <folder>", "write every call of every clinic to this folder, and report.json")
    .addOption(
      new Option(
        "--mutate",
        "mutation test: break the flow in one place at a time and list what no scenario detects",
      ).conflicts(["url", "brain", "repeat", "shard"]),
    )
    .option("--min-edge-coverage <percent>", "fail when fewer of the reachable edges are covered");
}

/** @throws usage for values that cannot be parsed */
export function suiteOf({ at, now, shard, repeat }: SuiteFlags): Pick<FleetSimulation, "moment" | "shard" | "repeat"> {
  return {
    ...(at !== undefined && { moment: parseCallMoment(at) }),
    ...(now === true && { moment: "now" as const }),
    ...(shard !== undefined && { shard: parseShard(shard) }),
    ...(repeat !== undefined && { repeat: wholeNumber(repeat, { where: "--repeat", least: 1, most: 1000 }) }),
  };
}

/** Additional threads; undefined: one per other core. @throws usage for an invalid count */
export function helpersOf({ threads }: SuiteFlags): number | undefined {
  return threads === undefined ? undefined : wholeNumber(threads, { where: "--threads", least: 1, most: 64 }) - 1;
}

/** Percentage of the edges, or undefined. @throws usage for an invalid percentage */
export function leastCoverage({ minEdgeCoverage: text }: SuiteFlags): number | undefined {
  return text === undefined ? undefined : wholeNumber(text, { where: "--min-edge-coverage", least: 0, most: 100 });
}

interface Range {
  readonly where: string;
  readonly least: number;
  readonly most: number;
}

function wholeNumber(text: string, { where, least, most }: Range): number {
  const number = /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new AscendiaError("usage", `${where}: "${text}" is not a whole number from ${least} to ${most}.`);
}

/** Writes each clinic's calls as they end. */
export function recorder({ record }: SuiteFlags, ports: SimulationPorts): FleetPorts["record"] {
  if (record === undefined) return undefined;
  const write = ports.record(record);
  return (clinic) => write(`clinics/${clinic.clinic}.json`, `${JSON.stringify(clinic)}\n`);
}

/** Compares and writes what the flags request. @returns the report with its comparison */
export async function keepReport(
  report: SimulationReport,
  { junit, record, earlier }: Pick<SuiteFlags, "junit" | "record"> & { readonly earlier: EarlierReport | undefined },
  context: Context,
): Promise<SimulationReport> {
  const compared = earlier === undefined ? report : compare(report, earlier);
  if (junit !== undefined) await context.writeOutput(junit, junitXml(compared));
  if (record === undefined) return compared;
  await (await context.simulation()).record(record)("report.json", `${JSON.stringify(compared)}\n`);
  return compared;
}

/** Read before anything is played. @throws invalid when it is not a report */
export async function earlierReport({ baseline }: SuiteFlags, context: Context): Promise<EarlierReport | undefined> {
  return baseline === undefined ? undefined : parseEarlierReport(await context.readInput(baseline), baseline);
}

function compare(report: SimulationReport, earlier: EarlierReport): SimulationReport {
  const timings = { ...report.timings, slower: slowerThan(earlier, report) };
  return { ...report, comparison: compareRuns(earlier, report), timings };
}

import type { Command } from "commander";
import { type PlannedRepair, applyRepairs, repairsOf, settleRepairs } from "../../domain/fleet/repair/apply-repairs.ts";
import type { Finding } from "../../domain/fleet/repair/drift.ts";
import { type FleetPorts, viewFleet } from "../../domain/fleet/repair/plan-repairs.ts";
import { AscendiaError } from "../../errors.ts";
import { counted } from "../../terminal/table.ts";
import { fleetPorts } from "../fleet-ports.ts";
import type { Context } from "../context.ts";
import { type KindFlags, addKindOption, chosenKinds } from "./kinds.ts";
import { findingsJson, findingsText, repairsJson, repairsText, resultLine, resultsJson } from "./view.ts";

interface ApplyFlags extends KindFlags {
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  addKindOption(command).action((flags: ApplyFlags) => apply(flags, context));
}

/** Changes existing numbers; it never buys, imports or releases one. */
async function apply(flags: ApplyFlags, context: Context): Promise<void> {
  const chosen = chosenKinds(flags);
  const ports = await fleetPorts(context);
  const { findings } = await viewFleet(ports);
  if (flags.dryRun === true) return showPlan(findings.filter(chosen), context);
  const agree = (repairs: readonly PlannedRepair[], moved: boolean) => agreeToRepairs(repairs, moved, context);
  const repairs = await settleRepairs(findings, { chosen, agree }, ports);
  await carryOut(repairs, { ports, chosen }, context);
}

function showPlan(findings: readonly Finding[], { output }: Context): void {
  const repairs = repairsOf(findings);
  const others = findings.filter(({ repair }) => repair === null);
  const data = { dry_run: true, repairs: repairsJson(repairs), for_a_person: findingsJson(others) };
  output.result(data, () =>
    [repairs.length === 0 ? "Nothing to change." : repairsText(repairs), ...left(others)].join("\n\n"),
  );
}

async function agreeToRepairs(repairs: readonly PlannedRepair[], moved: boolean, context: Context): Promise<void> {
  const { output, prompt, agreed } = context;
  if (moved) output.warn("Retell has changed in the meantime; this is the updated plan.");
  if (!agreed || moved) output.note(repairsText(repairs));
  if (agreed || (await prompt.confirm(`Change ${counted(repairs.length, "number")} at Retell?`))) return;
  throw new AscendiaError("interrupted", "Cancelled. Nothing was done.", { hint: "Use --dry-run to see the plan." });
}

interface Work {
  readonly ports: FleetPorts;
  readonly chosen: (finding: Finding) => boolean;
}

async function carryOut(repairs: readonly PlannedRepair[], { ports, chosen }: Work, context: Context): Promise<void> {
  const { output } = context;
  const writing = {
    numbersOf: async (account: string | null) => (await context.retell(account)).numbers,
    store: await context.store(),
    audit: await context.audit(),
    newId: () => context.newId(),
    action: "fleet:apply",
  };
  const results = await applyRepairs(repairs, writing, (result) => output.note(resultLine(result)));
  const remaining = (await viewFleet(ports)).findings.filter(chosen);
  const failed = results.filter(({ outcome }) => outcome === "failed").length;
  const data = {
    repaired: results.length - failed,
    failed,
    results: resultsJson(results),
    left: findingsJson(remaining),
  };
  const text = () =>
    [`${counted(data.repaired, "number")} repaired, ${failed} failed.`, ...left(remaining)].join("\n\n");
  if (failed === 0) return output.result(data, text);
  const error = new AscendiaError("failed", `${failed} of ${counted(results.length, "repair")} failed.`, {
    hint: "Each shows its reason. Run the same command again to retry them.",
  });
  output.failedResult(data, text, error);
  throw error;
}

function left(findings: readonly Finding[]): readonly string[] {
  return findings.length === 0 ? [] : [`Needs a decision:\n\n${findingsText(findings)}`];
}

import type { VersionRecord } from "../../domain/agent/ports.ts";
import { gateText } from "../../domain/agent/release/publish-version.ts";
import {
  type PinResult,
  type PinTarget,
  type Rollout,
  type RolloutCommand,
  type RolloutPlan,
  planRollout,
  rollOut,
} from "../../domain/agent/release/roll-out.ts";
import { AscendiaError } from "../../errors.ts";
import { counted, table } from "../../terminal/table.ts";
import { publicUrlOf } from "../arguments.ts";
import type { Context } from "../context.ts";
import { agreeTo } from "./agent-ports.ts";
import type { ChosenAgent } from "./chosen-agent.ts";
import { type AcceptFlags, conductGate } from "../conduct.ts";
import { simulationGate } from "./publish.ts";

interface ShownPlan {
  readonly plan: RolloutPlan;
  readonly version: number;
  /** Who gets the version from now on, apart from the clinics listed. */
  readonly others: string;
  readonly remarks: readonly string[];
}

export function rolloutPlanJson({ plan, version }: Pick<ShownPlan, "plan" | "version">) {
  return {
    dry_run: true,
    version,
    clinics: plan.pins.map(({ target, action, from, detail }) => ({ clinic: target.slug, action, from, detail })),
    standard_version: plan.standard,
    withdraws: plan.withdraws.map((one) => one.version),
    was_withdrawn_at: plan.record.withdrawnAt,
  };
}

function withdrawnWarning({ version, withdrawnAt }: VersionRecord): readonly string[] {
  if (withdrawnAt === null) return [];
  return [`A rollback withdrew version ${version} on ${new Date(withdrawnAt).toISOString().slice(0, 10)}.`];
}

export function rolloutPlanText({ plan, version, others, remarks }: ShownPlan): string {
  const rows = plan.pins.map(({ target, action, from, detail }) => [
    target.slug,
    action,
    `${from} → ${version}`,
    detail ?? "",
  ]);
  return [
    table(["clinic", "action", "version", ""], rows),
    ...(plan.standard === null ? [] : [`${others}: version ${plan.standard.from} → ${version}`]),
    ...plan.withdraws.map((one) => `Version ${one.version} will be marked as withdrawn.`),
    ...withdrawnWarning(plan.record),
    ...remarks,
  ].join("\n");
}

interface ShownRollout {
  readonly done: Rollout;
  readonly others: string;
  readonly remarks: readonly string[];
}

export function rolloutJson({ done }: Pick<ShownRollout, "done">) {
  const { version, results, standard, simulation } = done;
  return {
    version,
    clinics: results.map(({ slug, outcome, from, detail }) => ({ clinic: slug, outcome, from, detail })),
    counts: Object.fromEntries(
      (["updated", "unchanged", "failed"] as const).map((outcome) => [
        outcome,
        results.filter((result) => result.outcome === outcome).length,
      ]),
    ),
    standard_version: standard,
    simulation: simulation === null ? null : gateText(simulation),
  };
}

export function rolloutText(shown: ShownRollout): string {
  const { version, counts, simulation, standard_version: standard } = rolloutJson(shown);
  const failed = shown.done.results.filter(({ outcome }) => outcome === "failed");
  return [
    `Version ${version}: ${Object.entries(counts)
      .map(([outcome, count]) => `${outcome} ${count}`)
      .join(", ")}.`,
    ...failed.map(({ slug, detail }) => `  ! ${slug}: ${detail ?? ""}`),
    ...(standard === null ? [] : [`${shown.others}: version ${standard.to} (before: ${standard.from}).`]),
    ...(simulation === null ? [] : [`Simulation: ${simulation}.`]),
    ...shown.remarks,
  ].join("\n");
}

export interface RolloutFlags extends AcceptFlags {
  readonly skipSimulation?: boolean;
  readonly dryRun?: boolean;
}

interface RolloutOrder {
  readonly command: RolloutCommand;
  readonly chosen: ChosenAgent;
  readonly version: number;
  readonly targets: readonly PinTarget[];
  /** Further notes for the user. */
  readonly remarks: readonly string[];
}

/** The steps that agent:rollout, agent:promote and agent:rollback share: show the plan, confirm, pin, report. */
export async function rollOutVersions(order: RolloutOrder, flags: RolloutFlags, context: Context): Promise<void> {
  const { output } = context;
  const { chosen, command, version, targets } = order;
  const { master, ports, ownClinics, advice } = chosen;
  const rollout = { command, version, targets, master };
  const plan = await planRollout(rollout, ports);
  const named = { remarks: order.remarks.map(advice), others: ownClinics === null ? "New clinics" : "Its clinics" };
  const shown = { plan, version, ...named };
  if (flags.dryRun === true) return output.result(rolloutPlanJson(shown), () => rolloutPlanText(shown));
  const due = plan.pins.filter(({ action }) => action === "update").length;
  if (due > 0 || plan.standard !== null) {
    const clinics = counted(due, "clinic");
    const question = `Route the callers of ${clinics} to version ${version}?`;
    await agreeTo([...withdrawnWarning(plan.record), question].join(" "), context);
  }
  const simulate = simulationGate(flags.skipSimulation === true, chosen, context);
  const request = { ...rollout, publicUrl: publicUrlOf(context), reason: flags.reason ?? null };
  let pinned = 0;
  const onPin = ({ slug, outcome, from }: PinResult): void => {
    pinned += 1;
    output.note(`[${pinned}/${plan.pins.length}] ${slug}: ${outcome} (from ${from})`);
  };
  const done = await context.exclusively(() =>
    rollOut(request, { ...ports, simulate, judge: conductGate(flags, context), onPin }),
  );
  const outcome = { done, ...named };
  const failed = done.results.filter((result) => result.outcome === "failed");
  if (failed.length === 0) return output.result(rolloutJson(outcome), () => rolloutText(outcome));
  const error = new AscendiaError(
    "failed",
    `${failed.length} of ${counted(done.results.length, "clinic")} could not be pinned.`,
    {
      hint: "Fix the reasons above, then run the same command again: it retries only those.",
    },
  );
  output.failedResult(rolloutJson(outcome), () => rolloutText(outcome), error);
  throw error;
}

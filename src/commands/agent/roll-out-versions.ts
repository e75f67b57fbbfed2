import type { PinResult, PinTarget } from "../../domain/agent/pin-numbers.ts";
import type { MasterAgent } from "../../domain/agent/ports.ts";
import { planRollout, rollOut, type RolloutCommand } from "../../domain/agent/roll-out.ts";
import { AscendiaError } from "../../domain/errors.ts";
import type { Context } from "../context.ts";
import { publicUrlOf } from "../public-url.ts";
import { agentPorts, agreeTo } from "./agent-ports.ts";
import { rolloutJson, rolloutPlanJson, rolloutPlanText, rolloutText } from "./roll-out-view.ts";
import { simulationGate } from "./simulation-gate.ts";

export interface RolloutFlags {
  readonly skipSimulation?: boolean;
  readonly reason?: string;
  readonly dryRun?: boolean;
}

interface RolloutOrder {
  readonly command: RolloutCommand;
  readonly master: MasterAgent;
  readonly version: number;
  readonly targets: readonly PinTarget[];
  /** What the user should know besides. */
  readonly remarks: readonly string[];
}

/** Shows, asks, pins and reports: what agent:rollout, agent:promote and agent:rollback have in common. */
export async function rollOutVersions(order: RolloutOrder, flags: RolloutFlags, context: Context): Promise<void> {
  const { output } = context;
  const { remarks, ...rollout } = order;
  const ports = await agentPorts(context);
  const plan = await planRollout(rollout, ports);
  const shown = { plan, version: order.version, remarks };
  if (flags.dryRun === true) return output.result(rolloutPlanJson(shown), () => rolloutPlanText(shown));
  const due = plan.pins.filter(({ action }) => action === "update").length;
  if (due > 0 || plan.standard !== null) {
    const clinics = due === 1 ? "1 clinic" : `${due} clinics`;
    await agreeTo(`Give the callers of ${clinics} version ${order.version}?`, context);
  }
  const simulate = simulationGate(flags.skipSimulation === true, context);
  const request = { ...rollout, publicUrl: publicUrlOf(context), reason: flags.reason ?? null };
  const onPin = ({ slug, outcome, from }: PinResult): void => output.note(`${slug}: ${outcome} (from ${from})`);
  const done = await context.exclusively(() => rollOut(request, { ...ports, simulate, onPin }));
  const outcome = { done, remarks };
  const failed = done.results.filter((result) => result.outcome === "failed");
  if (failed.length === 0) return output.result(rolloutJson(outcome), () => rolloutText(outcome));
  const error = new AscendiaError("failed", `${failed.length} of ${done.results.length} clinics were not pinned.`, {
    hint: "Correct what is said of them, then run the same command again: it does only what is missing.",
  });
  output.failedResult(rolloutJson(outcome), () => rolloutText(outcome), error);
  throw error;
}

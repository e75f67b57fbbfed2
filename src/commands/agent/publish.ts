import type { Command } from "commander";
import { planPublish, publishVersion } from "../../domain/agent/publish-version.ts";
import { gateText } from "../../domain/agent/version-gate.ts";
import type { Context } from "../context.ts";
import { publicUrlOf } from "../public-url.ts";
import { agentPorts, agreeTo, masterOf, versionOf } from "./agent-ports.ts";
import { simulationGate } from "./simulation-gate.ts";

interface PublishFlags {
  readonly version?: string;
  readonly skipSimulation?: boolean;
  readonly reason?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .description("freeze a draft version after its simulation; callers get it by agent:rollout or agent:promote")
    .option("--version <number>", "this version instead of the newest")
    .option("--skip-simulation", "publish without simulating it; the audit log says so")
    .option("--reason <text>", "why, for the audit log")
    .action((flags: PublishFlags) => publish(flags, context));
}

async function publish(flags: PublishFlags, context: Context): Promise<void> {
  const { output } = context;
  const version = flags.version === undefined ? undefined : versionOf(flags.version);
  const master = await masterOf(context);
  const ports = await agentPorts(context);
  const plan = await planPublish({ master, version }, ports);
  const chosen = plan.live.agent.version;
  if (flags.dryRun === true) {
    const data = { dry_run: true, action: plan.action, version: chosen };
    return output.result(data, ({ action }) =>
      action === "unchanged"
        ? `unchanged: version ${chosen} is published.`
        : `Would update version ${chosen}: publish it.`,
    );
  }
  if (plan.action === "update") await agreeTo(`Publish version ${chosen}? It cannot be changed afterwards.`, context);
  const simulate = simulationGate(flags.skipSimulation === true, context);
  const request = { master, version: chosen, publicUrl: publicUrlOf(context), reason: flags.reason ?? null };
  const done = await context.exclusively(() => publishVersion(request, { ...ports, simulate }));
  const simulation = done.simulation === null ? null : gateText(done.simulation);
  const data = { outcome: done.kind === "update" ? "published" : "unchanged", version: chosen, simulation };
  output.result(data, ({ outcome }) =>
    outcome === "unchanged"
      ? `unchanged: version ${chosen} is published.`
      : [
          `Version ${chosen} is published (simulation ${simulation ?? ""}). No caller gets it yet.`,
          `Next: ascendia agent:rollout --version ${chosen} --percent 10, then ascendia agent:promote --version ${chosen}`,
        ].join("\n"),
  );
}

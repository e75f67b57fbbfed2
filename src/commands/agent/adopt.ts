import type { Command } from "commander";
import { type AdoptionPlan, adoptAgent, planAdoption } from "../../domain/agent/creation/adopt-agent.ts";
import { isNothingUnknown, unknownText } from "../../domain/agent/content/unknown-content.ts";
import { findingText } from "../../flow/rule.ts";
import { counted } from "../../terminal/table.ts";
import type { Context } from "../context.ts";
import { agentPorts, agreeTo } from "./agent-ports.ts";

interface AdoptFlags {
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .description("make an existing agent of the Retell account the master agent; nothing changes at Retell")
    .argument("<agent id>", "as Retell's dashboard shows it")
    .action((agentId: string, flags: AdoptFlags) => adopt(agentId, flags, context));
}

async function adopt(agentId: string, flags: AdoptFlags, context: Context): Promise<void> {
  const { output } = context;
  context.allowNewDatabase();
  const ports = { ...(await agentPorts(context)), digest: (text: string) => context.digest(text) };
  const plan = await planAdoption(agentId, context.config().publicUrl, ports);
  if (flags.dryRun === true || plan.kind === "unchanged") {
    return output.result(adoptionJson(plan, flags.dryRun === true), () => adoptionText(plan, flags.dryRun === true));
  }
  if (plan.before !== null) {
    await agreeTo(`Use ${agentId} as the master agent instead of ${plan.before}?`, context);
  }
  await context.exclusively(() => adoptAgent(plan, ports));
  output.result(adoptionJson(plan, false), () => adoptionText(plan, false));
}

function adoptionJson({ kind, live, before, findings, unknown }: AdoptionPlan, isDry: boolean) {
  return {
    ...(isDry ? { dry_run: true } : {}),
    outcome: kind === "unchanged" ? "unchanged" : "adopted",
    agent_id: live.agent.agentId,
    version: live.agent.version,
    flow_id: live.flow.flowId,
    before,
    findings,
    unknown,
  };
}

function adoptionText({ kind, live, findings, unknown }: AdoptionPlan, isDry: boolean): string {
  const { agentId, version, name } = live.agent;
  if (kind === "unchanged") return `Nothing to change: ${agentId} is already the master agent.`;
  const errors = findings.filter(({ severity }) => severity === "error");
  const verdict = `${counted(errors.length, "error")}, ${counted(findings.length - errors.length, "warning")}`;
  return [
    `"${name}" (${agentId}, version ${version}) ${isDry ? "would become" : "is now"} the master agent. Nothing changed at Retell.`,
    `Its flow was checked: ${verdict}.`,
    ...errors.map((finding) => `  ${findingText(finding)}`),
    ...(isNothingUnknown(unknown)
      ? []
      : [`Unknown to this version of ascendia, kept as it is: ${unknownText(unknown)}`]),
    "Next: ascendia agent:export -o template.json, then ascendia agent:diff --template template.json",
  ].join("\n");
}

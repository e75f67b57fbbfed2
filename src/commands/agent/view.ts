import type { DesiredAgent } from "../../domain/agent/content/agent-content.ts";
import type { AgentCreation, CreationPlan } from "../../domain/agent/creation/create-agent.ts";
import type { MasterAgent } from "../../domain/agent/ports.ts";
import { counted } from "../../terminal/table.ts";

export function creationJson(creation: AgentCreation) {
  return {
    outcome: creation.kind === "exists" ? "unchanged" : "created",
    ...agentJson(creation.agent),
    ...(creation.kind === "exists" ? { made_from_this_template: creation.isCurrent } : {}),
  };
}

/** For an agent in a clinic's own account. */
export function accountAgentText(creation: AgentCreation, account: string): string {
  const { agent, kind } = creation;
  const use = `ascendia clinic:update <clinic> --retell-key-env ${account} --agent ${agent.agentId}`;
  const said =
    kind === "created"
      ? `Created and published an agent in the Retell account ${account}.`
      : `Nothing to change: agent:create already made an agent in the Retell account ${account}.`;
  const again = kind === "created" ? [] : ["To create another one: add --force"];
  return [said, agentText(agent), "", `Next: ${use}`, ...again].join("\n");
}

export function creationText(creation: AgentCreation): string {
  if (creation.kind === "created") {
    return [
      "Created and published the master agent.",
      agentText(creation.agent),
      "",
      "Next: ascendia clinic:onboard",
    ].join("\n");
  }
  const template = creation.isCurrent ? "It matches this template." : "It was created from another template.";
  return [
    `Nothing to change: the master agent exists. ${template}`,
    agentText(creation.agent),
    "",
    "To create another one: ascendia agent:create --force",
  ].join("\n");
}

export function planJson(plan: CreationPlan, desired: DesiredAgent) {
  return {
    dry_run: true,
    steps: stepsOf(plan).map((step) => ({ step, action: plan.kind === "exists" ? "unchanged" : "create" })),
    resumes: plan.kind === "continue",
    nodes: nodesIn(desired),
    template_hash: desired.hash,
    agent: plan.kind === "exists" ? agentJson(plan.agent) : null,
  };
}

export function planText(plan: CreationPlan, desired: DesiredAgent): string {
  if (plan.kind === "exists") return `Nothing to change: the master agent exists.\n${agentText(plan.agent)}`;
  const start = plan.kind === "continue" ? "Would continue the interrupted creation:" : "Would:";
  return [
    start,
    `  create   flow with ${counted(nodesIn(desired), "node")}`,
    `  create   agent "${desired.name}"`,
    "  publish  its version 0",
    "Creating and publishing are free.",
  ].join("\n");
}

function nodesIn({ flow }: DesiredAgent): number {
  return Array.isArray(flow["nodes"]) ? flow["nodes"].length : 0;
}

function stepsOf(plan: CreationPlan): readonly string[] {
  return plan.kind === "exists" ? ["agent"] : ["flow", "agent", "published version"];
}

function agentJson({ agentId, flowId, version, templateHash }: MasterAgent) {
  return { agent_id: agentId, flow_id: flowId, agent_version: version, template_hash: templateHash };
}

function agentText({ agentId, flowId, version }: MasterAgent): string {
  return [`  agent    ${agentId}`, `  version  ${version} (published)`, `  flow     ${flowId}`].join("\n");
}

export function textPlanText({ action }: { readonly action: "create" | "unchanged" }): string {
  if (action === "unchanged") return "Nothing to change: this account has an agent for text messages.";
  return "Would create a flow and a chat agent that says what it is given, and publish it. Retell charges for each message.";
}

export function textAgentText({
  outcome,
  agent_id: id,
}: {
  readonly outcome: string;
  readonly agent_id: string;
}): string {
  const said = outcome === "exists" ? "Nothing to change: text messages are sent by" : "Text messages are now sent by";
  return `${said} ${id}.\nA clinic with text messages (clinic:update --sms) confirms a booking to the number that the patient gives.`;
}

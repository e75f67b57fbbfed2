import type { AuditLog } from "../audit/ports.ts";
import { AscendiaError } from "../errors.ts";
import type { Journal, JournalEntry } from "../journal/ports.ts";
import { runSteps, type StepOutcome } from "../journal/run-steps.ts";
import type { Clock } from "../time/ports.ts";
import { creationSteps, recordStep, recordedAgent } from "./creation-steps.ts";
import type { DesiredAgent } from "./desired-agent.ts";
import type { AgentPlatform, AgentStore, AgentVersionStore, MasterAgent } from "./ports.ts";

export interface CreateAgentRequest {
  readonly desired: DesiredAgent;
  /** Makes a new agent even where one exists; the old one stays at Retell. */
  readonly force: boolean;
}

export interface CreateAgentPorts {
  readonly platform: AgentPlatform;
  readonly agents: AgentStore;
  readonly versions: AgentVersionStore;
  readonly audit: AuditLog;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly onStep?: (step: string, outcome: StepOutcome) => void;
}

export type AgentCreation =
  /** `isCurrent`: it was made from exactly this template. */
  | { readonly kind: "exists"; readonly agent: MasterAgent; readonly isCurrent: boolean }
  | { readonly kind: "created"; readonly agent: MasterAgent };

/** `continue`: an earlier run was broken off and is finished instead of started anew. */
export type CreationPlan =
  | { readonly kind: "exists"; readonly agent: MasterAgent }
  | { readonly kind: "start" | "continue" };

const subject = "agent:master";

/** What createMasterAgent would do now. */
export async function planMasterAgent(
  { force }: Pick<CreateAgentRequest, "force">,
  { agents, journal }: Pick<CreateAgentPorts, "agents" | "journal">,
): Promise<CreationPlan> {
  const agent = await agents.master();
  if (agent !== undefined && !force) return { kind: "exists", agent };
  return { kind: isBrokenOff(await journal.entries(subject), agent) ? "continue" : "start" };
}

/**
 * Creates the flow, creates the agent on it, publishes it and records it. A second run changes nothing; a run after a
 * broken one continues it. Throws AscendiaError "conflict" when the recorded agent is gone from Retell.
 */
export async function createMasterAgent(request: CreateAgentRequest, ports: CreateAgentPorts): Promise<AgentCreation> {
  const plan = await planMasterAgent(request, ports);
  if (plan.kind === "exists") return existing(plan.agent, request, ports);
  if (plan.kind === "start") await ports.journal.forget(subject);
  const facts = await runSteps(subject, creationSteps(request.desired, ports), ports);
  return { kind: "created", agent: recordedAgent(facts) };
}

/** A run that recorded its agent was finished, even if it died before it could note that. */
function isBrokenOff(entries: readonly JournalEntry[], recorded: MasterAgent | undefined): boolean {
  const isNoted = entries.some((entry) => entry.step === recordStep && entry.state === "done");
  const isRecorded = entries.some((entry) => entry.facts["agent_id"] === recorded?.agentId && recorded !== undefined);
  return entries.length > 0 && !isNoted && !isRecorded;
}

async function existing(
  agent: MasterAgent,
  { desired }: CreateAgentRequest,
  { platform }: CreateAgentPorts,
): Promise<AgentCreation> {
  const remote = await platform.getAgent(agent.agentId, agent.version);
  if (remote === undefined) {
    throw new AscendiaError(
      "conflict",
      `The recorded master agent ${agent.agentId} version ${agent.version} no longer exists at Retell.`,
      { hint: "Make a new one with: ascendia agent:create --force" },
    );
  }
  return { kind: "exists", agent, isCurrent: agent.templateHash === desired.hash };
}

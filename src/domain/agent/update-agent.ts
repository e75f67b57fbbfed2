import type { AuditLog } from "../audit/ports.ts";
import type { Journal, JournalEntry } from "../journal/ports.ts";
import { runSteps, type StepOutcome } from "../journal/run-steps.ts";
import type { Clock } from "../time/ports.ts";
import { type AgentDrift, readDrift } from "./agent-drift.ts";
import { readAgent } from "./creation-facts.ts";
import type { DesiredAgent } from "./desired-agent.ts";
import { dashboardChanges } from "./diff-agent.ts";
import { headOf } from "./live-versions.ts";
import type { AgentPlatform, AgentVersionStore, MasterAgent } from "./ports.ts";
import { refuseDashboardChanges, refuseUnpublished } from "./update-refusals.ts";
import { recordPrefix, updateSteps } from "./update-steps.ts";

export interface UpdateAgentRequest {
  readonly master: MasterAgent;
  readonly desired: DesiredAgent;
  /** Write the template although the dashboard changed the agent since we last wrote it. */
  readonly overDashboard: boolean;
  /** " --template <file>" where the operator named one, for what they are told to run next; else empty. */
  readonly templateFlag: string;
  readonly note: string | null;
  readonly reason: string | null;
}

export interface UpdateAgentPorts {
  readonly platform: AgentPlatform;
  readonly versions: AgentVersionStore;
  readonly journal: Journal;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly onStep?: (step: string, outcome: StepOutcome) => void;
}

export type UpdatePlan =
  /** What Retell has newest says the same as the template. */
  | { readonly kind: "unchanged"; readonly version: number; readonly isPublished: boolean }
  /** A new draft on top of the version `base`. `continues`: an earlier run was broken off and is finished. */
  | { readonly kind: "create"; readonly base: number; readonly continues: boolean; readonly drift: AgentDrift };

/**
 * What updateAgent would do now.
 * @throws drift when the dashboard changed the agent since we last wrote it, unless that is to be written over
 */
export async function planUpdate(
  request: UpdateAgentRequest,
  ports: Pick<UpdateAgentPorts, "platform" | "versions" | "journal">,
): Promise<UpdatePlan> {
  const { master, desired } = request;
  const drift = await readDrift(master.agentId, desired, ports);
  const base = drift.live.published;
  if (base === undefined) throw refuseUnpublished(master.agentId);
  const continues = isBrokenOff(await ports.journal.entries(subjectOf(master)));
  const plan = { kind: "create", base: base.agent.version, continues, drift } as const;
  if (continues) return plan;
  const changes = dashboardChanges(drift.differences);
  if (changes.length > 0 && !request.overDashboard) throw refuseDashboardChanges(changes, drift, request.templateFlag);
  const isSame = drift.differences.every(({ changed }) => changed === "unpublished");
  if (!isSame) return plan;
  const { version, isPublished } = headOf(drift.live).agent;
  return { kind: "unchanged", version, isPublished };
}

export type AgentUpdate =
  | { readonly kind: "unchanged"; readonly version: number; readonly isPublished: boolean }
  | { readonly kind: "created"; readonly version: number; readonly base: number };

/**
 * Makes a draft version, writes the template to it, reads it back and records it. Nothing is overwritten: what stood in
 * other drafts stays there. Killed anywhere, the same command continues. Callers notice nothing until it is published
 * and rolled out.
 */
export async function updateAgent(request: UpdateAgentRequest, ports: UpdateAgentPorts): Promise<AgentUpdate> {
  const plan = await planUpdate(request, ports);
  if (plan.kind === "unchanged") return plan;
  const subject = subjectOf(request.master);
  if (!plan.continues) await ports.journal.forget(subject);
  const facts = await runSteps(subject, updateSteps({ ...request, plan }, ports), ports);
  return { kind: "created", version: readAgent(facts).version, base: Number(facts["base"]) };
}

function subjectOf({ agentId }: MasterAgent): string {
  return `agent:update:${agentId}`;
}

function isBrokenOff(entries: readonly JournalEntry[]): boolean {
  return entries.length > 0 && !entries.some(({ step, state }) => step.startsWith(recordPrefix) && state === "done");
}

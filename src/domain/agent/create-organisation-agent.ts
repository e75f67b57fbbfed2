import type { AuditLog } from "../audit/ports.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { Facts, Journal, JournalEntry } from "../journal/ports.ts";
import { runSteps, type Step, type StepOutcome } from "../journal/run-steps.ts";
import type { Clock } from "../time/ports.ts";
import { agentFacts, readAgent, readFact } from "./creation-facts.ts";
import { listVersions } from "./live-versions.ts";
import type { DesiredOrganisationAgent } from "./organisation-agent.ts";
import type { AgentPlatform, AgentReference, OrganisationAgent, OrganisationAgentStore } from "./ports.ts";

export interface OrganisationAgentRequest {
  readonly clinic: Pick<Clinic, "id" | "slug">;
  readonly desired: DesiredOrganisationAgent;
}

export interface OrganisationAgentPorts {
  readonly platform: AgentPlatform;
  readonly agents: OrganisationAgentStore;
  readonly audit: AuditLog;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly onStep?: (step: string, outcome: StepOutcome) => void;
}

export interface OrganisationAgentPlan {
  /** `update`: another version of the agent that is there. */
  readonly action: "create" | "update" | "unchanged";
  readonly recorded: OrganisationAgent | undefined;
}

/** What createOrganisationAgent would do now. An agent that is gone from Retell is created anew. */
export async function planOrganisationAgent(
  { clinic, desired }: OrganisationAgentRequest,
  { agents, platform }: Pick<OrganisationAgentPorts, "agents" | "platform">,
): Promise<OrganisationAgentPlan> {
  const recorded = await agents.ofClinic(clinic.id);
  if (recorded === undefined) return { action: "create", recorded };
  const live = await platform.getAgent(recorded.agentId, recorded.version);
  if (live === undefined) return { action: "create", recorded: undefined };
  return { action: recorded.settingsHash === desired.hash ? "unchanged" : "update", recorded };
}

/** Creates the organisation's agent or a new version of it, publishes and records it. A broken run is continued. */
export async function createOrganisationAgent(
  request: OrganisationAgentRequest,
  ports: OrganisationAgentPorts,
): Promise<OrganisationAgentPlan & { readonly agent: OrganisationAgent }> {
  const plan = await planOrganisationAgent(request, ports);
  if (plan.action === "unchanged" && plan.recorded !== undefined) return { ...plan, agent: plan.recorded };
  const subject = `agent:${request.clinic.slug}`;
  if (isFinished(await ports.journal.entries(subject))) await ports.journal.forget(subject);
  const facts = await runSteps(subject, steps(request, plan.recorded, ports), ports);
  return { ...plan, agent: recordedAgent(request.clinic.id, facts) };
}

const recordStep = "record agent";

function isFinished(entries: readonly JournalEntry[]): boolean {
  return entries.some(({ step, state }) => step === recordStep && state === "done");
}

/** A lost creation is found by the agent's name, a lost version as the draft on top of the recorded one. */
function steps(
  { clinic, desired }: OrganisationAgentRequest,
  recorded: OrganisationAgent | undefined,
  ports: OrganisationAgentPorts,
): readonly Step[] {
  const { platform } = ports;
  return [
    {
      name: "mark creation",
      run: () => Promise.resolve({ act: ports.newId() }),
    },
    recorded === undefined
      ? {
          name: "create agent",
          run: async () => agentFacts(await platform.createAgent(desired.body)),
          recover: async () => factsOf(await namedAgent(desired.body.agent_name, platform)),
        }
      : {
          name: "make version",
          run: async () => agentFacts(await platform.createVersion(recorded)),
          recover: async () => factsOf(await draftOn(recorded, platform)),
        },
    {
      name: "publish agent",
      run: async (facts) => {
        // A draft of an earlier run, and a copy of the version before, may say something else.
        await platform.updateAgent(readAgent(facts), desired.body);
        await platform.publishAgent(readAgent(facts));
        return { settings_hash: desired.hash };
      },
      recover: async (facts) => {
        const { agentId, version } = readAgent(facts);
        const agent = await platform.getAgent(agentId, version);
        // Published by a run whose settings are not known any more: the next run then makes a version of its own.
        return agent?.isPublished === true ? { settings_hash: "" } : undefined;
      },
    },
    { name: recordStep, run: (facts) => record(clinic, facts, ports) },
  ];
}

function factsOf(agent: AgentReference | undefined): Facts | undefined {
  return agent === undefined ? undefined : agentFacts(agent);
}

async function namedAgent(name: string, platform: AgentPlatform): Promise<AgentReference | undefined> {
  for await (const listed of platform.listAgents()) {
    if (listed.name === name) return platform.getAgent(listed.agentId);
  }
  return undefined;
}

async function draftOn({ agentId, version }: AgentReference, platform: AgentPlatform) {
  const [newest] = await listVersions(agentId, platform);
  const isOurs = newest !== undefined && !newest.isPublished && newest.baseVersion === version;
  return isOurs ? { agentId, version: newest.version } : undefined;
}

function recordedAgent(clinicId: string, facts: Facts): OrganisationAgent {
  return {
    ...readAgent(facts),
    clinicId,
    settingsHash: readFact(facts, "settings_hash"),
    createdAt: Number(readFact(facts, "created_at")),
  };
}

async function record(
  { id, slug }: Pick<Clinic, "id" | "slug">,
  facts: Facts,
  { agents, audit, clock }: OrganisationAgentPorts,
): Promise<Facts> {
  const createdAt = String(clock.now());
  const agent = recordedAgent(id, { ...facts, created_at: createdAt });
  const before = await agents.ofClinic(id);
  await agents.saveOfClinic(agent);
  await audit.record({
    act: `agent:create ${readFact(facts, "act")}`,
    action: "agent:create",
    subject: `clinic:${slug}`,
    before: before === undefined ? null : { agent_id: before.agentId, version: before.version },
    after: { agent_id: agent.agentId, version: agent.version, engine: "custom-llm" },
    reason: null,
  });
  return { created_at: createdAt };
}

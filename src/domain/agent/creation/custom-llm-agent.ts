import type { Clock } from "../../../clock.ts";
import type { AuditLog } from "../../audit/audit-log.ts";
import { agentLocale } from "../../call/line/caller-variables.ts";
import { type Digest, canonicalJson } from "../../canonical-json.ts";
import type { Clinic } from "../../clinic/clinic.ts";
import type { EffectiveDialogue } from "../../clinic/dialogue-settings.ts";
import { type Facts, type JournalEntry, type Step, type StepPorts, runSteps } from "../../journal/journal.ts";
import { type AgentSettings, agentSettingsSchema } from "../template/agent.ts";
import { agentFacts, readAgent, readFact } from "./create-agent.ts";
import { listVersions } from "../live-versions.ts";
import type { AgentDefinition, AgentPlatform, AgentReference, CustomLlmAgent, CustomLlmAgentStore } from "../ports.ts";

interface CustomLlmAgentRequest {
  readonly clinic: Pick<Clinic, "id" | "slug">;
  readonly desired: DesiredCustomLlmAgent;
}

interface CustomLlmAgentPorts extends StepPorts {
  readonly platform: AgentPlatform;
  readonly agents: CustomLlmAgentStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly newId: () => string;
}

export interface CustomLlmAgentPlan {
  /** `update`: a new version of the existing agent. */
  readonly action: "create" | "update" | "unchanged";
  readonly recorded: CustomLlmAgent | undefined;
}

/** What createCustomLlmAgent would do now. An agent that no longer exists at Retell is created again. */
export async function planCustomLlmAgent(
  { clinic, desired }: CustomLlmAgentRequest,
  { agents, platform }: Pick<CustomLlmAgentPorts, "agents" | "platform">,
): Promise<CustomLlmAgentPlan> {
  const recorded = await agents.ofClinic(clinic.id);
  if (recorded === undefined) return { action: "create", recorded };
  const live = await platform.getAgent(recorded.agentId, recorded.version);
  if (live === undefined) return { action: "create", recorded: undefined };
  return { action: recorded.settingsHash === desired.hash ? "unchanged" : "update", recorded };
}

/** Creates the clinic's agent or a new version of it, publishes and records it. An interrupted run is continued. */
export async function createCustomLlmAgent(
  request: CustomLlmAgentRequest,
  ports: CustomLlmAgentPorts,
): Promise<CustomLlmAgentPlan & { readonly agent: CustomLlmAgent }> {
  const plan = await planCustomLlmAgent(request, ports);
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

/** The steps find a lost creation by the agent's name, and a lost version as the draft based on the recorded one. */
function steps(
  { clinic, desired }: CustomLlmAgentRequest,
  recorded: CustomLlmAgent | undefined,
  ports: CustomLlmAgentPorts,
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
        // A draft from an earlier run, or a copy of the previous version, may have different content.
        await platform.updateAgent(readAgent(facts), desired.body);
        await platform.publishAgent(readAgent(facts));
        return { settings_hash: desired.hash };
      },
      recover: async (facts) => {
        const { agentId, version } = readAgent(facts);
        const agent = await platform.getAgent(agentId, version);
        // Published by a run whose settings are no longer known, so the next run creates its own version.
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

function recordedAgent(clinicId: string, facts: Facts): CustomLlmAgent {
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
  { agents, audit, clock }: CustomLlmAgentPorts,
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

/** The desired state of a clinic's own agent at Retell; `hash` identifies this exact body. */
interface DesiredCustomLlmAgent {
  readonly body: AgentDefinition;
  readonly hash: string;
}

interface CustomLlmAgentSource {
  readonly clinic: Pick<Clinic, "slug" | "language" | "country" | "timezone">;
  /** From the master template, which supplies voice, listening, privacy, analysis and event URL. */
  readonly settings: AgentSettings;
  readonly dialogue: EffectiveDialogue;
  /** `wss://…`, to which Retell appends the call's id. */
  readonly socketUrl: string;
}

/** The name by which the agent is found again after a lost response. */
function customLlmAgentName(slug: string): string {
  return `ascendia:${slug}`;
}

/** The master's settings, with the clinic's language, voice, pace and socket. */
export function desiredCustomLlmAgent(source: CustomLlmAgentSource, digest: Digest): DesiredCustomLlmAgent {
  const { clinic, settings, dialogue, socketUrl } = source;
  const chosen = {
    voice_id: dialogue.voice.value,
    responsiveness: dialogue.responsiveness.value,
    interruption_sensitivity: dialogue.interruptionSensitivity.value,
    reminder_trigger_ms: dialogue.reminderTriggerMs.value,
    reminder_max_count: dialogue.reminderMaxCount.value,
  };
  const own = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== null));
  const body: AgentDefinition = {
    ...agentSettingsSchema.parse({
      ...settings,
      ...own,
      agent_name: customLlmAgentName(clinic.slug),
      language: agentLocale(clinic),
      timezone: clinic.timezone,
    }),
    response_engine: { type: "custom-llm", llm_websocket_url: socketUrl },
  };
  return { body, hash: digest(canonicalJson(body)) };
}

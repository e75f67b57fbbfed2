import type { Clock } from "../../../clock.ts";
import { AscendiaError } from "../../../errors.ts";
import { inModelForm, modelFormOf } from "../../../flow/parse/model-settings.ts";
import type { AuditLog } from "../../audit/audit-log.ts";
import {
  type Facts,
  type Journal,
  type JournalEntry,
  type Step,
  type StepPorts,
  runSteps,
} from "../../journal/journal.ts";
import { type DesiredAgent, agentBody, flowBody, withModelForm } from "../content/agent-content.ts";
import { flowMarks } from "../bare-content.ts";
import { readVersion } from "../live-versions.ts";
import type {
  AgentPlatform,
  AgentReference,
  AgentStore,
  AgentVersionStore,
  FlowReference,
  JsonObject,
  MasterAgent,
  RemoteAgent,
  RemoteFlow,
} from "../ports.ts";

/** The flow that carries the mark of this creation. */
export async function findCreatedFlow(platform: AgentPlatform, mark: string): Promise<RemoteFlow | undefined> {
  for await (const flow of platform.listFlows()) {
    if (flow.defaults[flowMarks.creation] === mark) return flow;
  }
  return undefined;
}

/** Hash of the template from which a flow was last written; empty for a flow that is not ours. */
function templateHashOf(flow: RemoteFlow): string {
  return flow.defaults[flowMarks.templateHash] ?? "";
}

interface SoughtAgent {
  readonly names: ReadonlySet<string>;
  readonly flowId: string;
}

/** Agent lists do not show the flow (docs/retell.md 2.4), so agents with a matching name are read one by one. */
async function findCreatedAgent(platform: AgentPlatform, sought: SoughtAgent): Promise<RemoteAgent | undefined> {
  for await (const { agentId, name } of platform.listAgents()) {
    const agent = sought.names.has(name) ? await platform.getAgent(agentId) : undefined;
    if (agent?.flowId === sought.flowId) return agent;
  }
  return undefined;
}

export function flowFacts(flow: FlowReference): Facts {
  return { flow_id: flow.flowId, flow_version: String(flow.version) };
}

export function agentFacts(agent: AgentReference): Facts {
  return { agent_id: agent.agentId, agent_version: String(agent.version) };
}

export function readFlow(facts: Facts): FlowReference {
  return { flowId: readFact(facts, "flow_id"), version: readVersionFact(facts, "flow_version") };
}

export function readAgent(facts: Facts): AgentReference {
  return { agentId: readFact(facts, "agent_id"), version: readVersionFact(facts, "agent_version") };
}

/** A fact that an earlier step always records; a missing one is a bug. */
export function readFact(facts: Facts, name: string): string {
  const value = facts[name];
  if (value === undefined) throw new Error(`The journal has no ${name}`);
  return value;
}

function readVersionFact(facts: Facts, name: string): number {
  const version = Number(readFact(facts, name));
  if (!Number.isInteger(version)) throw new TypeError(`The journal's ${name} is not a version`);
  return version;
}

interface CreationPorts {
  readonly platform: AgentPlatform;
  readonly agents: AgentStore;
  readonly versions: AgentVersionStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly newId: () => string;
}

const recordStep = "record agent";

/**
 * Each step can find its own lost result at Retell: the flow by its mark, the agent by its flow, the publication by the
 * agent's state.
 */
function creationSteps(desired: DesiredAgent, ports: CreationPorts): readonly Step[] {
  const { platform } = ports;
  const madeNow = new Set<"flow" | "agent">();
  return [
    {
      name: "mark creation",
      run: () => Promise.resolve({ mark: ports.newId(), agent_name: desired.name }),
    },
    {
      name: "create flow",
      run: async (facts) => {
        const flow = await createInEitherForm(flowBody(desired, readFact(facts, "mark")), platform);
        madeNow.add("flow");
        return flowFacts(flow);
      },
      recover: async (facts) => {
        const flow = await findCreatedFlow(platform, readFact(facts, "mark"));
        return flow === undefined ? undefined : flowFacts(flow);
      },
    },
    {
      name: "create agent",
      run: async (facts) => {
        const agent = await platform.createAgent(agentBody(desired, readFlow(facts)));
        madeNow.add("agent");
        return agentFacts(agent);
      },
      recover: async (facts) => {
        const names = new Set([desired.name, readFact(facts, "agent_name")]);
        const agent = await findCreatedAgent(platform, { names, flowId: readFlow(facts).flowId });
        return agent === undefined ? undefined : agentFacts(agent);
      },
    },
    {
      name: "publish agent",
      run: async (facts) => {
        if (madeNow.size < 2) await correctDrafts(desired, facts, platform);
        await platform.publishAgent(readAgent(facts));
        return { template_hash: desired.hash };
      },
      recover: (facts) => recoverPublished(facts, platform),
    },
    { name: "record version", run: (facts) => recordVersion(desired, facts, ports) },
    { name: recordStep, run: (facts) => recordAgent(facts, ports) },
  ];
}

function recordedAgent(facts: Facts): MasterAgent {
  return {
    ...readAgent(facts),
    flowId: readFact(facts, "flow_id"),
    templateHash: readFact(facts, "template_hash"),
    createdAt: Number(readFact(facts, "created_at")),
  };
}

/**
 * Creates the flow with its own form of model settings, or with the other form if the account refuses that: until
 * 2027-01-31 Retell has both (docs/retell.md 16). A refused request creates nothing, so the second try is safe.
 */
export async function createInEitherForm(flow: JsonObject, platform: AgentPlatform): Promise<FlowReference> {
  try {
    return await platform.createFlow(flow);
  } catch (error) {
    const isAboutForm = error instanceof AscendiaError && /model_(config|choice|temperature)/u.test(error.message);
    if (!isAboutForm || error.code !== "invalid") throw error;
    return platform.createFlow(
      inModelForm(flow, modelFormOf(flow) === "model_config" ? "model_choice" : "model_config"),
    );
  }
}

/** Rewrites the drafts, because an earlier run may have used a template that was corrected since. */
async function correctDrafts(desired: DesiredAgent, facts: Facts, platform: AgentPlatform): Promise<void> {
  const flow = readFlow(facts);
  const shown = await platform.getFlow(flow);
  const formed = withModelForm(desired, shown === undefined ? undefined : modelFormOf(shown));
  await platform.updateFlow(flow, flowBody(formed, readFact(facts, "mark")));
  await platform.updateAgent(readAgent(facts), agentBody(desired, flow));
}

async function recoverPublished(facts: Facts, platform: AgentPlatform): Promise<Facts | undefined> {
  const { agentId, version } = readAgent(facts);
  const agent = await platform.getAgent(agentId, version);
  if (agent?.isPublished !== true) return undefined;
  const flow = await findCreatedFlow(platform, readFact(facts, "mark"));
  return { template_hash: flow === undefined ? "" : templateHashOf(flow) };
}

/** Records what was written and how Retell shows it, because later states are compared with both. */
async function recordVersion(desired: DesiredAgent, facts: Facts, ports: CreationPorts): Promise<Facts> {
  const { platform, versions, audit, clock } = ports;
  const { agentId, version } = readAgent(facts);
  const flow = readFlow(facts);
  const mark = readFact(facts, "mark");
  const templateHash = readFact(facts, "template_hash");
  const sent = { agent: { ...agentBody(desired, flow) }, flow: { ...flowBody(desired, mark) } };
  const { content } = await readVersion(agentId, version, platform);
  const now = clock.now();
  await versions.save({
    agentId,
    version,
    flowId: flow.flowId,
    flowVersion: flow.version,
    templateHash,
    // An earlier run may have published a different template.
    written: templateHash === desired.hash ? sent : content,
    readBack: content,
    writtenAt: now,
    publishedAt: now,
    promotedAt: now,
    withdrawnAt: null,
    templatePath: desired.source ?? null,
    note: null,
  });
  const after = { agent_id: agentId, version, flow_id: flow.flowId, template_hash: templateHash };
  const act = `agent:create ${mark}`;
  await audit.record({ act, action: "agent:create", subject: `agent:${agentId}`, before: null, after, reason: null });
  return {};
}

async function recordAgent(facts: Facts, { agents, clock }: CreationPorts): Promise<Facts> {
  const createdAt = String(clock.now());
  await agents.saveMaster(recordedAgent({ ...facts, created_at: createdAt }));
  return { created_at: createdAt };
}

interface CreateAgentRequest {
  readonly desired: DesiredAgent;
  /** Creates a new agent even if one exists; the old one stays at Retell. */
  readonly force: boolean;
  /**
   * A clinic's own account, named by the environment variable with its key; absent: the installation's account, whose
   * agent is the master agent.
   */
  readonly account?: string | undefined;
}

export interface CreateAgentPorts extends StepPorts {
  readonly platform: AgentPlatform;
  readonly agents: AgentStore;
  readonly versions: AgentVersionStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly newId: () => string;
}

export type AgentCreation =
  /** `isCurrent`: the agent was created from exactly this template. */
  | { readonly kind: "exists"; readonly agent: MasterAgent; readonly isCurrent: boolean }
  | { readonly kind: "created"; readonly agent: MasterAgent };

/** `continue`: finishes an interrupted earlier run instead of starting over. */
export type CreationPlan =
  | { readonly kind: "exists"; readonly agent: MasterAgent }
  | { readonly kind: "start" | "continue" };

function subjectOf(account: string | undefined): string {
  return account === undefined ? "agent:master" : `agent:account ${account}`;
}

/**
 * The agent that agent:create made in a clinic's account. Only the command's journal records it; clinics refer to it by
 * id.
 */
export function agentOfAccount(account: string, journal: Pick<Journal, "entries">): AgentStore {
  return {
    master: async () => {
      const entries = await journal.entries(subjectOf(account));
      if (!isNoted(entries)) return undefined;
      return recordedAgent(Object.fromEntries(entries.flatMap(({ facts }) => Object.entries(facts))));
    },
    saveMaster: () => Promise.resolve(),
  };
}

function isNoted(entries: readonly JournalEntry[]): boolean {
  return entries.some((entry) => entry.step === recordStep && entry.state === "done");
}

/** What createMasterAgent would do now. */
export async function planMasterAgent(
  { force, account }: Pick<CreateAgentRequest, "force" | "account">,
  { agents, journal }: Pick<CreateAgentPorts, "agents" | "journal">,
): Promise<CreationPlan> {
  const agent = await agents.master();
  if (agent !== undefined && !force) return { kind: "exists", agent };
  return { kind: isBrokenOff(await journal.entries(subjectOf(account)), agent) ? "continue" : "start" };
}

/**
 * Creates the flow and the agent on it, publishes the agent and records it. A second run changes nothing; a run after
 * an interrupted one continues it. Throws AscendiaError "conflict" when the recorded agent no longer exists at Retell.
 */
export async function createMasterAgent(request: CreateAgentRequest, ports: CreateAgentPorts): Promise<AgentCreation> {
  const plan = await planMasterAgent(request, ports);
  if (plan.kind === "exists") return existing(plan.agent, request, ports);
  const subject = subjectOf(request.account);
  if (plan.kind === "start") await ports.journal.forget(subject);
  const facts = await runSteps(subject, creationSteps(request.desired, ports), ports);
  return { kind: "created", agent: recordedAgent(facts) };
}

/**
 * Whether a run was interrupted. One that recorded its agent is finished, even if it died before its last journal
 * entry.
 */
function isBrokenOff(entries: readonly JournalEntry[], recorded: MasterAgent | undefined): boolean {
  const isRecorded = entries.some((entry) => entry.facts["agent_id"] === recorded?.agentId && recorded !== undefined);
  return entries.length > 0 && !isNoted(entries) && !isRecorded;
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
      { hint: "Create a new one with: ascendia agent:create --force" },
    );
  }
  return { kind: "exists", agent, isCurrent: agent.templateHash === desired.hash };
}

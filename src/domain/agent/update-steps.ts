import type { Facts } from "../journal/ports.ts";
import type { Step } from "../journal/run-steps.ts";
import { canonicalJson } from "../canonical-json.ts";
import type { AgentDrift } from "./agent-drift.ts";
import { type AgentContent, contentOf } from "./agent-content.ts";
import { contentLeaves } from "./content-leaves.ts";
import { findCreatedFlow } from "./created-before.ts";
import { agentFacts, flowFacts, readAgent, readFact, readFlow } from "./creation-facts.ts";
import { agentBody, type DesiredAgent, flowBody } from "./desired-agent.ts";
import { flowOf, listVersions, type LiveVersion, readVersion } from "./live-versions.ts";
import { withResets } from "./settings-to-reset.ts";
import type { UpdateAgentPorts, UpdateAgentRequest, UpdatePlan } from "./update-agent.ts";
import { notKept } from "./update-refusals.ts";

interface PlannedUpdate extends UpdateAgentRequest {
  readonly plan: Extract<UpdatePlan, { readonly kind: "create" }>;
}

export const recordPrefix = "record version ";
const command = "agent:update";

/**
 * The steps that depend on the template carry its hash: a run that continues with a corrected template keeps the draft
 * that was made and writes it anew.
 */
export function updateSteps(update: PlannedUpdate, ports: UpdateAgentPorts): readonly Step[] {
  const { platform } = ports;
  const { agentId } = update.master;
  const hash = update.desired.hash.slice(0, 12);
  return [
    { name: "mark update", run: () => Promise.resolve(startOf(update, ports)) },
    { name: "keep snapshots", run: (facts) => keepSnapshots(update, facts, ports) },
    {
      name: "create version",
      run: async (facts) => draftFacts(await platform.createVersion({ agentId, version: Number(facts["base"]) })),
      recover: (facts) => findDraft(agentId, facts, ports),
    },
    {
      name: "own flow",
      run: (facts) => ownFlow(update, facts, ports),
      recover: async (facts) => {
        const flow = await findCreatedFlow(platform, readFact(facts, "mark"));
        return flow === undefined ? undefined : flowFacts(flow);
      },
    },
    { name: `write draft ${hash}`, run: (facts) => writeDraft(update, facts, ports) },
    { name: `${recordPrefix}${hash}`, run: (facts) => recordVersion(update, facts, ports) },
  ];
}

function startOf({ plan }: PlannedUpdate, { newId }: UpdateAgentPorts): Facts {
  const highest = Math.max(...plan.drift.live.listed.map(({ version }) => version));
  return { mark: newId(), base: String(plan.base), highest: String(highest) };
}

async function keepSnapshots({ plan }: PlannedUpdate, facts: Facts, ports: UpdateAgentPorts): Promise<Facts> {
  const { draft, published } = plan.drift.live;
  for (const live of [draft, published])
    if (live !== undefined) await keepSnapshot(live, readFact(facts, "mark"), ports);
  return {};
}

async function keepSnapshot({ agent, content }: LiveVersion, mark: string, ports: UpdateAgentPorts): Promise<void> {
  const { agentId, version } = agent;
  const id = `${mark}-${version}`;
  await ports.versions.saveSnapshot({
    id,
    agentId,
    version,
    content,
    takenAt: ports.clock.now(),
    takenBefore: command,
  });
}

function draftFacts(draft: LiveVersion["agent"]): Facts {
  const flow = flowOf(draft);
  return { ...agentFacts(draft), ...(flow === undefined ? {} : flowFacts(flow)) };
}

/** The draft of an unanswered request: made since we began, from the same base, and still its untouched copy. */
async function findDraft(agentId: string, facts: Facts, { platform }: UpdateAgentPorts): Promise<Facts | undefined> {
  const [base, highest] = [Number(facts["base"]), Number(facts["highest"])];
  const listed = await listVersions(agentId, platform);
  const candidates = listed.filter((one) => one.version > highest && !one.isPublished && one.baseVersion === base);
  const original = candidates.length === 0 ? undefined : await readVersion(agentId, base, platform);
  for (const { version } of candidates.toReversed()) {
    const draft = await readVersion(agentId, version, platform);
    if (original !== undefined && isSame(draft.content, original.content)) return draftFacts(draft.agent);
  }
  return undefined;
}

/** Where Retell lets a new version share its base's flow, which is published and so frozen, the draft gets a new one. */
async function ownFlow({ desired, plan }: PlannedUpdate, facts: Facts, ports: UpdateAgentPorts): Promise<Facts> {
  const base = plan.drift.live.published?.flow;
  const flow = readFlow(facts);
  if (base === undefined || base.flowId !== flow.flowId || base.version !== flow.version) return {};
  return flowFacts(await ports.platform.createFlow(flowBody(desired, readFact(facts, "mark"))));
}

/** Done only when Retell shows what was written; else a re-run writes again. */
async function writeDraft({ desired, plan }: PlannedUpdate, facts: Facts, ports: UpdateAgentPorts): Promise<Facts> {
  const { platform } = ports;
  const agent = readAgent(facts);
  const flow = readFlow(facts);
  const before = await readVersion(agent.agentId, agent.version, platform);
  await keepSnapshot(before, `${readFact(facts, "mark")}-${desired.hash.slice(0, 12)}`, ports);
  const whole = withResets(desired, before.content);
  await platform.updateFlow(flow, flowBody(whole, readFact(facts, "mark")));
  await platform.updateAgent(agent, agentBody(whole, flow));
  const { content } = await readVersion(agent.agentId, agent.version, platform);
  refuseDifferences(agent.version, { written: bodiesOf(desired, facts), readBack: content, drift: plan.drift });
  return {};
}

/** What was sent, but for what was unset by the way. */
function bodiesOf(desired: DesiredAgent, facts: Facts): AgentContent {
  return {
    agent: { ...agentBody(desired, readFlow(facts)) },
    flow: { ...flowBody(desired, readFact(facts, "mark")) },
  };
}

async function recordVersion(update: PlannedUpdate, facts: Facts, ports: UpdateAgentPorts): Promise<Facts> {
  const { master, desired, note, reason } = update;
  const { versions, audit, platform, clock } = ports;
  const { agentId, version } = readAgent(facts);
  const flow = readFlow(facts);
  const mark = readFact(facts, "mark");
  const { content } = await readVersion(agentId, version, platform);
  await versions.save({
    agentId,
    version,
    flowId: flow.flowId,
    flowVersion: flow.version,
    templateHash: desired.hash,
    written: bodiesOf(desired, facts),
    readBack: content,
    writtenAt: clock.now(),
    publishedAt: null,
    promotedAt: null,
    note,
  });
  const before = { version: Number(facts["base"]), template_hash: master.templateHash };
  const after = { version, template_hash: desired.hash, over_dashboard: update.overDashboard };
  const act = `${command} ${mark} ${desired.hash}`;
  await audit.record({ act, action: command, subject: `agent:${agentId}`, before, after, reason });
  return {};
}

interface ReadBack {
  readonly written: AgentContent;
  readonly readBack: AgentContent;
  readonly drift: AgentDrift;
}

/** What was written must be there, and what the base had beyond it must be gone; what Retell adds by itself may be. */
function refuseDifferences(version: number, { written, readBack, drift }: ReadBack): void {
  const wanted = leavesOf(written);
  const found = leavesOf(readBack);
  const before = leavesOf(drift.live.published?.content);
  const sentLast = leavesOf(drift.record?.written);
  const addedByRetell = new Set([...leavesOf(drift.record?.readBack).keys()].filter((path) => !sentLast.has(path)));
  const missing = [...wanted].filter(([path, json]) => found.get(path) !== json).map(([path]) => path);
  const left = [...found.keys()].filter((path) => !wanted.has(path) && before.has(path) && !addedByRetell.has(path));
  if (missing.length + left.length > 0) throw notKept(version, [...missing, ...left]);
}

function leavesOf(content: AgentContent | undefined): ReadonlyMap<string, string> {
  return content === undefined ? new Map<string, string>() : contentLeaves(contentOf(content));
}

function isSame(one: AgentContent, other: AgentContent): boolean {
  return canonicalJson(contentOf(one)) === canonicalJson(contentOf(other));
}

import type { Clock } from "../../../clock.ts";
import { modelFormOf, withModelNames } from "../../../flow/parse/model-settings.ts";
import { flowSchema } from "../../../flow/schema/flow.ts";
import type { AuditLog } from "../../audit/audit-log.ts";
import { isSameJson } from "../../canonical-json.ts";
import {
  type Facts,
  type Journal,
  type JournalEntry,
  type Step,
  type StepPorts,
  runSteps,
} from "../../journal/journal.ts";
import { type DesiredAgent, agentBody, flowBody, withModelForm } from "../content/agent-content.ts";
import { comparableContent, contentOf, retellDefaults, contentLeaves } from "../bare-content.ts";
import { type AgentDrift, readDrift, dashboardChanges, isModelName } from "../content/diff-agent.ts";
import { agentSettingsSchema } from "../template/agent.ts";
import { agentFacts, findCreatedFlow, flowFacts, readAgent, readFact, readFlow } from "../creation/create-agent.ts";
import { type LiveVersion, flowOf, headOf, listVersions, readVersion } from "../live-versions.ts";
import type { AgentContent, AgentPlatform, AgentVersionStore, JsonObject, MasterAgent } from "../ports.ts";
import { sendAll } from "./send-known.ts";
import { withForeign, withoutForeign } from "../content/unknown-content.ts";
import { notKept, refuseDashboardChanges, refuseUnpublished } from "./update-refusals.ts";

/**
 * The template, plus an unset value for every field that only the live version has, because an update at Retell keeps
 * fields it does not name. Fields that cannot be unset stay, and are reported when the version is read back.
 */
function withResets(desired: DesiredAgent, live: AgentContent): DesiredAgent {
  const present = contentOf(live);
  return {
    ...desired,
    settings: resetSettings(desired.settings, present.agent),
    flow: resetFlow(desired, present.flow),
  };
}

function resetSettings(settings: JsonObject, live: JsonObject): JsonObject {
  return { ...unset(live, settings, agentSettingsSchema.shape), ...settings };
}

/** The two forms of model settings replace each other, so neither needs to be unset. */
function resetFlow({ flow }: DesiredAgent, live: JsonObject): JsonObject {
  const { model_choice: _choice, model_config: _config, model_temperature: _temperature, ...rest } = live;
  const others = "model_config" in flow ? rest : live;
  return { ...unset(others, flow, flowSchema.shape), ...flow };
}

type Shape = Readonly<Record<string, { safeParse(value: unknown): { readonly success: boolean } }>>;

function unset(live: JsonObject, wanted: object, shape: Shape): JsonObject {
  return Object.fromEntries(
    Object.keys(live).flatMap((key) => {
      const value = retellDefaults[key] ?? null;
      return key in wanted || shape[key]?.safeParse(value).success !== true ? [] : [[key, value]];
    }),
  );
}

interface PlannedUpdate extends UpdateAgentRequest {
  readonly plan: Extract<UpdatePlan, { readonly kind: "create" }>;
}

const recordPrefix = "record version ";

const command = "agent:update";

/**
 * The names of steps that depend on the template contain its hash: a run that continues with a corrected template keeps
 * the existing draft and writes it again.
 */
function updateSteps(update: PlannedUpdate, ports: UpdateAgentPorts): readonly Step[] {
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

/**
 * Finds the draft of an unanswered request: created since the start, from the same base, and still an unchanged copy.
 */
async function findDraft(agentId: string, facts: Facts, { platform }: UpdateAgentPorts): Promise<Facts | undefined> {
  const [base, highest] = [Number(facts["base"]), Number(facts["highest"])];
  const listed = await listVersions(agentId, platform);
  const candidates = listed.filter((one) => one.version > highest && !one.isPublished && one.baseVersion === base);
  const original = candidates.length === 0 ? undefined : await readVersion(agentId, base, platform);
  for (const { version } of candidates.toReversed()) {
    const draft = await readVersion(agentId, version, platform);
    if (original !== undefined && isSameVersion(draft.content, original.content)) return draftFacts(draft.agent);
  }
  return undefined;
}

/** Gives the draft a new flow if Retell lets it share the flow of its base, which is published and therefore frozen. */
async function ownFlow(update: PlannedUpdate, facts: Facts, ports: UpdateAgentPorts): Promise<Facts> {
  const { desired, plan } = update;
  const base = plan.drift.live.published?.flow;
  const flow = readFlow(facts);
  if (base === undefined || base.flowId !== flow.flowId || base.version !== flow.version) return {};
  return flowFacts(
    await ports.platform.createFlow(flowBody(withModelForm(desired, formOf(update)), readFact(facts, "mark"))),
  );
}

/** The step is done only when Retell shows what was written; otherwise the next run writes again. */
async function writeDraft(update: PlannedUpdate, facts: Facts, ports: UpdateAgentPorts): Promise<Facts> {
  const { desired, plan } = update;
  const { platform } = ports;
  const agent = readAgent(facts);
  const flow = readFlow(facts);
  const before = await readVersion(agent.agentId, agent.version, platform);
  await keepSnapshot(before, `${readFact(facts, "mark")}-${desired.hash.slice(0, 12)}`, ports);
  const sending = {
    whole: wholeAgent(update, withResets(desired, before.content), before.content),
    live: before.content,
  };
  const mark = readFact(facts, "mark");
  const leftOut = [
    await sendAll(sending, "flow", (content) => platform.updateFlow(flow, flowBody(content, mark))),
    await sendAll(sending, "agent", (content) => platform.updateAgent(agent, agentBody(content, flow))),
  ];
  const { content } = await readVersion(agent.agentId, agent.version, platform);
  refuseDifferences(agent.version, { written: bodiesOf(desired, facts), readBack: content, drift: plan.drift });
  return { leftOut: leftOut.filter((text) => text !== "").join(", ") };
}

/** The form in which the account shows its model settings, unless the newer form is requested. */
function formOf({ migrates, plan }: PlannedUpdate) {
  const published = plan.drift.live.published?.content.flow;
  return migrates ? "model_config" : published === undefined ? undefined : modelFormOf(published);
}

/** What is sent: the template, unknown parts of the live version, and the names that Retell gave its models. */
function wholeAgent(update: PlannedUpdate, desired: DesiredAgent, live: AgentContent): DesiredAgent {
  const { differences, record } = update.plan.drift;
  const renamed = differences.flatMap(({ path, changed, draft, published }) => {
    const name = draft ?? published;
    return changed === "model" && typeof name === "string" ? [[path, name] as const] : [];
  });
  const names = new Map(renamed);
  const shown = withModelForm(desired, formOf(update));
  const analysis = names.get("agent.post_call_analysis_model");
  const content = {
    agent: { ...shown.settings, ...(analysis !== undefined && { post_call_analysis_model: analysis }) },
    flow: withModelNames(shown.flow, names),
  };
  const whole = withForeign(content, live, record?.written);
  return { ...desired, settings: whole.agent, flow: whole.flow };
}

/** What was sent, except for unset fields and preserved unknown parts. */
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
    withdrawnAt: null,
    templatePath: desired.source ?? null,
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

/**
 * Everything written must be present, and extra fields of the base must be gone. Retell's own additions are allowed.
 */
function refuseDifferences(version: number, { written, readBack, drift }: ReadBack): void {
  const wanted = leavesOf(written);
  const ours = [written, drift.record?.written];
  const found = leavesOf(withoutForeign(readBack, ours));
  const published = drift.live.published?.content;
  const before = leavesOf(published === undefined ? undefined : withoutForeign(published, ours));
  const sentLast = leavesOf(drift.record?.written);
  const addedByRetell = new Set([...leavesOf(drift.record?.readBack).keys()].filter((path) => !sentLast.has(path)));
  const missing = [...wanted]
    .filter(([path, json]) => found.get(path) !== json && !isModelName(path))
    .map(([path]) => path);
  const left = [...found.keys()].filter((path) => !wanted.has(path) && before.has(path) && !addedByRetell.has(path));
  if (missing.length + left.length > 0) throw notKept(version, [...missing, ...left]);
}

function leavesOf(content: AgentContent | undefined): ReadonlyMap<string, string> {
  return content === undefined ? new Map<string, string>() : contentLeaves(comparableContent(content));
}

function isSameVersion(one: AgentContent, other: AgentContent): boolean {
  return isSameJson(comparableContent(one), comparableContent(other));
}

interface UpdateAgentRequest {
  readonly master: MasterAgent;
  readonly desired: DesiredAgent;
  /** Write the template even if the dashboard changed the agent since we last wrote it. */
  readonly overDashboard: boolean;
  /** Write model settings in the newer form although the account shows the older one. */
  readonly migrates: boolean;
  /** " --template <file>" when the operator passed one, to repeat in suggested commands; else empty. */
  readonly templateFlag: string;
  readonly note: string | null;
  readonly reason: string | null;
}

export interface UpdateAgentPorts extends StepPorts {
  readonly platform: AgentPlatform;
  readonly versions: AgentVersionStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly newId: () => string;
}

export type UpdatePlan =
  /** The newest version at Retell matches the template. */
  | { readonly kind: "unchanged"; readonly version: number; readonly isPublished: boolean }
  /** A new draft on top of the version `base`. `continues`: finishes an interrupted earlier run. */
  | { readonly kind: "create"; readonly base: number; readonly continues: boolean; readonly drift: AgentDrift };

/**
 * What updateAgent would do now.
 * @throws drift when the dashboard changed the agent since we last wrote it, unless --ours overwrites it
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
  const isSame = drift.differences.every(({ changed }) => changed === "unpublished" || changed === "model");
  const isMigrated = !request.migrates || modelFormOf(base.content.flow) !== "model_choice";
  if (!isSame || !isMigrated) return plan;
  const { version, isPublished } = headOf(drift.live).agent;
  return { kind: "unchanged", version, isPublished };
}

export type AgentUpdate =
  | { readonly kind: "unchanged"; readonly version: number; readonly isPublished: boolean }
  | {
      readonly kind: "created";
      readonly version: number;
      readonly base: number;
      /** Keys that Retell showed and then refused, so that they were left out; "" for nothing. */
      readonly leftOut: string;
    };

/**
 * Creates a draft version, writes the template to it, reads it back and records it. Nothing is overwritten: other
 * drafts keep their content. After a crash, the same command continues. Callers notice nothing until it is published
 * and rolled out.
 */
export async function updateAgent(request: UpdateAgentRequest, ports: UpdateAgentPorts): Promise<AgentUpdate> {
  const plan = await planUpdate(request, ports);
  if (plan.kind === "unchanged") return plan;
  const subject = subjectOf(request.master);
  if (!plan.continues) await ports.journal.forget(subject);
  const facts = await runSteps(subject, updateSteps({ ...request, plan }, ports), ports);
  const { version } = readAgent(facts);
  return { kind: "created", version, base: Number(facts["base"]), leftOut: facts["leftOut"] ?? "" };
}

function subjectOf({ agentId }: Pick<MasterAgent, "agentId">): string {
  return `agent:update:${agentId}`;
}

/** The draft that an interrupted update left. */
export async function unfinishedDraft(agentId: string, journal: Pick<Journal, "entries">): Promise<number | undefined> {
  const entries = await journal.entries(subjectOf({ agentId }));
  if (!isBrokenOff(entries)) return undefined;
  const version = entries.map(({ facts }) => facts["agent_version"]).find((one) => one !== undefined);
  return version === undefined ? undefined : Number(version);
}

function isBrokenOff(entries: readonly JournalEntry[]): boolean {
  return entries.length > 0 && !entries.some(({ step, state }) => step.startsWith(recordPrefix) && state === "done");
}

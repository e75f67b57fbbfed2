import type { Clock } from "../../../clock.ts";
import { AscendiaError } from "../../../errors.ts";
import { type Finding, findingText } from "../../../flow/rule.ts";
import type { AuditLog } from "../../audit/audit-log.ts";
import { type Step, type StepPorts, runSteps } from "../../journal/journal.ts";
import type { AgentContent, AgentPlatform, AgentVersionStore, MasterAgent, VersionRecord } from "../ports.ts";
import { acceptedFindings } from "../template/check-template.ts";
import { diffAgent } from "../content/diff-agent.ts";
import { type LiveVersion, listVersions, readVersion } from "../live-versions.ts";
import { publicUrlsOf, templateForm } from "../template/template-files.ts";
import { unfinishedDraft } from "./update-agent.ts";

/** A version that callers are about to get, in template form. */
export interface GatedVersion {
  readonly agentId: string;
  readonly version: number;
  readonly template: AgentContent;
}

export type GateResult =
  | { readonly kind: "green"; readonly runs: number; readonly clinics: number }
  /** Skipped at the operator's request; the audit log records it. */
  | { readonly kind: "skipped" }
  /** `calls`: the first few calls that did not go as expected. */
  | { readonly kind: "refused"; readonly problem: string; readonly calls: readonly GateCall[] };

export interface GateCall {
  readonly clinic: string;
  readonly scenario: string;
  readonly status: string;
  /** The failed expectation; null when unknown. */
  readonly why: string | null;
}

/** Finds what a version says or promises to callers that no one has accepted. */
export type ConductGate = (template: AgentContent) => Promise<readonly Finding[]>;

export interface Gates {
  readonly simulate: SimulationGate;
  readonly judge: ConductGate;
}

/** Plays every scenario for every clinic with this version. */
export type SimulationGate = (version: GatedVersion) => Promise<GateResult>;

/** @throws invalid when the version has errors, failed when its simulation does not pass */
export async function passGate(gated: GatedVersion, { simulate, judge }: Gates): Promise<GateResult> {
  const { version, template } = gated;
  const errors = acceptedFindings(template).filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    throw new AscendiaError("invalid", `Version ${version} has errors. Nothing was changed.`, {
      hint: "Correct the template, then: ascendia agent:update",
      detail: errors.map(findingText),
    });
  }
  const changes = await judge(template);
  if (changes.length > 0) {
    const count = changes.length === 1 ? "1 change" : `${changes.length} changes`;
    throw new AscendiaError("invalid", `Version ${version} has ${count} of what callers hear. Nothing was changed.`, {
      hint: "Restore each in the template, or accept it with --accept-change and --reason.",
      detail: changes.map(findingText),
    });
  }
  const result = await simulate(gated);
  if (result.kind !== "refused") return result;
  throw new AscendiaError("failed", `The simulation of version ${version} did not pass: ${result.problem}`, {
    hint: `${lookAt(version, result.calls)}. To publish anyway, pass --skip-simulation; it is recorded in the audit log.`,
    detail: result.calls.map(callText),
  });
}

function callText({ clinic, scenario, status, why }: GateCall): string {
  return `${clinic}, ${scenario}: ${status}${why === null ? "" : `, ${why}`}`;
}

/** How to look at the failed calls. The simulator plays a template, so the version is exported as one. */
function lookAt(version: number, [first]: readonly GateCall[]): string {
  const call = first === undefined ? "--all" : `--clinic ${first.clinic} --scenario ${first.scenario}`;
  const file = `version-${version}.json`;
  return `See the calls with: ascendia agent:export --version ${version} -o ${file}, then ASCENDIA_TEMPLATE=${file} ascendia simulate ${call}`;
}

/** The result as text for the audit log. */
export function gateText(result: GateResult): string {
  if (result.kind !== "green") return result.kind;
  return `green: ${result.runs === 1 ? "1 call" : `${result.runs} calls`} to ${result.clinics === 1 ? "1 clinic" : `${result.clinics} clinics`}`;
}

interface PublishRequest {
  readonly master: MasterAgent;
  /** undefined: the newest draft. */
  readonly version: number | undefined;
  readonly publicUrl: string;
  readonly reason: string | null;
}

interface PublishPorts extends StepPorts, Gates {
  readonly platform: Pick<AgentPlatform, "listVersions" | "getVersion" | "getFlow" | "publishAgent">;
  readonly versions: AgentVersionStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

interface PublishPlan {
  readonly action: "update" | "unchanged";
  readonly live: LiveVersion;
  readonly record: VersionRecord;
}

/**
 * @throws not_found when there is no such version; conflict when we did not write it; drift when it was changed
 * afterwards
 */
export async function planPublish(
  { master, version }: Pick<PublishRequest, "master" | "version">,
  { platform, versions, journal }: Pick<PublishPorts, "platform" | "versions" | "journal">,
): Promise<PublishPlan> {
  const { agentId } = master;
  const chosen = version ?? (await newestVersion(agentId, platform));
  const live = await readVersion(agentId, chosen, platform);
  const record = await versions.find({ agentId, version: chosen });
  if (record === undefined) {
    throw (await unfinishedDraft(agentId, journal)) === chosen ? refuseUnfinished(chosen) : refuseForeign(chosen);
  }
  const { isPublished } = live.agent;
  if (!isPublished) refuseChanged(live, record);
  return { action: isPublished && record.publishedAt !== null ? "unchanged" : "update", live, record };
}

interface Publication {
  readonly kind: PublishPlan["action"];
  readonly version: number;
  readonly simulation: GateResult | null;
}

/**
 * Freezes a version at Retell. Callers get it only when numbers are pinned to it. After a crash, running it again
 * continues.
 */
export async function publishVersion(request: PublishRequest, ports: PublishPorts): Promise<Publication> {
  const plan = await planPublish(request, ports);
  const { agentId, version } = plan.live.agent;
  if (plan.action === "unchanged") return { kind: "unchanged", version, simulation: null };
  const template = templateForm(plan.live.content, publicUrlsOf(request.publicUrl, plan.record));
  const simulation = await passGate({ agentId, version, template }, ports);
  await runSteps(`agent:publish:${agentId}:${version}`, publishSteps({ ...request, plan, simulation }, ports), ports);
  return { kind: "update", version, simulation };
}

interface Publishing extends PublishRequest {
  readonly plan: PublishPlan;
  readonly simulation: GateResult;
}

function publishSteps({ plan, simulation, reason }: Publishing, ports: PublishPorts): readonly Step[] {
  const { platform, versions, audit, clock } = ports;
  const { agentId, version } = plan.live.agent;
  const act = `agent:publish ${agentId} ${version}`;
  return [
    {
      name: "keep snapshot",
      run: async () => {
        const { content } = plan.live;
        const taken = { takenAt: clock.now(), takenBefore: "agent:publish" };
        await versions.saveSnapshot({ id: act, agentId, version, content, ...taken });
        return {};
      },
    },
    {
      name: "publish version",
      run: async () => {
        const now = await platform.getVersion({ agentId, version });
        if (now?.isPublished !== true) await platform.publishAgent({ agentId, version });
        return {};
      },
    },
    {
      name: "record publication",
      run: async () => {
        const { content } = await readVersion(agentId, version, platform);
        await versions.save({ ...plan.record, readBack: content, publishedAt: clock.now() });
        const after = { version, is_published: true, simulation: gateText(simulation) };
        const before = { version, is_published: false };
        await audit.record({ act, action: "agent:publish", subject: `agent:${agentId}`, before, after, reason });
        return {};
      },
    },
  ];
}

async function newestVersion(agentId: string, platform: PublishPorts["platform"]): Promise<number> {
  const [newest] = await listVersions(agentId, platform);
  if (newest !== undefined) return newest.version;
  throw new AscendiaError("not_found", `The agent ${agentId} has no versions.`, {
    hint: "Create one with: ascendia agent:create",
  });
}

function refuseUnfinished(version: number): AscendiaError {
  return new AscendiaError("conflict", `The update that writes version ${version} did not finish.`, {
    hint: "Finish it first, with a corrected template if it was refused: ascendia agent:update",
  });
}

function refuseForeign(version: number): AscendiaError {
  return new AscendiaError("conflict", `Version ${version} was made in Retell's dashboard, not by ascendia.`, {
    hint: "Copy it into the template first, to have it checked: ascendia agent:update --theirs --template <file>",
  });
}

function refuseChanged({ agent, content }: LiveVersion, record: VersionRecord): void {
  const changes = diffAgent({ local: record.written, draft: content, published: undefined, lastWritten: record });
  const places = changes
    .filter(({ changed }) => changed !== "unpublished" && changed !== "model")
    .map(({ path }) => path);
  if (places.length === 0) return;
  throw new AscendiaError(
    "drift",
    `Version ${agent.version} was changed in Retell's dashboard after ascendia wrote it. It was not published.`,
    { hint: "Resolve it first with ascendia agent:update --theirs or --ours.", detail: places },
  );
}

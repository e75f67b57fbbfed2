import type { Command } from "commander";
import { listVersions } from "../../domain/agent/live-versions.ts";
import { planPins } from "../../domain/agent/release/roll-out.ts";
import type { Context } from "../context.ts";
import { agentPorts, masterOf, pinTargets } from "./agent-ports.ts";

export function agentFactsJson({ master, listed, versions, pins, standard }: AgentFacts) {
  const published = listed.filter(({ isPublished }) => isPublished).map(({ version }) => version);
  return {
    agent_id: master.agentId,
    name: standard?.name ?? null,
    exists: standard !== undefined,
    standard_version: master.version,
    published_versions: published,
    drafts: listed.filter(({ isPublished }) => !isPublished).map(({ version }) => version),
    tags: Object.fromEntries(versions.flatMap(({ tags, version }) => tags.map((tag) => [tag, version]))),
    engine: {
      type: "conversation-flow",
      flow_id: standard?.flowId ?? null,
      flow_version: standard?.flowVersion ?? null,
    },
    template_hash: master.templateHash,
    clinics: Object.fromEntries(groupedPins(pins)),
    problems: pins.flatMap(({ target, detail }) => (detail === null ? [] : [`${target.slug}: ${detail}`])),
  };
}

export function agentFactsText(facts: AgentFacts): string {
  const data = agentFactsJson(facts);
  const { flow_id: flowId, flow_version: flowVersion } = data.engine;
  const tags = Object.entries(data.tags).map(([tag, version]) => `${tag} → ${version}`);
  return [
    data.name ?? "The agent no longer exists at Retell.",
    `  agent      ${data.agent_id}`,
    `  flow       ${flowId ?? "none"} version ${flowVersion ?? "none"}`,
    `  standard   version ${data.standard_version}, for new clinics`,
    `  published  ${listText(data.published_versions)}`,
    `  drafts     ${listText(data.drafts)}`,
    `  tags       ${listText(tags)}`,
    "",
    ...Object.entries(data.clinics).map(([version, slugs]) => `  version ${version}: ${clinicsText(slugs)}`),
    ...data.problems.map((problem) => `  ! ${problem}`),
  ].join("\n");
}

function groupedPins(pins: AgentFacts["pins"]): ReadonlyMap<string, readonly string[]> {
  const grouped = new Map<string, readonly string[]>();
  for (const { from, target } of pins) grouped.set(from, [...(grouped.get(from) ?? []), target.slug]);
  return grouped;
}

function listText(items: readonly (string | number)[]): string {
  return items.length === 0 ? "none" : items.join(", ");
}

const named = 8;

function clinicsText(slugs: readonly string[]): string {
  const names = slugs.slice(0, named).join(", ");
  return slugs.length <= named ? names : `${names} and ${slugs.length - named} more`;
}

/** Retell shows tags only with a single version, so only this many of the latest versions are looked at. */
const looked = 20;

export function configure(command: Command, context: Context): void {
  command.action(async () => {
    const facts = await agentFacts(context);
    context.output.result(agentFactsJson(facts), () => agentFactsText(facts));
  });
}

export type AgentFacts = Awaited<ReturnType<typeof agentFacts>>;

async function agentFacts(context: Context) {
  const master = await masterOf(context);
  const ports = await agentPorts(context);
  const listed = await listVersions(master.agentId, ports.platform);
  const { agentId } = master;
  const versions = await Promise.all(
    listed.slice(0, looked).map(({ version }) => ports.platform.getVersion({ agentId, version })),
  );
  const pins = await planPins(await pinTargets(ports.store), master, ports.pins);
  const standard = await ports.platform.getVersion(master);
  return { master, listed, versions: versions.filter((version) => version !== undefined), pins, standard };
}

import type { AgentFacts } from "./show.ts";

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
    data.name ?? "The agent is gone from Retell.",
    `  agent      ${data.agent_id}`,
    `  flow       ${flowId ?? "none"} version ${flowVersion ?? "none"}`,
    `  standard   version ${data.standard_version}, for clinics onboarded from now on`,
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

import { listedValues } from "../../flow/check/value-rules.ts";
import { type ModelReplacement, modelReplacements } from "../../flow/schema/retell-lists.ts";
import { readVersion } from "./live-versions.ts";
import type { AgentPlatform, AgentReference } from "./ports.ts";

/** Models of a version that Retell has replaced or is about to, each once. Nothing for a version that is gone. */
export async function replacedModels(
  agent: AgentReference,
  platform: Pick<AgentPlatform, "getVersion" | "getFlow">,
): Promise<readonly ModelReplacement[]> {
  if ((await platform.getVersion(agent)) === undefined) return [];
  const { content } = await readVersion(agent.agentId, agent.version, platform);
  const used = new Set(listedValues(content).flatMap(({ list, text }) => (list === "models" ? [text] : [])));
  return modelReplacements.filter(({ model }) => used.has(model));
}

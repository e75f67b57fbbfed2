import { listedValues } from "../../flow/check/value-rules.ts";
import { type ModelReplacement, modelReplacements } from "../../flow/schema/retell-lists.ts";
import { flowOf } from "./live-versions.ts";
import type { AgentPlatform, AgentReference } from "./ports.ts";

/** Models of a version that Retell has replaced or is about to, each once. Nothing for a version that is gone. */
export async function replacedModels(
  agent: AgentReference,
  platform: Pick<AgentPlatform, "getVersion" | "getFlow">,
): Promise<readonly ModelReplacement[]> {
  const version = await platform.getVersion(agent);
  const flow = version === undefined ? undefined : flowOf(version);
  if (version === undefined || flow === undefined) return [];
  const content = { agent: version.body, flow: await platform.getFlow(flow) };
  const used = new Set(listedValues(content).flatMap(({ list, text }) => (list === "models" ? [text] : [])));
  return modelReplacements.filter(({ model }) => used.has(model));
}

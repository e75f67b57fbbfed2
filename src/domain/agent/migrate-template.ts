import { lastingModels } from "../../flow/model-settings.ts";
import { lastingModel } from "../../flow/schema/retell-lists.ts";
import { isObject } from "../../flow/unwrap-flow.ts";
import { contentLeaves } from "./content-leaves.ts";
import type { AgentContent } from "./ports.ts";

export interface TemplateMigration {
  /** The template with model settings in the newer form, and successors of models that Retell replaces. */
  readonly json: unknown;
  /** The same; undefined where nothing changes. */
  readonly template: AgentContent | undefined;
  /** Places that change: what stands there, and what will. */
  readonly changes: readonly { readonly path: string; readonly before: string | null; readonly after: string | null }[];
}

/** The template's model settings as Retell wants them from 2027-01-31 on (docs/retell.md 16). */
export function migratedTemplate(json: unknown): TemplateMigration {
  if (!isObject(json) || !isObject(json["flow"]) || !isObject(json["agent"]))
    return { json, template: undefined, changes: [] };
  const { agent, flow } = json;
  const model = agent["post_call_analysis_model"];
  const settings = { ...agent, ...(typeof model === "string" && { post_call_analysis_model: lastingModel(model) }) };
  const template = { agent: settings, flow: ordered(flow, lastingModels(flow)) };
  const before = contentLeaves({ agent, flow });
  const after = contentLeaves(template);
  const paths = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  return {
    json: { ...json, ...template },
    template: paths.length === 0 ? undefined : template,
    changes: paths.map((path) => ({ path, before: before.get(path) ?? null, after: after.get(path) ?? null })),
  };
}

/** Model settings come first, as they do in a template. */
function ordered(before: object, flow: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { model_config: config, ...rest } = flow;
  return config === undefined || "model_config" in before ? flow : { model_config: config, ...rest };
}

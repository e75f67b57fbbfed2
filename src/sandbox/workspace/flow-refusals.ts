import { specialEdgeLiterals } from "../../flow/check/edge-rules.ts";
import { duplicateIds } from "../../flow/check/other-rules.ts";
import { type Rule, findingText, mapFlow } from "../../flow/rule.ts";
import { toolNames } from "../../flow/check/tool-rules.ts";
import { modelSettingsMissing } from "../../flow/check/value-rules.ts";
import type { Flow, Graph } from "../../flow/flow.ts";
import type { FlowDefinition } from "../../flow/schema/flow.ts";
import { badRequest } from "../http/http.ts";
import type { SandboxOptions } from "../sandbox-options.ts";

/** What Retell refuses in a flow beyond the types of single fields (docs/retell.md 1, 13.3). */
const refusals: readonly Rule[] = [specialEdgeLiterals];

/** Refused according to the words of the specification only. */
const worded: readonly Rule[] = [duplicateIds, toolNames];

export function refuseFlow(flow: FlowDefinition, options: SandboxOptions): void {
  return refuse(flow, [...refusals, modelSettingsMissing], options);
}

type ComponentParts = { readonly [Key in "nodes" | "tools"]?: Graph[Key] | undefined };

/** Checks the component as if it were a flow. */
export function refuseComponent({ nodes = [], tools }: ComponentParts, options: SandboxOptions): void {
  if (options.unknownFields === "keep") return;
  refuse({ nodes, ...(tools !== undefined && { tools }) }, refusals, options);
}

function refuse(flow: Flow, rules: readonly Rule[], { wordedRules }: SandboxOptions): void {
  const context = { flow, maps: mapFlow(flow), options: {} };
  const wrong = [...rules, ...(wordedRules === "apply" ? worded : [])].flatMap((rule) => rule(context));
  if (wrong.length > 0) throw badRequest(`Invalid request format: ${wrong.map(findingText).join("; ")}`);
}

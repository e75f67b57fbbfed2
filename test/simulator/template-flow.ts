import { readUnderstanding } from "../../src/adapters/templates/template-files.ts";
import { parseTemplate } from "../../src/domain/agent/template/template.ts";
import { type Flow, type FlowNode, conditionalEdges } from "../../src/flow/flow.ts";
import { withUnderstanding } from "../../src/domain/brain/understanding.ts";
import type { Language } from "../../src/domain/language/language.ts";
import type { Candidate, ChooseRequest } from "../../src/flow/ports.ts";
import { shippedTemplate } from "../domain/agent/shipped.ts";

export const template = parseTemplate(shippedTemplate(), {
  file: "templates/master-agent",
  values: { PUBLIC_URL: "http://127.0.0.1:1" },
});

export const understanding = await readUnderstanding();

export const templateFlow: Flow = template.flow;

/** The question a brain is asked at a node of the shipped template when a caller has just spoken. */
export function questionAt(nodeId: string, heard: string, language: Language = "fr"): ChooseRequest {
  const node = templateFlow.nodes.find(({ id }) => id === nodeId);
  if (node === undefined) throw new Error(`the template has no node ${nodeId}`);
  const asked: ChooseRequest = {
    place: { node: node.id, name: node.name ?? node.id, type: node.type },
    candidates: [...edgesOf(node), ...globals(node)],
    otherwise: "else_edge" in node && node.else_edge !== undefined ? "else" : "stay",
    trigger: "caller",
    heard,
    transcript: [],
    variables: {},
  };
  return withUnderstanding(asked, understanding.said[language]);
}

function edgesOf(node: FlowNode): readonly Candidate[] {
  const examples = "finetune_transition_examples" in node ? (node.finetune_transition_examples ?? []) : [];
  return conditionalEdges(node).flatMap((edge) => {
    const { transition_condition: condition, destination_node_id: destination = "" } = edge;
    if (condition.type !== "prompt") return [];
    const own = examples.filter((example) => example.destination_node_id === destination);
    return [{ kind: "edge" as const, id: edge.id, condition: condition.prompt, destination, examples: own }];
  });
}

function globals(here: FlowNode): readonly Candidate[] {
  return templateFlow.nodes.flatMap((node) => {
    const setting = node.global_node_setting;
    if (setting === undefined || node.id === here.id) return [];
    const examples = (setting.positive_finetune_examples ?? []).map(({ transcript }, index) => ({
      id: `${node.id}-${index}`,
      transcript,
      destination_node_id: node.id,
    }));
    return [{ kind: "global" as const, id: node.id, condition: setting.condition, destination: node.id, examples }];
  });
}

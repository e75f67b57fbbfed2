import { findComponent } from "../find-component.ts";
import type { Flow, FlowNode, Graph, Instruction, NodeOf, NodeType, TransferDestination } from "../flow.ts";

interface Surroundings {
  readonly flow: Flow;
  readonly graph: Graph;
}

type TextOf<Type extends NodeType> = (node: NodeOf<Type>, surroundings: Surroundings) => string;
type Nodes = { readonly [Type in NodeType]: NodeOf<Type> };

const texts: { readonly [Type in NodeType]: TextOf<Type> } = {
  conversation: ({ instruction }) => spoken(instruction),
  subagent: ({ instruction, tools, tool_ids: shared }) =>
    lines(spoken(instruction), listed("tools", [...(tools ?? []).map((tool) => tool.name), ...(shared ?? [])])),
  function: (node, surroundings) => lines(`call ${toolName(node.tool_id, surroundings)}`, acting(node)),
  code: ({ code }) => code,
  mcp: (node) => lines(`call ${node.mcp_tool_name} on ${node.mcp_id}`, acting(node)),
  extract_dynamic_variables: ({ variables }) =>
    listed(
      "set",
      variables.map((variable) => variable.name),
    ),
  branch: () => "",
  press_digit: ({ instruction }) => spoken(instruction),
  transfer_call: (node) => lines(destinationText(node.transfer_destination), acting(node)),
  agent_swap: (node) => lines(`to agent ${node.agent_id}`, acting(node)),
  sms: ({ instruction }) =>
    instruction.type === "template" ? `template ${instruction.template}` : spoken(instruction),
  component: ({ component_id: id }, { flow }) => `run component ${findComponent(flow, id)?.name ?? id}`,
  bridge_transfer: acting,
  cancel_transfer: acting,
  end: acting,
};

/** What a node says or does, whole; "" for a node that only decides. */
export function nodeText(node: FlowNode, surroundings: Surroundings): string {
  return textOf(node.type, node, surroundings);
}

function textOf<Type extends NodeType>(type: Type, node: Nodes[Type], surroundings: Surroundings): string {
  return texts[type](node, surroundings).trim();
}

/** What is spoken word for word stands in quotes, a prompt does not. */
function spoken({ type, text }: Instruction): string {
  return type === "static_text" ? `“${text.trim()}”` : text;
}

function acting({ instruction }: { readonly instruction?: Instruction | undefined }): string {
  return instruction === undefined || instruction.text.trim() === "" ? "" : spoken(instruction);
}

function destinationText(destination: TransferDestination): string {
  return `to ${destination.type === "predefined" ? destination.number : destination.prompt}`;
}

function toolName(id: string, { flow, graph }: Surroundings): string {
  const tools = [...(graph.tools ?? []), ...(flow.tools ?? [])];
  return tools.find((tool) => tool.tool_id === id)?.name ?? id;
}

function listed(label: string, names: readonly string[]): string {
  return names.length === 0 ? "" : `${label} ${names.join(", ")}`;
}

function lines(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n");
}

import {
  type Condition,
  type Edge,
  type EdgeKind,
  type Equation,
  type Flow,
  type FlowNode,
  type Graph,
  type Instruction,
  type NodeOf,
  type NodeType,
  type SpecialEdgeKind,
  type TransferDestination,
  findComponent,
} from "../flow.ts";
import { edgeLiterals } from "../schema/flow-parts.ts";

/** How an edge is drawn. `go_back` leads from a global node back to where the call came from. */
export type DrawnEdgeKind = "prompt" | "equation" | SpecialEdgeKind | "go_back";

/** Nodes and edges that runs took. Node keys are as in Finding; an edge's key is `<node key>#<edge id>`. */
export interface FlowCoverage {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

export interface DrawnEdge {
  /** Unique within its node; edge ids may not be. */
  readonly key: string;
  readonly id: string;
  readonly kind: DrawnEdgeKind;
  /** The complete condition, in words. */
  readonly text: string;
  /** Key of a drawn node; absent if the edge is not connected. */
  readonly to?: string;
  readonly toName?: string;
  /** Title of the topic that the edge leads to, if it is a different one. */
  readonly topic?: string;
  /** Absent when no coverage is drawn. */
  readonly isCovered?: boolean;
}

export interface DrawnNode {
  /** Unique in the picture, and a safe identifier: `n12`. */
  readonly key: string;
  readonly id: string;
  readonly name: string;
  readonly type: NodeType;
  /** What the node says or does, in full. */
  readonly text: string;
  readonly isStart: boolean;
  readonly isReachable: boolean;
  /** The condition for entering a global node. */
  readonly globalCondition?: string;
  /** For a component node: the first node of its component. */
  readonly entersAt?: string;
  /** Nodes of other topics that lead here: `Offer times (Booking)`. */
  readonly cameFrom: readonly string[];
  readonly edges: readonly DrawnEdge[];
  /** Absent when no coverage is drawn. */
  readonly isCovered?: boolean;
}

/** The whole flow, one of its topics, or one of its components. */
export interface DrawnPart {
  readonly kind: "flow" | "topic" | "component";
  /** The name as commands accept it. */
  readonly name: string;
  readonly title: string;
  readonly isUsed: boolean;
  readonly nodes: readonly DrawnNode[];
}

/** A flow prepared for drawing, with complete texts and resolved edges. */
export interface FlowGraph {
  readonly title: string;
  readonly parts: readonly DrawnPart[];
}

export function drawnNodes(graph: FlowGraph): readonly DrawnNode[] {
  return graph.parts.flatMap((part) => part.nodes);
}

export function drawnKind(kind: EdgeKind, edge: Edge): DrawnEdgeKind {
  return kind === "edges" ? edge.transition_condition.type : kind;
}

/** When a call takes this edge, in words. */
export function edgeText(kind: EdgeKind, edge: Edge): string {
  return kind === "edges" ? conditionText(edge.transition_condition) : edgeLiterals[kind];
}

export function conditionText(condition: Condition): string {
  if (condition.type === "prompt") return condition.prompt;
  return condition.equations.map(equationText).join(condition.operator === "&&" ? " and " : " or ");
}

const unary: Readonly<Record<string, string>> = { exists: "is set", not_exist: "is not set" };

function equationText({ left, operator, right = "" }: Equation): string {
  const words = unary[operator];
  const subject = bare(left);
  return words === undefined ? `${subject} ${operator} ${right === "" ? '""' : bare(right)}` : `${subject} ${words}`;
}

/** Drops the braces around a lone variable: in a picture they are noise. */
function bare(text: string): string {
  return text.replace(/^\s*\{\{\s*(\w+)\s*\}\}\s*$/, "$1");
}

export interface NodeLook {
  readonly label: string;
  /** Background of the node's header; dark text is readable on each colour. */
  readonly colour: string;
}

export interface EdgeLook {
  readonly label: string;
  readonly colour: string;
  readonly line: "solid" | "dashed" | "dotted";
}

export const nodeLooks: Readonly<Record<NodeType, NodeLook>> = {
  conversation: { label: "conversation", colour: "#bfdbfe" },
  subagent: { label: "subagent", colour: "#a5b4fc" },
  function: { label: "function", colour: "#fdba74" },
  code: { label: "code", colour: "#fde047" },
  mcp: { label: "MCP tool", colour: "#fcd9a0" },
  extract_dynamic_variables: { label: "extract variables", colour: "#a7f3d0" },
  branch: { label: "branch", colour: "#ddd6fe" },
  press_digit: { label: "press digits", colour: "#99f6e4" },
  transfer_call: { label: "transfer call", colour: "#fca5a5" },
  agent_swap: { label: "agent swap", colour: "#fbcfe8" },
  sms: { label: "SMS", colour: "#a5f3fc" },
  component: { label: "component", colour: "#d9e0a8" },
  bridge_transfer: { label: "bridge transfer", colour: "#fecaca" },
  cancel_transfer: { label: "cancel transfer", colour: "#e7d3c8" },
  end: { label: "end of call", colour: "#cbd5e1" },
  unsupported: { label: "unknown type", colour: "#e5e7eb" },
};

export const edgeLooks: Readonly<Record<DrawnEdgeKind, EdgeLook>> = {
  prompt: { label: "condition", colour: "#334155", line: "solid" },
  equation: { label: "equation", colour: "#1d4ed8", line: "solid" },
  else_edge: { label: "else", colour: "#78716c", line: "dashed" },
  always_edge: { label: "always", colour: "#0f766e", line: "solid" },
  skip_response_edge: { label: "skip response", colour: "#7c3aed", line: "dotted" },
  edge: { label: "transfer failed", colour: "#b91c1c", line: "dashed" },
  success_edge: { label: "SMS sent", colour: "#15803d", line: "solid" },
  failed_edge: { label: "SMS not sent", colour: "#b91c1c", line: "dashed" },
  go_back: { label: "back to where the call was", colour: "#a21caf", line: "dotted" },
};

export const entryLook: EdgeLook = { label: "into the component", colour: "#64748b", line: "dotted" };

/** Colours of what runs covered or missed, and of what is unreachable or unconnected. */
export const marks = {
  covered: "#15803d",
  notCovered: "#c2410c",
  unreachable: "#a1a1aa",
  unconnected: "#b91c1c",
} as const;

export interface Legend {
  readonly nodes: readonly (NodeLook & { readonly count: number })[];
  readonly edges: readonly EdgeLook[];
  /** Empty when no coverage is drawn. */
  readonly coverage: readonly EdgeLook[];
}

/** The looks that occur in the picture, in the order of the tables of looks. */
export function legendOf(graph: FlowGraph): Legend {
  const nodes = drawnNodes(graph);
  const kinds = new Set(nodes.flatMap(({ edges }) => edges.map((edge) => edge.kind)));
  const edges = Object.entries(edgeLooks).flatMap(([kind, look]) => ([...kinds].some((k) => k === kind) ? [look] : []));
  const entries = nodes.some((node) => node.entersAt !== undefined) ? [entryLook] : [];
  return {
    nodes: Object.entries(nodeLooks).flatMap(([type, look]) => {
      const count = nodes.filter((node) => node.type === type).length;
      return count === 0 ? [] : [{ ...look, count }];
    }),
    edges: [...edges, ...entries],
    coverage: nodes.some((node) => node.isCovered !== undefined) ? coverageLooks : [],
  };
}

const coverageLooks: readonly EdgeLook[] = [
  { label: "covered", colour: marks.covered, line: "solid" },
  { label: "not covered", colour: marks.notCovered, line: "dashed" },
];

interface Surroundings {
  readonly flow: Flow;
  readonly graph: Graph;
}

type TextOf<Type extends NodeType> = (node: NodeOf<Type>, surroundings: Surroundings) => string;
type Nodes = { readonly [Type in NodeType]: NodeOf<Type> };

const texts: { readonly [Type in NodeType]: TextOf<Type> } = {
  conversation: ({ instruction }) => spoken(instruction),
  subagent: ({ instruction, tools, tool_ids: shared }) =>
    joinLines(spoken(instruction), listed("tools", [...(tools ?? []).map((tool) => tool.name), ...(shared ?? [])])),
  function: (node, surroundings) => joinLines(`call ${toolName(node.tool_id, surroundings)}`, acting(node)),
  code: ({ code }) => code,
  mcp: (node) => joinLines(`call ${node.mcp_tool_name} on ${node.mcp_id}`, acting(node)),
  extract_dynamic_variables: ({ variables }) =>
    listed(
      "set",
      variables.map((variable) => variable.name),
    ),
  branch: () => "",
  press_digit: ({ instruction }) => spoken(instruction),
  transfer_call: (node) => joinLines(destinationText(node.transfer_destination), acting(node)),
  agent_swap: (node) => joinLines(`to agent ${node.agent_id}`, acting(node)),
  sms: ({ instruction }) =>
    instruction.type === "template" ? `template ${instruction.template}` : spoken(instruction),
  component: ({ component_id: id }, { flow }) => `run component ${findComponent(flow, id)?.name ?? id}`,
  bridge_transfer: acting,
  cancel_transfer: acting,
  end: acting,
  unsupported: ({ retell_type: type }) => type,
};

/** What a node says or does, in full; "" for a node that only decides. */
export function nodeText(node: FlowNode, surroundings: Surroundings): string {
  return textOf(node.type, node, surroundings);
}

function textOf<Type extends NodeType>(type: Type, node: Nodes[Type], surroundings: Surroundings): string {
  return texts[type](node, surroundings).trim();
}

/** Static text is quoted, prompts are not. */
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

function joinLines(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n");
}

/** Draws flows. The drawing programs are loaded on first use. */
export interface FlowPainter {
  /** @param dot source in Graphviz's DOT language @returns an SVG document */
  svg(dot: string): Promise<string>;
  /** @throws not_configured if the computer has no font */
  png(svg: string): Promise<Uint8Array>;
}

export interface Room {
  /** Columns per line; wide East Asian characters take two. */
  readonly columns: number;
  readonly lines: number;
}

/** Wraps a text at spaces into lines that fit, and truncates the rest with an ellipsis. */
export function wrapText(text: string, { columns, lines }: Room): readonly string[] {
  const wrapped: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/u).flatMap((whole) => chopped(whole, columns))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (width(longer) > columns && wrapped.length === lines - 1) return [...wrapped, ended(line, columns)];
    if (width(longer) <= columns) line = longer;
    else {
      wrapped.push(line);
      line = word;
    }
  }
  return line === "" ? wrapped : [...wrapped, line];
}

function ended(line: string, columns: number): string {
  if (width(line) <= columns - 2) return `${line} …`;
  const whole = line.slice(0, Math.max(0, line.lastIndexOf(" ")));
  return `${whole === "" ? cut(line, columns - 2) : whole} …`;
}

/** Splits a word that is longer than a line, such as a URL. */
function chopped(word: string, columns: number): readonly string[] {
  const head = cut(word, columns);
  return head === word ? [word].filter((piece) => piece !== "") : [head, ...chopped(word.slice(head.length), columns)];
}

function cut(text: string, columns: number): string {
  let room = columns;
  let kept = "";
  for (const character of text) {
    room -= width(character);
    if (room < 0) break;
    kept += character;
  }
  return kept;
}

const wide = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Extended_Pictographic}]/u;

function width(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);
}

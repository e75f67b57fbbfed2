import type { NodeType } from "../flow.ts";
import type { DrawnEdgeKind } from "./flow-graph.ts";

export interface NodeLook {
  readonly label: string;
  /** Background of the node's head; dark text is readable on all of them. */
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

/** What no run passed, no path reaches or nothing is connected to. */
export const marks = {
  covered: "#15803d",
  notCovered: "#c2410c",
  unreachable: "#a1a1aa",
  unconnected: "#b91c1c",
} as const;

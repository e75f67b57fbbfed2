import { mapFlow } from "../domain/flow/check/flow-map.ts";
import type { Flow } from "../domain/flow/flow.ts";
import { edgeText } from "../domain/flow/graph/condition-text.ts";
import { nodeEdges } from "../domain/flow/node-edges.ts";
import type { FlowSnapshot, Turn } from "../domain/flow/session/state.ts";
import type { CodeResult, Decision, TraceItem } from "../domain/flow/session/trace.ts";
import { table, terminalSafe } from "../terminal/table.ts";

export const commandsText = [
  "Type what the caller says. Commands:",
  "  /node  the node and its ways on    /choose <edge>  take it    /vars  the variables",
  "  /silence [seconds]  say nothing    /digits 12#  press keys    /quit  hang up",
].join("\n");

export function promptText({ node, status }: Turn, flow: Flow): string {
  return status === "undecided" ? "which way? /choose" : `[${nameOf(flow, node)}] you`;
}

/** Everything that happened, in order; then where the call is, or how it ended. */
export function turnText(turn: Turn, flow: Flow): string {
  const lines = [...turn.trace.flatMap((item) => itemText(item, flow)), ...endText(turn, flow)];
  return terminalSafe(lines.join("\n"));
}

function itemText(item: TraceItem, flow: Flow): readonly string[] {
  if (!("role" in item)) return [item.kind === "code" ? codeText(item, flow) : decisionText(item, flow)];
  if (item.role === "agent") return [`agent: ${item.content}`];
  if (item.role === "sms") return [`SMS: ${item.content}`];
  if (item.role === "tool_call_invocation") return [`  tool ${item.name} ${item.arguments}`];
  if (item.role === "tool_call_result") return [`  ${item.successful ? "→" : "→ failed:"} ${item.content}`];
  return item.role === "node_transition" ? [`[${item.new_node_name}] ${item.new_node_id}`] : [];
}

function codeText({ node, content, successful }: CodeResult, flow: Flow): string {
  return `  ${nameOf(flow, node)} ${successful ? "→" : "→ failed:"} ${content}`;
}

function decisionText({ node, source, edge, tool, global, score, candidates = [] }: Decision, flow: Flow): string {
  const way = edge ?? global ?? tool ?? "stays";
  const why = score === undefined ? source : `${source} ${score.toFixed(2)}`;
  const others = candidates.filter(({ id }) => id !== way).slice(0, 4);
  const scores = others.map(({ id, score: other }) => `${id} ${other.toFixed(2)}`);
  return `  ${nameOf(flow, node)} → ${way} (${why})${scores.length === 0 ? "" : `; not ${scores.join(", ")}`}`;
}

function endText({ status, ended, undecided, problem }: Turn, flow: Flow): readonly string[] {
  if (status === "ended") return [`The call is over: ${ended?.reason ?? "ended"}.`];
  if (status === "failed") return [`The flow cannot go on at ${problem?.node ?? "?"}: ${problem?.message ?? ""}`];
  if (undecided === undefined) return [];
  const rows = undecided.candidates.map(({ id, score, condition }) => [id, score.toFixed(2), short(condition)]);
  return [
    `Undecided at ${nameOf(flow, undecided.node)}: "${undecided.heard}" could mean`,
    table(["edge", "score", "when"], rows),
  ];
}

export function variablesText({ call, collected }: FlowSnapshot): string {
  const supplied = Object.entries(call.variables).filter(
    ([name]) => !name.startsWith("phrase_") && !(name in collected),
  );
  const rows = [
    ...Object.entries(collected).map(([name, value]) => [name, "collected", short(value)]),
    ...supplied.map(([name, value]) => [name, "supplied", short(value ?? "")]),
  ];
  return table(["variable", "from", "value"], rows);
}

export function nodeText(flow: Flow, key: string): string {
  const found = nodeOf(flow, key);
  if (found === undefined) return key;
  const { node } = found;
  const rows = nodeEdges(node).map(({ kind, edge }) => [
    edge.id,
    edge.destination_node_id ?? "-",
    short(edgeText(kind, edge)),
  ]);
  const text =
    "instruction" in node && node.instruction && "text" in node.instruction ? short(node.instruction.text) : "";
  return terminalSafe(
    [`${node.name ?? node.id} (${key}, ${node.type})`, text, table(["edge", "to", "when"], rows)].join("\n"),
  );
}

function nameOf(flow: Flow, key: string): string {
  return nodeOf(flow, key)?.node.name ?? key;
}

function nodeOf(flow: Flow, key: string) {
  const nodes = mapFlow(flow).flatMap(({ prefix, graph }) =>
    graph.nodes.map((node) => ({ key: `${prefix}${node.id}`, node })),
  );
  return nodes.find((entry) => entry.key === key);
}

function short(text: string): string {
  const flat = text.replaceAll(/\s+/g, " ");
  return flat.length > 100 ? `${flat.slice(0, 100)}…` : flat;
}

import { mapFlow } from "../../flow/rule.ts";
import { type Flow, nodeEdges } from "../../flow/flow.ts";
import { edgeText } from "../../flow/graph/flow-graph.ts";
import { resolvePlaceholders } from "../../flow/placeholders.ts";
import type { FlowSnapshot, SessionTurn } from "../../flow/session/state.ts";
import type { CodeResult, Decision, TraceItem } from "../../flow/trace.ts";
import { table, terminalSafe } from "../../terminal/table.ts";

/** Everything that happened, in order, then the call's position or how it ended. */
export function turnText(turn: SessionTurn, flow: Flow): string {
  const lines = [...turn.trace.flatMap((item) => itemText(item, flow)), ...endText(turn)];
  return terminalSafe(lines.join("\n"));
}

function itemText(item: TraceItem, flow: Flow): readonly string[] {
  if (!("role" in item)) return [item.kind === "code" ? codeText(item, flow) : decisionText(item, flow)];
  if (item.role === "agent") return [`agent: ${item.content}`];
  if (item.role === "sms") return [`SMS: ${item.content}`];
  if (item.role === "tool_call_invocation") return [`  tool ${item.name} ${item.arguments}`];
  if (item.role === "tool_call_result")
    return [`  ${item.successful ? "→" : "→ failed:"} ${cut(item.content, MOST_OF_ANSWER)}`];
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

function endText({ status, ended, problem }: SessionTurn): readonly string[] {
  if (status === "ended") return [`The call is over: ${ended?.reason ?? "ended"}.`];
  return status === "failed" ? [`The flow is stuck at ${problem?.node ?? "?"}: ${problem?.message ?? ""}`] : [];
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

export function nameOf(flow: Flow, key: string): string {
  return nodeOf(flow, key)?.node.name ?? key;
}

function nodeOf(flow: Flow, key: string) {
  const nodes = mapFlow(flow).flatMap(({ prefix, graph }) =>
    graph.nodes.map((node) => ({ key: `${prefix}${node.id}`, node })),
  );
  return nodes.find((entry) => entry.key === key);
}

/** One line of at most 100 characters. */
export function short(text: string): string {
  return cut(text, 100);
}

/** Enough of a tool's answer to see what it says; /vars shows what was kept of it. */
const MOST_OF_ANSWER = 300;

function cut(text: string, most: number): string {
  const flat = text.replaceAll(/\s+/g, " ");
  return flat.length > most ? `${flat.slice(0, most)}…` : flat;
}

/** What a caller who is led to the node hears there, before anything is said to it. */
export function spokenAt(flow: Flow, key: string, variables: Readonly<Record<string, string | undefined>>): string {
  const node = nodeOf(flow, key)?.node;
  if (node === undefined) return "";
  const instruction = "instruction" in node ? node.instruction : undefined;
  if (instruction === undefined || !("text" in instruction)) return `${node.name ?? node.id}, without words`;
  const text = short(resolvePlaceholders(instruction.text, (name) => variables[name]));
  return "type" in instruction && instruction.type === "prompt" ? `≈ ${text}` : text;
}

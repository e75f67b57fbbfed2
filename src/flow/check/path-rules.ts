import { type Flow, type FlowNode, findComponent } from "../flow.ts";
import { type Link, type Rule, entryNodes, reachable } from "../rule.ts";

const leaving: ReadonlySet<string> = new Set(["end", "bridge_transfer", "cancel_transfer"]);
const waiting: ReadonlySet<string> = new Set(["conversation", "subagent", "press_digit"]);

export const unreachableNodes: Rule = ({ maps }) =>
  maps.flatMap((map) => {
    const entries = entryNodes(map);
    const reached = reachable(entries, map.links);
    // It is unknown where an unreadable node leads.
    if (map.graph.nodes.some((node) => node.type === "unsupported")) return [];
    return map.graph.nodes
      .filter((node) => !reached.has(node) && !entries.includes(node))
      .map((node) => ({
        rule: "unreachable-node",
        severity: "warning",
        node: `${map.prefix}${node.id}`,
        message: "No path from the start or from a global node leads here.",
        fix: "Connect an edge to it or remove it.",
      }));
  });

/** Nodes without an exit. Global nodes may go back, and a subagent's tool may end the call. */
export const deadEnds: Rule = ({ maps }) =>
  maps.flatMap((map) =>
    map.graph.nodes
      .filter((node) => !leaving.has(node.type) && node.type !== "unsupported" && !hasWayOut(node, map.links))
      .map((node) => ({
        rule: "dead-end",
        severity: waiting.has(node.type) || isTransfer(node) ? "warning" : "error",
        node: `${map.prefix}${node.id}`,
        message: isTransfer(node) ? "Nothing follows if the transfer fails." : "No edge leads on from here.",
        fix: "Add an edge to a node that goes on or ends the call.",
      })),
  );

function isTransfer(node: FlowNode): boolean {
  return node.type === "transfer_call" || node.type === "agent_swap";
}

function hasWayOut(node: FlowNode, links: readonly Link[]): boolean {
  if ((node.global_node_setting?.go_back_conditions ?? []).length > 0) return true;
  if (node.type === "subagent" && (node.tools ?? []).some((tool) => tool.type === "end_call")) return true;
  return links.some((link) => link.from === node && link.to !== undefined && link.to !== node);
}

/** Cycles in which no one speaks. Unless they contain a tool, nothing can change, so they never end. */
export const endlessLoops: Rule = ({ flow, maps }) =>
  maps.flatMap((map) => {
    const silent = map.links.filter((link) => neverWaits(link, flow));
    const inCycle = map.graph.nodes.filter((node) => reachable([node], silent).has(node));
    const cycles = groupCycles(inCycle, silent);
    return cycles.map((nodes) => {
      const changes = nodes.some((node) =>
        ["function", "code", "mcp", "extract_dynamic_variables"].includes(node.type),
      );
      return {
        rule: "endless-loop",
        severity: changes ? ("warning" as const) : ("error" as const),
        node: `${map.prefix}${nodes[0]?.id ?? ""}`,
        message: `These nodes can follow each other forever without waiting for the caller: ${namesOf(nodes)}.`,
        fix: "Let one of them wait for the caller, or lead one edge out of the cycle.",
      };
    });
  });

function namesOf(nodes: readonly FlowNode[]): string {
  return nodes.map((node) => node.name ?? node.id).join(" → ");
}

function neverWaits(link: Link, flow: Flow): boolean {
  if (waiting.has(link.from.type)) return link.kind === "skip_response_edge";
  if (link.from.type !== "component") return true;
  const inner = findComponent(flow, link.from.component_id);
  return inner !== undefined && !inner.nodes.some((node) => waiting.has(node.type) || node.type === "component");
}

function groupCycles(nodes: readonly FlowNode[], links: readonly Link[]): readonly (readonly FlowNode[])[] {
  const groups: FlowNode[][] = [];
  for (const node of nodes) {
    const ahead = reachable([node], links);
    const group = groups.find(
      ([first]) => first !== undefined && ahead.has(first) && reachable([first], links).has(node),
    );
    if (group === undefined) groups.push([node]);
    else group.push(node);
  }
  return groups;
}

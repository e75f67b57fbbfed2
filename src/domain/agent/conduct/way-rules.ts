import { isObject } from "../../../flow/unwrap-flow.ts";
import type { JsonObject } from "../ports.ts";
import type { ConductFinding } from "./change.ts";
import { type Graph, atNode, graphOf, speaksEmergency, targetsOf, textOf } from "./flow-nodes.ts";
import { objectsIn, textIn } from "./template-texts.ts";
import { plain } from "./words.ts";

/** Where the ways of a flow must and must not lead. */
export function wayFindings(flow: JsonObject): readonly ConductFinding[] {
  const graph = graphOf(flow);
  return [...delayedHelpFindings(graph), ...endlessFindings(graph)];
}

const namesDanger =
  /\b(?:emergenc\w*|urgences?|breath\w*|respir\w*|chok\w*|etouff\w*|chest pain|heart attack|crise cardiaque|stroke|unconscious\w*|inconscien\w*|bleed\w*|saign\w*|overdos\w*|suicid\w*|in danger|danger (?:to|de)|life[- ]threatening|ambulance)\b/u;

/** Whoever speaks of a danger is led nowhere but to the emergency number, or to the question whether it is now. */
function delayedHelpFindings({ nodes, byId }: Graph): readonly ConductFinding[] {
  const isHelp = (id: unknown) => speaksEmergency.test(textOf(byId.get(textIn(id))));
  return nodes
    .filter(({ id }) => !isHelp(id))
    .flatMap(({ id, node }) =>
      conditionsOf(node)
        .filter(({ to, condition }) => !isHelp(to) && namesDanger.test(plain(condition)))
        .map(({ field, condition }) => delayedHelp(id, field, condition)),
    );
}

interface Condition {
  readonly field: string;
  readonly condition: string;
  /** undefined: it leads to the node itself. */
  readonly to?: unknown;
}

function conditionsOf(node: JsonObject): readonly Condition[] {
  const { global_node_setting: setting, edges } = node;
  const own = isObject(setting) ? textIn(setting["condition"]) : "";
  const ofEdges = objectsIn(edges).map((edge) => ({
    field: `edges.${textIn(edge["id"])}`,
    condition: conditionOf(edge),
    to: edge["destination_node_id"],
  }));
  return [{ field: "global_node_setting.condition", condition: own }, ...ofEdges];
}

function delayedHelp(id: string, field: string, condition: string): ConductFinding {
  return atNode(id, field, {
    rule: "emergency-delayed",
    value: condition,
    message: "It leads a caller in danger to something else than the emergency number.",
    fix: "Lead to the node that says {{phrase_emergency}}, or speak of no danger in the condition.",
  });
}

function conditionOf({ transition_condition: condition }: JsonObject): string {
  return isObject(condition) && condition["type"] === "prompt" ? textIn(condition["prompt"]) : "";
}

const endings: ReadonlySet<string> = new Set([
  "end",
  "transfer_call",
  "agent_swap",
  "bridge_transfer",
  "cancel_transfer",
]);

/** From wherever a caller is asked something, the call can come to an end. Where a global node can go back is open. */
function endlessFindings({ nodes }: Graph): readonly ConductFinding[] {
  const before = new Map<string, string[]>();
  for (const { id, node } of nodes) {
    for (const to of targetsOf(node)) before.set(to, [...(before.get(to) ?? []), id]);
  }
  const open = nodes.filter(({ node }) => endings.has(textIn(node["type"])) || goesBack(node)).map(({ id }) => id);
  const reached = new Set(open);
  for (const id of reached) for (const earlier of before.get(id) ?? []) reached.add(earlier);
  return nodes
    .filter(({ id, node }) => node["type"] === "conversation" && !reached.has(id) && targetsOf(node).length > 0)
    .map(({ id, node }) =>
      atNode(id, "edges", {
        rule: "never-ends",
        value: targetsOf(node),
        message: "Whatever the caller answers, the call never comes to an end from here.",
        fix: "Add an edge that leads to an end or a transfer, for who needs nothing more.",
      }),
    );
}

function goesBack({ global_node_setting: setting }: JsonObject): boolean {
  return isObject(setting) && objectsIn(setting["go_back_conditions"]).length > 0;
}

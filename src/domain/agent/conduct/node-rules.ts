import type { JsonObject } from "../ports.ts";
import type { ConductFinding } from "./accepted-changes.ts";
import { type Graph, atNode, textOf, graphOf, speaksEmergency, targetsOf } from "./flow-nodes.ts";
import { type NamedNode, nodesOf, textIn, objectsIn } from "./template-texts.ts";
import { plain } from "./words.ts";
import { isObject } from "../../../flow/parse/unwrap-flow.ts";

/** What single nodes must not do, regardless of what leads to them. */
export function nodeFindings(flow: JsonObject): readonly ConductFinding[] {
  return nodesOf(flow).flatMap((named) => codeFindings(named).concat(messageFindings(named)));
}

const reachesOut =
  /\bfetch\s*\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|https?:\/\/|\brequire\s*\(|\bimport\s*\(/u;

/** Code in a flow may only compute; data leaves a call only through this server's functions. */
function codeFindings({ id, node }: NamedNode): readonly ConductFinding[] {
  const code = textIn(node["code"]);
  if (!reachesOut.test(code)) return [];
  return [
    atNode(id, "code", {
      rule: "code-reaches-out",
      value: code,
      message: "Its code reaches another machine, which would get what patients said.",
      fix: "Send it with a function of this server.",
    }),
  ];
}

const medical =
  /\b(?:results?|test|hiv|vih|aids|sida|cancer|diagnos\w*|pregnan\w*|biops\w*|abortion|psychiatr\w*|oncolog\w*|resultats?|analyses?|depistage|enceinte|grossesse|avortement|resultados?|analisis|embaraz\w*|aborto)\b/u;

/** A text message is visible on a locked screen. */
function messageFindings({ id, node }: NamedNode): readonly ConductFinding[] {
  if (node["type"] !== "sms" || !medical.test(plain(textOf(node)))) return [];
  return [
    atNode(id, "instruction", {
      rule: "message-reveals",
      value: textOf(node),
      message: "Whoever sees the phone reads a text message; it may name no medical reason or result.",
      fix: "Name the clinic and the number to call back.",
    }),
  ];
}

/** Where the paths of a flow must and must not lead. */
export function wayFindings(flow: JsonObject): readonly ConductFinding[] {
  const graph = graphOf(flow);
  return [...delayedHelpFindings(graph), ...ledAwayFindings(graph), ...endlessFindings(graph)];
}

const dangers =
  "breath\\w*|respir\\w*|chok\\w*|etouff\\w*|ahog\\w*|chest pain|(?:pain|pressure|douleur|dolor|mal) (?:in|on|dans|a|en|de) (?:the |his |her |their |my |la |le )?(?:chest|poitrine|pecho)|heart attack|crise cardiaque|infar\\w+|ataque (?:al corazon|cardiaco)|stroke|avc|derrame|(?:arm|face|leg|speech|bras|visage)\\b.{0,20}\\b(?:numb|droop\\w*|slurred|paraly\\w*)|slurred|paralys\\w+|unconscious\\w*|inconscien\\w*|passed out|faint\\w*|(?:s'est |est )?evanoui\\w*|perd\\w* connaissance|desmay\\w*|does not wake|ne se reveille (?:pas|plus)|seizures?|convulsi\\w*|bleed\\w*|saign\\w*|sangr\\w*|overdos\\w*|surdose|sobredosis|poison\\w*|empoisonn\\w*|suicid\\w*|(?:kill|hurt|harm)\\w* (?:himself|herself|themselves|myself)|(?:end|take) (?:his|her|their|my) (?:own )?life|veut mourir|quiere morir\\w*|in danger|danger (?:to|de)|en peligro|life[- ]threatening";

const namesDanger = new RegExp(`\\b(?:emergenc\\w*|urgences?|ambulance|${dangers})\\b`, "u");

/** Matches a caller who speaks of a danger; a question about the emergency department does not count. */
const speaksOfDanger = new RegExp(`\\b(?:${dangers})\\b`, "u");

/**
 * A caller who speaks of a danger must be led to the emergency number, or to the question whether the danger is
 * present.
 */
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

/**
 * Examples teach a model as conditions do: no example of a danger may lead elsewhere, or away from the emergency
 * number.
 */
function ledAwayFindings({ nodes, byId }: Graph): readonly ConductFinding[] {
  const isHelp = (id: unknown) => speaksEmergency.test(textOf(byId.get(textIn(id))));
  return nodes.flatMap(({ id, node }) => {
    const setting = isObject(node["global_node_setting"]) ? node["global_node_setting"] : {};
    const field = isHelp(id) ? "negative_finetune_examples" : "positive_finetune_examples";
    const taught = asksWhen.test(textOf(node)) ? [] : objectsIn(setting[field]);
    const global = taught.map((example) => ({ field: `global_node_setting.${field}`, example }));
    const edges = objectsIn(node["finetune_transition_examples"])
      .filter(({ destination_node_id: to }) => !isHelp(to) && !isHelp(id))
      .map((example) => ({ field: "finetune_transition_examples", example }));
    return [...global, ...edges].flatMap(({ field: where, example }) =>
      lastSaid(example)
        .filter((said) => speaksOfDanger.test(plain(said)))
        .map((said) => delayedHelp(id, where, said)),
    );
  });
}

/** This node is for past dangers, never for present ones. */
const asksWhen = /phrase_emergency_ask/u;

function lastSaid({ transcript }: JsonObject): readonly string[] {
  const said = objectsIn(transcript).filter(({ role }) => role === "user");
  return said.slice(-1).map(({ content }) => textIn(content));
}

interface Condition {
  readonly field: string;
  readonly condition: string;
  /** undefined: the condition leads to the node itself. */
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
    message: "It leads a caller in danger to something other than the emergency number.",
    fix: "Lead to the node that says {{phrase_emergency}}, or do not mention danger in the condition.",
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

/** From every question, the call must be able to end. A global node that goes back counts as able to end. */
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
        message: "Whatever the caller answers, the call never ends from here.",
        fix: "Add an edge that leads to an end or a transfer, for callers who need nothing else.",
      }),
    );
}

function goesBack({ global_node_setting: setting }: JsonObject): boolean {
  return isObject(setting) && objectsIn(setting["go_back_conditions"]).length > 0;
}

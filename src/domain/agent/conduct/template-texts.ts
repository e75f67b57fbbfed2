import { isObject } from "../../../flow/parse/unwrap-flow.ts";
import { type Translated, languages } from "../../language/language.ts";
import type { AgentContent, JsonObject } from "../ports.ts";

/** A template with the phrases that its calls speak. */
export interface Conduct {
  readonly template: AgentContent;
  readonly phrases: Translated<unknown>;
}

/**
 * `spoken`: said verbatim; `prompt`: instructs the model; `global`: the prompt of all nodes; `variable`: what to
 * extract; `condition`: decides on an edge; `word`: a word that recognition expects.
 */
export type TextKind = "spoken" | "prompt" | "global" | "variable" | "condition" | "word";

/** One text of a template or a phrase that decides what a caller hears. */
export interface ConductText {
  /** Stable: `confirm_details.instruction`, `phrases.fr.voicemail`. */
  readonly place: string;
  readonly node?: string;
  readonly field: string;
  readonly kind: TextKind;
  readonly text: string;
}

export function conductTexts({ template, phrases }: Conduct): readonly ConductText[] {
  const { agent, flow } = template;
  return [
    ...textAt(flow["global_prompt"], { place: "flow.global_prompt", field: "global_prompt", kind: "global" }),
    ...instructionText(agent["voicemail_option"], "action", { place: "agent.voicemail_option" }),
    ...textAt(agent["begin_message"], { place: "agent.begin_message", field: "agent.begin_message", kind: "spoken" }),
    ...textAt(flow["begin_message"], { place: "flow.begin_message", field: "begin_message", kind: "spoken" }),
    ...backchannelTexts(agent["backchannel_words"]),
    ...defaultTexts(flow["default_dynamic_variables"]),
    ...analysisTexts(agent),
    ...toolTexts(flow["tools"], "tools"),
    ...objectsIn(flow["components"]).flatMap((one) => toolTexts(one["tools"], `${textIn(one["name"])}/tools`)),
    ...nodesOf(flow).flatMap(({ id, node }) => nodeTexts(id, node)),
    ...phraseTexts(phrases),
  ];
}

const analysisPrompts = [
  "analysis_summary_prompt",
  "analysis_successful_prompt",
  "analysis_user_sentiment_prompt",
  "expressive_mode_prompt",
];

function backchannelTexts(words: unknown): readonly ConductText[] {
  const field = "agent.backchannel_words";
  const said = Array.isArray(words) ? words.filter(isText) : [];
  return said.map((text) => ({ place: field, field, kind: "spoken", text }));
}

/** What a model is asked about an ended call, how to sound, and the words that recognition expects. */
function analysisTexts(agent: JsonObject): readonly ConductText[] {
  const words = Array.isArray(agent["boosted_keywords"]) ? agent["boosted_keywords"].filter(isText) : [];
  return [
    ...analysisPrompts.flatMap((key) =>
      textAt(agent[key], { place: `agent.${key}`, field: `agent.${key}`, kind: "prompt" }),
    ),
    ...objectsIn(agent["post_call_analysis_data"]).flatMap(({ name, description }) => {
      const place = `agent.post_call_analysis_data.${textIn(name)}`;
      return textAt(description, { place, field: place, kind: "prompt" });
    }),
    ...textAt(words.join("\n"), { place: "agent.boosted_keywords", field: "agent.boosted_keywords", kind: "word" }),
  ];
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** What a model reads about the tools of a flow or node: when to call them, what to send, and what to say meanwhile. */
function toolTexts(tools: unknown, prefix: string, node?: string): readonly ConductText[] {
  const kind: TextKind = "prompt";
  return objectsIn(tools).flatMap((tool) => {
    const at = (key: string): Omit<ConductText, "text"> => {
      const place = `${prefix}.${textIn(tool["name"])}.${key}`;
      return node === undefined ? { place, field: place, kind } : { place, field: place, kind, node };
    };
    const parameters = isObject(tool["parameters"]) ? tool["parameters"] : {};
    const properties = isObject(parameters["properties"]) ? parameters["properties"] : {};
    const described = ["description", "execution_message_description"].flatMap((key) => textAt(tool[key], at(key)));
    return described.concat(
      Object.entries(properties).flatMap(([name, value]) =>
        isObject(value) ? textAt(value["description"], at(`parameters.${name}`)) : [],
      ),
    );
  });
}

export interface NamedNode {
  /** In a component, prefixed with the component's name and a slash. */
  readonly id: string;
  readonly node: JsonObject;
}

/** The nodes of a flow and of its components, as one graph whose edges use the same ids. */
export function nodesOf(flow: JsonObject): readonly NamedNode[] {
  const components = objectsIn(flow["components"]).map((graph) => ({ graph, prefix: `${textIn(graph["name"])}/` }));
  const entries = components.map(({ graph, prefix }): readonly [unknown, string] => [
    graph["conversation_flow_component_id"],
    `${prefix}${textIn(graph["start_node_id"])}`,
  ]);
  const named = (graph: JsonObject, prefix: string) =>
    objectsIn(graph["nodes"]).map((node) => ({
      id: `${prefix}${textIn(node["id"])}`,
      node: entered(prefix === "" ? node : inComponent(node, prefix), new Map(entries)),
    }));
  return [...named(flow, ""), ...components.flatMap(({ graph, prefix }) => named(graph, prefix))];
}

/** A node that runs a component leads to the component's start. */
function entered(node: JsonObject, entries: ReadonlyMap<unknown, string>): JsonObject {
  const entry = node["type"] === "component" ? entries.get(node["component_id"]) : undefined;
  return entry === undefined ? node : { ...node, always_edge: { id: "enters", destination_node_id: entry } };
}

function inComponent(node: JsonObject, prefix: string): JsonObject {
  const led = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(led);
    if (!isObject(value) || typeof value["destination_node_id"] !== "string") return value;
    return { ...value, destination_node_id: `${prefix}${value["destination_node_id"]}` };
  };
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, led(value)]));
}

export function objectsIn(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((item) => isObject(item)) : [];
}

/** The phrases that are texts, as `phrases.<language>.<key>`. */
export function phraseTexts(phrases: Translated<unknown>): readonly ConductText[] {
  return languages.flatMap((language) => {
    const texts = phrases[language];
    return Object.entries(isObject(texts) ? texts : {}).flatMap(([key, text]) => {
      const place = `phrases.${language}.${key}`;
      return textAt(text, { place, field: place, kind: "spoken" });
    });
  });
}

/** A text of a JSON value; empty for anything else. */
export function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function textAt(text: unknown, at: Omit<ConductText, "text">): readonly ConductText[] {
  return typeof text === "string" ? [{ ...at, text }] : [];
}

function instructionText(
  holder: unknown,
  key: string,
  { place, node }: Pick<ConductText, "place" | "node">,
): readonly ConductText[] {
  const instruction = isObject(holder) ? holder[key] : undefined;
  if (!isObject(instruction)) return [];
  const kind = instruction["type"] === "static_text" ? "spoken" : "prompt";
  const at = { place, field: node === undefined ? place : `${key}.text`, kind } as const;
  return textAt(instruction["text"], { ...at, ...(node !== undefined && { node }) });
}

function defaultTexts(defaults: unknown): readonly ConductText[] {
  return Object.entries(isObject(defaults) ? defaults : {}).flatMap(([name, text]) => {
    const field = `default_dynamic_variables.${name}`;
    return textAt(text, { place: `flow.${field}`, field, kind: "spoken" });
  });
}

function nodeTexts(id: string, node: JsonObject): readonly ConductText[] {
  const variables = objectsIn(node["variables"]).flatMap((variable, index) =>
    textAt(variable["description"], {
      place: `${id}.variables.${textIn(variable["name"])}`,
      node: id,
      field: `variables[${index}].description`,
      kind: "variable",
    }),
  );
  return [
    ...instructionText(node, "instruction", { place: `${id}.instruction`, node: id }),
    ...variables,
    ...toolTexts(node["tools"], `${id}.tools`, id),
    ...conditionTexts(id, node),
    ...exampleTexts(id, node),
    ...handoffTexts(id, node["transfer_option"]),
    ...codeTexts(id, node),
  ];
}

/** What the person who answers a transfer hears. */
function handoffTexts(id: string, option: unknown): readonly ConductText[] {
  return Object.entries(isObject(option) ? option : {}).flatMap(([key, value]) => {
    const field = `transfer_option.${key}`;
    const at: Omit<ConductText, "text"> = { place: `${id}.${field}`, node: id, field, kind: "prompt" };
    return isObject(value) ? ["prompt", "message"].flatMap((text) => textAt(value[text], at)) : [];
  });
}

/** String literals in code, because a variable may carry them to a caller. */
function codeTexts(id: string, { code }: JsonObject): readonly ConductText[] {
  const literals = [...textIn(code).matchAll(/"([^"\n]*)"|'([^'\n]*)'|`([^`]*)`/gu)];
  const text = literals.map((found) => found.slice(1).join("")).filter((one) => /\w\s\w/u.test(one));
  return textAt(text.join("\n"), { place: `${id}.code`, node: id, field: "code", kind: "prompt" });
}

function conditionTexts(id: string, node: JsonObject): readonly ConductText[] {
  const setting = isObject(node["global_node_setting"]) ? node["global_node_setting"] : {};
  const ofEdges = objectsIn(node["edges"]).flatMap(({ id: edge, transition_condition: condition }) => {
    const field = `edges.${textIn(edge)}`;
    const text = isObject(condition) ? condition["prompt"] : undefined;
    return textAt(text, { place: `${id}.${field}`, node: id, field, kind: "condition" });
  });
  const field = "global_node_setting.condition";
  return [...textAt(setting["condition"], { place: `${id}.${field}`, node: id, field, kind: "condition" }), ...ofEdges];
}

/** What the assistant says in examples, because a model imitates it. */
function exampleTexts(id: string, node: JsonObject): readonly ConductText[] {
  return objectsIn(node["finetune_conversation_examples"]).flatMap(({ transcript }, index) => {
    const field = `finetune_conversation_examples[${index}]`;
    const said = objectsIn(transcript).filter(({ role }) => role === "agent");
    return said.flatMap(({ content }) => textAt(content, { place: `${id}.${field}`, node: id, field, kind: "prompt" }));
  });
}

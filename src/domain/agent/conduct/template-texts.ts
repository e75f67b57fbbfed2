import { isObject } from "../../../flow/unwrap-flow.ts";
import { type Translated, languages } from "../../language/language.ts";
import type { AgentContent, JsonObject } from "../ports.ts";

/** A template with the phrases that its calls speak. */
export interface Conduct {
  readonly template: AgentContent;
  readonly phrases: Translated<unknown>;
}

/** `spoken` word for word; `prompt` instructs the model; `global` is the prompt of all nodes; `variable` is what to extract. */
export type TextKind = "spoken" | "prompt" | "global" | "variable";

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
    ...defaultTexts(flow["default_dynamic_variables"]),
    ...nodesOf(flow).flatMap(({ id, node }) => nodeTexts(id, node)),
    ...phraseTexts(phrases),
  ];
}

export interface NamedNode {
  /** In a component, prefixed by its name and a slash. */
  readonly id: string;
  readonly node: JsonObject;
}

/** The nodes of a flow and of its components. */
export function nodesOf(flow: JsonObject): readonly NamedNode[] {
  const named = (graph: JsonObject, prefix: string) =>
    objectsIn(graph["nodes"]).map((node) => ({ id: `${prefix}${textIn(node["id"])}`, node }));
  const components = objectsIn(flow["components"]).flatMap((one) => named(one, `${textIn(one["name"])}/`));
  return [...named(flow, ""), ...components];
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
  return [...instructionText(node, "instruction", { place: `${id}.instruction`, node: id }), ...variables];
}

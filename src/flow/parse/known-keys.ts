import * as z from "zod";
import { editDistance } from "./schema-problem.ts";
import { isObject } from "./unwrap-flow.ts";

type Path = readonly PropertyKey[];

/** Names for Retell's keys in other builders' exports and hand-written files, in lower case and without separators. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  destination_node_id: [
    "destination",
    "destinationid",
    "destinationnode",
    "target",
    "targetid",
    "targetnode",
    "targetnodeid",
    "to",
    "tonode",
    "tonodeid",
    "next",
    "nextid",
    "nextnode",
    "nextnodeid",
    "goto",
    "gotonode",
    "dest",
    "destnodeid",
  ],
  transition_condition: ["condition", "conditions", "transition", "trigger", "when"],
  left: ["leftside", "leftoperand", "lhs", "variable"],
  right: ["rightside", "rightoperand", "rhs", "value"],
  operator: ["op", "comparator", "comparison"],
  equations: ["conditions", "rules", "expressions"],
  else_edge: ["else", "default", "defaultedge", "fallback", "fallbackedge", "otherwise"],
  edges: ["transitions", "outgoing", "branches", "connections"],
  instruction: ["instructions", "message", "prompt", "content", "say"],
  start_node_id: [
    "startnode",
    "start",
    "startingnode",
    "startingnodeid",
    "startnodeid",
    "initialnodeid",
    "firstnodeid",
    "entrynode",
    "entrynodeid",
    "entry",
    "initialnode",
    "firstnode",
    "rootnode",
  ],
  global_prompt: ["systemprompt", "generalprompt", "prompt"],
  model_choice: ["model", "llm", "llmmodel"],
  model_temperature: ["temperature", "llmtemperature"],
  default_dynamic_variables: ["dynamicvariables", "variables", "defaultvariables"],
  id: ["nodeid", "edgeid", "key", "uuid"],
  name: ["label", "title"],
  type: ["nodetype", "kind"],
  text: ["content", "message", "value"],
  prompt: ["text", "description", "condition"],
  voice_id: ["voice", "voicename"],
  agent_name: ["name"],
  language: ["lang", "locale"],
  number: ["phonenumber", "phone", "destination"],
  tool_id: ["tool", "toolname", "functionid"],
  mcp_id: ["server", "serverid", "mcpserver", "mcpserverid"],
  mcp_tool_name: ["tool", "toolname"],
  component_id: ["component", "subflowid", "subflow"],
  choices: ["options", "values", "enum"],
  variables: ["fields", "extract"],
  url: ["endpoint", "uri", "webhookurl"],
  choice: ["option"],
  webhook_url: ["webhook"],
};

/** Treats `destinationNodeId` and `Destination-Node-Id` as one spelling. */
function folded(key: string): string {
  return key.toLowerCase().replaceAll(/[^a-z0-9]/gu, "");
}

/**
 * The Retell key that an unknown key probably stands for: another spelling, the name that other exports use, or one or
 * two typos away. Only keys that the object lacks are candidates.
 */
export function meantKey(given: string, missing: readonly string[]): string | undefined {
  const spelt = missing.find((key) => folded(key) === folded(given));
  if (spelt !== undefined) return spelt;
  const named = missing.find(
    (key) => Object.hasOwn(otherNames, key) && otherNames[key]?.includes(folded(given)) === true,
  );
  if (named !== undefined) return named;
  const allowed = given.length >= 6 ? 2 : 1;
  const near = missing
    .map((key) => ({ key, distance: editDistance(given.toLowerCase(), key.toLowerCase()) }))
    .filter(({ key, distance }) => distance <= allowed && key.length >= 4)
    .toSorted((one, other) => one.distance - other.distance);
  return near[0]?.key;
}

/** Keys that the format has at `path` and the object there lacks; empty if they cannot be determined. */
export function missingKeys(schema: z.ZodType, json: unknown, path: Path): readonly string[] {
  const [key, ...rest] = path;
  const open = unwrapped(schema, json);
  if (key === undefined) {
    if (!(open instanceof z.ZodObject) || !isObject(json)) return [];
    return Object.keys(open.shape).filter((name) => !Object.hasOwn(json, name));
  }
  if (Array.isArray(json) && open instanceof z.ZodArray && open.element instanceof z.ZodType) {
    return missingKeys(open.element, json[Number(key)], rest);
  }
  if (!isObject(json) || !(open instanceof z.ZodObject)) return [];
  const inner: unknown = open.shape[String(key)];
  return inner instanceof z.ZodType ? missingKeys(inner, json[String(key)], rest) : [];
}

/** Removes the optional and null wrappers; in a union, takes the option that the value's `type` names. */
function unwrapped(schema: z.ZodType, json: unknown): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodExactOptional) {
    const inner: unknown = schema.unwrap();
    return inner instanceof z.ZodType ? unwrapped(inner, json) : schema;
  }
  if (!(schema instanceof z.ZodDiscriminatedUnion) || !isObject(json)) return schema;
  const { discriminator } = schema.def;
  const fits = schema.options.find((option) => {
    if (!(option instanceof z.ZodObject)) return false;
    const literal: unknown = option.shape[discriminator];
    return literal instanceof z.ZodType && literal.safeParse(json[discriminator]).success;
  });
  return fits instanceof z.ZodType ? fits : schema;
}

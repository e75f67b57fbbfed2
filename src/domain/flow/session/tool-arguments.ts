import type { FlowNode } from "../flow.ts";
import { resolveDeep } from "../placeholders.ts";
import type { ExtractedValues, WantedValue } from "../ports.ts";
import { isObject } from "../unwrap-flow.ts";
import type { Run } from "./run.ts";
import { placeOf, transcriptOf } from "./run.ts";
import { lookupOf, resolve, variablesOf } from "./variables.ts";

type Json = Readonly<Record<string, unknown>>;

export interface ArgumentSchema {
  readonly tool: string;
  /** `properties` of the tool's JSON Schema. */
  readonly properties: Json;
  readonly required: readonly string[];
}

/**
 * Arguments of a tool call (retell-api.md 1.7.1): `const` as it is, placeholders resolved; otherwise the variable of
 * the same name, else what the brain finds in the conversation. What nobody knows is left out.
 */
export async function toolArguments(run: Run, node: FlowNode, schema: ArgumentSchema): Promise<Json> {
  const known = knownValues(run, schema.properties, "");
  const wanted = wantedValues(run, schema, "").filter((item) => !Object.hasOwn(known, item.name));
  const found: ExtractedValues =
    wanted.length === 0
      ? {}
      : await run.ports.brain.extract({
          place: placeOf(run, node),
          purpose: "arguments",
          tool: schema.tool,
          wanted,
          transcript: transcriptOf(run),
          variables: variablesOf(run),
        });
  return assemble(run, schema.properties, { path: "", values: { ...found, ...known } });
}

function isGroup(property: Json): property is Json & { readonly properties: Json } {
  return isObject(property["properties"]);
}

function leaves(properties: Json, path: string): readonly (readonly [string, Json])[] {
  return Object.entries(properties).flatMap(([key, property]) => {
    if (!isObject(property) || "const" in property) return [];
    return isGroup(property) ? leaves(property.properties, `${path}${key}.`) : [[`${path}${key}`, property] as const];
  });
}

function knownValues(run: Run, properties: Json, path: string): Record<string, string> {
  const lookup = lookupOf(run);
  const entries = leaves(properties, path).flatMap(([name]) => {
    const value = lookup(name.split(".").at(-1) ?? name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

function wantedValues(run: Run, schema: ArgumentSchema, path: string): readonly WantedValue[] {
  return leaves(schema.properties, path).map(([name, property]) => {
    const text = property["description"];
    const description = typeof text === "string" ? resolve(run, text) : name;
    return wantedValue({ name, description, required: schema.required.includes(name) }, property);
  });
}

function wantedValue(shared: Pick<WantedValue, "name" | "description" | "required">, property: Json): WantedValue {
  const choices = property["enum"];
  if (Array.isArray(choices)) return { ...shared, type: "enum", choices: choices.map(String) };
  if (isNumeric(property)) return { ...shared, type: "number" };
  return { ...shared, type: property["type"] === "boolean" ? "boolean" : "string" };
}

function isNumeric(property: Json): boolean {
  return property["type"] === "number" || property["type"] === "integer";
}

interface Filling {
  readonly path: string;
  readonly values: ExtractedValues;
}

function assemble(run: Run, properties: Json, { path, values }: Filling): Json {
  const entries = Object.entries(properties).flatMap(([key, property]): (readonly [string, unknown])[] => {
    if (!isObject(property)) return [];
    if ("const" in property) return [[key, resolveDeep(property["const"], lookupOf(run))]];
    if (isGroup(property)) return [[key, assemble(run, property.properties, { path: `${path}${key}.`, values })]];
    const value = values[`${path}${key}`];
    return value === undefined ? [] : [[key, typed(property, value)]];
  });
  return Object.fromEntries(entries);
}

function typed(property: Json, value: string | number | boolean): unknown {
  if (isNumeric(property)) return Number.isFinite(Number(value)) && value !== "" ? Number(value) : value;
  if (property["type"] === "boolean") return value === "true" || value === true;
  return property["type"] === "string" ? String(value) : value;
}

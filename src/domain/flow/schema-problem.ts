import type * as z from "zod";
import type { Finding } from "./finding.ts";
import { nodeSchemas } from "./schema/node.ts";
import { flowTool } from "./schema/tool.ts";
import { suggestName } from "./spelling.ts";
import { isObject } from "./unwrap-flow.ts";

type Path = readonly PropertyKey[];
type Issue = z.core.$ZodIssue;

const nodeTypes = Object.keys(nodeSchemas);
const flowToolTypes = flowTool.options.map((option) => option.shape.type.value);

/** A zod issue on a flow, told with node, field and fix. `json` is the flow that was parsed. */
export function schemaProblem(issue: Issue, json: unknown): Finding {
  const place = locate(issue.path, json);
  const given = valueAt(json, issue.path);
  const known = knownValues(issue);
  if (known !== undefined && typeof given === "string") return { ...place, ...misspelt(given, known, issue.path) };
  if (given === undefined) {
    return {
      ...place,
      ...severe("schema"),
      message: `${lastKey(issue.path)} is missing.`,
      fix:
        known === undefined
          ? `Add ${lastKey(issue.path)}.`
          : `Add ${lastKey(issue.path)}, one of: ${known.join(", ")}.`,
    };
  }
  return {
    ...place,
    ...severe("schema"),
    message: `${lastKey(issue.path)}: ${issue.message}.`,
    fix: known === undefined ? "Correct the value." : `Use one of: ${known.join(", ")}.`,
  };
}

function severe(rule: string): Pick<Finding, "rule" | "severity"> {
  return { rule, severity: "error" };
}

function misspelt(given: string, known: readonly string[], path: Path): Omit<Finding, "node" | "edge" | "field"> {
  const suggestion = suggestName(given, known);
  return {
    ...severe(ruleOf(path)),
    message: `${lastKey(path)} "${given}" does not exist.`,
    fix: suggestion === undefined ? `Use one of: ${known.join(", ")}.` : `Write "${suggestion}".`,
  };
}

function ruleOf(path: Path): string {
  if (isNodeType(path)) return "node-type";
  if (path.at(-1) === "operator") return "operator";
  return path.at(-1) === "model" ? "unknown-model" : "schema";
}

function isNodeType(path: Path): boolean {
  return path.at(-1) === "type" && path.at(-3) === "nodes";
}

function knownValues(issue: Issue): readonly string[] | undefined {
  if (issue.code === "invalid_value") return issue.values.map(String);
  if (issue.code !== "invalid_union") return undefined;
  if (isNodeType(issue.path)) return nodeTypes;
  if (issue.path.at(-1) === "type" && issue.path.at(-3) === "tools" && issue.path.length <= 5) return flowToolTypes;
  return "options" in issue && Array.isArray(issue.options) ? issue.options.map(String) : undefined;
}

/** Node, edge and the rest of a path, in the ids of the flow rather than in positions. */
export function locate(path: Path, json: unknown): Pick<Finding, "node" | "edge" | "field"> {
  const at = path.lastIndexOf("nodes");
  if (at === -1 || path.length < at + 2) return path.length === 0 ? {} : { field: fieldText(path) };
  const inside = path.slice(at + 2);
  const component = at === 0 ? "" : `${textAt(json, [...path.slice(0, at), "name"]) ?? fieldText(path.slice(0, at))}/`;
  const position = `#${String(path[at + 1])}`;
  const node = `${component}${textAt(json, [...path.slice(0, at + 2), "id"]) ?? position}`;
  const edgePath = path.slice(0, inside[0] === "edges" ? at + 4 : at + 3);
  const edge = String(inside[0] ?? "").includes("edge") ? textAt(json, [...edgePath, "id"]) : undefined;
  return {
    node,
    ...(edge === undefined ? {} : { edge }),
    ...(inside.length === 0 ? {} : { field: fieldText(inside) }),
  };
}

export function fieldText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? String(key) : `${text}.${String(key)}`;
  }, "");
}

function lastKey(path: Path): string {
  return path.length === 0 ? "the flow" : String(path.findLast((key) => typeof key === "string"));
}

function valueAt(json: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return typeof key === "number" ? value[key] : undefined;
    return isObject(value) && Object.hasOwn(value, key) ? value[String(key)] : undefined;
  }, json);
}

function textAt(json: unknown, path: Path): string | undefined {
  const value = valueAt(json, path);
  return typeof value === "string" ? value : undefined;
}

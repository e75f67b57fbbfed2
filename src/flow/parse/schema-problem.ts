import type * as z from "zod";
import type { Finding } from "../rule.ts";
import { nodeSchemas } from "../schema/node.ts";
import { flowTool } from "../schema/tool.ts";
import { isObject } from "./unwrap-flow.ts";

/** Wrong names whose spelling is too far from the right one (docs/retell.md 13.3). */
const knownMistakes: Readonly<Record<string, string>> = {
  logic_split: "branch",
  logic: "branch",
  if: "branch",
  split: "branch",
  end_call: "end",
  transfer: "transfer_call",
  custom_function: "custom",
  extract_dynamic_variable: "extract_dynamic_variables",
  extract_variables: "extract_dynamic_variables",
  send_sms: "sms",
  start: "conversation",
  message: "conversation",
  agent_transfer: "agent_swap",
  and: "&&",
  or: "||",
  not_exists: "not_exist",
  equals: "==",
  "=": "==",
  "===": "==",
  "<>": "!=",
  not_equals: "!=",
  greater_than: ">",
  less_than: "<",
  is_empty: "not_exist",
  is_not_empty: "exists",
};

/** Whether this is a known wrong name for something, in any case. */
export function isKnownMistake(given: string): boolean {
  return Object.hasOwn(knownMistakes, given.toLowerCase());
}

/** The name probably meant; undefined if nothing is close. */
export function suggestName(given: string, known: readonly string[]): string | undefined {
  const mistake = knownMistakes[given.toLowerCase()];
  const candidates = given.toLowerCase() === "custom_function" ? ["custom", "function"] : [mistake];
  const direct = candidates.find((candidate) => candidate !== undefined && known.includes(candidate));
  if (direct !== undefined) return direct;
  const ranked = known
    .map((name) => ({ name, distance: editDistance(given.toLowerCase(), name.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance);
  const [nearest] = ranked;
  if (nearest === undefined || nearest.distance >= given.length) return undefined;
  return nearest.distance <= Math.max(2, given.length / 4) ? nearest.name : undefined;
}

export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, left] of Array.from(a).entries()) {
    const current = [row + 1];
    for (const [column, right] of Array.from(b).entries()) {
      const replaced = (previous[column] ?? 0) + (left === right ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

type Path = readonly PropertyKey[];

type Issue = z.core.$ZodIssue;

const nodeTypes = Object.keys(nodeSchemas);

const flowToolTypes = flowTool.options.map((option) => option.shape.type.value);

/** A zod issue in a flow, as a finding with node, field and fix. `json` is the parsed flow. */
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
  if (issue.code === "too_big" || issue.code === "too_small" || isFraction(issue)) {
    return {
      ...place,
      ...severe(lastKey(issue.path) === "code" && issue.code === "too_big" ? "code-too-long" : "out-of-range"),
      message: `${lastKey(issue.path)} ${shownValue(given)}; it ${issue.message}.`,
      fix: `Correct it: it ${issue.message}.`,
    };
  }
  if (issue.code === "unrecognized_keys") {
    const names = issue.keys.map((key) => `"${key}"`).join(", ");
    return { ...place, ...severe("schema"), message: `Unknown: ${names}.`, fix: `Remove ${names}.` };
  }
  return {
    ...place,
    ...severe("schema"),
    ...wrongKind(issue, given, known),
  };
}

function wrongKind(
  issue: Issue,
  given: unknown,
  known: readonly string[] | undefined,
): Pick<Finding, "message" | "fix"> {
  const key = lastKey(issue.path);
  const kind = issue.code === "invalid_type" ? otherKind(key, given, issue.expected) : undefined;
  if (kind !== undefined) return kind;
  const fix = issue.code === "custom" ? `Write another ${key}.` : `Correct ${key}: ${issue.message}.`;
  return { message: `${key}: ${issue.message}.`, fix: known === undefined ? fix : `Use one of: ${known.join(", ")}.` };
}

/** What to write instead of an unknown name. */
export function otherName(given: string, known: readonly string[], otherwise: string): string {
  const nearest = suggestName(given, known);
  if (nearest !== undefined) return `Write "${nearest}".`;
  const most = 6;
  const shown = known.slice(0, most).join(", ");
  return known.length === 0 ? otherwise : `Use one of: ${shown}${known.length > most ? ", …" : ""}.`;
}

function isFraction(issue: Issue): boolean {
  return issue.code === "invalid_type" && issue.expected === "int";
}

function shownValue(given: unknown): string {
  if (typeof given === "number") return `is ${given}`;
  if (Array.isArray(given)) return `has ${given.length === 1 ? "1 item" : `${given.length} items`}`;
  return typeof given === "string"
    ? `has ${given.length === 1 ? "1 character" : `${given.length} characters`}`
    : "is out of range";
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

/** The path as node id, edge id and the rest, instead of positions. */
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

interface Kind {
  /** Used in "Retell accepts …". */
  readonly name: string;
  /** The given value as this kind, if that is clear; else what to write. */
  readonly written: (given: unknown, key: string) => string;
}

const number: Kind["written"] = (given) =>
  typeof given === "string" && given.trim() !== "" && Number.isFinite(Number(given))
    ? String(Number(given))
    : "a number without quotes";

const object: Kind["written"] = (given, key) => {
  const made = Object.hasOwn(objectsOfTexts, key) ? objectsOfTexts[key] : undefined;
  return typeof given === "string" && made !== undefined ? shortJson(made(given)) : "an object, {…}";
};

const kinds: Readonly<Record<string, Kind>> = {
  string: {
    name: "a text",
    written: (given) =>
      typeof given === "number" || typeof given === "boolean" ? `"${given}"` : 'a text in quotes, "…"',
  },
  number: { name: "a number", written: number },
  int: { name: "a whole number", written: number },
  boolean: {
    name: "true or false",
    written: (given) => {
      if (typeof given !== "string") return "true or false";
      return /^(?:true|yes|1|on)$/iu.test(given.trim()) ? "true" : "false";
    },
  },
  array: {
    name: "a list",
    written: (given) => {
      if (given === null) return "a list, []";
      return isObject(given) ? "a list, [{…}]" : `[${shortJson(given)}]`;
    },
  },
  object: { name: "an object", written: object },
  record: { name: "an object", written: object },
};

/** Objects in Retell's format for which people often write a text. */
const objectsOfTexts: Readonly<Record<string, (text: string) => unknown>> = {
  instruction: (text) => ({ type: "prompt", text }),
  transition_condition: (text) => ({ type: "prompt", prompt: text }),
  primary: (model) => ({ model }),
  backup: (model) => ({ model }),
  model_choice: (model) => ({ type: "cascading", model }),
  model_config: (model) => ({ type: "cascading", primary: { model } }),
};

/** For a value of another kind than `expected` (zod's name); undefined if no kind is expected. */
function otherKind(key: string, given: unknown, expected: string): Pick<Finding, "message" | "fix"> | undefined {
  const kind = Object.hasOwn(kinds, expected) ? kinds[expected] : undefined;
  if (kind === undefined) return undefined;
  return {
    message: `${key} is ${writtenValue(given)}; Retell accepts ${kind.name}.`,
    fix: `Write ${kind.written(given, key)}.`,
  };
}

function writtenValue(given: unknown): string {
  if (Array.isArray(given)) return "a list";
  return isObject(given) ? "an object" : shortJson(given);
}

function shortJson(value: unknown): string {
  const json = JSON.stringify(value) ?? "nothing";
  return json.length > 120 ? `${json.slice(0, 119)}…` : json;
}

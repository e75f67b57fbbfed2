import type * as z from "zod";
import type { Finding } from "../rule.ts";
import { meantKey, missingKeys } from "./known-keys.ts";
import { locate, schemaProblem } from "./schema-problem.ts";
import { isObject } from "./unwrap-flow.ts";

type Issue = z.core.$ZodIssue;

type Path = readonly PropertyKey[];

type UnknownKeys = Extract<Issue, { readonly code: "unrecognized_keys" }>;

interface ToleratedRead<T> {
  /** The known and valid part of the value; undefined if nothing can be read. */
  readonly value: T | undefined;
  /** Keys that the format does not have. They stay in the JSON and are only left out of `value`. */
  readonly unknownKeys: readonly UnknownKey[];
  /** What the format does not allow; left out of `value`. */
  readonly problems: readonly Finding[];
  /** Where the problems are, and what was found there. */
  readonly wrongValues: readonly WrongValue[];
}

interface WrongValue {
  readonly path: Path;
  /**
   * The value where the format expects a name from a list; elsewhere only its type, because it may be personal data.
   */
  readonly found: string;
}

interface UnknownKey {
  readonly path: Path;
  /** The key that it probably stands for. */
  readonly meant: string | undefined;
  readonly finding: Finding;
}

/** Each pass sets aside what is wrong at one depth. A file that needs more passes is not read. */
const mostPasses = 300;

/**
 * `written`: a misspelt key has no meaning, as for Retell. `meant`: it counts as the key it stands for, and an edge
 * with an unreadable condition still leads on, so that one mistake is one finding.
 */
export type Reading = "written" | "meant";

/**
 * Reads everything in a JSON value that a strict schema knows, and reports the rest. It sets aside unknown keys, and
 * the smallest optional part around a wrong value.
 */
export function readTolerantly<T>(schema: z.ZodType<T>, json: unknown, reading: Reading = "written"): ToleratedRead<T> {
  const unknownKeys: UnknownKey[] = [];
  const reported: Reported[] = [];
  const removed = new Set<string>();
  let candidate: unknown = json;
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const result = schema.safeParse(candidate);
    if (result.success) return { value: result.data, unknownKeys, ...problemsOf(reported) };
    const { issues } = result.error;
    const unknown = issues.filter(isUnknownKeys).flatMap((issue) => keysOf(issue, schema, candidate));
    unknownKeys.push(...unknown);
    candidate = unknown.reduce<unknown>((value, key) => withoutUnknown(value, key, reading), candidate);
    if (unknown.length > 0) continue;
    const targets = targetsOf(issues, candidate);
    for (const { target, going } of targets) {
      for (const issue of going) {
        const place = JSON.stringify(issue.path);
        // Do not report what is missing only because it was just set aside.
        if (!removed.has(place))
          reported.push({ problem: schemaProblem(issue, candidate), wrong: wrongValue(issue, candidate) });
        removed.add(place);
      }
      removed.add(JSON.stringify(target));
    }
    candidate = targets.reduce<unknown>((value, { target }) => setAside(value, target, reading), candidate);
    if (candidate === undefined) break;
  }
  return { value: undefined, unknownKeys, ...problemsOf(reported) };
}

interface Reported {
  readonly problem: Finding;
  readonly wrong: WrongValue;
}

function problemsOf(reported: readonly Reported[]): Pick<ToleratedRead<unknown>, "problems" | "wrongValues"> {
  const inOrder = reported.toReversed();
  return { problems: inOrder.map(({ problem }) => problem), wrongValues: inOrder.map(({ wrong }) => wrong) };
}

interface Target {
  readonly target: Path;
  /** The issues that its removal resolves, last first. */
  readonly going: readonly Issue[];
}

/** What to set aside in one pass, last first, so that earlier list items keep their positions. */
function targetsOf(issues: readonly Issue[], json: unknown): readonly Target[] {
  const targets: Target[] = [];
  for (const issue of issues.toReversed()) {
    const target = sparedPlace(json, issue.path);
    const isTaken = targets.some((one) => isWithin(issue.path, one.target) || isMoved(target, one.target));
    if (isTaken) continue;
    targets.push({ target, going: issues.filter(({ path }) => isWithin(path, target)).toReversed() });
  }
  return targets;
}

/** Whether the place is behind a removed item of the same list. */
function isMoved(place: Path, gone: Path): boolean {
  const key = gone.at(-1);
  const step = place[gone.length - 1];
  return typeof key === "number" && typeof step === "number" && step > key && isWithin(place, gone.slice(0, -1));
}

function wrongValue(issue: Issue, json: unknown): WrongValue {
  const value = valueAt(json, issue.path);
  const isNamed = issue.code === "invalid_value" || issue.code === "invalid_union";
  if (isNamed && typeof value === "string" && /^[\w.:-]{1,60}$/u.test(value)) return { path: issue.path, found: value };
  const kind = kindOf(value);
  return { path: issue.path, found: issue.code === "invalid_type" ? `${kind} instead of ${issue.expected}` : kind };
}

function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "string") return "text";
  return Array.isArray(value) ? "list" : "object";
}

function isWithin(path: Path, place: Path): boolean {
  return place.every((step, index) => path[index] === step);
}

function isUnknownKeys(issue: Issue): issue is UnknownKeys {
  return issue.code === "unrecognized_keys";
}

/** A copy of `json` without the key or, when reading `meant`, with the key renamed. */
function withoutUnknown(json: unknown, { path, meant }: UnknownKey, reading: Reading): unknown {
  const unknown = path.at(-1);
  return changedAt(json, path.slice(0, -1), (found) => {
    if (!isObject(found)) return found;
    const renamed = reading === "meant" && meant !== undefined && !Object.hasOwn(found, meant) ? meant : undefined;
    return Object.fromEntries(
      Object.entries(found).flatMap(([key, value]) => {
        if (key !== unknown) return [[key, value] as const];
        return renamed === undefined ? [] : [[renamed, value] as const];
      }),
    );
  });
}

function changedAt(json: unknown, path: Path, change: (found: unknown) => unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return change(json);
  if (Array.isArray(json)) {
    return json.map((item: unknown, index) => (index === step ? changedAt(item, rest, change) : item));
  }
  return isObject(json) ? { ...json, [step]: changedAt(json[String(step)], rest, change) } : json;
}

/** The wrong value itself or, if something is missing, the object that lacks it. */
function sparedPlace(json: unknown, path: Path): Path {
  return valueAt(json, path) === undefined || path.at(-1) === "type" ? path.slice(0, -1) : path;
}

/**
 * Removes what is at the place. A node stays as an unplayable one, so that edges to it stay valid. undefined if
 * everything would have to go.
 */
function setAside(json: unknown, target: Path, reading: Reading): unknown {
  const parent = target.slice(0, -1);
  const key = target.at(-1);
  if (key === undefined) return undefined;
  if (reading === "meant" && key === "transition_condition" && valueAt(json, target) !== undefined)
    return changedAt(json, target, () => unreadableCondition);
  if (parent.at(-1) === "nodes" && typeof key === "number") return changedAt(json, target, unplayable);
  return changedAt(json, parent, (found): unknown => {
    if (Array.isArray(found)) return without(found, key);
    if (!isObject(found)) return found;
    return Object.fromEntries(Object.entries(found).filter(([name]) => name !== key));
  });
}

function without(list: readonly unknown[], position: PropertyKey): readonly unknown[] {
  return list.filter((_, index) => index !== position);
}

const unreadableCondition = { type: "prompt", prompt: "" };

/** Keeps what edges need, and nothing else that could be wrong in the node. */
function unplayable(node: unknown): unknown {
  if (!isObject(node)) return { type: "unsupported", id: "", retell_type: "" };
  const text = (key: string) => (typeof node[key] === "string" ? node[key] : "");
  return { type: "unsupported", id: text("id"), retell_type: text("type"), ...edgesOf(node) };
}

const knownEdgeKeys = new Set([
  "edges",
  "else_edge",
  "always_edge",
  "skip_response_edge",
  "edge",
  "success_edge",
  "failed_edge",
]);

function edgesOf(node: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(node).filter(([key]) => knownEdgeKeys.has(key)));
}

function valueAt(json: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return typeof key === "number" ? value[key] : undefined;
    return isObject(value) && Object.hasOwn(value, key) ? value[String(key)] : undefined;
  }, json);
}

const toolKeys = new Set(["tools", "tool_ids"]);

function keysOf(issue: UnknownKeys, schema: z.ZodType, json: unknown): readonly UnknownKey[] {
  const missing = missingKeys(schema, json, issue.path);
  return issue.keys.map((key) => {
    const path = [...issue.path, key];
    const isRefusedTool = issue.path.at(-2) === "nodes" && toolKeys.has(key);
    const meant = isRefusedTool ? undefined : meantKey(key, missing);
    return {
      path,
      meant,
      finding: { ...(isRefusedTool ? toolsRefused : unknownKey(key, meant)), ...locate(path, json) },
    };
  });
}

function unknownKey(key: string, meant: string | undefined): Finding {
  if (meant !== undefined) {
    return {
      rule: "misspelt-key",
      severity: "error",
      message: `Retell calls this ${meant}, not ${key}, so it ignores it.`,
      fix: `Write "${meant}" instead of "${key}".`,
    };
  }
  return {
    rule: "unknown-key",
    severity: "warning",
    message: `${key} is unknown to this version of ascendia; it is kept and sent as it is.`,
    fix: `Remove ${key} unless Retell knows it.`,
  };
}

/** Source: docs/retell.md 13.3 */
const toolsRefused: Finding = {
  rule: "tools-on-conversation",
  severity: "error",
  message: "Only subagent nodes may have tools; Retell refuses them here since 2026-04-18.",
  fix: 'Change the node\'s type to "subagent", or call the tool from a function node.',
};

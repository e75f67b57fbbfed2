import type { Finding } from "../rule.ts";

type Json = Readonly<Record<string, unknown>>;

interface Unwrapped {
  readonly flow: Json;
  /** Settings of the flow's agent, if the export had them. */
  readonly agent?: Json;
  readonly notes: readonly Finding[];
}

const maxDepth = 6;

const wrapperKeys = ["conversationFlow", "conversation_flow", "response_engine", "flow", "agent", "data"] as const;

/** Finds the flow in dashboard and script exports; undefined if there is none. */
export function unwrapFlow(json: unknown, depth = 0): Unwrapped | undefined {
  if (depth > maxDepth) return undefined;
  if (Array.isArray(json)) return unwrapList(json, depth);
  if (!isObject(json)) return undefined;
  if (Array.isArray(json["nodes"])) return { flow: json, notes: [] };
  const key = wrapperKeys.find((name) => unwrapFlow(json[name], depth + 1) !== undefined);
  const inner = key === undefined ? undefined : unwrapFlow(json[key], depth + 1);
  if (key === undefined || inner === undefined) return undefined;
  const agent = inner.agent ?? agentSettings(json, key);
  return { ...inner, ...(agent === undefined ? {} : { agent }) };
}

function agentSettings(json: Json, flowKey: string): Json | undefined {
  if (!("agent_id" in json) && !("agent_name" in json)) return undefined;
  return Object.fromEntries(Object.entries(json).filter(([key]) => key !== flowKey));
}

function unwrapList(items: readonly unknown[], depth: number): Unwrapped | undefined {
  const found = items.map((item) => unwrapFlow(item, depth + 1)).filter((item) => item !== undefined);
  const [first] = found;
  if (first === undefined || found.length === 1) return first;
  const note: Finding = {
    rule: "several-flows",
    severity: "warning",
    message: `The file contains ${found.length} flows; only the first one is read.`,
    fix: "Export one flow per file.",
  };
  return { ...first, notes: [...first.notes, note] };
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import type { Finding } from "./finding.ts";

type Json = Readonly<Record<string, unknown>>;

export interface Unwrapped {
  readonly flow: Json;
  /** The settings of the agent around the flow, where the export had them. */
  readonly agent?: Json;
  readonly notes: readonly Finding[];
}

const maxDepth = 6;
const wrapperKeys = ["conversationFlow", "conversation_flow", "response_engine", "flow", "agent", "data"] as const;

/** Finds the flow in what dashboards and scripts export; undefined when there is nothing like a flow. */
export function unwrapFlow(json: unknown, depth = 0): Unwrapped | undefined {
  if (depth > maxDepth) return undefined;
  if (Array.isArray(json)) return unwrapList(json, depth);
  if (!isObject(json)) return undefined;
  if (Array.isArray(json["nodes"])) return { flow: json, notes: [] };
  for (const key of wrapperKeys) {
    const inner = isObject(json[key]) || Array.isArray(json[key]) ? unwrapFlow(json[key], depth + 1) : undefined;
    if (inner === undefined) continue;
    const { [key]: _flow, ...settings } = json;
    const agent = inner.agent ?? ("agent_id" in json || "agent_name" in json ? settings : undefined);
    return { ...inner, ...(agent === undefined ? {} : { agent }) };
  }
  return undefined;
}

function unwrapList(items: readonly unknown[], depth: number): Unwrapped | undefined {
  const found = items.map((item) => unwrapFlow(item, depth + 1)).filter((item) => item !== undefined);
  const [first] = found;
  if (first === undefined || found.length === 1) return first;
  const note: Finding = {
    rule: "several-flows",
    severity: "warning",
    message: `The file holds ${found.length} flows; only the first one is read.`,
    fix: "Export one flow per file.",
  };
  return { ...first, notes: [...first.notes, note] };
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

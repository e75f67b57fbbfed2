import { isJsonObject, type JsonObject } from "../json.ts";
import type { CallFilter, ValueFilter } from "../schemas/call-filter-schema.ts";

/** Where in a call object each filter looks; a name not here is a field of the call itself. */
const places: Readonly<Record<string, readonly string[]>> = {
  call_successful: ["call_analysis", "call_successful"],
  combined_cost: ["call_cost", "combined_cost"],
  custom_analysis_data: ["call_analysis", "custom_analysis_data"],
  dynamic_variables: ["retell_llm_dynamic_variables"],
  e2e_latency_p50: ["latency", "e2e", "p50"],
  in_voicemail: ["call_analysis", "in_voicemail"],
  user_sentiment: ["call_analysis", "user_sentiment"],
};

/** Whether a call (with its `batch_call_id` beside its own fields) meets every filter. */
export const matchesCall = (call: JsonObject, filter: CallFilter): boolean => {
  const { agent, ...others } = filter;
  if (agent !== undefined && !agent.some((one) => isAgent(call, one))) return false;
  return Object.entries(others).every(([name, wanted]) => {
    const value = valueAt(call, places[name] ?? [name]);
    return [wanted].flat().every((one) => one === undefined || matchesValue(keyedValue(value, one), one));
  });
};

const isAgent = (call: JsonObject, { agent_id: id, version }: NonNullable<CallFilter["agent"]>[number]): boolean =>
  call["agent_id"] === id && (version === undefined || version.some((one) => one === call["agent_version"]));

const valueAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((at, key) => (isJsonObject(at) ? at[key] : undefined), value);

const keyedValue = (value: unknown, filter: ValueFilter): unknown =>
  filter.key === undefined ? value : valueAt(value, [filter.key]);

const matchesValue = (value: unknown, filter: ValueFilter): boolean => {
  if (filter.type === "present") return (value !== undefined && value !== null) === (filter.op === "pr");
  if (filter.type === "string") return typeof value === "string" && compareText[filter.op](value, filter.value);
  if (filter.type === "number") return typeof value === "number" && compareNumber[filter.op](value, filter.value);
  if (filter.type === "boolean") return value === filter.value;
  if (filter.type === "enum") return typeof value === "string" && filter.value.includes(value);
  const [low, high] = filter.value;
  return typeof value === "number" && value >= low && value <= high;
};

const compareText = {
  eq: (value: string, wanted: string) => value === wanted,
  ne: (value: string, wanted: string) => value !== wanted,
  sw: (value: string, wanted: string) => value.startsWith(wanted),
  ew: (value: string, wanted: string) => value.endsWith(wanted),
  co: (value: string, wanted: string) => value.includes(wanted),
} as const;

const compareNumber = {
  eq: (value: number, wanted: number) => value === wanted,
  ne: (value: number, wanted: number) => value !== wanted,
  gt: (value: number, wanted: number) => value > wanted,
  ge: (value: number, wanted: number) => value >= wanted,
  lt: (value: number, wanted: number) => value < wanted,
  le: (value: number, wanted: number) => value <= wanted,
} as const;

import type { Flow } from "../../src/flow/flow.ts";
import { parseFlow } from "../../src/flow/parse/parse-flow.ts";
import { type FlowSession, startFlow } from "../../src/flow/session/flow-session.ts";
import { type EngineOptions, type FlowCall, defaultEngineOptions } from "../../src/flow/session/state.ts";
import { type PortScript, scriptedPorts } from "./scripted-ports.ts";

type Json = Readonly<Record<string, unknown>>;

/** A loaded flow whose first node is the start; `rest` is merged next to the nodes. */
export function flowOf(nodes: readonly Json[], rest: Json = {}): Flow {
  return parseFlow({
    model_choice: { type: "cascading", model: "gpt-4.1" },
    start_speaker: "agent",
    start_node_id: nodes[0]?.["id"],
    nodes,
    ...rest,
  }).flow;
}

export function prompt(id: string, to?: string, text = id): Json {
  return {
    id,
    ...(to !== undefined && { destination_node_id: to }),
    transition_condition: { type: "prompt", prompt: text },
  };
}

export function equation(id: string, to: string, equations: readonly Json[]): Json {
  return { id, destination_node_id: to, transition_condition: { type: "equation", operator: "&&", equations } };
}

export function talk(id: string, rest: Json = {}): Json {
  return { id, type: "conversation", instruction: { type: "static_text", text: `at ${id}` }, ...rest };
}

export const bye: Json = { id: "bye", type: "end" };

const call: FlowCall = {
  callId: "call_1",
  agentId: "agent_1",
  type: "phone_call",
  direction: "inbound",
  fromNumber: "+14155550101",
  toNumber: "+14155550102",
  startedAt: Date.UTC(2026, 2, 29, 8, 54),
  variables: { clinic_name: "North Clinic", unset: null },
};

export function sessionOf(
  flow: Flow,
  script: PortScript = {},
  more: { readonly call?: Partial<FlowCall>; readonly options?: Partial<EngineOptions> } = {},
): { readonly session: FlowSession; readonly ports: ReturnType<typeof scriptedPorts> } {
  const ports = scriptedPorts(script);
  const options = { ...defaultEngineOptions, ...more.options };
  return { session: startFlow({ ...call, ...more.call }, { flow, ports, options }), ports };
}

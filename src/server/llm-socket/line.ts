import { clinicNumberIn } from "../../domain/call/line/call-context.ts";
import { MOST_ENTRIES, TEXT_LIMITS } from "../../domain/call/field-limits.ts";
import type { CallLine } from "../../domain/dialogue/ports.ts";
import type { CallDetails } from "./frames.ts";

/** The line before `call_details`, known only from the socket's address. */
export function unknownLine(callId: string, startedAt: number): CallLine {
  return {
    callId,
    type: "phone_call",
    direction: null,
    agentId: null,
    clinicNumber: null,
    patientNumber: null,
    variables: {},
    metadata: undefined,
    startedAt,
  };
}

const directions = ["inbound", "outbound"] as const;

export function lineOf(call: CallDetails, before: CallLine): CallLine {
  const isOutbound = call.direction === "outbound";
  const variables = Object.entries(call.retell_llm_dynamic_variables ?? {}).slice(0, MOST_ENTRIES);
  return {
    callId: before.callId,
    type: call.call_type === "web_call" ? "web_call" : "phone_call",
    direction: directions.find((direction) => direction === call.direction) ?? null,
    agentId: call.agent_id ?? null,
    clinicNumber: clinicNumberIn(call) ?? null,
    patientNumber: (isOutbound ? call.to_number : call.from_number) ?? null,
    variables: Object.fromEntries(
      variables.flatMap(([name, value]): [string, string][] => (isFitting(name, value) ? [[name, value]] : [])),
    ),
    metadata: isSmall(call.metadata) ? call.metadata : undefined,
    startedAt: call.start_timestamp ?? before.startedAt,
  };
}

function isFitting(name: string, value: unknown): value is string {
  return typeof value === "string" && name.length <= TEXT_LIMITS.name && value.length <= TEXT_LIMITS.tool;
}

function isSmall(metadata: CallDetails["metadata"]): boolean {
  return metadata !== undefined && JSON.stringify(metadata).length <= TEXT_LIMITS.tool;
}

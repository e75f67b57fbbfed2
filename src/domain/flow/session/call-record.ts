import type { Run } from "./run.ts";
import { transcriptOf } from "./run.ts";

/** The call object of this instant, as custom functions get it (retell-api.md 5.4, 6.1). */
export function callRecord(run: Run): Readonly<Record<string, unknown>> {
  const { call } = run.state;
  const transcript = transcriptOf(run);
  const spoken = transcript.flatMap((item) => (item.role === "agent" || item.role === "user" ? [item] : []));
  const supplied = Object.entries(call.variables).filter(([, value]) => value !== null);
  return {
    call_id: call.callId,
    agent_id: call.agentId,
    agent_version: call.agentVersion ?? 0,
    ...(call.agentName !== undefined && { agent_name: call.agentName }),
    call_type: call.type,
    call_status: "ongoing",
    ...(call.fromNumber !== undefined && { from_number: call.fromNumber }),
    ...(call.toNumber !== undefined && { to_number: call.toNumber }),
    ...(call.direction !== undefined && { direction: call.direction }),
    ...(call.metadata !== undefined && { metadata: call.metadata }),
    retell_llm_dynamic_variables: Object.fromEntries(supplied),
    start_timestamp: call.startedAt,
    transcript: spoken.map((item) => `${item.role === "agent" ? "Agent" : "User"}: ${item.content}\n`).join(""),
    transcript_object: spoken.map((item) => ({ role: item.role, content: item.content, words: [] })),
    transcript_with_tool_calls: transcript,
  };
}

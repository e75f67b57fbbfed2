import type { FlowSnapshot } from "../../flow/session/state.ts";
import { isTranscriptItem } from "../../flow/session/trace.ts";
import type { World } from "../ports.ts";

const EVENT_TIMEOUT_MS = 10_000;

type Json = Readonly<Record<string, unknown>>;

/** The call object while the call lasts (retell-api.md 5.4). */
export function ongoingCall({ call }: Pick<FlowSnapshot, "call">): Json {
  return {
    call_id: call.callId,
    call_type: call.type,
    call_status: "ongoing",
    agent_id: call.agentId,
    agent_name: call.agentName,
    agent_version: call.agentVersion,
    direction: call.direction,
    from_number: call.fromNumber,
    to_number: call.toNumber,
    metadata: call.metadata,
    retell_llm_dynamic_variables: call.variables,
    start_timestamp: call.startedAt,
  };
}

/** The call object once it is over; `call_analyzed` adds `call_analysis`. */
export function endedCall(snapshot: FlowSnapshot, endedAt: number): Json {
  const transcript = snapshot.trace.filter(isTranscriptItem);
  const spoken = transcript.flatMap((item) => (item.role === "agent" || item.role === "user" ? [item] : []));
  return {
    ...ongoingCall(snapshot),
    call_status: "ended",
    end_timestamp: endedAt,
    duration_ms: endedAt - snapshot.call.startedAt,
    disconnection_reason: snapshot.ended?.reason ?? "error_unknown",
    ...(snapshot.ended?.transferDestination !== undefined && {
      transfer_destination: snapshot.ended.transferDestination,
    }),
    collected_dynamic_variables: snapshot.collected,
    transcript: spoken.map(({ role, content }) => `${role === "agent" ? "Agent" : "User"}: ${content}\n`).join(""),
    transcript_object: spoken.map(({ role, content }) => ({ role, content, words: [] })),
    transcript_with_tool_calls: transcript,
  };
}

/** @returns what went wrong, or undefined; any 2xx is right and its body is ignored (retell-api.md 5.3) */
export async function sendEvent(event: string, call: Json, world: World): Promise<string | undefined> {
  const outcome = await world.wire.send({
    url: world.agent.eventUrl,
    method: "POST",
    body: JSON.stringify({ event, call }),
    timeoutMs: EVENT_TIMEOUT_MS,
  });
  if (outcome.kind === "failed") return `${event}: ${outcome.reason}`;
  return outcome.status >= 200 && outcome.status < 300 ? undefined : `${event}: the server answered ${outcome.status}`;
}

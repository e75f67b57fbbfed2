/** An event of that name about a call or chat that never was, between fictitious numbers (retell-api.md 5.2, 5.4). */
export function sampleEvent(event: string, callId: string, now: number): Readonly<Record<string, unknown>> {
  if (event.startsWith("chat_")) return { event, chat: { chat_id: callId, metadata: {} } };
  const call = {
    ...begun(callId, now),
    ...(OVER.has(event) ? over(now) : {}),
    ...(event === "call_analyzed" ? analysed : {}),
  };
  if (!event.startsWith("transfer_") || event === "transfer_ended") return { event, call };
  return { event, call, transfer_destination: { number: "+14155550112" } };
}

const OVER: ReadonlySet<string> = new Set(["call_ended", "call_analyzed"]);
const LASTED_MS = 42_000;

function begun(callId: string, now: number) {
  return {
    call_id: callId,
    call_type: "phone_call",
    agent_id: "agent_sample",
    agent_version: 0,
    call_status: "ongoing",
    direction: "inbound",
    from_number: "+14155550199",
    to_number: "+14155550100",
    start_timestamp: now - LASTED_MS,
    metadata: { clinic_id: "" },
    retell_llm_dynamic_variables: { clinic_id: "" },
    transcript: "Agent: Hello, how can I help you?\n",
  };
}

function over(now: number) {
  return {
    call_status: "ended",
    end_timestamp: now,
    duration_ms: LASTED_MS,
    disconnection_reason: "user_hangup",
    transcript: "Agent: Hello, how can I help you?\nUser: Are you open today?\nAgent: Yes, until six.\n",
  };
}

const analysed = {
  call_analysis: {
    call_summary: "The caller asked about opening hours.",
    user_sentiment: "Neutral",
    call_successful: true,
    in_voicemail: false,
    custom_analysis_data: { outcome: "question_answered", callback_message: "" },
  },
};

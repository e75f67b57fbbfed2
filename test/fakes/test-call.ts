import type { Call } from "../../src/domain/call/call.ts";

/** An inbound call that began at that instant and lasted a minute, without a stored transcript. */
export function testCall(at: number, more: Partial<Call> = {}): Call {
  return {
    callId: "call_test",
    attribution: "known",
    direction: "inbound",
    status: "ended",
    patientNumber: null,
    clinicNumber: null,
    agentId: null,
    agentVersion: null,
    calledAt: at,
    startedAt: at,
    endedAt: at + 60_000,
    durationMs: 60_000,
    reason: "user_hangup",
    outcome: "question_answered",
    transcriptJson: null,
    transfersJson: null,
    variablesJson: null,
    analysisJson: null,
    metadataJson: null,
    costCents: null,
    latencyP50Ms: null,
    latencyP99Ms: null,
    analyzedAt: null,
    updatedAt: at,
    ...more,
  };
}

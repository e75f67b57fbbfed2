import type { CallEvent } from "../../src/domain/call/ports.ts";

/** An event as it is stored on arrival. */
export function storedEvent(event: string, call: object, more: Partial<CallEvent> = {}): CallEvent {
  const callId = "call_1";
  return {
    key: `${event}:${callId}`,
    event,
    callId,
    clinicId: "clinic-1",
    attribution: "known",
    progress: 0,
    body: JSON.stringify({ event, call: { call_id: callId, ...call } }),
    receivedAt: 1000,
    ...more,
  };
}

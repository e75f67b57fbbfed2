import { z } from "zod";
import type { JobHandler } from "../job/ports.ts";
import type { Clock } from "../time/ports.ts";
import type { CallEventRecords, CallLedger } from "./ports.ts";
import { tellCall } from "./tell-call.ts";

export interface CallEventPorts {
  readonly events: Pick<CallEventRecords, "find">;
  readonly calls: CallLedger;
  readonly clock: Clock;
}

const payloadSchema = z.object({ key: z.string() });

/** Job `call-event`: what a stored event means for its call. */
export function callEventHandler(ports: CallEventPorts): JobHandler {
  return ({ payload }) => processCallEvent(payloadSchema.parse(JSON.parse(payload)).key, ports);
}

/** An event that was erased meanwhile, or is about no call, changes nothing. */
export async function processCallEvent(key: string, { events, calls, clock }: CallEventPorts): Promise<void> {
  const callId = (await events.find(key))?.callId ?? null;
  if (callId === null) return;
  await calls.rewrite(callId, (known) => tellCall(callId, known, clock.now()));
}

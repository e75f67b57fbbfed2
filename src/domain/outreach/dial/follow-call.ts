import { callStatus, isOver } from "../../call/call-status.ts";
import type { FetchedCall } from "./call-platform.ts";
import type { DialPorts } from "./dial-ports.ts";
import type { Dial } from "./dial.ts";
import { moveDial } from "./move-dial.ts";

/** Most calls are over and told by then. */
const lookEveryMs = 20 * 60_000;

/** No call lasts longer than two hours, and nobody waits for its analysis longer than a day. */
const patienceMs = 26 * 3_600_000;

/**
 * Sees to it that a call which was placed comes to its end here too: a server that was down for longer than Retell
 * repeats its events (retell-api.md 5.3) has missed them, so the call itself is read and taken as its last event.
 * @returns when to look again; null: it is over. @throws transient
 */
export async function followCall(dial: Dial, ports: DialPorts): Promise<number | null> {
  const { calls, clock } = ports;
  if (dial.state !== "placed" || dial.callId === null) return null;
  const now = clock.now();
  const askedAt = dial.requestedAt ?? now;
  if (now < askedAt + lookEveryMs) return askedAt + lookEveryMs;
  const call = await calls.getCall(dial.callId);
  if (call === undefined) return giveUp(dial, "CALL_GONE", ports);
  if (now > askedAt + patienceMs) return giveUp(dial, "NO_NEWS", ports);
  const status = callStatus(call.status);
  if (status !== undefined && isOver(status)) await ports.takeEvent(lastEvent(call));
  return now + lookEveryMs;
}

function lastEvent({ body }: FetchedCall): string {
  const event = body["call_analysis"] === undefined ? "call_ended" : "call_analyzed";
  return JSON.stringify({ event, call: body });
}

async function giveUp(dial: Dial, reason: string, { database, clock }: DialPorts): Promise<null> {
  const now = clock.now();
  await moveDial(dial.id, { state: "ended", reason, endedAt: now }, { database, now });
  return null;
}

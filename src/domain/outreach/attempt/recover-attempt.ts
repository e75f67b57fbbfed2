import { HOUR_MS, MINUTE_MS } from "../../../clock.ts";
import { callStatus, isOver } from "../../call/call.ts";
import { readOutreachSettings } from "../outreach-settings.ts";
import type { AttemptPorts, AttemptStep } from "./attempt-ports.ts";
import type { CallAttempt } from "./attempt.ts";
import { askRetell, judgeAttempt } from "./begin-attempt.ts";
import { moveAttempt } from "./move-attempt.ts";
import type { FetchedCall } from "./ports.ts";
import { isReplayable, nextLookAt } from "./recovery.ts";

/** Most calls are over and told by then. */
const lookEveryMs = 20 * MINUTE_MS;

/** No call lasts longer than two hours, and nobody waits for its analysis longer than a day. */
const patienceMs = 26 * HOUR_MS;

/**
 * Sees to it that a call which was placed comes to its end here too: a server that was down for longer than Retell
 * repeats its events (docs/retell.md 5.3) has missed them, so the call itself is read and taken as its last event.
 * @returns when to look again; null: it is over. @throws transient
 */
export async function followCall(dial: CallAttempt, ports: AttemptPorts): Promise<number | null> {
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

async function giveUp(dial: CallAttempt, reason: string, { database, clock }: AttemptPorts): Promise<null> {
  const now = clock.now();
  await moveAttempt(dial.id, { state: "ended", reason, endedAt: now }, { database, now });
  return null;
}

/**
 * Settles a dial of which nobody knows what Retell made: the call that carries its mark is adopted; where there is none
 * the request is sent again under the same key, for as long as that makes no second call. After that Retell's list has
 * the last word.
 */
export async function recoverAttempt(dial: CallAttempt, ports: AttemptPorts): Promise<AttemptStep> {
  const { calls, database, clock } = ports;
  const [call] = await calls.findByDial(dial.id);
  const moved = (changes: Parameters<typeof moveAttempt>[1]): Promise<CallAttempt> =>
    moveAttempt(dial.id, changes, { database, now: clock.now() });
  if (call !== undefined) {
    return { kind: "settled", dial: await moved({ state: "placed", callId: call.callId, reason: null }) };
  }
  if (!isReplayable(dial, clock.now())) {
    return { kind: "settled", dial: await moved({ state: "failed", reason: "ANSWER_LOST", endedAt: clock.now() }) };
  }
  return replay(await moved({ state: "unknown" }), ports);
}

/** It would ring now, so the rules are judged anew. What they forbid is only looked for. */
async function replay(dial: CallAttempt, ports: AttemptPorts): Promise<AttemptStep> {
  const { clinic, database, pacer, clock } = ports;
  if (dial.state !== "unknown") return { kind: "settled", dial };
  const now = clock.now();
  const settings = await readOutreachSettings(ports, now);
  const verdict = await judgeAttempt(dial, { settings, stores: database.stores, now });
  if (verdict.kind !== "allowed") return { kind: "wait", dial, until: nextLookAt(dial, now), why: verdict.rule };
  const turn = await pacer.inTurn(clinic.id, () => Promise.resolve(pacer.repeating()));
  if (turn.kind === "wait") return { kind: "wait", dial, until: turn.until, why: "its turn" };
  return askRetell(dial, ports);
}

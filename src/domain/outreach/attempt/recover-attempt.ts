import { HOUR_MS, MINUTE_MS } from "../../../clock.ts";
import { callStatus, isOver } from "../../call/call.ts";
import { readOutreachSettings } from "../outreach-settings.ts";
import type { AttemptPorts, AttemptStep } from "./attempt-ports.ts";
import type { CallAttempt } from "./attempt.ts";
import { askRetell, judgeAttempt } from "./begin-attempt.ts";
import { moveAttempt } from "./move-attempt.ts";
import type { FetchedCall } from "./ports.ts";
import { isReplayable, nextLookAt } from "./recovery.ts";

/** By then most calls have ended and been reported. */
const lookEveryMs = 20 * MINUTE_MS;

/** No call lasts longer than two hours, and its analysis is awaited for a day at most. */
const patienceMs = 26 * HOUR_MS;

/**
 * Completes a placed call whose events were missed: a server that was down longer than Retell repeats its events
 * (docs/retell.md 5.3) reads the call itself and handles it as the last event.
 * @returns when to look again; null: it is over. @throws transient
 */
export async function followCall(attempt: CallAttempt, ports: AttemptPorts): Promise<number | null> {
  const { calls, clock } = ports;
  if (attempt.state !== "placed" || attempt.callId === null) return null;
  const now = clock.now();
  const askedAt = attempt.requestedAt ?? now;
  if (now < askedAt + lookEveryMs) return askedAt + lookEveryMs;
  const call = await calls.getCall(attempt.callId);
  if (call === undefined) return giveUp(attempt, "CALL_GONE", ports);
  if (now > askedAt + patienceMs) return giveUp(attempt, "NO_NEWS", ports);
  const status = callStatus(call.status);
  if (status !== undefined && isOver(status)) await ports.takeEvent(lastEvent(call));
  return now + lookEveryMs;
}

function lastEvent({ body }: FetchedCall): string {
  const event = body["call_analysis"] === undefined ? "call_ended" : "call_analyzed";
  return JSON.stringify({ event, call: body });
}

async function giveUp(attempt: CallAttempt, reason: string, { database, clock }: AttemptPorts): Promise<null> {
  const now = clock.now();
  await moveAttempt(attempt.id, { state: "ended", reason, endedAt: now }, { database, now });
  return null;
}

/**
 * Settles an attempt whose request has an unknown result: adopts the call with its metadata, or sends the request again
 * under the same key for as long as that cannot make a second call. After that Retell's list decides.
 */
export async function recoverAttempt(attempt: CallAttempt, ports: AttemptPorts): Promise<AttemptStep> {
  const { calls, database, clock } = ports;
  const [call] = await calls.findByDial(attempt.id);
  const moved = (changes: Parameters<typeof moveAttempt>[1]): Promise<CallAttempt> =>
    moveAttempt(attempt.id, changes, { database, now: clock.now() });
  if (call !== undefined) {
    return { kind: "settled", attempt: await moved({ state: "placed", callId: call.callId, reason: null }) };
  }
  if (!isReplayable(attempt, clock.now())) {
    return { kind: "settled", attempt: await moved({ state: "failed", reason: "ANSWER_LOST", endedAt: clock.now() }) };
  }
  return replay(await moved({ state: "unknown" }), ports);
}

/** The call would ring now, so the rules are judged again. When they forbid it, the call is only looked up. */
async function replay(attempt: CallAttempt, ports: AttemptPorts): Promise<AttemptStep> {
  const { clinic, database, pacer, clock } = ports;
  if (attempt.state !== "unknown") return { kind: "settled", attempt };
  const now = clock.now();
  const settings = await readOutreachSettings(ports, now);
  const verdict = await judgeAttempt(attempt, { settings, stores: database.stores, now });
  if (verdict.kind !== "allowed") return { kind: "wait", attempt, until: nextLookAt(attempt, now), why: verdict.rule };
  const turn = await pacer.inTurn(clinic.id, () => Promise.resolve(pacer.repeating()));
  if (turn.kind === "wait") return { kind: "wait", attempt, until: turn.until, why: "its turn" };
  return askRetell(attempt, ports);
}

import { readOutreachSettings } from "../outreach-settings.ts";
import { askRetell } from "./ask-retell.ts";
import type { DialPorts, DialStep } from "./dial-ports.ts";
import type { Dial } from "./dial.ts";
import { judgeDial } from "./judge-dial.ts";
import { moveDial } from "./move-dial.ts";
import { isReplayable, nextLookAt } from "./recovery.ts";

/**
 * Settles a dial of which nobody knows what Retell made: the call that carries its mark is adopted; where there is none
 * the request is sent again under the same key, for as long as that makes no second call. After that Retell's list has
 * the last word.
 */
export async function recoverDial(dial: Dial, ports: DialPorts): Promise<DialStep> {
  const { calls, database, clock } = ports;
  const [call] = await calls.findByDial(dial.id);
  const moved = (changes: Parameters<typeof moveDial>[1]): Promise<Dial> =>
    moveDial(dial.id, changes, { database, now: clock.now() });
  if (call !== undefined) {
    return { kind: "settled", dial: await moved({ state: "placed", callId: call.callId, reason: null }) };
  }
  if (!isReplayable(dial, clock.now())) {
    return { kind: "settled", dial: await moved({ state: "failed", reason: "ANSWER_LOST", endedAt: clock.now() }) };
  }
  return replay(await moved({ state: "unknown" }), ports);
}

/** It would ring now, so the rules are judged anew. What they forbid is only looked for. */
async function replay(dial: Dial, ports: DialPorts): Promise<DialStep> {
  const { clinic, database, pacer, clock } = ports;
  if (dial.state !== "unknown") return { kind: "settled", dial };
  const now = clock.now();
  const settings = await readOutreachSettings(ports, now);
  const verdict = await judgeDial(dial, { settings, stores: database.stores, now });
  if (verdict.kind !== "allowed") return { kind: "wait", dial, until: nextLookAt(dial, now), why: verdict.rule };
  const turn = await pacer.inTurn(clinic.id, () => Promise.resolve(pacer.repeating()));
  if (turn.kind === "wait") return { kind: "wait", dial, until: turn.until, why: "its turn" };
  return askRetell(dial, ports);
}

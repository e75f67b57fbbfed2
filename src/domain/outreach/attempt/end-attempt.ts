import { AscendiaError } from "../../../errors.ts";
import type { OutreachPorts } from "../ports.ts";
import { passOnOffer } from "../waitlist-calls.ts";
import type { AttemptPorts } from "./attempt-ports.ts";
import { type CallAttempt, canBecome, offerIdOf } from "./attempt.ts";

/** Staff call one planned call off. A slot that it was to offer goes to the next in line. @throws conflict when it has begun */
export async function cancelPlanned(attemptId: string, ports: OutreachPorts): Promise<CallAttempt> {
  const { database, clock } = ports;
  const reason = "CANCELLED_BY_STAFF";
  const cancelled = await database.transact(async ({ dials }) => {
    const attempt = await dials.find(attemptId);
    if (attempt === undefined) throw new Error(`call attempt ${attemptId} no longer exists`);
    if (attempt.state === "failed") return attempt;
    if (attempt.state !== "planned" || !canBecome(attempt.state, "failed")) throw begun(attempt);
    const at = clock.now();
    const failed = { ...attempt, state: "failed", reason, endedAt: at, updatedAt: at } as const;
    await dials.update(failed);
    return failed;
  });
  const offerId = offerIdOf(cancelled.key);
  if (offerId !== undefined) await passOnOffer({ offerId, state: "not_called", reason }, ports);
  return cancelled;
}

function begun({ state, callId }: CallAttempt): AscendiaError {
  const hint = callId === null ? "See it with: ascendia call:list" : `End it with: ascendia call:stop ${callId}`;
  const message = state === "ended" ? "That call is over." : "That call has begun, so it cannot be called off.";
  return new AscendiaError("conflict", message, state === "ended" ? {} : { hint });
}

/** Ends a call that is on. Its events follow as after any other call. @throws not_found when Retell has no such call */
export async function stopCall(callId: string, { calls }: Pick<AttemptPorts, "calls">): Promise<void> {
  const isStopped = await calls.stop(callId);
  if (isStopped) return;
  throw new AscendiaError("not_found", `Retell has no call ${callId} that is on.`, {
    hint: "List calls with: ascendia call:list",
  });
}

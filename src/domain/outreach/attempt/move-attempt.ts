import type { OutreachDatabase } from "../ports.ts";
import { type CallAttempt, canBecome } from "./attempt.ts";

type Changes = Partial<Pick<CallAttempt, "state" | "callId" | "reason" | "requestedAt" | "dueAt" | "endedAt">>;

/** Writes changes to an attempt. A settled state stays: the call's events may arrive before Retell's answer. */
export async function moveAttempt(
  attemptId: string,
  changes: Changes,
  { database, now }: { readonly database: OutreachDatabase; readonly now: number },
): Promise<CallAttempt> {
  return database.transact(async ({ dials }) => {
    const attempt = await dials.find(attemptId);
    if (attempt === undefined) throw new Error(`call attempt ${attemptId} no longer exists`);
    const { state = attempt.state } = changes;
    const moves = state === attempt.state || canBecome(attempt.state, state);
    const callId = attempt.callId ?? changes.callId ?? null;
    const moved = moves ? { ...attempt, ...changes, callId, updatedAt: now } : { ...attempt, callId };
    await dials.update(moved);
    return moved;
  });
}

import type { OutreachDatabase } from "../ports.ts";
import { type CallAttempt, canBecome } from "./attempt.ts";

type Changes = Partial<Pick<CallAttempt, "state" | "callId" | "reason" | "requestedAt" | "dueAt" | "endedAt">>;

/** Writes what is new of a dial. What came first stays: a call's events may have settled it while Retell was waited for. */
export async function moveAttempt(
  dialId: string,
  changes: Changes,
  { database, now }: { readonly database: OutreachDatabase; readonly now: number },
): Promise<CallAttempt> {
  return database.transact(async ({ dials }) => {
    const dial = await dials.find(dialId);
    if (dial === undefined) throw new Error(`the dial ${dialId} is gone`);
    const { state = dial.state } = changes;
    const moves = state === dial.state || canBecome(dial.state, state);
    const callId = dial.callId ?? changes.callId ?? null;
    const moved = moves ? { ...dial, ...changes, callId, updatedAt: now } : { ...dial, callId };
    await dials.update(moved);
    return moved;
  });
}

import { type CallAttempt, canBecome } from "./attempt/attempt.ts";
import type { Contact } from "./contact.ts";
import type { OutreachStores } from "./ports.ts";

interface Cancelling {
  readonly reason: string;
  readonly at: number;
  /** Default: every planned call. */
  readonly which?: (attempt: CallAttempt) => boolean;
}

/** Cancels planned calls. @returns how many */
export async function cancelAttempts(
  contacts: readonly Pick<Contact, "id">[],
  { reason, at, which = () => true }: Cancelling,
  { dials }: Pick<OutreachStores, "dials">,
): Promise<number> {
  let cancelled = 0;
  for (const { id } of contacts) {
    for (const attempt of await dials.ofContact(id)) {
      if (attempt.state !== "planned" || !canBecome(attempt.state, "failed") || !which(attempt)) continue;
      await dials.update({ ...attempt, state: "failed", reason, endedAt: at, updatedAt: at });
      cancelled += 1;
    }
  }
  return cancelled;
}

import { canBecome } from "./attempt/attempt.ts";
import type { Contact } from "./contact.ts";
import type { OutreachStores } from "./ports.ts";

/** Calls that wait for their time are not made any more. @returns how many */
export async function cancelAttempts(
  contacts: readonly Pick<Contact, "id">[],
  { reason, at }: { readonly reason: string; readonly at: number },
  { dials }: Pick<OutreachStores, "dials">,
): Promise<number> {
  let cancelled = 0;
  for (const { id } of contacts) {
    for (const dial of await dials.ofContact(id)) {
      if (dial.state !== "planned" || !canBecome(dial.state, "failed")) continue;
      await dials.update({ ...dial, state: "failed", reason, endedAt: at, updatedAt: at });
      cancelled += 1;
    }
  }
  return cancelled;
}

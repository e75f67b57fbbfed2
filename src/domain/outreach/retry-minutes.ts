import type { CallOutcome } from "../call/call.ts";
import type { OutreachPolicy } from "./policy.ts";

const spacing: Partial<Readonly<Record<CallOutcome, (policy: OutreachPolicy) => number>>> = {
  busy: ({ busyMinutes }) => busyMinutes,
  no_answer: ({ noAnswerMinutes }) => noAnswerMinutes,
  voicemail: ({ voicemailMinutes }) => voicemailMinutes,
  failed: ({ failedMinutes }) => failedMinutes,
};

/** From the end of a call that reached nobody to the next try; null: it reached somebody. */
export function retryMinutes(outcome: CallOutcome, policy: OutreachPolicy): number | null {
  return spacing[outcome]?.(policy) ?? null;
}

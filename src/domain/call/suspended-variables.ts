import { closedGreeting, type Suspension } from "../clinic/suspension.ts";
import type { Language } from "../language/language.ts";

/** How the flow begins: as usual, with a closing sentence and the end, or with one and another line. */
const statuses = { message: "closed", forward: "forwarded", reject: "closed" } as const;

/** What a suspension changes in the clinic's variables; the greeting may name any of the clinic's facts. */
export function suspendedVariables(
  suspension: Suspension | null,
  language: Language,
): { readonly facts: Readonly<Record<string, string>>; readonly phrases: Readonly<Record<string, string>> } {
  if (suspension === null) return { facts: { clinic_status: "open" }, phrases: {} };
  const { answer, forwardTo } = suspension;
  const line = forwardTo === null ? {} : { transfer_number: forwardTo, has_transfer_number: "true" };
  return {
    facts: { clinic_status: statuses[answer], ...line },
    phrases: { greeting: closedGreeting(suspension, language) },
  };
}

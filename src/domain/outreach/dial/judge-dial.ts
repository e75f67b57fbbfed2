import { readCallFacts } from "../call-facts.ts";
import { nextCallAt, refusalsOf, type RuleCode } from "../judge-call.ts";
import type { OutreachSettings } from "../outreach-settings.ts";
import type { OutreachStores } from "../ports.ts";
import type { Contact } from "../contact.ts";
import type { Dial } from "./dial.ts";

export type DialVerdict =
  | { readonly kind: "allowed"; readonly contact: Contact }
  /** Time alone, or the clinic's staff, lets it pass. */
  | { readonly kind: "wait"; readonly rule: RuleCode; readonly until: number }
  | { readonly kind: "forbidden"; readonly rule: RuleCode };

/** What is no decision about the person: looked at again, so that what was planned goes out once it is taken back. */
const undoable: ReadonlySet<RuleCode> = new Set(["OUTREACH_PAUSED", "CLINIC_SUSPENDED", "POLICY_OFF", "NO_NUMBER"]);

const undoablePauseMs = 10 * 60_000;

/** Every rule, at this moment; within the transaction that acts on it. */
export async function judgeDial(
  dial: Dial,
  {
    settings,
    stores,
    now,
  }: { readonly settings: OutreachSettings; readonly stores: OutreachStores; readonly now: number },
): Promise<DialVerdict> {
  const contact = await stores.contacts.find(dial.contactId);
  if (contact === undefined) return { kind: "forbidden", rule: "NO_APPOINTMENT" };
  const facts = await readCallFacts({ contact, at: now, dial }, settings, stores);
  const refusals = refusalsOf(facts);
  const [first] = refusals;
  if (first === undefined) return { kind: "allowed", contact };
  const next = nextCallAt(facts);
  if (next !== null) return { kind: "wait", rule: first.code, until: next };
  const person = refusals.find(({ code, until }) => until === null && !undoable.has(code));
  if (person !== undefined) return { kind: "forbidden", rule: person.code };
  return { kind: "wait", rule: first.code, until: now + undoablePauseMs };
}

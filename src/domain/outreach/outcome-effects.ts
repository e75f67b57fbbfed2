import type { CallOutcome } from "../call/call.ts";
import type { ContactState } from "./contact.ts";

/** What the book is to show; `move` needs a new time, which only the call itself or staff can find. */
export type BookEffect = "confirm" | "cancel" | "move";

/** What a call's outcome asks for. */
export interface OutcomeEffect {
  /** Where the contact then stands; null: as before. */
  readonly state: ContactState | null;
  readonly book: BookEffect | null;
  /** `retry`: called again while tries remain; `callback`: at the time they asked for. */
  readonly next: "retry" | "callback" | "opt_out" | null;
  /** Whether the calls that were still planned have lost their reason. */
  readonly endsCalls: boolean;
}

const nothing: OutcomeEffect = { state: null, book: null, next: null, endsCalls: false };
const again: OutcomeEffect = { ...nothing, next: "retry" };

export const outcomeEffects: Readonly<Record<CallOutcome, OutcomeEffect>> = {
  confirmed: { state: "confirmed", book: "confirm", next: null, endsCalls: true },
  rescheduled: { state: "rescheduled", book: "move", next: null, endsCalls: true },
  cancelled: { state: "cancelled", book: "cancel", next: null, endsCalls: true },
  callback_requested: { state: "callback_requested", book: null, next: "callback", endsCalls: false },
  wrong_person: { state: "wrong_person", book: null, next: null, endsCalls: true },
  opted_out: { state: "opted_out", book: null, next: "opt_out", endsCalls: true },
  no_answer: again,
  busy: again,
  voicemail: again,
  failed: again,
  // Somebody was reached and nothing came of it for the appointment: the next lead asks again.
  booked: nothing,
  question_answered: nothing,
  message_taken: nothing,
  transferred: nothing,
  emergency: nothing,
  no_outcome: nothing,
};

import { canMoveContact, type Contact, type ContactState, type FollowUp } from "./contact.ts";

export interface ContactChange {
  readonly state: ContactState;
  readonly followUp?: { readonly kind: FollowUp; readonly at: number } | null;
  readonly at: number;
}

/**
 * The contact in the new state with the new follow-up, none where none is given. A state that the table of moves does
 * not allow is not taken on; the follow-up is, as it is something to be done.
 */
export function changeContact(contact: Contact, { state, followUp = null, at }: ContactChange): Contact {
  return {
    ...contact,
    state: canMoveContact(contact.state, state) ? state : contact.state,
    followUp: followUp?.kind ?? null,
    followUpAt: followUp?.at ?? null,
    updatedAt: at,
  };
}

import type { Dial, DialState } from "./dial.ts";

/** The dials of one clinic. */
export interface DialStore {
  find(dialId: string): Promise<Dial | undefined>;
  withKey(key: string): Promise<Dial | undefined>;
  ofCall(callId: string): Promise<Dial | undefined>;
  /** Oldest first. */
  ofContact(contactId: string): Promise<readonly Dial[]>;
  /** By due time. */
  inStates(states: readonly DialState[]): Promise<readonly Dial[]>;
  /** Of which Retell was asked at or after that instant, by that time. */
  askedSince(instant: number): Promise<readonly Dial[]>;
  /** @throws conflict when the clinic has a dial of that key */
  add(dial: Dial): Promise<void>;
  update(dial: Dial): Promise<void>;
}

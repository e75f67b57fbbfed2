import type { PageRequest } from "../page.ts";

export const urgencies = ["normal", "urgent"] as const;

export type Urgency = (typeof urgencies)[number];

/** What a caller left for the team. It is open until someone marks it as done. */
export interface Message {
  readonly id: string;
  /** The call, or FROM_CALENDAR followed by the visit. */
  readonly callId: string;
  /** The name as the caller gave it; null: the caller gave none. */
  readonly name: string | null;
  /** E.164, to call back; null: the caller gave none and withheld their own. */
  readonly phone: string | null;
  readonly text: string;
  readonly urgency: Urgency;
  readonly createdAt: number;
  readonly doneAt: number | null;
}

/** Replaces the call id in messages about a change in the clinic's external calendar, which no call left. */
export const FROM_CALENDAR = "calendar:";

export interface MessageFilter extends Partial<PageRequest> {
  readonly isOpenOnly: boolean;
}

/** One clinic's messages. */
export interface MessageStore {
  find(messageId: string): Promise<Message | undefined>;
  /** The messages left in that call, in order of arrival. */
  ofCall(callId: string): Promise<readonly Message[]>;
  /** Latest first. `isOpenOnly`: only messages that are not done. */
  list(filter: MessageFilter): Promise<readonly Message[]>;
  add(message: Message): Promise<void>;
  update(message: Message): Promise<void>;
}

/** The open messages of one clinic. */
export interface OpenMessages {
  readonly clinicSlug: string;
  readonly count: number;
  /** When the oldest of them was left. */
  readonly oldestAt: number;
}

/** The messages of all clinics, for operators. */
export interface FleetMessages {
  /** By clinic; clinics without open messages are left out. */
  open(): Promise<readonly OpenMessages[]>;
}

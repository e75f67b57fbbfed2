import type { PageRequest } from "../page.ts";

export const urgencies = ["normal", "urgent"] as const;

export type Urgency = (typeof urgencies)[number];

/** What a caller left for the team. It is open until someone marks it as done. */
export interface Message {
  readonly id: string;
  /** Or FROM_CALENDAR and the visit. */
  readonly callId: string;
  /** As the caller gave it; null: they gave none. */
  readonly name: string | null;
  /** E.164, to call back; null: the caller gave none and withheld their own. */
  readonly phone: string | null;
  readonly text: string;
  readonly urgency: Urgency;
  readonly createdAt: number;
  readonly doneAt: number | null;
}

/** What stands in place of a call for what no call left: a change in the clinic's own calendar. */
export const FROM_CALENDAR = "calendar:";

export interface MessageFilter extends Partial<PageRequest> {
  readonly isOpenOnly: boolean;
}

/** One clinic's messages. */
export interface MessageStore {
  find(messageId: string): Promise<Message | undefined>;
  /** Taken in that call, in order of arrival. */
  ofCall(callId: string): Promise<readonly Message[]>;
  /** Latest first; `open` only: those that are not done. */
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

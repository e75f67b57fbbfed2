import { addressees } from "./addressees.ts";
import type { Message } from "../call/message.ts";
import type { OutreachPorts } from "../outreach/ports.ts";
import { mailOf } from "./mail.ts";
import { messageText } from "./message-mail.ts";

export type NewMessage = Omit<Message, "id" | "createdAt" | "doneAt">;

/** A limit for each call, so that nobody fills the clinic's list and mailbox. */
const MESSAGES_A_CALL = 5;

/**
 * Stores the message and mails it to the clinic, together or not at all. What a call has left already is not left
 * again. @returns undefined when the call has left as many messages as one may
 */
export async function takeMessage(given: NewMessage, ports: OutreachPorts): Promise<Message | undefined> {
  const { clinic, database, clock, newId } = ports;
  return database.transact(async (stores) => {
    const earlier = await stores.messages.ofCall(given.callId);
    const known = earlier.find((message) => message.text === given.text && message.phone === given.phone);
    if (known !== undefined) return known;
    if (earlier.length >= MESSAGES_A_CALL) return undefined;
    const message = { ...given, id: newId(), createdAt: clock.now(), doneAt: null };
    await stores.messages.add(message);
    const notices = await stores.notices.find();
    for (const recipient of notices.messages ? addressees(clinic, notices.recipients) : []) {
      const about = { kind: "message", key: `${message.id} ${recipient}`, callId: message.callId } as const;
      const stamp = { id: newId(), createdAt: message.createdAt, recipient };
      await stores.outbox.add(mailOf(messageText(clinic, message), { ...about, ...stamp }));
    }
    return message;
  });
}

import type { Message } from "../../domain/call/message.ts";
import { findById } from "../../domain/find-by-id.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import type { OutreachPorts } from "../../domain/outreach/ports.ts";
import { redactTranscript } from "../../domain/privacy/redact-transcript.ts";
import { AscendiaError } from "../../errors.ts";
import { type RevealFlag, instant, shownNumber } from "../view.ts";

/** A message as in --json. Without --reveal, numbers are masked and left out of the text. */
export function messageJson(message: Message, { language }: Clinic, flags: RevealFlag) {
  const { id, callId, name, phone, text, urgency, createdAt, doneAt } = message;
  const year = new Date(createdAt).getUTCFullYear();
  return {
    id,
    call_id: callId,
    name,
    phone: shownNumber(phone, flags),
    text: flags.reveal === true ? text : redactTranscript(text, language, year),
    urgency,
    created_at: new Date(createdAt).toISOString(),
    done_at: instant(doneAt),
  };
}

/** Finds a message by its id or the end of its id. @throws not_found, conflict */
export async function messageNamed(
  text: string,
  { clinic, database }: Pick<OutreachPorts, "clinic" | "database">,
): Promise<Message> {
  const { messages } = database.stores;
  const all = await messages.list({ isOpenOnly: false });
  const message = (await messages.find(text.trim())) ?? findById(text, all, "message");
  if (message !== undefined) return message;
  throw new AscendiaError("not_found", `Message "${text}" not found.`, {
    hint: `List them with: ascendia message:list --clinic ${clinic.slug} --all`,
  });
}

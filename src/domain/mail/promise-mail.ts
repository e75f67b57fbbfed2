import type { NewMail } from "../clinic/outbox.ts";
import { htmlText, type MailText, plainText } from "./mail-text.ts";

/** Every kind of mail there is. */
export const mailKinds = [
  "welcome",
  "call-summary",
  "daily-digest",
  "appointment-booked",
  "appointment-moved",
  "appointment-cancelled",
] as const;

export type MailKind = (typeof mailKinds)[number];

type About = Pick<NewMail, "id" | "key" | "recipient" | "createdAt"> &
  Partial<Pick<NewMail, "calendar" | "calendarMethod" | "patientId" | "callId">> & { readonly kind: MailKind };

/** The mail that says it, ready for the outbox. */
export function mailOf(text: MailText, about: About): NewMail {
  const nothing = { calendar: null, calendarMethod: null, patientId: null, callId: null };
  const subject = oneLine(text.subject);
  return { ...nothing, ...about, subject, body: plainText(text), html: htmlText({ ...text, subject }) };
}

/** A line break in a clinic's name must not end the header. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, " ").trim();
}

import { addressees } from "./notify-clinic.ts";
import type { Message, Urgency } from "../../call/message.ts";
import type { OutreachPorts } from "../../outreach/ports.ts";
import { type MailText, mailOf, paragraph } from "../mail.ts";
import type { Clinic } from "../../clinic/clinic.ts";
import { writtenNumber } from "../../clinic/telephone/telephone.ts";
import type { Translated } from "../../language/language.ts";
import { writtenInstant } from "../../language/dates/spoken-date.ts";

type NewMessage = Omit<Message, "id" | "createdAt" | "doneAt">;

/** Per call, so that no one floods the clinic's list and mailbox. */
const MESSAGES_A_CALL = 5;

/**
 * Stores the message and mails it to the clinic, both or neither. A message already left in the same call is not stored
 * twice. @returns undefined when the call has reached its limit of messages
 */
export async function takeMessage(draft: NewMessage, ports: OutreachPorts): Promise<Message | undefined> {
  const { clinic, database, clock, newId } = ports;
  return database.transact(async (stores) => {
    const earlier = await stores.messages.ofCall(draft.callId);
    const known = earlier.find((message) => message.text === draft.text && message.phone === draft.phone);
    if (known !== undefined) return known;
    if (earlier.length >= MESSAGES_A_CALL) return undefined;
    const message = { ...draft, id: newId(), createdAt: clock.now(), doneAt: null };
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

interface Words {
  readonly subject: Readonly<Record<Urgency, string>>;
  readonly opening: string;
  readonly urgent: string;
  readonly labels: Readonly<Record<"name" | "number" | "when", string>>;
  readonly unknown: string;
  readonly next: string;
}

const words: Translated<Words> = {
  fr: {
    subject: { normal: "Un appelant a laissé un message", urgent: "Message urgent d'un appelant" },
    opening: "Un appelant a laissé ce message pour l'équipe :",
    urgent: "L'appelant dit que c'est urgent.",
    labels: { name: "De la part de", number: "À rappeler au", when: "Reçu" },
    unknown: "non donné",
    next: "L'appelant sait que son message vous est transmis.",
  },
  en: {
    subject: { normal: "A caller left a message", urgent: "Urgent message from a caller" },
    opening: "A caller left this message for the team:",
    urgent: "The caller says that it is urgent.",
    labels: { name: "From", number: "Call back on", when: "Received" },
    unknown: "not given",
    next: "The caller knows that you have the message.",
  },
  es: {
    subject: { normal: "Una persona dejó un mensaje", urgent: "Mensaje urgente de una llamada" },
    opening: "Una persona dejó este mensaje para el equipo:",
    urgent: "La persona dice que es urgente.",
    labels: { name: "De parte de", number: "Llamar al", when: "Recibido" },
    unknown: "no lo dio",
    next: "La persona sabe que ustedes tienen el mensaje.",
  },
};

/** A caller's message, as mailed to the clinic. */
export function messageText(
  { language, country, timezone }: Pick<Clinic, "language" | "country" | "timezone">,
  message: Omit<Message, "id" | "callId" | "doneAt">,
): MailText {
  const { subject, opening, urgent, labels, unknown, next } = words[language];
  const { name, phone, text, urgency, createdAt } = message;
  const number = phone === null ? unknown : writtenNumber(phone, country);
  const parts = [
    ...(urgency === "urgent" ? [paragraph(urgent)] : []),
    paragraph(opening),
    paragraph(text),
    {
      kind: "facts",
      rows: [
        [labels.name, name ?? unknown],
        [labels.number, number],
        [labels.when, writtenInstant(createdAt, timezone, language)],
      ],
    },
    paragraph(next),
  ] as const;
  return { language, subject: subject[urgency], parts };
}

import { createTransport } from "nodemailer";
import { z } from "zod";
import type { ClinicMail, Delivery, Mailer } from "../../domain/mail/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { smtpConnection } from "./smtp-url.ts";

const PATIENCE_MS = 10_000;
/** Limits each silence while a mail is sent. Together with the other limits, far below SENDING_LEASE_MS. */
const SILENCE_MS = 30_000;

/** Sends over the SMTP server of the URL. @throws not_configured without a usable sender */
export function smtpMailer(url: string, from: string | null): Mailer {
  const sender = senderOf(from);
  const transport = createTransport({
    ...smtpConnection(url),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    deliver: async (mail) => {
      try {
        await transport.sendMail(messageOf(mail, sender));
        return { kind: "sent" };
      } catch (error) {
        return failureOf(error);
      }
    },
  };
}

interface Sender {
  readonly name: string;
  readonly address: string;
}

function senderOf(from: string | null): Sender {
  const match = /^(?:\s*"?([^"<]*?)"?\s*<)?([^\s<>@]+@[^\s<>@]+)>?\s*$/u.exec(from ?? "");
  if (match?.[2] !== undefined) return { name: match[1] ?? "", address: match[2] };
  const problem = from === null ? "MAIL_FROM is not set" : `MAIL_FROM "${from}" is not an email address`;
  throw new AscendiaError("not_configured", `${problem}: mail cannot be sent.`, {
    hint: "Set MAIL_FROM to an address that the mail server accepts as a sender, such as reception@example.com.",
  });
}

/** Patients get mail in their clinic's name, and replies go to the clinic. */
function messageOf(mail: ClinicMail, sender: Sender) {
  const { clinicName, ownerEmail, calendar, calendarMethod } = mail;
  const isToPatient = mail.patientId !== null;
  return {
    messageId: `<${mail.id}@${sender.address.split("@")[1] ?? "localhost"}>`,
    date: new Date(mail.createdAt),
    from: isToPatient ? { ...sender, name: clinicName } : sender,
    to: { name: "", address: mail.recipient },
    ...(isToPatient && ownerEmail !== "" ? { replyTo: { name: clinicName, address: ownerEmail } } : {}),
    subject: mail.subject,
    text: mail.body,
    ...(mail.html === null ? {} : { html: mail.html }),
    ...(calendar === null
      ? {}
      : { icalEvent: { method: calendarMethod ?? "REQUEST", content: calendar, filename: "appointment.ics" } }),
    // RFC 3834 5: no out-of-office answers.
    headers: { "Auto-Submitted": "auto-generated" },
  };
}

const failureSchema = z.object({
  code: z.string().catch(""),
  responseCode: z.number().catch(0),
  command: z.string().catch(""),
  message: z.string().catch(""),
  permanent: z.boolean().catch(false),
});

/**
 * 5xx is permanent (RFC 5321 4.2.1), except for a rejected login: that is the fault of SMTP_URL, not of the mail. The
 * server's text often repeats the address, so the reason contains only codes.
 */
function failureOf(error: unknown): Delivery {
  const { code, responseCode, command, message, permanent } = failureSchema.parse(error);
  const enhanced = /\b[245]\.\d{1,3}\.\d{1,3}\b/u.exec(message)?.[0] ?? "";
  const reason = [code, responseCode === 0 ? "" : String(responseCode), enhanced, command].filter(
    (part) => part !== "",
  );
  const isUnsendable = code === "EENVELOPE" && command === "API";
  const kind = isUnsendable || (permanent && code !== "EAUTH") ? "refused" : "deferred";
  return { kind, reason: reason.join(" ") || "unknown error" };
}

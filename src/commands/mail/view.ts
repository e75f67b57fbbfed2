import { shortId } from "../../domain/find-by-id.ts";
import type { ClinicMail } from "../../domain/mail/ports.ts";
import { terminalSafe } from "../../terminal/table.ts";
import type { Columns } from "../pages.ts";
import { maskedAddress } from "../view.ts";

export function mailJson(mail: ClinicMail, reveal: boolean) {
  return {
    id: mail.id,
    clinic: mail.clinicSlug,
    kind: mail.kind,
    recipient: reveal ? mail.recipient : maskedAddress(mail.recipient),
    subject: mail.subject,
    state: mail.state,
    attempts: mail.attempts,
    created_at: timeText(mail.createdAt),
    sent_at: mail.sentAt === null ? null : timeText(mail.sentAt),
    error: mail.lastError,
  };
}

export function mailColumns(reveal: boolean): Columns<ClinicMail> {
  return {
    head: ["created", "clinic", "kind", "to", "state", "tries", "error", "id"],
    empty: "No emails.",
    cells: (mail) => {
      const { clinic, kind, recipient, state, attempts, error } = mailJson(mail, reveal);
      const created = timeText(mail.createdAt).slice(0, 16).replace("T", " ");
      return [created, clinic, kind, recipient, state, String(attempts), error ?? "", shortId(mail.id)];
    },
  };
}

export function mailText(mail: ClinicMail, reveal: boolean): string {
  const json = mailJson(mail, reveal);
  const lines: readonly (readonly [string, string | null])[] = [
    ["id", json.id],
    ["clinic", json.clinic],
    ["kind", json.kind],
    ["to", json.recipient],
    ["subject", json.subject],
    ["state", `${json.state}, ${json.attempts} ${json.attempts === 1 ? "try" : "tries"}`],
    ["created", json.created_at],
    ["sent", json.sent_at],
    ["error", json.error],
    ["calendar", mail.calendarMethod === null ? null : `appointment.ics, ${mail.calendarMethod}`],
  ];
  const head = lines.flatMap(([label, value]) => (value === null ? [] : [`${label.padEnd(9)} ${value}`]));
  return terminalSafe([...head, "", reveal ? mail.body.trimEnd() : bodyHidden].join("\n"));
}

const bodyHidden = "Use --reveal to show the text.";

function timeText(at: number): string {
  return new Date(at).toISOString();
}

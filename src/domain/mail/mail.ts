import type { NewMail } from "../clinic/ports.ts";
import type { Language, Translated } from "../language/language.ts";

/** One part of a mail; plain text and HTML are built from the same parts. */
export type MailPart =
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  /** Labels with their values. */
  | { readonly kind: "facts"; readonly rows: readonly (readonly [string, string])[] };

/** The content of a mail. Subjects appear on lock screens, so they contain no patient name and nothing medical. */
export interface MailText {
  readonly language: Language;
  readonly subject: string;
  readonly parts: readonly MailPart[];
}

export function paragraph(text: string): MailPart {
  return { kind: "paragraph", text };
}

const colons: Translated = { fr: " : ", en: ": ", es: ": " };

export function plainText({ language, parts }: MailText): string {
  return `${parts.map((part) => plainPart(part, colons[language])).join("\n\n")}\n`;
}

/** A complete document without external resources, so that opening it cannot be tracked. */
export function htmlText({ language, subject, parts }: MailText): string {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title>`;
  const body = parts.map(htmlPart).join("\n");
  return `<!doctype html>\n<html lang="${language}"><head>${head}</head>\n<body style="${bodyStyle}">\n${body}\n</body></html>\n`;
}

const bodyStyle = "max-width:36em;margin:1.5em auto;padding:0 1em;font:16px/1.5 sans-serif;color:#222";
const labelStyle = "text-align:left;vertical-align:top;font-weight:normal;color:#555;padding:2px 1em 2px 0";

function plainPart(part: MailPart, colon: string): string {
  if (part.kind === "heading") return `${part.text}\n${"-".repeat(part.text.length)}`;
  if (part.kind === "list") return part.items.map((item) => `- ${item}`).join("\n");
  if (part.kind === "facts") return part.rows.map(([label, value]) => `${label}${colon}${value}`).join("\n");
  return part.text;
}

function htmlPart(part: MailPart): string {
  if (part.kind === "heading") return `<h2 style="font-size:1.1em">${escapeHtml(part.text)}</h2>`;
  if (part.kind === "list") return `<ul>${part.items.map((item) => `<li>${escapeHtml(item)}</li>`).join("")}</ul>`;
  if (part.kind === "facts") return `<table>${part.rows.map(htmlRow).join("")}</table>`;
  return `<p>${escapeHtml(part.text).replaceAll("\n", "<br>")}</p>`;
}

function htmlRow([label, value]: readonly [string, string]): string {
  return `<tr><th style="${labelStyle}">${escapeHtml(label)}</th><td>${escapeHtml(value)}</td></tr>`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (character) => entities[character] ?? character);
}

/** Every kind of mail. */
export const mailKinds = [
  "welcome",
  "call-summary",
  "daily-digest",
  "weekly-report",
  "identity",
  "message",
  "sign-in",
  "appointment-booked",
  "appointment-moved",
  "appointment-cancelled",
  "appointment-late",
] as const;

export type MailKind = (typeof mailKinds)[number];

type About = Pick<NewMail, "id" | "key" | "recipient" | "createdAt"> &
  Partial<Pick<NewMail, "calendar" | "calendarMethod" | "patientId" | "callId">> & { readonly kind: MailKind };

/** The mail with this content, ready for the outbox. */
export function mailOf(text: MailText, about: About): NewMail {
  const nothing = { calendar: null, calendarMethod: null, patientId: null, callId: null };
  const subject = oneLine(text.subject);
  return { ...nothing, ...about, subject, body: plainText(text), html: htmlText({ ...text, subject }) };
}

/** A line break in a clinic's name must not end the header. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, " ").trim();
}

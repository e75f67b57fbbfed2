import * as z from "zod";
import { AscendiaError } from "../errors.ts";
import { placeholderNames } from "../flow/placeholders.ts";
import type { Language } from "../language/language.ts";
import type { ReminderVariable } from "../outreach/outbound-variables.ts";
import { clinicFacts } from "./clinic-facts.ts";

/** What is spoken word for word, by key; the template says `{{phrase_<key>}}`. */
export const phraseKeys = [
  "greeting",
  "need",
  "no_doctors",
  "unknown_doctor",
  "ask_date",
  "ask_date_again",
  "ask_other_date",
  "checking",
  "ask_time_again",
  "ask_patient_name",
  "ask_patient_phone",
  "booking",
  "sms_sent",
  "ask_booking_details",
  "looking_up",
  "move_or_cancel",
  "ask_new_date",
  "confirm_cancel",
  "saving",
  "recording",
  "emergency",
  "emergency_no_number",
  "emergency_transfer_failed",
  "transferring",
  "transfer_failed",
  "no_human",
  "take_message",
  "message_taken",
  "technical_problem",
  "anything_else",
  "goodbye",
  "reminder_greeting",
  "reminder_identity",
  "reminder_appointment",
  "reminder_problem",
  "reminder_goodbye",
  "voicemail",
  "wrong_person",
  "offer_callback",
  "ask_callback",
  "opt_out_failed",
] as const;

export type PhraseKey = (typeof phraseKeys)[number];

/** The phrases of one language; a text may name the clinic's own facts as `{{clinic_name}}`, a reminder's the call's. */
export type PhraseCatalogue = Readonly<Record<PhraseKey, string>>;

export interface PhraseSource {
  readonly language: Language;
  /** Where the JSON was read, for messages. */
  readonly file: string;
}

/** What the phrases that only calls going out speak may name beside the clinic's facts. */
const reminderFacts = [
  "customer_name",
  "appointment_date",
  "appointment_time",
  "appointment_type",
  "provider_name",
  "special_instructions",
  "callback_number",
] as const satisfies readonly ReminderVariable[];

const reminderPhrase = /^(?:reminder_|voicemail$)/;
const facts: ReadonlySet<string> = new Set(clinicFacts);
const known: ReadonlySet<string> = new Set([...clinicFacts, ...reminderFacts]);
const phrase = z.string().trim().min(1, "is empty").superRefine(onlyKnownFacts);
export const catalogueSchema = z.record(z.enum(phraseKeys), phrase).superRefine(reminderFactsInReminders);

/** Throws AscendiaError "invalid" with all problems: missing, unknown, empty phrases, and placeholders of no clinic fact. */
export function parsePhrases(json: unknown, source: PhraseSource): PhraseCatalogue {
  const result = catalogueSchema.safeParse(json);
  if (result.success) return result.data;
  const problems = result.error.issues.map(problemText);
  throw new AscendiaError("invalid", `The phrases in ${source.file} cannot be used:\n  ${problems.join("\n  ")}`, {
    hint: `Give every phrase of "${source.language}" a text: ${phraseKeys.join(", ")}.`,
    detail: problems,
  });
}

function onlyKnownFacts(text: string, context: z.RefinementCtx): void {
  for (const name of namesBeside(known, text)) context.addIssue({ code: "custom", message: foreign(name) });
}

/** Calls that come in have no appointment to name. */
function reminderFactsInReminders(texts: Readonly<Record<string, string>>, context: z.RefinementCtx): void {
  for (const [key, text] of Object.entries(texts)) {
    const names = reminderPhrase.test(key) ? [] : namesBeside(facts, text);
    for (const name of names.filter((named) => known.has(named)))
      context.addIssue({ code: "custom", path: [key], message: foreign(name) });
  }
}

function namesBeside(allowed: ReadonlySet<string>, text: string): readonly string[] {
  return placeholderNames(text).filter((name) => !allowed.has(name));
}

function foreign(name: string): string {
  return `names {{${name}}}, which is no fact about the clinic`;
}

function problemText(issue: z.core.$ZodIssue): string {
  const key = issue.path.join(".");
  if (issue.code === "unrecognized_keys") return `unknown phrase ${issue.keys.join(", ")}`;
  return issue.code === "invalid_type" ? `${key === "" ? "the file" : key}: no text given` : `${key}: ${issue.message}`;
}

import * as z from "zod";
import { AscendiaError } from "../../../errors.ts";
import { placeholderNames } from "../../../flow/placeholders.ts";
import type { Language, Translated } from "../../language/language.ts";
import type { ReminderVariable } from "../../outreach/reminders/outbound-variables.ts";
import { clinicFacts } from "./agent.ts";

/** Keys of texts that are spoken verbatim; the template uses `{{phrase_<key>}}`. */
export const phraseKeys = [
  "greeting",
  "need",
  "no_doctors",
  "unknown_doctor",
  "ask_reason",
  "noted",
  "with_doctor",
  "ask_date",
  "ask_date_again",
  "ask_other_date",
  "checking",
  "ask_time_again",
  "ask_patient_name",
  "ask_patient_names",
  "ask_name_again",
  "ask_patient_phone",
  "ask_phone_again",
  "reviewing",
  "booking",
  "sms_sent",
  "ask_booking_details",
  "looking_up",
  "move_or_cancel",
  "ask_new_date",
  "saving",
  "recording",
  "emergency",
  "emergency_ask_now",
  "emergency_transferring",
  "emergency_no_number",
  "emergency_transfer_failed",
  "emergency_goodbye",
  "transferring",
  "transfer_failed",
  "no_human",
  "take_message",
  "message_failed",
  "technical_problem",
  "anything_else",
  "goodbye",
  "reminder_greeting",
  "reminder_identity",
  "reminder_appointment",
  "reminder_child",
  "reminder_problem",
  "reminder_goodbye",
  "voicemail",
  "wrong_person",
  "offer_callback",
  "ask_callback",
  "opt_out_failed",
  "offer_waitlist",
  "ask_waitlist_details",
  "reminder_offer_slot",
  "reminder_notice",
  "slot_not_kept",
  "someone_else",
  "condolences",
  "death_not_recorded",
] as const;

export type PhraseKey = (typeof phraseKeys)[number];

/**
 * The phrases of one language. A text may use clinic facts such as `{{clinic_name}}`; a reminder may also use call
 * facts.
 */
export type PhraseCatalogue = Readonly<Record<PhraseKey, string>>;

/** The own phrases of an installation or a clinic, by key. */
export type PhraseTexts = Readonly<Record<string, string>>;

/** The phrases that an installation's calls speak. */
export interface InstalledPhrases {
  /** All phrases: the shipped ones, overridden by those of the `phrases` folder. */
  readonly spoken: Translated<PhraseCatalogue & PhraseTexts>;
  /** Only the phrases of the folder. */
  readonly own: Translated<PhraseTexts>;
}

interface PhraseSource {
  readonly language: Language;
  /** The source of the JSON, for messages. */
  readonly file: string;
}

/** The variables that phrases of outbound calls may use in addition to the clinic's facts. */
export const reminderFacts = [
  "customer_name",
  "patient_name",
  "appointment_date",
  "appointment_time",
  "appointment_type",
  "provider_name",
  "special_instructions",
  "callback_number",
  "call_reason",
] as const satisfies readonly ReminderVariable[];

const reminderPhrase = /^(?:reminder_|voicemail$)/;

const facts: ReadonlySet<string> = new Set(clinicFacts);

const known: ReadonlySet<string> = new Set([...clinicFacts, ...reminderFacts]);

/** A longer text is too long for a sentence on the phone. */
export const MOST_CHARACTERS = 600;

/** The facts that a text may name. */
export function factsFor(key: string): ReadonlySet<string> {
  return reminderPhrase.test(key) ? known : facts;
}

const phrase = z
  .string()
  .trim()
  .min(1, "is empty")
  .max(MOST_CHARACTERS, `is longer than ${MOST_CHARACTERS} characters`)
  .superRefine(onlyKnownFacts);

/** Every shipped phrase is required; an installation's own phrases are optional. */
export const catalogueSchema = z
  .object(Object.fromEntries(phraseKeys.map((key) => [key, phrase])))
  .catchall(phrase)
  .superRefine(reminderFactsInReminders);

/** The key of an own phrase, such as `ask_insurance`; a flow uses it as `{{phrase_ask_insurance}}`. */
const ownKey = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/u, "is not a key such as ask_insurance");

const ownSchema = z.record(ownKey, phrase).superRefine(reminderFactsInReminders);

const shippedSchema = z.record(z.enum(phraseKeys), phrase).superRefine(reminderFactsInReminders);

/** Throws AscendiaError "invalid" with all problems: missing, unknown or empty phrases, and unknown placeholders. */
export function parsePhrases(json: unknown, source: PhraseSource): PhraseCatalogue {
  const result = shippedSchema.safeParse(json);
  if (result.success) return result.data;
  throw refusal(
    result.error.issues,
    source,
    `Add a text for every phrase of "${source.language}": ${phraseKeys.join(", ")}.`,
  );
}

/** Reads the file of an installation's own phrases, which may hold any phrases and requires none. @throws invalid */
export function parseOwnPhrases(json: unknown, source: PhraseSource): PhraseTexts {
  const result = ownSchema.safeParse(json);
  if (result.success) {
    return Object.fromEntries(Object.entries(result.data).map(([key, text]) => [key, withNotice(key, text)]));
  }
  throw refusal(
    result.error.issues,
    source,
    'Write keys and texts, such as {"greeting": "{{clinic_name}}, bonjour. {{notice}} Je vous écoute."}.',
  );
}

/**
 * Most jurisdictions require that callers learn about the assistant and the recording before they speak, so a greeting
 * without the notice gets it before its question. A clinic that wants no notice has an empty one.
 */
export function withNotice(key: string, text: string): string {
  if (key !== "greeting" || placeholderNames(text).includes("notice")) return text;
  const [, before = text, question] = /^(.*[.!…])\s+([^.!…]*\?)$/su.exec(text.trim()) ?? [];
  return question === undefined ? `${text.trim()} {{notice}}` : `${before} {{notice}} ${question}`;
}

/** What is wrong with one text, worded to follow its key; empty when it may be spoken. */
export function phraseProblems(key: string, text: string): readonly string[] {
  const result = ownSchema.safeParse({ [key]: text });
  return result.success ? [] : result.error.issues.map(problemText);
}

function refusal(issues: readonly z.core.$ZodIssue[], { file }: PhraseSource, hint: string): AscendiaError {
  const problems = issues.map(problemText);
  return new AscendiaError("invalid", `Invalid phrases in ${file}:\n  ${problems.join("\n  ")}`, {
    hint,
    detail: problems,
  });
}

function onlyKnownFacts(text: string, context: z.RefinementCtx): void {
  for (const name of namesBeside(known, text)) context.addIssue({ code: "custom", message: foreign(name) });
}

/** Only reminders may use reminder facts: inbound calls have no appointment to name. */
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
  return `names {{${name}}}, which is not a clinic fact`;
}

function problemText(issue: z.core.$ZodIssue): string {
  const key = issue.path.join(".");
  if (issue.code === "unrecognized_keys") return `unknown phrase ${issue.keys.join(", ")}`;
  return issue.code === "invalid_type" ? `${key === "" ? "the file" : key}: missing text` : `${key}: ${issue.message}`;
}

import * as z from "zod";
import { AscendiaError } from "../errors.ts";
import { placeholderNames } from "../flow/placeholders.ts";
import type { Language } from "../language/language.ts";
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
] as const;

export type PhraseKey = (typeof phraseKeys)[number];

/** The phrases of one language; a text may name the clinic's own facts as `{{clinic_name}}`. */
export type PhraseCatalogue = Readonly<Record<PhraseKey, string>>;

export interface PhraseSource {
  readonly language: Language;
  /** Where the JSON was read, for messages. */
  readonly file: string;
}

const facts: ReadonlySet<string> = new Set(clinicFacts);
const phrase = z.string().trim().min(1, "is empty").superRefine(onlyClinicFacts);
export const catalogueSchema = z.record(z.enum(phraseKeys), phrase);

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

function onlyClinicFacts(text: string, context: z.RefinementCtx): void {
  const foreign = placeholderNames(text).filter((name) => !facts.has(name));
  for (const name of foreign) {
    context.addIssue({ code: "custom", message: `names {{${name}}}, which is no fact about the clinic` });
  }
}

function problemText(issue: z.core.$ZodIssue): string {
  const key = issue.path.join(".");
  if (issue.code === "unrecognized_keys") return `unknown phrase ${issue.keys.join(", ")}`;
  return issue.code === "invalid_type" ? `${key === "" ? "the file" : key}: no text given` : `${key}: ${issue.message}`;
}

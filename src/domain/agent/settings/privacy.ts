import * as z from "zod";

const optional = z.exactOptional;
const flag = optional(z.boolean());

const personalData = z.enum([
  "person_name",
  "address",
  "email",
  "phone_number",
  "ssn",
  "passport",
  "driver_license",
  "credit_card",
  "bank_account",
  "password",
  "pin",
  "medical_id",
  "date_of_birth",
  "customer_account_number",
]);

const forbiddenOutput = z.enum([
  "harassment",
  "self_harm",
  "sexual_exploitation",
  "violence",
  "defense_and_national_security",
  "illicit_and_harmful_activity",
  "gambling",
  "regulated_professional_advice",
  "child_safety_and_exploitation",
]);

const guardrails = z.strictObject({
  input_topics: optional(z.array(z.literal("platform_integrity_jailbreaking")).nullable()),
  output_topics: optional(z.array(forbiddenOutput).nullable()),
});

const handbook = z.strictObject({
  ai_disclosure: flag,
  conversational_personality: flag,
  default_personality: flag,
  echo_verification: flag,
  high_empathy: flag,
  nato_phonetic_alphabet: flag,
  natural_filler_words: flag,
  scope_boundaries: flag,
  smart_matching: flag,
  speech_normalization: flag,
});

/** What an agent keeps of a call and what it refuses to talk about (retell-api.md 2.1). */
export const privacySettings = {
  data_storage_setting: optional(z.enum(["everything", "everything_except_pii", "basic_attributes_only"])),
  data_storage_retention_days: optional(z.number().min(1).max(730).nullable()),
  opt_in_signed_url: flag,
  signed_url_expiration_ms: optional(z.number().positive().nullable()),
  pii_config: optional(z.strictObject({ mode: z.literal("post_call"), categories: z.array(personalData) })),
  guardrail_config: optional(guardrails),
  handbook_config: optional(handbook),
};

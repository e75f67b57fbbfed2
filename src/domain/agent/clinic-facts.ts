/** Variables about the clinic itself that come with every call; all texts, empty where the clinic has none. */
export const clinicFacts = [
  "clinic_id",
  "clinic_slug",
  "clinic_name",
  "clinic_address",
  "clinic_phone",
  "timezone",
  "language",
  "language_name",
  "today",
  "today_spoken",
  "available_doctors",
  "doctor_id_map",
  "business_hours",
  "transfer_number",
  "emergency_number",
  "has_transfer_number",
  "sms_enabled",
  "clinic_instructions",
  "clinic_status",
] as const;

export type ClinicFact = (typeof clinicFacts)[number];

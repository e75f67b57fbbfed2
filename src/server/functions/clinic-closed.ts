import type { Translated } from "../../domain/language/language.ts";

/**
 * The fields by which each tool's answer steers the flow, so that no earlier success in the call counts for this one.
 */
export const nothingDone = {
  available: "false",
  available_slots: [],
  booked: "false",
  found: "false",
  rescheduled: "false",
  cancelled: "false",
  joined: "false",
  confirmed: "false",
  requested: "false",
  opted_out: "false",
  taken: "false",
  declined: "false",
  recorded: "false",
  reviewed: "false",
  chosen: "false",
  reason: "clinic_closed",
} as const;

/** Spoken if a clinic was suspended during a call. */
export const closed: Translated = {
  fr: "Je regrette, la clinique ne prend pas de rendez-vous par téléphone en ce moment. Merci de rappeler plus tard.",
  en: "I'm sorry, the clinic is not taking appointments by phone at the moment. Please call again later.",
  es: "Lo siento, por el momento la clínica no está dando citas por teléfono. Por favor llame más tarde.",
};

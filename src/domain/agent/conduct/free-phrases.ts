/** An operator words these as they like; the text rules still hold for them. */
export const freePhrases: ReadonlySet<string> = new Set([
  "greeting",
  "need",
  "no_doctors",
  "unknown_doctor",
  "checking",
  "looking_up",
  "saving",
  "recording",
  "transferring",
  "anything_else",
  "goodbye",
  "reminder_goodbye",
]);

/** Phrases that operators may word freely; the text rules still apply. */
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

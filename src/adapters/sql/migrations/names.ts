/**
 * In order; each migration's code is loaded only when it runs. A migration that has landed is never edited: write a new
 * one.
 */
export const MIGRATIONS = [
  "001-clinics-and-booking",
  "002-call-events",
  "003-agent-versions-and-audit",
  "004-suspensions",
  "005-jobs-and-calls",
  "006-outreach",
  "007-dials",
  "008-mail-and-privacy",
  "009-socket",
  "010-dialogue-settings",
  "011-privacy-key",
  "012-dial-traffic",
  "013-identity",
  "014-outreach-caps",
  "016-installation",
  "017-event-keys",
  "019-emergency-services",
  "020-accepted-changes",
  "022-messages",
  "023-after-hours",
  "024-recording-notice",
  "029-withdrawn-versions",
  "032-waitlist-calls",
  "033-waitlist-offers",
  "034-call-notices",
  "035-visit-reasons",
  "037-list-indexes",
  "038-new-appointments",
  "041-clinic-phrases",
  "052-calendar-feeds",
  "044-proven-callers",
  "045-hours-periods",
  "046-same-day",
  "048-console-access",
  "042-clinic-speech",
  "053-withheld-callers",
] as const;

export type MigrationName = (typeof MIGRATIONS)[number];

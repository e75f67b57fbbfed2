import { foldText } from "../language/fold-text.ts";
import type { Language, Translated } from "../language/language.ts";

/** `onboarding`: stored, its number not yet bound. Only an `active` clinic's calls are answered by the agent. */
export type ClinicStatus = "onboarding" | "active" | "suspended" | "offboarded";

/** The tenant. Phone numbers are E.164, the timezone an IANA name, the country ISO 3166-1 alpha-2. */
export interface Clinic {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly address: string;
  readonly country: string;
  readonly timezone: string;
  readonly language: Language;
  readonly phone: string | null;
  readonly transferNumber: string | null;
  readonly emergencyNumber: string | null;
  /** Short numbers that callers in danger are given instead of their country's, such as "112, 118". */
  readonly emergencyServices: string | null;
  readonly ownerEmail: string;
  readonly instructions: string | null;
  readonly smsEnabled: boolean;
  readonly status: ClinicStatus;
  readonly createdAt: number;
}

export interface Doctor {
  readonly id: string;
  readonly name: string;
  readonly specialty: string;
  readonly email: string | null;
  readonly active: boolean;
}

/** The clinic's telephone number at Retell and what it is bound to. */
export interface ClinicNumber {
  readonly phoneNumber: string;
  readonly source: "bought" | "imported";
  readonly agentId: string | null;
  readonly agentVersion: number | null;
  readonly webhookUrl: string | null;
  readonly monthlyCents: number;
}

/** What a clinic is told by mail, and who of it. */
export interface ClinicNotices {
  /** A mail after every finished call. */
  readonly callSummaries: boolean;
  /** The hour of the clinic's day (0 to 23) at which the day before is told; null: not at all. */
  readonly digestHour: number | null;
  /** Empty: the owner. */
  readonly recipients: readonly string[];
}

/** A clinic that has set nothing gets its welcome and nothing else. */
export const defaultNotices: ClinicNotices = { callSummaries: false, digestHour: null, recipients: [] };

export interface NoticesStore {
  /** `defaultNotices` where the clinic has set nothing. */
  find(): Promise<ClinicNotices>;
  save(notices: ClinicNotices): Promise<void>;
}

/**
 * What a caller must give besides the phone on file before they hear of an appointment or change it. `callback`: nothing
 * is enough; the team calls the number on file.
 */
export const verifications = ["either", "name", "birth-date", "callback"] as const;

export type Verification = (typeof verifications)[number];

/** How long a clinic keeps what was said, in what form, and to whom it tells it. */
export interface PrivacySettings {
  /** Transcripts, events and mails older than this are erased; null: they are kept. */
  readonly retentionDays: number | null;
  /** Whether phone numbers, mail addresses and birth dates are taken out of transcripts before they are stored. */
  readonly redactTranscripts: boolean;
  readonly verify: Verification;
}

export const defaultPrivacySettings: PrivacySettings = {
  retentionDays: null,
  redactTranscripts: false,
  verify: "either",
};

export interface PrivacySettingsStore {
  /** `defaultPrivacySettings` where the clinic has set nothing. */
  find(): Promise<PrivacySettings>;
  save(settings: PrivacySettings): Promise<void>;
}

const longest = 60;

/** Lower-case letters, digits and single hyphens: what may stand in an address and in a number's mark at Retell. */
export const slugPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/u;

/** "Clinique Sainte-Thérèse" → "clinique-sainte-therese"; empty when the name has no letter or digit to make one of. */
export function slugOf(name: string): string {
  const words = foldText(name)
    .replaceAll("'", " ")
    .replaceAll(/[^a-z0-9]+/gu, "-");
  return words.replaceAll(/^-+/gu, "").slice(0, longest).replaceAll(/-+$/gu, "");
}

export function isSlug(text: string): boolean {
  return text.length <= longest && slugPattern.test(text);
}

/** What a suspended clinic's callers get: a closing sentence, another line, or an engaged line. */
export const suspensionAnswers = ["message", "forward", "reject"] as const;
export type SuspensionAnswer = (typeof suspensionAnswers)[number];

export interface Suspension {
  readonly answer: SuspensionAnswer;
  /** Said word for word instead of the greeting; null: the usual sentence in the clinic's language. */
  readonly message: string | null;
  /** Who takes the calls, E.164; with `forward` alone. */
  readonly forwardTo: string | null;
  readonly suspendedAt: number;
}

/** Of one clinic. */
export interface SuspensionStore {
  find(): Promise<Suspension | undefined>;
  save(suspension: Suspension): Promise<void>;
  remove(): Promise<void>;
}

/** Of a clinic that was suspended before it could be told how to answer. */
export const plainSuspension: Suspension = { answer: "message", message: null, forwardTo: null, suspendedAt: 0 };

const messages: Translated<Readonly<Record<Exclude<SuspensionAnswer, "reject">, string>>> = {
  fr: {
    message:
      "Bonjour, vous avez appelé {{clinic_name}}. Notre accueil téléphonique est fermé pour le moment. En cas d'urgence, appelez {{emergency_services}}. Merci de votre appel, au revoir.",
    forward:
      "Bonjour, vous avez appelé {{clinic_name}}. Notre accueil automatique est fermé pour le moment. Puis-je vous passer quelqu'un ?",
  },
  en: {
    message:
      "Hello, you have reached {{clinic_name}}. Our telephone reception is closed at the moment. In an emergency, call {{emergency_services}}. Thank you for calling, goodbye.",
    forward:
      "Hello, you have reached {{clinic_name}}. Our automatic reception is closed at the moment. Shall I put you through to someone?",
  },
};

/** What callers hear first; `{{clinic_name}}` and the clinic's other facts may stand in it. Empty: nobody answers. */
export function closedGreeting({ answer, message }: Suspension, language: Language): string {
  if (answer === "reject") return "";
  return message ?? messages[language][answer];
}

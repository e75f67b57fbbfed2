import { foldText } from "../language/fold-text.ts";
import type { Language, Translated } from "../language/language.ts";
import type { WallDate } from "../time/wall-date.ts";

/**
 * `onboarding`: the clinic is stored, but its number is not yet bound. The agent answers only an `active` clinic's
 * calls.
 */
export type ClinicStatus = "onboarding" | "active" | "suspended" | "offboarded";

/** What callers can do while the clinic is closed: leave a message, only book, or speak to the doctor on call. */
export const afterHoursAnswers = ["message", "book", "forward"] as const;
export type AfterHoursAnswer = (typeof afterHoursAnswers)[number];

/** `none`: the name is said without an article. */
export const clinicArticles = ["la", "le", "l'", "les", "el", "los", "las", "none"] as const;
export type Article = (typeof clinicArticles)[number];

/** The tenant. Phone numbers are E.164, the timezone an IANA name, the country ISO 3166-1 alpha-2. */
export interface Clinic {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly address: string;
  readonly country: string;
  readonly timezone: string;
  readonly language: Language;
  /** Also spoken, when a caller begins in it or asks for it; null: none. */
  readonly secondLanguage: Language | null;
  readonly phone: string | null;
  readonly transferNumber: string | null;
  readonly emergencyNumber: string | null;
  /** Short numbers given to callers in danger instead of the country's, such as "112, 118". */
  readonly emergencyServices: string | null;
  /** What callers who ask for a person get while the clinic is closed; null: they are put through at any hour. */
  readonly afterHours: AfterHoursAnswer | null;
  /** The doctor on call, E.164; only with `forward`. */
  readonly onCallNumber: string | null;
  /**
   * The notice that an assistant answers and that the call may be recorded, in the clinic's language; null: the
   * country's notice; empty: no notice.
   */
  readonly notice: string | null;
  /**
   * The French or Spanish article before the name; null: the article of its first word ("la Clinique", "le Cabinet").
   */
  readonly article: Article | null;
  /** The Retell voice that answers the clinic's calls; null: the voice of its language. */
  readonly voice: string | null;
  /** null: the installation's account and its master agent. */
  readonly retell: OwnRetell | null;
  readonly ownerEmail: string;
  readonly instructions: string | null;
  readonly smsEnabled: boolean;
  readonly status: ClinicStatus;
  readonly createdAt: number;
}

/** The agent that answers a clinic's calls instead of the master agent, and the Retell account that has it. */
export interface OwnRetell {
  /** The environment variable with the key of the clinic's own account; null: the installation's account. */
  readonly account: string | null;
  readonly agentId: string;
  /** A published version. */
  readonly agentVersion: number;
}

/** The account that has the clinic's number and signs its webhooks; null: the installation's. */
export function accountOf({ retell }: Pick<Clinic, "retell">): string | null {
  return retell?.account ?? null;
}

export interface Doctor {
  readonly id: string;
  readonly name: string;
  readonly specialty: string;
  readonly email: string | null;
  readonly active: boolean;
  /** The name's pronunciation in IPA. Absent: as the voice reads the name. */
  readonly pronunciation?: string | undefined;
  /** Absent: no delay is recorded. */
  readonly late?: { readonly on: WallDate; readonly minutes: number } | undefined;
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

/** Which emails a clinic gets, and who receives them. */
export interface ClinicNotices {
  /** Send an email after every finished call. */
  readonly callSummaries: boolean;
  /** Local hour (0 to 23) at which to send the previous day's digest; null: never. */
  readonly digestHour: number | null;
  /** ISO weekday (1 is Monday) on which to send the report of the week before; null: never. */
  readonly weeklyDay: number | null;
  /** Send an email for every message that a caller leaves. */
  readonly messages: boolean;
  /** Empty: the owner receives them. */
  readonly recipients: readonly string[];
  /** The number (E.164) that gets a copy of each confirmation by text message; null: none. */
  readonly textCopyTo: string | null;
}

/** Defaults for a clinic without settings: it gets callers' messages and the weekly report. */
export const defaultNotices: ClinicNotices = {
  callSummaries: false,
  digestHour: null,
  weeklyDay: 1,
  messages: true,
  recipients: [],
  textCopyTo: null,
};

export interface NoticesStore {
  /** `defaultNotices` when the clinic has no settings. */
  find(): Promise<ClinicNotices>;
  save(notices: ClinicNotices): Promise<void>;
}

/**
 * What a caller must state in addition to the phone on file to hear about an appointment or change it. `callback`:
 * nothing is enough; the team calls the number on file.
 */
export const verifications = ["either", "name", "birth-date", "callback"] as const;

export type Verification = (typeof verifications)[number];

/** How long a clinic keeps transcripts, in which form, and how callers are verified. */
export interface PrivacySettings {
  /** Transcripts, events and emails older than this are erased; null: never. */
  readonly retentionDays: number | null;
  /** Whether to remove phone numbers, email addresses and birth dates from transcripts before storing them. */
  readonly redactTranscripts: boolean;
  readonly verify: Verification;
}

export const defaultPrivacySettings: PrivacySettings = {
  retentionDays: null,
  redactTranscripts: false,
  verify: "either",
};

export interface PrivacySettingsStore {
  /** `defaultPrivacySettings` when the clinic has no settings. */
  find(): Promise<PrivacySettings>;
  save(settings: PrivacySettings): Promise<void>;
}

const longest = 60;

/** Lower-case letters, digits and single hyphens: valid in a URL and in a number's nickname at Retell. */
export const slugPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/u;

/** "Clinique Sainte-Thérèse" → "clinique-sainte-therese"; empty when the name has no usable letter or digit. */
export function slugOf(name: string): string {
  const words = foldText(name)
    .replaceAll("'", " ")
    .replaceAll(/[^a-z0-9]+/gu, "-");
  return words.replaceAll(/^-+/gu, "").slice(0, longest).replaceAll(/-+$/gu, "");
}

export function isSlug(text: string): boolean {
  return text.length <= longest && slugPattern.test(text);
}

/** What callers of a suspended clinic get: a closing sentence, a transfer, or a busy line. */
export const suspensionAnswers = ["message", "forward", "reject"] as const;
export type SuspensionAnswer = (typeof suspensionAnswers)[number];

export interface Suspension {
  readonly answer: SuspensionAnswer;
  /** Said verbatim instead of the greeting; null: the default sentence in the clinic's language. */
  readonly message: string | null;
  /** The number that takes the calls, E.164; only with `forward`. */
  readonly forwardTo: string | null;
  readonly suspendedAt: number;
}

/** The suspension of one clinic. */
export interface SuspensionStore {
  find(): Promise<Suspension | undefined>;
  save(suspension: Suspension): Promise<void>;
  remove(): Promise<void>;
}

/** For a clinic suspended before these settings existed. */
export const plainSuspension: Suspension = { answer: "message", message: null, forwardTo: null, suspendedAt: 0 };

const messages: Translated<Readonly<Record<Exclude<SuspensionAnswer, "reject">, string>>> = {
  fr: {
    message:
      "Bonjour, vous êtes bien {{clinic_at}}. Notre accueil téléphonique est fermé pour le moment. En cas d'urgence, appelez {{emergency_services}}. Merci de votre appel, au revoir.",
    forward:
      "Bonjour, vous êtes bien {{clinic_at}}. Notre accueil automatique est fermé pour le moment. Puis-je vous passer quelqu'un ?",
  },
  en: {
    message:
      "Hello, you have reached {{clinic_name}}. Our telephone reception is closed at the moment. In an emergency, call {{emergency_services}}. Thank you for calling, goodbye.",
    forward:
      "Hello, you have reached {{clinic_name}}. Our automatic reception is closed at the moment. Shall I put you through to someone?",
  },
  es: {
    message:
      "Buen día, está llamando {{clinic_at}}. Por el momento no podemos atender su llamada. Si es una emergencia, llame al {{emergency_services}}. Gracias por llamar, hasta luego.",
    forward:
      "Buen día, está llamando {{clinic_at}}. Por el momento no podemos atenderle por aquí. ¿Le paso con alguien?",
  },
};

/**
 * The first words that callers hear; they may contain `{{clinic_name}}` and the clinic's other facts. Empty: calls are
 * rejected.
 */
export function closedGreeting({ answer, message }: Suspension, language: Language): string {
  if (answer === "reject") return "";
  return message ?? messages[language][answer];
}

import type { Language } from "../language/language.ts";

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

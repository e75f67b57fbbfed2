import type { Clinic } from "../clinic/clinic.ts";
import type { Language, Translated } from "../language/language.ts";

/** Retell's own variants of a language by country (agent field `language`, retell-api.md 2.1); elsewhere the first. */
const locales = {
  fr: { default: "fr-FR", CA: "fr-CA" },
  en: { default: "en-US", AU: "en-AU", GB: "en-GB", IE: "en-GB", IN: "en-IN", NZ: "en-NZ" },
} as const satisfies Translated<Readonly<Record<string, string>>>;

export type AgentLocale = {
  [Spoken in Language]: (typeof locales)[Spoken][keyof (typeof locales)[Spoken]];
}[Language];

export function agentLocale({ language, country }: Pick<Clinic, "language" | "country">): AgentLocale {
  const variants: Readonly<Record<string, AgentLocale>> = locales[language];
  return variants[country] ?? locales[language].default;
}

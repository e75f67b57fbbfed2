import type { Clinic } from "../clinic/clinic.ts";
import type { Translated } from "../language/language.ts";

/** Retell's own variants of a language by country (agent field `language`, retell-api.md 2.1); elsewhere the first. */
const locales = {
  fr: { default: "fr-FR", CA: "fr-CA" },
  en: { default: "en-US", AU: "en-AU", GB: "en-GB", IE: "en-GB", IN: "en-IN", NZ: "en-NZ" },
} as const satisfies Translated<Readonly<Record<string, string>>>;

export function agentLocale({ language, country }: Pick<Clinic, "language" | "country">): string {
  const variants: Readonly<Record<string, string>> = locales[language];
  return variants[country] ?? locales[language].default;
}

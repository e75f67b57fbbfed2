import type { Language, Translated } from "../language/language.ts";
import type { Clinic } from "./clinic.ts";

type Kind = "plain" | "withPurpose";

/**
 * Who answers and that the call may be recorded; where the law asks for it, also what for. A person hears it before they
 * say anything.
 */
const notices: Translated<Readonly<Record<Kind, string>>> = {
  fr: {
    plain: "Vous parlez à un assistant automatique, et l'appel peut être enregistré.",
    withPurpose:
      "Vous parlez à un assistant automatique, et l'appel peut être enregistré pour le suivi de votre demande.",
  },
  en: {
    plain: "You are speaking with an automated assistant, and this call may be recorded.",
    withPurpose:
      "You are speaking with an automated assistant, and this call may be recorded to follow up on your request.",
  },
  es: {
    plain: "Le atiende un asistente automático, y esta llamada puede ser grabada.",
    withPurpose:
      "Le atiende un asistente automático, y esta llamada puede ser grabada para dar seguimiento a lo que nos pida.",
  },
};

/**
 * Countries where it is enough to announce the recording: in the United States, several states ask for every party's
 * consent, which going on after the announcement gives. Elsewhere the purpose is said too, as the GDPR (article 13, France),
 * the Code du numérique (book V, Benin), and PIPEDA and Québec's Law 25 (Canada) ask.
 */
const withoutPurpose: ReadonlySet<string> = new Set(["US"]);

/** The clinic's own text, else its country's; empty: the clinic wants none. */
export function recordingNotice({ notice, country }: Pick<Clinic, "notice" | "country">, language: Language): string {
  return notice ?? notices[language][withoutPurpose.has(country) ? "plain" : "withPurpose"];
}

import type { Clinic } from "../clinic/clinic.ts";
import type { Language, Translated } from "../language/language.ts";

/** The variables that the clinic's after-hours setting changes while it is closed. */
export interface AfterHours {
  readonly facts: Readonly<Record<string, string>>;
  readonly phrases: Readonly<Record<string, string>>;
}

type Sentences = Translated<Readonly<Record<"message" | "book", string>>>;

/** Said to a caller who asks for a person. `{{opening_now}}` says when the clinic opens. */
const noHuman: Sentences = {
  fr: {
    message:
      "La clinique est {{opening_now}}. Voulez-vous laisser un message à l'équipe, ou que je m'occupe moi-même de votre demande ?",
    book: "La clinique est {{opening_now}}. En attendant, je peux prendre, déplacer ou annuler un rendez-vous. Que souhaitez-vous ?",
  },
  en: {
    message:
      "The clinic is {{opening_now}}. Would you like to leave a message for the team, or shall I take care of your request myself?",
    book: "The clinic is {{opening_now}}. Meanwhile I can book, move or cancel an appointment. What would you like?",
  },
  es: {
    message: "La clínica está {{opening_now}}. ¿Quiere dejarle un mensaje al equipo, o prefiere que le ayude yo?",
    book: "La clínica está {{opening_now}}. Mientras tanto, puedo dar, cambiar o cancelar una cita. ¿Qué necesita?",
  },
};

/**
 * Without a setting, and while the clinic is open, people are put through as always. Otherwise nobody is at the desk:
 * `forward` puts callers through to the doctor on call, `message` and `book` to no one.
 */
export function afterHoursVariables(
  { afterHours, onCallNumber }: Pick<Clinic, "afterHours" | "onCallNumber">,
  isOpen: boolean,
  language: Language,
): AfterHours {
  if (afterHours === null || isOpen) return { facts: {}, phrases: {} };
  if (afterHours === "forward" && onCallNumber !== null) {
    return { facts: { transfer_number: onCallNumber, has_transfer_number: "true" }, phrases: {} };
  }
  const kind = afterHours === "book" ? "book" : "message";
  return { facts: { has_transfer_number: "false" }, phrases: { no_human: noHuman[language][kind] } };
}

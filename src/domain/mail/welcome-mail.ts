import { doctorName } from "../clinic/doctor-name.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { NewMail } from "../clinic/ports.ts";
import type { Translated } from "../language/language.ts";
import { type MailText, mailOf, paragraph } from "./mail.ts";

export interface WelcomeFacts {
  /** The number that the receptionist answers. */
  readonly phoneNumber: string;
  /** Without the title. */
  readonly doctors: readonly string[];
}

interface Words {
  readonly subject: string;
  readonly paragraphs: (facts: { clinic: string; number: string; doctors: string }) => readonly string[];
}

const words: Translated<Words> = {
  fr: {
    subject: "Votre réceptionniste IA est prête",
    paragraphs: ({ clinic, number, doctors }) => [
      "Bonjour,",
      `La réceptionniste IA de ${clinic} répond dès maintenant au ${number}.`,
      `Elle prend des rendez-vous pour : ${doctors}.`,
      `Appelez ce numéro pour l'entendre. Pour lui confier vos appels, renvoyez votre ligne actuelle vers le ${number}.`,
      "Bien cordialement",
    ],
  },
  en: {
    subject: "Your AI receptionist is ready",
    paragraphs: ({ clinic, number, doctors }) => [
      "Hello,",
      `The AI receptionist of ${clinic} now answers at ${number}.`,
      `It books appointments with: ${doctors}.`,
      `Call that number to hear it. To hand your calls over, forward your present line to ${number}.`,
      "Kind regards",
    ],
  },
  es: {
    subject: "Su recepcionista de IA está lista",
    paragraphs: ({ clinic, number, doctors }) => [
      "Buen día:",
      `La recepcionista de IA de ${clinic} ya contesta en el ${number}.`,
      `Da citas con: ${doctors}.`,
      `Llame a ese número para escucharla. Para pasarle sus llamadas, desvíe su línea actual al ${number}.`,
      "Saludos cordiales",
    ],
  },
};

export function welcomeText({ name, language }: Pick<Clinic, "name" | "language">, facts: WelcomeFacts): MailText {
  const { subject, paragraphs } = words[language];
  const doctors = facts.doctors.map((doctor) => doctorName(doctor)).join(", ");
  const texts = paragraphs({ clinic: name, number: facts.phoneNumber, doctors });
  return { language, subject, parts: texts.map((text) => paragraph(text)) };
}

/** The mail to the owner when the number is bound, in the clinic's language; one per clinic. */
export function welcomeMail(
  clinic: Clinic,
  facts: WelcomeFacts,
  stamp: { readonly id: string; readonly createdAt: number },
): NewMail {
  return mailOf(welcomeText(clinic, facts), {
    ...stamp,
    kind: "welcome",
    key: clinic.id,
    recipient: clinic.ownerEmail,
  });
}

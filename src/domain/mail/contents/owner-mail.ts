import { doctorName } from "../../clinic/doctor-name.ts";
import type { Clinic } from "../../clinic/clinic.ts";
import type { NewMail } from "../../clinic/ports.ts";
import type { Translated } from "../../language/language.ts";
import { type MailText, mailOf, paragraph } from "../mail.ts";

interface WelcomeFacts {
  /** The number that the assistant answers. */
  readonly phoneNumber: string;
  /** Without the title. */
  readonly doctors: readonly string[];
}

interface WelcomeWords {
  readonly subject: string;
  readonly paragraphs: (facts: { clinic: string; number: string; doctors: string }) => readonly string[];
}

const welcomeWords: Translated<WelcomeWords> = {
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
      `Call that number to hear it. To hand your calls over, forward your current line to ${number}.`,
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

function welcomeText({ name, language }: Pick<Clinic, "name" | "language">, facts: WelcomeFacts): MailText {
  const { subject, paragraphs } = welcomeWords[language];
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

interface SignInWords {
  readonly subject: string;
  readonly parts: (name: string, url: string) => readonly string[];
}

const signInWords: Translated<SignInWords> = {
  fr: {
    subject: "Votre lien de connexion",
    parts: (name, url) => [
      `Voici votre lien pour ouvrir la console de ${name} :`,
      url,
      "Il sert une seule fois et expire dans 15 minutes. Ne le transmettez à personne.",
      "Si vous ne l'avez pas demandé, ignorez ce message : personne n'entre sans ce lien.",
    ],
  },
  en: {
    subject: "Your sign-in link",
    parts: (name, url) => [
      `This is your link to the console of ${name}:`,
      url,
      "It works once and expires in 15 minutes. Do not pass it on.",
      "If you did not ask for it, ignore this message: no one can enter without the link.",
    ],
  },
  es: {
    subject: "Su enlace para entrar",
    parts: (name, url) => [
      `Este es su enlace para abrir la consola de ${name}:`,
      url,
      "Funciona una sola vez y vence en 15 minutos. No lo comparta con nadie.",
      "Si usted no lo pidió, ignore este mensaje: nadie puede entrar sin el enlace.",
    ],
  },
};

interface About extends Pick<NewMail, "id" | "createdAt" | "recipient"> {
  readonly clinic: Pick<Clinic, "language" | "name">;
  readonly url: string;
}

export function signInMail({ clinic: { language, name }, url, ...about }: About): NewMail {
  const { subject, parts } = signInWords[language];
  const text = { language, subject, parts: parts(name, url).map(paragraph) };
  return mailOf(text, { ...about, kind: "sign-in", key: about.id });
}

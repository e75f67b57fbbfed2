import type { Clinic } from "../clinic/clinic.ts";
import type { NewMail } from "../clinic/ports.ts";
import type { Translated } from "../language/language.ts";
import { mailOf, paragraph } from "./mail.ts";

interface Words {
  readonly subject: string;
  readonly parts: (name: string, url: string) => readonly string[];
}

const words: Translated<Words> = {
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
  const { subject, parts } = words[language];
  const text = { language, subject, parts: parts(name, url).map(paragraph) };
  return mailOf(text, { ...about, kind: "sign-in", key: about.id });
}

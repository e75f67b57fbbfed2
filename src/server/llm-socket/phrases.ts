import type { Translated } from "../../domain/language/language.ts";

/** What the line itself says if no dialogue can speak. */
export const linePhrases: Translated<{
  readonly closed: string;
  readonly wrongLine: string;
  readonly troubleTransferring: string;
  readonly trouble: string;
}> = {
  fr: {
    closed: "Bonjour, notre accueil téléphonique est fermé pour le moment. Merci de votre appel, au revoir.",
    wrongLine: "Nous ne pouvons pas prendre votre appel sur cette ligne. Merci de rappeler plus tard. Au revoir.",
    troubleTransferring: "Je suis désolée, je rencontre un problème technique. Je vous passe un collègue.",
    trouble: "Je suis désolée, je rencontre un problème technique. Merci de rappeler dans quelques minutes. Au revoir.",
  },
  en: {
    closed: "Hello, our telephone reception is closed at the moment. Thank you for calling, goodbye.",
    wrongLine: "We cannot take your call on this line. Please call again later. Goodbye.",
    troubleTransferring: "I am sorry, I have a technical problem. I am putting you through to a colleague.",
    trouble: "I am sorry, I have a technical problem. Please call again in a few minutes. Goodbye.",
  },
  es: {
    closed: "Buen día, por el momento no podemos atender su llamada. Gracias por llamar, hasta luego.",
    wrongLine: "No podemos atender su llamada en esta línea. Por favor llame más tarde. Hasta luego.",
    troubleTransferring: "Disculpe, tengo un problema técnico. Le paso con un compañero.",
    trouble: "Disculpe, tengo un problema técnico. Por favor vuelva a llamar en unos minutos. Hasta luego.",
  },
};

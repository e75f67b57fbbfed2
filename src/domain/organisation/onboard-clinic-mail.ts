import type { Clinic } from "../clinic/clinic.ts";
import type { Mail } from "../clinic/outbox.ts";
import type { Translated } from "../language/language.ts";

export const welcomeKind = "welcome";

interface WelcomeFacts {
  readonly clinicName: string;
  readonly phoneNumber: string;
  readonly doctors: string;
}

const texts: Translated<{ readonly subject: string; readonly body: (facts: WelcomeFacts) => string }> = {
  fr: {
    subject: "Votre réceptionniste IA est prête",
    body: ({ clinicName, phoneNumber, doctors }) =>
      [
        "Bonjour,",
        `La réceptionniste IA de ${clinicName} répond dès maintenant au ${phoneNumber}.`,
        `Elle prend des rendez-vous pour : ${doctors}.`,
        `Appelez ce numéro pour l'entendre. Pour lui confier vos appels, renvoyez votre ligne actuelle vers le ${phoneNumber}.`,
        "Bien cordialement",
      ].join("\n\n"),
  },
  en: {
    subject: "Your AI receptionist is ready",
    body: ({ clinicName, phoneNumber, doctors }) =>
      [
        "Hello,",
        `The AI receptionist of ${clinicName} now answers at ${phoneNumber}.`,
        `It books appointments with: ${doctors}.`,
        `Call that number to hear it. To hand your calls over, forward your present line to ${phoneNumber}.`,
        "Kind regards",
      ].join("\n\n"),
  },
};

/** What the owner is told when the number is bound, in the clinic's language. */
export function welcomeMail(
  clinic: Clinic,
  facts: { readonly phoneNumber: string; readonly doctors: readonly string[] },
  stamp: { readonly id: string; readonly createdAt: number },
): Mail {
  const { subject, body } = texts[clinic.language];
  const doctors = facts.doctors.map((name) => `Dr. ${name}`).join(", ");
  return {
    ...stamp,
    kind: welcomeKind,
    recipient: clinic.ownerEmail,
    subject,
    body: body({ clinicName: clinic.name, phoneNumber: facts.phoneNumber, doctors }),
    state: "waiting",
  };
}

import { HOUR_MS } from "../../../clock.ts";
import type { TriesUsedUp } from "../../booking/patients/patient-identity.ts";
import type { Patient } from "../../booking/ports.ts";
import type { Clinic } from "../../clinic/clinic.ts";
import type { NewMail } from "../../clinic/ports.ts";
import type { Translated } from "../../language/language.ts";
import type { WallDate } from "../../time/wall-date.ts";
import { mailOf, paragraph } from "../mail.ts";

interface About extends Pick<NewMail, "id" | "createdAt"> {
  readonly clinic: Pick<Clinic, "language" | "ownerEmail" | "name">;
  readonly callId: string;
  /** The displayed number; null: withheld. */
  readonly caller: string | null;
}

interface Words {
  readonly subject: string;
  readonly unproven: Readonly<Record<TriesUsedUp, string>>;
  readonly told: string;
  readonly callback: (name: string) => string;
  readonly manyWithheld: string;
  readonly manyOfNumber: string;
  readonly call: (callId: string, number: string) => string;
  readonly withheld: string;
}

const words: Translated<Words> = {
  fr: {
    subject: "Appel : identité à vérifier par l'équipe",
    unproven: {
      ofCall:
        "Un appelant a demandé un rendez-vous existant et n'a pas pu prouver, en trois essais, qu'il le concerne.",
      ofNumber: "Depuis un même numéro, ou pour un même numéro, dix essais en une heure n'ont rien prouvé.",
      ofClinic:
        "En une heure, cent essais de trouver des rendez-vous n'ont rien prouvé : quelqu'un essaie peut-être des numéros.",
    },
    told: "Rien n'a été dit ni changé. L'appelant sait que l'équipe s'en occupera.",
    callback: (name) =>
      `Quelqu'un a appelé au sujet d'un rendez-vous de ${name}. Rappelez le numéro du dossier, et aucun autre.`,
    manyWithheld:
      "Aujourd'hui, les appelants sans numéro affiché ont réservé autant de rendez-vous que la clinique en accepte d'eux ensemble. Les suivants entendent que l'équipe peut les aider. Vérifiez ces rendez-vous : un appelant malveillant cherche peut-être à remplir l'agenda. Si vos appels sont transférés sans le numéro de l'appelant, faites augmenter la limite.",
    manyOfNumber:
      "Un même numéro a réservé plus de rendez-vous qu'un numéro n'en réserve d'ordinaire, répartis sur plusieurs jours. Ce peut être une famille, une école ou un hôtel. Vérifiez ces rendez-vous, et annulez-les si personne ne doit venir.",
    call: (callId, number) => `Appel ${callId}, numéro ${number}.`,
    withheld: "masqué",
  },
  en: {
    subject: "Call: the team must verify who is calling",
    unproven: {
      ofCall: "A caller asked about an existing appointment and could not prove in three tries that it is theirs.",
      ofNumber: "From one number, or for one number, ten tries in an hour proved nothing.",
      ofClinic: "In one hour a hundred tries to find appointments proved nothing: someone may be trying numbers.",
    },
    told: "Nothing was revealed or changed. The caller knows that the team will take care of it.",
    callback: (name) => `Someone called about an appointment of ${name}. Call back the number on file, and no other.`,
    manyWithheld:
      "Today callers with a withheld number have booked as many appointments as the clinic accepts from all such callers together. The next ones hear that the team can help. Check those appointments: a hostile caller may be trying to fill the calendar. If your calls are forwarded without the caller's number, have the limit raised.",
    manyOfNumber:
      "One number has booked more appointments than a number usually does, spread over several days. It may be a family, a school or a hotel. Check those appointments, and cancel them if no one is expected to come.",
    call: (callId, number) => `Call ${callId}, number ${number}.`,
    withheld: "withheld",
  },
  es: {
    subject: "Llamada: el equipo debe verificar la identidad",
    unproven: {
      ofCall: "Una persona preguntó por una cita existente y en tres intentos no pudo comprobar que es suya.",
      ofNumber: "Desde un mismo número, o para un mismo número, diez intentos en una hora no comprobaron nada.",
      ofClinic:
        "En una hora, cien intentos de encontrar citas no comprobaron nada: puede que alguien esté probando números.",
    },
    told: "No se dijo ni se cambió nada. La persona sabe que el equipo se encargará.",
    callback: (name) => `Alguien llamó por una cita de ${name}. Llame al número del expediente, y a ningún otro.`,
    call: (callId, number) => `Llamada ${callId}, número ${number}.`,
    manyWithheld:
      "Hoy, llamadas que ocultan su número sacaron tantas citas como se permite a esas llamadas. A las siguientes se les pide dejar un mensaje.",
    manyOfNumber:
      "Un mismo número sacó más citas de lo habitual, repartidas en varios días. Puede ser una familia, una escuela o un hotel. Revise esas citas y cancélelas si nadie va a venir.",
    withheld: "oculto",
  },
};

/** A caller failed, until no tries were left, to prove that an appointment was theirs. */
export function unprovenMail(by: TriesUsedUp, about: About): NewMail {
  const said = words[about.clinic.language];
  const key = by === "ofCall" ? about.callId : `${by} ${Math.floor(about.createdAt / HOUR_MS)}`;
  return mail([said.unproven[by], said.told], about, { key });
}

/** The clinic must reveal nothing before it has called back the number on file. */
export function callbackMail({ id: patientId, name }: Pick<Patient, "id" | "name">, about: About): NewMail {
  const said = words[about.clinic.language];
  return mail([said.callback(name)], about, { key: `callback ${about.callId}`, patientId });
}

/** At most once a day: callers who withhold their number are being refused. */
export function withheldMail(today: WallDate, about: Omit<About, "caller">): NewMail {
  return mail([words[about.clinic.language].manyWithheld], { ...about, caller: null }, { key: `withheld ${today}` });
}

/** At most once a day: one number exceeds its booking limits, spread over several days. */
export function manyOfNumberMail(today: WallDate, about: About): NewMail {
  return mail([words[about.clinic.language].manyOfNumber], about, { key: `many of a number ${today}` });
}

function mail(
  texts: readonly string[],
  { clinic, callId, caller, id, createdAt }: About,
  more: { readonly key: string; readonly patientId?: string },
): NewMail {
  const { language, ownerEmail: recipient } = clinic;
  const said = words[language];
  const number = caller === null ? said.withheld : `…${caller.slice(-2)}`;
  const parts = [...texts, said.call(callId, number)].map(paragraph);
  const about = { kind: "identity", id, recipient, createdAt, callId, ...more } as const;
  return mailOf({ language, subject: said.subject, parts }, about);
}

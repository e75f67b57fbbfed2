import type { Clock } from "../../../clock.ts";
import type { Appointment } from "../../booking/appointment.ts";
import { calendarFile } from "../../booking/calendar/calendar-file.ts";
import { doctorName } from "../../clinic/doctor-name.ts";
import type { AppointmentNews, NotifyPatient } from "../../booking/ports.ts";
import type { Clinic } from "../../clinic/clinic.ts";
import type { NewMail } from "../../clinic/ports.ts";
import type { Translated } from "../../language/language.ts";
import { spokenDate, writtenTimeAt } from "../../language/dates/spoken-date.ts";
import { dateAt } from "../../time/zoned-time.ts";
import { type MailText, mailOf, paragraph } from "../mail.ts";

export interface AppointmentFacts {
  readonly appointment: Appointment;
  readonly clinic: Clinic;
  /** Without the title; null: the doctor has left the clinic. */
  readonly doctor: string | null;
}

type News = AppointmentNews["kind"];

interface Words {
  readonly subjects: Readonly<Record<News, (clinic: string) => string>>;
  readonly hello: string;
  readonly openings: Readonly<Record<News, string>>;
  readonly labels: Readonly<Record<"date" | "time" | "doctor" | "place" | "phone", string>>;
  readonly change: (phone: string | null) => string;
  readonly file: Readonly<Record<News, string>>;
}

/** The visit type is medical data, so the mail and its calendar file omit it. */
const words: Translated<Words> = {
  fr: {
    subjects: {
      booked: (clinic) => `Votre rendez-vous : ${clinic}`,
      moved: (clinic) => `Votre rendez-vous est déplacé : ${clinic}`,
      cancelled: (clinic) => `Votre rendez-vous est annulé : ${clinic}`,
    },
    hello: "Bonjour,",
    openings: {
      booked: "Votre rendez-vous est enregistré :",
      moved: "Votre rendez-vous est déplacé. Il a maintenant lieu :",
      cancelled: "Ce rendez-vous est annulé :",
    },
    labels: { date: "Date", time: "Heure", doctor: "Avec", place: "Lieu", phone: "Téléphone" },
    change: (phone) =>
      phone === null
        ? "Pour déplacer ou annuler un rendez-vous, répondez à ce message."
        : `Pour déplacer ou annuler un rendez-vous, appelez le ${phone} ou répondez à ce message.`,
    file: {
      booked: "Le fichier joint l'ajoute à votre agenda.",
      moved: "Le fichier joint met votre agenda à jour.",
      cancelled: "Le fichier joint le retire de votre agenda.",
    },
  },
  en: {
    subjects: {
      booked: (clinic) => `Your appointment: ${clinic}`,
      moved: (clinic) => `Your appointment was moved: ${clinic}`,
      cancelled: (clinic) => `Your appointment was cancelled: ${clinic}`,
    },
    hello: "Hello,",
    openings: {
      booked: "Your appointment is booked:",
      moved: "Your appointment was moved. It now takes place:",
      cancelled: "This appointment was cancelled:",
    },
    labels: { date: "Date", time: "Time", doctor: "With", place: "Place", phone: "Phone" },
    change: (phone) =>
      phone === null
        ? "To move or cancel an appointment, reply to this message."
        : `To move or cancel an appointment, call ${phone} or reply to this message.`,
    file: {
      booked: "The attached file adds it to your calendar.",
      moved: "The attached file brings your calendar up to date.",
      cancelled: "The attached file removes it from your calendar.",
    },
  },
  es: {
    subjects: {
      booked: (clinic) => `Su cita: ${clinic}`,
      moved: (clinic) => `Su cita se cambió: ${clinic}`,
      cancelled: (clinic) => `Su cita se canceló: ${clinic}`,
    },
    hello: "Buen día:",
    openings: {
      booked: "Su cita quedó registrada:",
      moved: "Su cita se cambió. Ahora es:",
      cancelled: "Esta cita se canceló:",
    },
    labels: { date: "Fecha", time: "Hora", doctor: "Con", place: "Lugar", phone: "Teléfono" },
    change: (phone) =>
      phone === null
        ? "Para cambiar o cancelar una cita, responda a este mensaje."
        : `Para cambiar o cancelar una cita, llame al ${phone} o responda a este mensaje.`,
    file: {
      booked: "El archivo adjunto la agrega a su calendario.",
      moved: "El archivo adjunto actualiza su calendario.",
      cancelled: "El archivo adjunto la quita de su calendario.",
    },
  },
};

/** The text for the patient, in the clinic's language and time zone. */
export function appointmentText(kind: News, { appointment, clinic, doctor }: AppointmentFacts): MailText {
  const { language, timezone } = clinic;
  const { subjects, hello, openings, labels, change, file } = words[language];
  const rows: readonly (readonly [string, string | null])[] = [
    [labels.date, spokenDate(dateAt(appointment.startsAt, timezone), language, true)],
    [labels.time, writtenTimeAt(appointment.startsAt, timezone, language)],
    [labels.doctor, doctor === null ? null : doctorName(doctor)],
    [labels.place, `${clinic.name}, ${clinic.address}`],
    [labels.phone, clinic.phone],
  ];
  const known = rows.flatMap(([label, value]) => (value === null ? [] : [[label, value] as const]));
  return {
    language,
    subject: subjects[kind](clinic.name),
    parts: [
      paragraph(hello),
      paragraph(openings[kind]),
      { kind: "facts", rows: known },
      paragraph(file[kind]),
      paragraph(change(clinic.phone)),
    ],
  };
}

interface Addressed {
  readonly id: string;
  readonly recipient: string;
  readonly createdAt: number;
}

/** The mail with its .ics file: same UID, higher SEQUENCE, so that calendars update the appointment. */
export function appointmentMail(kind: News, facts: AppointmentFacts, addressed: Addressed): NewMail {
  const { appointment } = facts;
  return mailOf(appointmentText(kind, facts), {
    ...addressed,
    kind: `appointment-${kind}`,
    key: `${appointment.calendarUid}:${appointment.calendarSequence}`,
    calendar: calendarFile({ ...facts, type: null, invited: addressed.recipient }),
    calendarMethod: kind === "cancelled" ? "CANCEL" : "REQUEST",
    patientId: appointment.patientId,
    callId: appointment.callId,
  });
}

const lateWords: Translated<{
  readonly subject: (clinic: string) => string;
  readonly text: (doctor: string, minutes: number, time: string) => string;
}> = {
  fr: {
    subject: (clinic) => `Retard aujourd'hui : ${clinic}`,
    text: (doctor, minutes, time) =>
      `${doctor} a environ ${minutes} minutes de retard aujourd'hui. Votre rendez-vous de ${time} est maintenu ; il commencera plus tard. Si cela ne vous convient pas, appelez-nous.`,
  },
  en: {
    subject: (clinic) => `Running late today: ${clinic}`,
    text: (doctor, minutes, time) =>
      `${doctor} is running about ${minutes} minutes late today. Your appointment at ${time} stands; it will begin later. If that does not suit you, call us.`,
  },
  es: {
    subject: (clinic) => `Retraso hoy: ${clinic}`,
    text: (doctor, minutes, time) =>
      `Hoy ${doctor} lleva unos ${minutes} minutos de retraso. Su cita de las ${time} se mantiene; empezará más tarde. Si no le conviene, llámenos.`,
  },
};

/** For a patient expected today; one mail per announced delay. */
export function lateMail(
  minutes: number,
  { appointment, clinic, doctor }: AppointmentFacts,
  addressed: Addressed,
): NewMail {
  const { language, timezone } = clinic;
  const said = lateWords[language];
  const time = writtenTimeAt(appointment.startsAt, timezone, language);
  const parts = [
    paragraph(words[language].hello),
    paragraph(said.text(doctorName(doctor ?? ""), minutes, time)),
    paragraph(words[language].change(clinic.phone)),
  ];
  return mailOf(
    { language, subject: said.subject(clinic.name), parts },
    {
      ...addressed,
      kind: "appointment-late",
      key: `${appointment.id}:${minutes}:${addressed.createdAt}`,
      patientId: appointment.patientId,
      callId: null,
    },
  );
}

interface NotifierPorts {
  readonly clock: Clock;
  readonly newId: () => string;
}

/** Queues a mail if the patient has a mail address; otherwise does nothing. */
export function patientNotifier(clinic: Clinic, { clock, newId }: NotifierPorts): NotifyPatient {
  return async ({ kind, appointment, patient }, stores) => {
    if (patient.email === null) return;
    const doctor = (await stores.doctors.list()).find(({ id }) => id === appointment.doctorId)?.name ?? null;
    const addressed = { id: newId(), recipient: patient.email, createdAt: clock.now() };
    await stores.outbox.add(appointmentMail(kind, { appointment, clinic, doctor }, addressed));
  };
}

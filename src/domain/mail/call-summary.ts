import type { Appointment } from "../booking/appointment.ts";
import { doctorName } from "../booking/phrases.ts";
import type { Call } from "../call/call.ts";
import type { Clinic, Doctor } from "../clinic/clinic.ts";
import type { Translated } from "../language/language.ts";
import { spokenInstant } from "../language/spoken-date.ts";
import { callReport } from "./call-report.ts";
import { type MailPart, type MailText, paragraph } from "./mail-text.ts";

export interface CallSummaryFacts {
  readonly call: Call;
  /** Booked in the call. */
  readonly appointments: readonly Appointment[];
  readonly doctors: readonly Pick<Doctor, "id" | "name">[];
}

interface Words {
  readonly subject: (needsAnswer: boolean) => string;
  readonly direction: (isOutbound: boolean) => string;
  readonly labels: Readonly<
    Record<"call" | "when" | "duration" | "number" | "appointment" | "callback" | "message" | "next", string>
  >;
  readonly duration: (minutes: number, seconds: number) => string;
  readonly visit: (when: string, doctor: string) => string;
  readonly nothing: string;
}

const words: Translated<Words> = {
  fr: {
    subject: (needsAnswer) => (needsAnswer ? "Appel terminé : une suite est attendue" : "Appel terminé"),
    direction: (isOutbound) => (isOutbound ? "appel passé pour vous" : "appel reçu"),
    labels: {
      call: "Appel",
      when: "Quand",
      duration: "Durée",
      number: "Numéro",
      appointment: "Rendez-vous",
      callback: "Rappel souhaité",
      message: "Message",
      next: "À faire",
    },
    duration: (minutes, seconds) => (minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds} s`),
    visit: (when, doctor) => (doctor === "" ? when : `${when} avec ${doctor}`),
    nothing: "Rien.",
  },
  en: {
    subject: (needsAnswer) => (needsAnswer ? "Call ended: something is left to do" : "Call ended"),
    direction: (isOutbound) => (isOutbound ? "call made for you" : "call received"),
    labels: {
      call: "Call",
      when: "When",
      duration: "Duration",
      number: "Number",
      appointment: "Appointment",
      callback: "Wants to be called",
      message: "Message",
      next: "To do",
    },
    duration: (minutes, seconds) => (minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds} s`),
    visit: (when, doctor) => (doctor === "" ? when : `${when} with ${doctor}`),
    nothing: "Nothing.",
  },
};

/** What happened and what is to be done, without the patient's name. */
export function callSummaryText(clinic: Clinic, { call, appointments, doctors }: CallSummaryFacts): MailText {
  const { language, timezone } = clinic;
  const { subject, direction, labels, duration, visit, nothing } = words[language];
  const report = callReport(call, language);
  const seconds = report.durationMs === null ? null : Math.round(report.durationMs / 1000);
  const visits = appointments.map(({ startsAt, doctorId }) => {
    const doctor = doctors.find(({ id }) => id === doctorId);
    return visit(spokenInstant(startsAt, timezone, language), doctor === undefined ? "" : doctorName(doctor.name));
  });
  const rows: readonly (readonly [string, string | null])[] = [
    [labels.call, direction(report.isOutbound)],
    [labels.when, spokenInstant(report.calledAt, timezone, language)],
    [labels.duration, seconds === null ? null : duration(Math.floor(seconds / 60), seconds % 60)],
    [labels.number, report.number],
    ...visits.map((said) => [labels.appointment, said] as const),
    [labels.callback, report.callbackTime?.replace("T", " ") ?? null],
  ];
  const known = rows.flatMap(([label, value]) => (value === null ? [] : [[label, value] as const]));
  const said: readonly MailPart[] = [
    paragraph(report.words.happened),
    ...(report.summary === null ? [] : [paragraph(report.summary)]),
    { kind: "facts", rows: known },
  ];
  const message = report.message === null ? [] : titled(labels.message, report.message);
  const next = titled(labels.next, report.words.next ?? nothing);
  return { language, subject: subject(report.words.next !== null), parts: [...said, ...message, ...next] };
}

function titled(title: string, text: string): readonly MailPart[] {
  return [{ kind: "heading", text: title }, paragraph(text)];
}

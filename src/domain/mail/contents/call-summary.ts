import { z } from "zod";
import type { Appointment } from "../../booking/appointment.ts";
import { doctorName } from "../../clinic/doctor-name.ts";
import type { Call, CallOutcome } from "../../call/call.ts";
import type { Clinic, Doctor } from "../../clinic/clinic.ts";
import type { Language, Translated } from "../../language/language.ts";
import { writtenInstant } from "../../language/dates/spoken-date.ts";
import { type MailPart, type MailText, paragraph } from "../mail.ts";

interface OutcomeWords {
  /** What happened, as a sentence. */
  readonly happened: string;
  /** The same as the label of a count: "booked". */
  readonly counted: string;
  /** What the clinic should do; null: nothing. */
  readonly next: string | null;
}

/** Every outcome, as a receptionist would report it to the clinic. */
export const outcomeWords: Translated<Readonly<Record<CallOutcome, OutcomeWords>>> = {
  fr: {
    booked: { happened: "Un rendez-vous a été pris.", counted: "Rendez-vous pris", next: null },
    confirmed: { happened: "Un rendez-vous a été confirmé.", counted: "Rendez-vous confirmés", next: null },
    rescheduled: { happened: "Un rendez-vous a été déplacé.", counted: "Rendez-vous déplacés", next: null },
    cancelled: { happened: "Un rendez-vous a été annulé.", counted: "Rendez-vous annulés", next: null },
    question_answered: { happened: "Une question a trouvé sa réponse.", counted: "Questions répondues", next: null },
    message_taken: { happened: "Un message a été laissé.", counted: "Messages", next: "Lisez le message et rappelez." },
    callback_requested: {
      happened: "La personne demande à être rappelée.",
      counted: "Rappels demandés",
      next: "Rappelez ce numéro.",
    },
    transferred: { happened: "L'appel a été transféré.", counted: "Appels transférés", next: null },
    emergency: {
      happened: "L'appel a été traité comme une urgence.",
      counted: "Urgences",
      next: "Rappelez sans attendre pour vérifier que la personne est prise en charge.",
    },
    wrong_person: {
      happened: "Ce numéro n'est pas celui de la personne attendue.",
      counted: "Mauvais numéros",
      next: "Corrigez le numéro de la personne.",
    },
    opted_out: {
      happened: "La personne ne veut plus être appelée ; c'est retenu.",
      counted: "Refus d'être appelé",
      next: null,
    },
    no_answer: { happened: "Personne n'a répondu.", counted: "Sans réponse", next: null },
    busy: { happened: "La ligne était occupée.", counted: "Lignes occupées", next: null },
    voicemail: { happened: "Une messagerie a répondu.", counted: "Messageries", next: null },
    failed: { happened: "L'appel a échoué.", counted: "Appels échoués", next: null },
    no_outcome: { happened: "L'appel s'est terminé sans résultat.", counted: "Sans résultat", next: null },
  },
  en: {
    booked: { happened: "An appointment was booked.", counted: "Appointments booked", next: null },
    confirmed: { happened: "An appointment was confirmed.", counted: "Appointments confirmed", next: null },
    rescheduled: { happened: "An appointment was moved.", counted: "Appointments moved", next: null },
    cancelled: { happened: "An appointment was cancelled.", counted: "Appointments cancelled", next: null },
    question_answered: { happened: "A question was answered.", counted: "Questions answered", next: null },
    message_taken: { happened: "A message was left.", counted: "Messages", next: "Read the message and call back." },
    callback_requested: {
      happened: "The person asks to be called back.",
      counted: "Callbacks requested",
      next: "Call this number back.",
    },
    transferred: { happened: "The call was transferred.", counted: "Calls transferred", next: null },
    emergency: {
      happened: "The call was handled as an emergency.",
      counted: "Emergencies",
      next: "Call back at once to make sure that the person is looked after.",
    },
    wrong_person: {
      happened: "This number is not that of the person expected.",
      counted: "Wrong numbers",
      next: "Correct the person's number.",
    },
    opted_out: {
      happened: "The person does not want to be called again; this is recorded.",
      counted: "Do-not-call requests",
      next: null,
    },
    no_answer: { happened: "Nobody answered.", counted: "Not answered", next: null },
    busy: { happened: "The line was busy.", counted: "Lines busy", next: null },
    voicemail: { happened: "A voicemail answered.", counted: "Voicemails", next: null },
    failed: { happened: "The call failed.", counted: "Calls failed", next: null },
    no_outcome: { happened: "The call ended without a result.", counted: "Without a result", next: null },
  },
  es: {
    booked: { happened: "Se dio una cita.", counted: "Citas dadas", next: null },
    confirmed: { happened: "Se confirmó una cita.", counted: "Citas confirmadas", next: null },
    rescheduled: { happened: "Se cambió una cita.", counted: "Citas cambiadas", next: null },
    cancelled: { happened: "Se canceló una cita.", counted: "Citas canceladas", next: null },
    question_answered: { happened: "Se respondió una pregunta.", counted: "Preguntas respondidas", next: null },
    message_taken: {
      happened: "Dejaron un mensaje.",
      counted: "Mensajes",
      next: "Lea el mensaje y devuelva la llamada.",
    },
    callback_requested: {
      happened: "La persona pide que le devuelvan la llamada.",
      counted: "Llamadas por devolver",
      next: "Llame a este número.",
    },
    transferred: { happened: "La llamada se transfirió.", counted: "Llamadas transferidas", next: null },
    emergency: {
      happened: "La llamada se atendió como una emergencia.",
      counted: "Emergencias",
      next: "Llame de inmediato para comprobar que la persona está siendo atendida.",
    },
    wrong_person: {
      happened: "Este número no es de la persona que se buscaba.",
      counted: "Números equivocados",
      next: "Corrija el número de la persona.",
    },
    opted_out: {
      happened: "La persona ya no quiere que la llamen; quedó registrado.",
      counted: "Personas que no quieren llamadas",
      next: null,
    },
    no_answer: { happened: "Nadie contestó.", counted: "Sin respuesta", next: null },
    busy: { happened: "La línea estaba ocupada.", counted: "Líneas ocupadas", next: null },
    voicemail: { happened: "Contestó un buzón de voz.", counted: "Buzones de voz", next: null },
    failed: { happened: "La llamada falló.", counted: "Llamadas fallidas", next: null },
    no_outcome: { happened: "La llamada terminó sin resultado.", counted: "Sin resultado", next: null },
  },
};

const optionalText = z.string().trim().catch("");

/** Retell's call_analysis with the fields of the master template (docs/retell.md 5.4). */
const analysisSchema = z
  .object({
    call_summary: optionalText,
    custom_analysis_data: z
      .object({
        callback_message: optionalText,
        callback_requested: z.boolean().catch(false),
        callback_time: optionalText,
      })
      .catch({ callback_message: "", callback_requested: false, callback_time: "" }),
  })
  .catch({
    call_summary: "",
    custom_analysis_data: { callback_message: "", callback_requested: false, callback_time: "" },
  });

/** A finished call, as reported to the clinic. */
interface CallReport {
  readonly calledAt: number;
  readonly durationMs: number | null;
  readonly words: OutcomeWords;
  readonly isOutbound: boolean;
  readonly summary: string | null;
  /** What the caller left for the team. */
  readonly message: string | null;
  /** When the caller asked to be called back, from the analysis: "2026-03-02T15:00". */
  readonly callbackTime: string | null;
  /** The full number if the caller must be called back, else its last two digits. */
  readonly number: string | null;
}

/** A message needs an answer, whatever the outcome of the call. */
export function callReport(call: Call, language: Language): CallReport {
  const { call_summary: summary, custom_analysis_data: fields } = analysisSchema.parse(parsed(call.analysisJson));
  const all = outcomeWords[language];
  const outcome = all[call.outcome ?? "no_outcome"];
  const wantsAnswer = fields.callback_requested || fields.callback_message !== "";
  const next = outcome.next ?? (wantsAnswer ? all.callback_requested.next : null);
  return {
    calledAt: call.calledAt,
    durationMs: call.durationMs,
    words: { ...outcome, next },
    isOutbound: call.direction === "outbound",
    summary: summary || null,
    message: fields.callback_message || null,
    callbackTime: fields.callback_time || null,
    number: shownNumber(call.patientNumber, next !== null),
  };
}

function shownNumber(number: string | null, isNeeded: boolean): string | null {
  return number === null || isNeeded ? number : `**${number.slice(-2)}`;
}

function parsed(json: string | null): unknown {
  try {
    return JSON.parse(json ?? "null");
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

interface CallSummaryFacts {
  readonly call: Call;
  /** Booked during the call. */
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
  es: {
    subject: (needsAnswer) => (needsAnswer ? "Llamada terminada: queda algo por hacer" : "Llamada terminada"),
    direction: (isOutbound) => (isOutbound ? "llamada hecha por usted" : "llamada recibida"),
    labels: {
      call: "Llamada",
      when: "Cuándo",
      duration: "Duración",
      number: "Número",
      appointment: "Cita",
      callback: "Quiere que le llamen",
      message: "Mensaje",
      next: "Por hacer",
    },
    duration: (minutes, seconds) => (minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds} s`),
    visit: (when, doctor) => (doctor === "" ? when : `${when}, con ${doctor}`),
    nothing: "Nada.",
  },
};

/** What happened and what to do, without the patient's name. */
export function callSummaryText(clinic: Clinic, { call, appointments, doctors }: CallSummaryFacts): MailText {
  const { language, timezone } = clinic;
  const { subject, direction, labels, duration, visit, nothing } = words[language];
  const report = callReport(call, language);
  const seconds = report.durationMs === null ? null : Math.round(report.durationMs / 1000);
  const visits = appointments.map(({ startsAt, doctorId }) => {
    const doctor = doctors.find(({ id }) => id === doctorId);
    return visit(writtenInstant(startsAt, timezone, language), doctor === undefined ? "" : doctorName(doctor.name));
  });
  const rows: readonly (readonly [string, string | null])[] = [
    [labels.call, direction(report.isOutbound)],
    [labels.when, writtenInstant(report.calledAt, timezone, language)],
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

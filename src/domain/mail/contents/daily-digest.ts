import type { Appointment } from "../../booking/appointment.ts";
import { type Call, type CallOutcome, callOutcomes } from "../../call/call.ts";
import type { Clinic } from "../../clinic/clinic.ts";
import type { Translated } from "../../language/language.ts";
import { spokenDate, writtenTimeAt } from "../../language/dates/spoken-date.ts";
import type { Span } from "../../time/spans.ts";
import type { WallDate } from "../../time/wall-date.ts";
import { callReport, outcomeWords } from "./call-summary.ts";
import { type MailPart, type MailText, paragraph } from "../mail.ts";

interface DigestFacts {
  /** The reported date on the clinic's calendar, and its span. */
  readonly date: WallDate;
  readonly span: Span;
  readonly calls: readonly Call[];
  /** Made or changed on that day. */
  readonly appointments: readonly Appointment[];
  /** Visits on the day the mail is sent. */
  readonly visitsToday: number;
}

interface Words {
  readonly subject: (date: string) => string;
  readonly opening: (clinic: string, date: string) => string;
  readonly calls: string;
  readonly bookings: string;
  readonly next: string;
  readonly received: string;
  readonly made: string;
  readonly booked: string;
  readonly moved: string;
  readonly cancelled: string;
  readonly today: string;
  readonly nothing: string;
}

const words: Translated<Words> = {
  fr: {
    subject: (date) => `Votre journée du ${date}`,
    opening: (clinic, date) => `Ce que la réceptionniste de ${clinic} a fait le ${date} :`,
    calls: "Appels",
    bookings: "Agenda",
    next: "À faire",
    received: "Appels reçus",
    made: "Appels passés",
    booked: "Rendez-vous pris",
    moved: "Rendez-vous déplacés",
    cancelled: "Rendez-vous annulés",
    today: "Visites aujourd'hui",
    nothing: "Rien ne reste à faire.",
  },
  en: {
    subject: (date) => `Your day: ${date}`,
    opening: (clinic, date) => `What the receptionist of ${clinic} did on ${date}:`,
    calls: "Calls",
    bookings: "Calendar",
    next: "To do",
    received: "Calls received",
    made: "Calls made",
    booked: "Appointments booked",
    moved: "Appointments moved",
    cancelled: "Appointments cancelled",
    today: "Visits today",
    nothing: "Nothing is left to do.",
  },
  es: {
    subject: (date) => `Su día: ${date}`,
    opening: (clinic, date) => `Lo que hizo la recepcionista de ${clinic} el ${date}:`,
    calls: "Llamadas",
    bookings: "Agenda",
    next: "Por hacer",
    received: "Llamadas recibidas",
    made: "Llamadas hechas",
    booked: "Citas dadas",
    moved: "Citas cambiadas",
    cancelled: "Citas canceladas",
    today: "Visitas de hoy",
    nothing: "No queda nada por hacer.",
  },
};

/** A clinic's day in counts, with each caller who is waiting for an answer. */
export function dailyDigestText(clinic: Clinic, facts: DigestFacts): MailText {
  const { language } = clinic;
  const said = words[language];
  const date = spokenDate(facts.date, language);
  const parts: readonly MailPart[] = [
    paragraph(said.opening(clinic.name, date)),
    { kind: "heading", text: said.calls },
    { kind: "facts", rows: counted([...directions(facts, said), ...outcomes(facts, clinic)]) },
    { kind: "heading", text: said.bookings },
    { kind: "facts", rows: counted([...bookings(facts, said), [said.today, facts.visitsToday]]) },
    { kind: "heading", text: said.next },
    followUps(facts, clinic),
  ];
  return { language, subject: said.subject(date), parts };
}

type Count = readonly [string, number];

function counted(counts: readonly Count[]): readonly (readonly [string, string])[] {
  return counts.map(([label, count]) => [label, String(count)]);
}

function directions({ calls }: DigestFacts, { received, made }: Words): readonly Count[] {
  const outbound = calls.filter(({ direction }) => direction === "outbound").length;
  return [[received, calls.length - outbound], ...(outbound === 0 ? [] : [[made, outbound] as const])];
}

function outcomes({ calls }: DigestFacts, { language }: Clinic): readonly Count[] {
  const counts = new Map<CallOutcome, number>();
  for (const { outcome } of calls) if (outcome !== null) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return callOutcomes.flatMap((outcome) => {
    const count = counts.get(outcome);
    return count === undefined ? [] : [[outcomeWords[language][outcome].counted, count] as const];
  });
}

/** A moved appointment is a new one that replaces another. */
function bookings({ appointments, span }: DigestFacts, said: Words): readonly Count[] {
  const isOfDay = (instant: number): boolean => span.from <= instant && instant < span.to;
  const made = appointments.filter(({ createdAt }) => isOfDay(createdAt));
  const moved = made.filter(({ rescheduledFrom }) => rescheduledFrom !== null).length;
  const cancelled = appointments.filter(({ status, updatedAt }) => status === "cancelled" && isOfDay(updatedAt));
  return [
    [said.booked, made.length - moved],
    [said.moved, moved],
    [said.cancelled, cancelled.length],
  ];
}

function followUps({ calls }: DigestFacts, { language, timezone }: Clinic): MailPart {
  const items = calls
    .toSorted((one, other) => one.calledAt - other.calledAt)
    .map((call) => callReport(call, language))
    .flatMap(({ calledAt, number, message, words: { next } }) => {
      if (next === null) return [];
      const parts = [writtenTimeAt(calledAt, timezone, language), number ?? "", message ?? next];
      return [parts.filter((part) => part !== "").join(" · ")];
    });
  return items.length === 0 ? paragraph(words[language].nothing) : { kind: "list", items };
}

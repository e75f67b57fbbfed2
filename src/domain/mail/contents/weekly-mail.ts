import { MINUTE_MS } from "../../../clock.ts";
import type { Clinic } from "../../clinic/clinic.ts";
import { type Language, type Translated, languageFacts } from "../../language/language.ts";
import { spokenDate } from "../../language/dates/spoken-date.ts";
import type { ClinicReport, WeekFigures } from "../../report/clinic-report.ts";
import { dollarsText } from "../../report/exact-cents.ts";
import { addDays } from "../../time/wall-date.ts";
import { type MailPart, type MailText, paragraph } from "../mail.ts";

interface Words {
  readonly subject: (first: string) => string;
  readonly opening: (clinic: string, first: string, last: string) => string;
  readonly answered: string;
  readonly booked: string;
  readonly saved: string;
  readonly messages: string;
  readonly noShows: string;
  readonly minutes: string;
  readonly cost: string;
  readonly before: (value: string, before: string) => string;
  readonly savedMeans: string;
  readonly unpriced: (calls: number) => string;
  readonly noCalls: string;
  readonly first: string;
  readonly paused: string;
  readonly stop: (weekday: string) => string;
}

const words: Translated<Words> = {
  fr: {
    subject: (first) => `Votre semaine du ${first}`,
    opening: (clinic, first, last) => `Ce que la réceptionniste de ${clinic} a fait du ${first} au ${last} :`,
    answered: "Appels pris",
    booked: "Rendez-vous pris par téléphone",
    saved: "Appels sauvés hors horaires",
    messages: "Messages reçus",
    noShows: "Patients qui ne sont pas venus",
    minutes: "Minutes au téléphone",
    cost: "Coût des appels",
    before: (value, before) => `${value} (semaine précédente : ${before})`,
    savedMeans:
      "Un appel sauvé hors horaires est arrivé pendant la fermeture, et a laissé un rendez-vous ou un message.",
    unpriced: (calls) =>
      calls === 1 ? "Le prix d'un appel n'est pas encore connu." : `Le prix de ${calls} appels n'est pas encore connu.`,
    noCalls: "Personne n'a appelé cette semaine-là.",
    first: "C'est votre premier bilan : il n'y a pas encore de semaine à comparer.",
    paused: "Votre réceptionniste est en pause.",
    stop: (weekday) =>
      `Vous recevez ce bilan chaque ${weekday}. Pour ne plus le recevoir, dites-le à la personne qui gère votre réceptionniste.`,
  },
  en: {
    subject: (first) => `Your week of ${first}`,
    opening: (clinic, first, last) => `What the receptionist of ${clinic} did from ${first} to ${last}:`,
    answered: "Calls answered",
    booked: "Appointments booked by phone",
    saved: "Calls saved after hours",
    messages: "Messages taken",
    noShows: "Patients who did not come",
    minutes: "Minutes on the phone",
    cost: "Cost of the calls",
    before: (value, before) => `${value} (the week before: ${before})`,
    savedMeans: "A call saved after hours came while you were closed, and left an appointment or a message.",
    unpriced: (calls) =>
      calls === 1 ? "The price of one call is not known yet." : `The price of ${calls} calls is not known yet.`,
    noCalls: "Nobody called that week.",
    first: "This is your first report: there is no week to compare with yet.",
    paused: "Your receptionist is paused.",
    stop: (weekday) =>
      `You get this report every ${weekday}. To stop it, ask the person who looks after your receptionist.`,
  },
  es: {
    subject: (first) => `Su semana del ${first}`,
    opening: (clinic, first, last) => `Lo que hizo la recepcionista de ${clinic} del ${first} al ${last}:`,
    answered: "Llamadas atendidas",
    booked: "Citas dadas por teléfono",
    saved: "Llamadas rescatadas fuera de horario",
    messages: "Mensajes recibidos",
    noShows: "Pacientes que no vinieron",
    minutes: "Minutos al teléfono",
    cost: "Costo de las llamadas",
    before: (value, before) => `${value} (semana anterior: ${before})`,
    savedMeans: "Una llamada rescatada fuera de horario llegó con la clínica cerrada, y dejó una cita o un mensaje.",
    unpriced: (calls) =>
      calls === 1 ? "Aún no se conoce el precio de una llamada." : `Aún no se conoce el precio de ${calls} llamadas.`,
    noCalls: "Nadie llamó esa semana.",
    first: "Este es su primer informe: todavía no hay una semana con la cual compararlo.",
    paused: "Su recepcionista está en pausa.",
    stop: (weekday) =>
      `Recibe este informe cada ${weekday}. Para dejar de recibirlo, avise a la persona que se encarga de su recepcionista.`,
  },
};

/** A clinic's week in figures, compared with the week before. */
export function weeklyReportText(
  clinic: Pick<Clinic, "name" | "language" | "status">,
  { week, figures, before }: ClinicReport,
  weeklyDay: number,
): MailText {
  const { language } = clinic;
  const said = words[language];
  const [first, last] = [week.firstDate, week.lastDate].map((date) => spokenDate(date, language));
  const old = before === null ? null : cells(before, language);
  const rows = cells(figures, language).map(([label, value], at): readonly [string, string] => {
    const was = old?.[at]?.[1];
    return [label, was === undefined ? value : said.before(value, was)];
  });
  const parts: readonly (MailPart | null)[] = [
    clinic.status === "suspended" ? paragraph(said.paused) : null,
    paragraph(said.opening(clinic.name, first ?? "", last ?? "")),
    figures.calls === 0 ? paragraph(said.noCalls) : null,
    { kind: "facts", rows },
    figures.savedAfterHours > 0 ? paragraph(said.savedMeans) : null,
    figures.unpriced > 0 ? paragraph(said.unpriced(figures.unpriced)) : null,
    before === null ? paragraph(said.first) : null,
    paragraph(said.stop(weekdayName(weeklyDay, language))),
  ];
  return { language, subject: said.subject(first ?? ""), parts: parts.filter((part) => part !== null) };
}

function cells(figures: WeekFigures, language: Language): readonly (readonly [string, string])[] {
  const said = words[language];
  const { locale } = languageFacts(language);
  const count = (number: number): string => number.toLocaleString(locale);
  const dollars = Number(dollarsText(figures.cents));
  return [
    [said.answered, count(figures.answered)],
    [said.booked, count(figures.booked)],
    [said.saved, count(figures.savedAfterHours)],
    [said.messages, count(figures.messages)],
    [said.noShows, count(figures.noShows)],
    [said.minutes, count(Math.round(figures.durationMs / MINUTE_MS))],
    [said.cost, dollars.toLocaleString(locale, { style: "currency", currency: "USD" })],
  ];
}

/** 2026-11-23 is a Monday. */
function weekdayName(weekday: number, language: Language): string {
  const date = new Date(`${addDays("2026-11-23", weekday - 1)}T00:00:00Z`);
  return date.toLocaleDateString(languageFacts(language).locale, { weekday: "long", timeZone: "UTC" });
}

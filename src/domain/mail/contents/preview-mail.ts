import { MINUTE_MS } from "../../../clock.ts";
import type { Appointment } from "../../booking/appointment.ts";
import type { Call, CallOutcome } from "../../call/call.ts";
import type { Clinic, Doctor } from "../../clinic/clinic.ts";
import type { NewMail } from "../../clinic/ports.ts";
import type { Translated } from "../../language/language.ts";
import { exactCents } from "../../report/exact-cents.ts";
import { weekBefore, weekOf } from "../../report/week.ts";
import { addDays } from "../../time/wall-date.ts";
import { dateAt, instantOf, startOfDay } from "../../time/zoned-time.ts";
import { lateMail, appointmentMail } from "./appointment-mail.ts";
import { callSummaryText } from "./call-summary.ts";
import { dailyDigestText } from "./daily-digest.ts";
import { unprovenMail } from "./identity-mail.ts";
import { type MailKind, mailOf } from "../mail.ts";
import { messageText } from "./take-message.ts";
import { signInMail, welcomeMail } from "./owner-mail.ts";
import { weeklyReportText } from "./weekly-mail.ts";

interface PreviewFacts {
  readonly clinic: Clinic;
  readonly doctors: readonly Pick<Doctor, "id" | "name">[];
  /** null: not bound yet. */
  readonly phoneNumber: string | null;
  readonly now: number;
}

type Sample = (facts: PreviewFacts) => NewMail;

const samples: Readonly<Record<MailKind, Sample>> = {
  welcome: ({ clinic, doctors, phoneNumber, now }) =>
    welcomeMail(
      clinic,
      { phoneNumber: phoneNumber ?? sampleNumber, doctors: doctors.map(({ name }) => name) },
      { id: "preview", createdAt: now },
    ),
  "call-summary": (facts) =>
    toOwner("call-summary", facts, {
      text: callSummaryText(facts.clinic, {
        call: sampleCall("callback_requested", facts.now),
        appointments: [sampleVisit(facts)],
        doctors: facts.doctors,
      }),
    }),
  "daily-digest": (facts) => toOwner("daily-digest", facts, { text: sampleDigest(facts) }),
  "weekly-report": (facts) => toOwner("weekly-report", facts, { text: sampleReport(facts) }),
  identity: ({ clinic, now }) =>
    unprovenMail("ofCall", { clinic, caller: sampleNumber, callId: "call_preview", id: "preview", createdAt: now }),
  message: (facts) => toOwner("message", facts, { text: messageText(facts.clinic, sampleMessage(facts)) }),
  "sign-in": ({ clinic, now }) =>
    signInMail({ clinic, url: sampleLink, recipient: clinic.ownerEmail, id: "preview", createdAt: now }),
  "appointment-booked": (facts) => toPatient("booked", facts),
  "appointment-moved": (facts) => toPatient("moved", facts),
  "appointment-cancelled": (facts) => toPatient("cancelled", facts),
  "appointment-late": (facts) =>
    lateMail(
      40,
      { appointment: sampleVisit(facts), clinic: facts.clinic, doctor: facts.doctors[0]?.name ?? null },
      { id: "preview", recipient: "patient@example.com", createdAt: facts.now },
    ),
};

/** A sample mail with the clinic's own facts and a made-up call, day or appointment. */
export function previewMail(kind: MailKind, facts: PreviewFacts): NewMail {
  return samples[kind](facts);
}

/** A number range reserved for fiction. */
const sampleNumber = "+14155550100";

const sampleLink = "https://console.example.com/enter/example";

function toOwner(
  kind: MailKind,
  { clinic, now }: PreviewFacts,
  { text }: { readonly text: Parameters<typeof mailOf>[0] },
): NewMail {
  return mailOf(text, { kind, id: "preview", key: "preview", recipient: clinic.ownerEmail, createdAt: now });
}

function toPatient(kind: "booked" | "moved" | "cancelled", facts: PreviewFacts): NewMail {
  const { clinic, doctors, now } = facts;
  const visit = sampleVisit(facts);
  const appointment: Appointment =
    kind === "cancelled" ? { ...visit, status: "cancelled", calendarSequence: 1 } : visit;
  const addressed = { id: "preview", recipient: "patient@example.com", createdAt: now };
  return appointmentMail(kind, { appointment, clinic, doctor: doctors[0]?.name ?? null }, addressed);
}

function sampleMessage({ clinic: { language }, now }: PreviewFacts) {
  const { name, text } = sampleWords[language];
  return { name, phone: sampleNumber, text, urgency: "normal", createdAt: now } as const;
}

const sampleWords: Translated<{ readonly name: string; readonly text: string }> = {
  fr: { name: "Awa Test", text: "Je n'ai pas reçu mon ordonnance, pouvez-vous me rappeler ?" },
  en: { name: "Awa Test", text: "My prescription has not arrived, could you call me back?" },
  es: { name: "Awa Test", text: "No me ha llegado mi receta, ¿me pueden llamar?" },
};

function sampleVisit({ clinic: { timezone }, doctors, now }: PreviewFacts): Appointment {
  const startsAt = instantOf(addDays(dateAt(now, timezone), 3), "09:30", timezone);
  const endsAt = startsAt + 30 * MINUTE_MS;
  return {
    id: "preview",
    patientId: "preview",
    doctorId: doctors[0]?.id ?? "",
    roomId: null,
    typeId: null,
    startsAt,
    endsAt,
    blockedFrom: startsAt,
    blockedTo: endsAt,
    status: "scheduled",
    callId: "preview",
    rescheduledFrom: null,
    changeReason: null,
    calendarUid: "preview",
    calendarSequence: 0,
    createdAt: now,
    updatedAt: now,
  };
}

function sampleReport({ clinic, now }: PreviewFacts) {
  const week = weekBefore(weekOf(dateAt(now, clinic.timezone)));
  const figures = { answered: 84, booked: 31, savedAfterHours: 9, messages: 12, noShows: 2, calls: 91, unpriced: 0 };
  const measured = { ...figures, durationMs: 171 * MINUTE_MS, cents: exactCents(1453.5) };
  const before = { ...measured, answered: 79, booked: 28, savedAfterHours: 6, durationMs: 160 * MINUTE_MS };
  return weeklyReportText(clinic, { week, figures: measured, before }, 1);
}

function sampleDigest(facts: PreviewFacts) {
  const { clinic, now } = facts;
  const today = dateAt(now, clinic.timezone);
  const date = addDays(today, -1);
  const span = { from: startOfDay(date, clinic.timezone), to: startOfDay(today, clinic.timezone) };
  const outcomes: readonly CallOutcome[] = ["booked", "booked", "question_answered", "callback_requested"];
  const calls = outcomes.map((outcome, index) =>
    sampleCall(outcome, instantOf(date, `0${index + 6}:15`, clinic.timezone)),
  );
  const visit = { ...sampleVisit(facts), createdAt: span.from + 1, updatedAt: span.from + 1 };
  const appointments = [visit, { ...visit, id: "preview-2" }];
  return dailyDigestText(clinic, { date, span, calls, appointments, visitsToday: 5 });
}

function sampleCall(outcome: CallOutcome, now: number): Call {
  return {
    callId: "preview",
    attribution: "known",
    direction: "inbound",
    status: "ended",
    patientNumber: sampleNumber,
    clinicNumber: null,
    agentId: null,
    agentVersion: null,
    calledAt: now,
    startedAt: now,
    endedAt: now,
    durationMs: 94_000,
    reason: "user_hangup",
    outcome,
    transcriptJson: null,
    transfersJson: null,
    variablesJson: null,
    analysisJson: null,
    metadataJson: null,
    costCents: null,
    latencyP50Ms: null,
    latencyP99Ms: null,
    analyzedAt: null,
    updatedAt: now,
  };
}

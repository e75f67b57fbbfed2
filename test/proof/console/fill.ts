import { newId } from "../../../src/adapters/system/ids.ts";
import type { AppointmentStatus } from "../../../src/domain/booking/appointment.ts";
import type { CallOutcome } from "../../../src/domain/call/call.ts";
import type { FleetCall } from "../../../src/domain/call/ports.ts";
import type { Clinic } from "../../../src/domain/clinic/clinic.ts";
import type { Store } from "../../../src/domain/fleet/ports.ts";
import { newContact } from "../../../src/domain/outreach/contact-changes.ts";
import { addDays, weekdayNumber } from "../../../src/domain/time/wall-date.ts";
import { dateAt, instantOf } from "../../../src/domain/time/zoned-time.ts";

const NAMES = {
  fr: ["Awa Exemple", "Koffi Modèle", "Mariam Essai", "Luc Fictif", "Rose Témoin", "Idrissa Échantillon"],
  es: ["Ana Muestra", "Luis Prueba", "Rosa Ejemplo", "Beto Ensayo", "Inés Ficticia", "Raúl Modelo"],
  en: ["Ann Sample", "Lee Specimen", "Maria Example", "Tom Placeholder", "Rosa Trial", "Ira Mockup"],
};
const TIMES = ["09:00", "09:30", "10:30", "11:00", "14:00", "14:30"];
const STATUSES: readonly AppointmentStatus[] = ["scheduled", "confirmed", "confirmed", "scheduled"];

const TEXTS = {
  fr: [
    "Je voudrais le résultat de mon analyse de mardi. Pouvez-vous me rappeler après seize heures ?",
    "Le médicament prescrit hier me donne des vertiges.",
  ],
  es: [
    "Quisiera el resultado de mi análisis del martes. ¿Me pueden llamar después de las cuatro?",
    "Las pastillas de ayer me dan mareos.",
  ],
  en: [
    "I would like the result of Tuesday's test. Could you call me back after four o'clock?",
    "The tablets from yesterday make me dizzy.",
  ],
};

/** The only patient without a namesake or family. */
export const AWAITED = "+2290197000077";

/** Fills one clinic with past and present data: visits this week, messages, calls, people to remind. */
export async function fill(clinic: Clinic, store: Store, now: number): Promise<void> {
  const scope = store.scope(clinic.id);
  const patients = await addPatients(clinic, store, now);
  await addVisits(clinic, store, { patients, now });
  const awaited = { name: "Nadia Test", phone: AWAITED, language: clinic.language, consent: true } as const;
  const appointmentAt = now + 3 * 86_400_000;
  await scope.outreach.transact((stores) =>
    stores.contacts.add(
      newContact({ ...awaited, consentBasis: "stated", appointmentAt }, { clock: { now: () => now }, newId }),
    ),
  );
  const [normal = "", urgent = ""] = TEXTS[clinic.language];
  for (const [index, text] of [normal, urgent].entries()) {
    const phone = phoneOf(clinic, index);
    const name = NAMES[clinic.language][index] ?? null;
    const urgency = index === 1 ? "urgent" : "normal";
    const message = { id: newId(), callId: `call_${clinic.slug}_${index}`, name, phone, text, urgency } as const;
    await scope.outreach.transact((stores) =>
      stores.messages.add({ ...message, createdAt: now - (2 - index) * 3_600_000, doneAt: null }),
    );
  }
  const outcomes: readonly CallOutcome[] = ["message_taken", "booked", "question_answered", "booked", "transferred"];
  for (const [index, outcome] of outcomes.entries()) {
    const call = storedCall(clinic, { index, outcome, calledAt: now - (index + 1) * 2_400_000 });
    await store.callLedger.rewrite(call.callId, () => ({ call, orders: [] }));
  }
}

function phoneOf({ country }: Clinic, index: number): string {
  const digits = String(10 + index);
  if (country === "BJ") return `+22901970000${digits}`;
  return `+151255501${digits}`;
}

async function addPatients(clinic: Clinic, store: Store, now: number): Promise<readonly string[]> {
  const ids: string[] = [];
  await store.scope(clinic.id).booking.transact(async (stores) => {
    for (const [index, name] of NAMES[clinic.language].entries()) {
      const id = newId();
      ids.push(id);
      await stores.patients.add({
        id,
        name,
        phone: phoneOf(clinic, index),
        birthDate: null,
        email: null,
        createdAt: now,
      });
    }
  });
  return ids;
}

interface Filling {
  readonly patients: readonly string[];
  readonly now: number;
}

async function addVisits(clinic: Clinic, store: Store, { patients, now }: Filling): Promise<void> {
  const scope = store.scope(clinic.id);
  const doctors = await scope.doctors.list();
  const today = dateAt(now, clinic.timezone);
  const monday = addDays(today, 1 - weekdayNumber(today));
  const dates = new Set([0, 1, 2, 3, 4, 7, 8, 9, 10, 11].map((days) => addDays(monday, days)).concat(today));
  await scope.outreach.transact(async (stores) => {
    for (const [day, date] of [...dates].entries()) {
      for (const [index, time] of TIMES.entries()) {
        if ((day + index) % 5 === 4) continue;
        const startsAt = instantOf(date, time, clinic.timezone);
        const patientId = patients[(day + index) % patients.length] ?? "";
        const id = newId();
        await stores.appointments.add({
          id,
          patientId,
          doctorId: doctors[(day + index) % doctors.length]?.id ?? "",
          roomId: null,
          typeId: null,
          startsAt,
          endsAt: startsAt + 1_800_000,
          blockedFrom: startsAt,
          blockedTo: startsAt + 1_800_000,
          status: STATUSES[(day * 2 + index) % STATUSES.length] ?? "scheduled",
          callId: day === 3 && index === 1 ? `call_${clinic.slug}_1` : null,
          rescheduledFrom: null,
          changeReason: null,
          calendarUid: id,
          calendarSequence: 0,
          createdAt: now,
          updatedAt: now,
        });
        if (index > 3) {
          const name = NAMES[clinic.language][(day + index) % patients.length] ?? "";
          const person = { name, phone: phoneOf(clinic, index), language: clinic.language, consent: index === 4 };
          const contact = { ...person, consentBasis: "stated", appointmentId: id } as const;
          await stores.contacts.add(newContact(contact, { clock: { now: () => now }, newId }));
        }
      }
    }
  });
}

const SPOKEN = {
  fr: [
    ["agent", "Bonjour, vous avez appelé {name}. Comment puis-je vous aider ?"],
    ["user", "Je voudrais un rendez-vous jeudi matin, s'il vous plaît."],
    ["agent", "Je regarde les disponibilités."],
  ],
  es: [
    ["agent", "Gracias por llamar a {name}. ¿En qué le puedo ayudar?"],
    ["user", "Quisiera una cita el jueves en la mañana, por favor."],
    ["agent", "Déjeme revisar la agenda."],
  ],
  en: [
    ["agent", "Hello, you have reached {name}. How can I help you?"],
    ["user", "I would like an appointment on Thursday morning, please."],
    ["agent", "Let me look at what is free."],
  ],
} as const;

function transcript({ language, name }: Clinic): readonly object[] {
  const after =
    language === "fr" ? "Jeudi à 9 h 30 est libre. Je vous l'ai réservé." : "Thursday at 9:30 is free. It is yours.";
  return [
    ...SPOKEN[language].map(([role, content]) => ({ role, content: content.replace("{name}", name) })),
    {
      role: "node_transition",
      former_node_name: "Greeting",
      new_node_name: "Check availability",
      transition_type: "edge",
    },
    {
      role: "tool_call_invocation",
      tool_call_id: "t1",
      name: "check_availability",
      arguments: '{"date":"2026-12-03","doctor_id":"d-1"}',
    },
    {
      role: "tool_call_result",
      tool_call_id: "t1",
      content: '{"message":"Free: 9:30, 10:00, 11:00.","available_slots":["09:30","10:00","11:00"]}',
      successful: true,
    },
    { role: "agent", content: after },
    { role: "user", content: language === "fr" ? "Merci, au revoir." : "Thank you, goodbye." },
  ];
}

interface Played {
  readonly index: number;
  readonly outcome: CallOutcome;
  readonly calledAt: number;
}

function storedCall(clinic: Clinic, { index, outcome, calledAt }: Played): FleetCall {
  const durationMs = 65_000 + index * 21_000;
  return {
    callId: `call_${clinic.slug}_${index}`,
    clinicId: clinic.id,
    attribution: "known",
    direction: "inbound",
    status: "ended",
    patientNumber: phoneOf(clinic, index),
    clinicNumber: null,
    agentId: "agent_1",
    agentVersion: 1,
    calledAt,
    startedAt: calledAt,
    endedAt: calledAt + durationMs,
    durationMs,
    reason: index === 4 ? "call_transfer" : "user_hangup",
    outcome,
    transcriptJson: JSON.stringify(transcript(clinic)),
    transfersJson: null,
    variablesJson: null,
    analysisJson: JSON.stringify({
      call_summary:
        clinic.language === "fr"
          ? "L'appelant a réservé un rendez-vous jeudi à 9 h 30."
          : "The caller booked an appointment on Thursday at 9:30.",
    }),
    metadataJson: null,
    costCents: 12.4,
    latencyP50Ms: 820,
    latencyP99Ms: 1460,
    analyzedAt: calledAt + durationMs,
    updatedAt: calledAt + durationMs,
  };
}

/** What a malicious caller could say: markup, direction marks, more than anyone reads. */
export function hostileCall(clinic: Clinic, calledAt: number): FleetCall {
  const script = `<script>document.title="owned"</script><img src=x onerror='document.title="owned"'>`;
  const turns = [
    { role: "user", content: `${script} \u202Egnp.exe\u202C ${"A".repeat(100_000)}` },
    { role: "agent", content: "Pardon?" },
    { role: "tool_call_invocation", tool_call_id: "t", name: script, arguments: script },
    ...Array.from({ length: 400 }, (_, index) => ({ role: "user", content: `${index} ${"words ".repeat(60)}` })),
  ];
  return {
    ...storedCall(clinic, { index: 9, outcome: "no_outcome", calledAt }),
    callId: "call_hostile",
    updatedAt: calledAt,
    patientNumber: `"><script>1</script>`,
    transcriptJson: JSON.stringify(turns),
    analysisJson: JSON.stringify({ call_summary: script, custom_analysis_data: { callback_message: script } }),
  };
}

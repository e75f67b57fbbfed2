import { noSpecialDays } from "../../../src/domain/call/line/clinic-now.ts";
import { expect, test } from "vitest";
import { type CallerFacts, callerVariables } from "../../../src/domain/call/line/caller-variables.ts";
import { closedAllWeek } from "../../../src/domain/clinic/opening-hours.ts";
import { type ReminderCall, outboundVariables } from "../../../src/domain/outreach/reminders/outbound-variables.ts";
import { testClinic } from "../../fakes/test-clinic.ts";

const phrases = {
  fr: {
    greeting: "{{clinic_name}}, bonjour.",
    goodbye: "Merci de votre appel.",
    reminder_greeting: "{{clinic_name}} à l'appareil, bonjour. Est-ce que je parle à {{customer_name}} ?",
    reminder_goodbye: "Merci, au revoir.",
    reminder_appointment:
      "Rendez-vous du {{appointment_date}} à {{appointment_time}} avec {{provider_name}}. {{special_instructions}} Viendrez-vous ?",
  },
  en: {
    greeting: "You have reached {{clinic_name}}.",
    goodbye: "Thank you for calling.",
    reminder_greeting: "Hello, this is {{clinic_name}}. Am I speaking with {{customer_name}}?",
    reminder_goodbye: "Thank you, goodbye.",
    reminder_appointment:
      "Appointment on {{appointment_date}} at {{appointment_time}} with {{provider_name}}. {{special_instructions}} Will you come?",
  },
  es: {
    greeting: "Gracias por llamar {{clinic_at}}.",
    goodbye: "Gracias por su llamada.",
    reminder_greeting: "Buen día, le llamamos {{clinic_of}}. ¿Hablo con {{customer_name}}?",
    reminder_goodbye: "Gracias, hasta luego.",
    reminder_appointment:
      "Cita el {{appointment_date}} a {{appointment_time}} con {{provider_name}}. {{special_instructions}} ¿Va a venir?",
  },
};

const facts: CallerFacts = {
  clinic: testClinic({
    slug: "clinique-test",
    name: "Clinique Test",
    address: "1 rue du Test",
    country: "BJ",
    timezone: "Africa/Porto-Novo",
    phone: "+2290197000010",
    ownerEmail: "owner@example.com",
  }),
  phoneNumber: "+2290197000013",
  doctors: [{ id: "doctor-awa", name: "Awa Test", specialty: "Dentiste", email: null, active: true }],
  hours: closedAllWeek,
  phrases: {},
  specialDays: noSpecialDays,
  suspension: null,
  asksReason: false,
};

const now = Date.UTC(2026, 10, 21, 12);
/** 23:30 UTC is half past midnight of the next day in Porto-Novo. */
const nearMidnight = Date.UTC(2026, 10, 24, 23, 30);

function reminder(contact: Partial<ReminderCall["contact"]> = {}, call: Partial<ReminderCall> = {}): ReminderCall {
  return {
    contact: {
      name: "Koffi Test",
      language: "fr",
      appointmentAt: null,
      appointmentType: null,
      provider: null,
      instructions: null,
      ...contact,
    },
    appointment: { id: "appointment-1", doctorId: "doctor-awa", startsAt: nearMidnight },
    typeName: "Contrôle",
    ...call,
  };
}

const sentence = (instructions: string | null) => said(reminder({ instructions }))["phrase_reminder_appointment"];

const said = (call: ReminderCall) => outboundVariables(call, facts, { phrases, now });

test("gives the appointment from the book by the clinic's clock, worded for speech", () => {
  expect(said(reminder())).toMatchObject({
    call_purpose: "reminder",
    customer_name: "Koffi Test",
    business_name: "Clinique Test",
    appointment_date: "mercredi 25 novembre",
    appointment_time: "0 heure 30",
    appointment_type: "Contrôle",
    provider_name: "le docteur Awa Test",
    special_instructions: "",
    callback_number: "01 97 00 00 13",
    appointment_id: "appointment-1",
    appointment_doctor_id: "doctor-awa",
  });
});

test("has every variable of an inbound call, all of them texts", () => {
  const inbound = callerVariables(facts, phrases, Date.UTC(2026, 10, 21, 12));
  const outbound = said(reminder());
  expect(Object.keys(inbound).filter((name) => !Object.hasOwn(outbound, name))).toEqual([]);
  expect(inbound["call_purpose"]).toBe("");
  expect(new Set(Object.values(outbound).map((value) => typeof value))).toEqual(new Set(["string"]));
});

test("has its own greeting and goodbye", () => {
  expect(said(reminder())).toMatchObject({
    phrase_greeting: "Clinique Test à l'appareil, bonjour. Est-ce que je parle à Koffi Test ?",
    phrase_goodbye: "Merci, au revoir.",
  });
});

test("speaks the contact's language, whatever the clinic's", () => {
  expect(said(reminder({ language: "en" }))).toMatchObject({
    language: "en",
    language_name: "English",
    appointment_date: "Wednesday, November 25",
    appointment_time: "12:30 AM",
    phrase_greeting: "Hello, this is Clinique Test. Am I speaking with Koffi Test?",
  });
});

test("says instructions as a separate sentence, and nothing if there are none", () => {
  const start = "Rendez-vous du mercredi 25 novembre à 0 heure 30 avec le docteur Awa Test.";
  expect(sentence(" Venez à jeun ")).toBe(`${start} Venez à jeun. Viendrez-vous ?`);
  expect(sentence("Venez à jeun !")).toBe(`${start} Venez à jeun ! Viendrez-vous ?`);
  expect(sentence(null)).toBe(`${start} Viendrez-vous ?`);
});

test("a call about today's appointment with a late doctor mentions the delay after the instructions", () => {
  const doctors = facts.doctors.map((doctor) => ({ ...doctor, late: { on: "2026-11-25", minutes: 40 } }));
  const at = (instant: number) =>
    outboundVariables(reminder({ instructions: "Venez à jeun" }), { ...facts, doctors }, { phrases, now: instant });
  expect(at(nearMidnight - 20 * 60_000)["special_instructions"]).toBe(
    "Venez à jeun. Je vous préviens : le docteur Awa Test a environ 40 minutes de retard aujourd'hui.",
  );
  expect(at(nearMidnight - 86_400_000)["special_instructions"]).toBe("Venez à jeun.");
});

test("an appointment kept elsewhere is described from the contact", () => {
  const contact = { appointmentAt: nearMidnight, appointmentType: "Radio", provider: "Dr. Noor Probe" };
  expect(said(reminder(contact, { appointment: null, typeName: null }))).toMatchObject({
    appointment_date: "mercredi 25 novembre",
    appointment_type: "Radio",
    provider_name: "Dr. Noor Probe",
    appointment_id: "",
    appointment_doctor_id: "",
  });
});

test("the book overrides an import that differs", () => {
  const contact = { appointmentAt: now, appointmentType: "Radio", provider: "Dr. Noor Probe" };
  expect(said(reminder(contact))).toMatchObject({
    appointment_date: "mercredi 25 novembre",
    appointment_type: "Contrôle",
    provider_name: "le docteur Awa Test",
  });
});

test("a person known only by number is asked for that way", () => {
  expect(said(reminder({ name: "" }))["phrase_greeting"]).toBe(
    "Clinique Test à l'appareil, bonjour. Est-ce que je parle à la personne à qui appartient ce numéro ?",
  );
});

test.each([
  ["TRAORE FATOU", "Traore Fatou"],
  ["DOSSOU-YOVO, Ama", "Ama Dossou-Yovo"],
  ["M. KOFFI Jean", "Koffi Jean"],
])("%s, as in tables, is spoken as %s", (name, spoken) => {
  const provider = { appointmentAt: nearMidnight, provider: "DR ESSAI AMA" };
  const variables = said(reminder({ name, ...provider }, { appointment: null, typeName: null }));
  expect(variables).toMatchObject({ customer_name: spoken, provider_name: "le docteur Essai Ama" });
});

test("braces in a name are spoken as they are and are not a placeholder", () => {
  expect(said(reminder({ name: "{{clinic_id}}" }))["phrase_greeting"]).toContain("{{clinic_id}}");
});

test("no one is reminded of an appointment without a time", () => {
  expect(() => said(reminder({}, { appointment: null }))).toThrow(
    "Cannot remind anyone of an appointment without a time.",
  );
});

import { expect, test } from "vitest";
import { extraction } from "../../src/domain/brain/extract-value.ts";
import type { Language } from "../../src/domain/language/language.ts";
import { spokenDate } from "../../src/domain/language/dates/spoken-date.ts";
import type { TranscriptItem } from "../../src/flow/trace.ts";
import { templateFlow } from "../simulator/template-flow.ts";

/** A Saturday. */
const today = "2026-11-21";
const doctor_id_map = JSON.stringify({ "Dr. Gilles Fictif": "gilles", "Dre. Afi Exemple": "afi" });
const available_doctors = "1. Dr. Gilles Fictif - généraliste (ID: gilles)\n2. Dre. Afi Exemple - pédiatre (ID: afi)";

interface Earlier {
  readonly known?: Readonly<Record<string, string>>;
  readonly before?: readonly TranscriptItem[];
}

function heardAt(
  nodeId: string,
  said: readonly string[],
  language: Language,
  { known = {}, before = [] }: Earlier = {},
): Readonly<Record<string, unknown>> {
  const node = templateFlow.nodes.find(({ id }) => id === nodeId);
  if (node?.type !== "extract_dynamic_variables") throw new Error(`${nodeId} extracts nothing`);
  const valueOf = extraction(
    {
      place: { node: nodeId, name: nodeId, type: node.type },
      purpose: "variables",
      wanted: node.variables,
      transcript: [...before, ...said.map((content) => ({ role: "user" as const, content }))],
      variables: { doctor_id_map, available_doctors, clinic_name: "Clinique Test", ...known },
    },
    { language, country: language === "fr" ? "BJ" : "US", today },
  );
  const found = new Map<string, unknown>();
  for (const wanted of node.variables) {
    const value = valueOf(wanted);
    if (value !== undefined) found.set(wanted.name, value);
  }
  return Object.fromEntries<unknown>(found);
}

const gilles = { chosen_doctor_id: "gilles", chosen_doctor_name: "Dr. Gilles Fictif" };
const afi = { chosen_doctor_id: "afi", chosen_doctor_name: "Dre. Afi Exemple" };
const unknown = (said: string) => ({ chosen_doctor_id: "none", chosen_doctor_name: said });
const part = (said: string) => ({ appointment_part: said });

/** What a first sentence says of the visit, and nothing that it does not say. */
test.each([
  ["fr", "Je voudrais voir le docteur Fictif mardi", { ...gilles, appointment_date: "2026-11-24" }],
  ["fr", "Je voudrais un rendez-vous avec un médecin", {}],
  ["fr", "J'ai mal au genou depuis mardi, je voudrais un rendez-vous", {}],
  ["fr", "C'est pour ma fille Awa Test, chez la pédiatre", { ...afi, patient_name: "Awa Test" }],
  ["fr", "Ici Awa Test, je voudrais un rendez-vous pour mon fils", {}],
  ["fr", "Ici Awa Test, je voudrais un rendez-vous", { patient_name: "Awa Test" }],
  ["fr", "Un rendez-vous la semaine prochaine", { appointment_date: "Un rendez-vous la semaine prochaine" }],
  [
    "en",
    "Can I see Doctor Fictif on Monday for my son Leo Sample?",
    { ...gilles, patient_name: "Leo Sample", appointment_date: "2026-11-23" },
  ],
  ["es", "Quisiera una cita con la doctora Exemple el lunes", { ...afi, appointment_date: "2026-11-23" }],
] as const)("in %s, “%s”", (language, said, found) => {
  const { visit_reason: _, ...heard } = heardAt("extract_visit", [said], language);
  expect(heard).toEqual(found);
});

test.each([
  ["fr", "Demain à 10 heures avec le docteur Fictif", gilles],
  ["fr", "Je voudrais un rendez-vous demain matin", {}],
  ["en", "I'd like to come in tomorrow after 3", {}],
] as const)("in %s, the hours of “%s” go on with the day", (language, said, doctor) => {
  expect(heardAt("extract_visit", [said], language)).toEqual({
    ...doctor,
    appointment_date: "2026-11-22",
    ...part(said),
  });
});

test.each([
  ["fr", "Je voudrais voir le docteur Zinsou-Inconnu"],
  ["fr", "Avec le même docteur que la dernière fois"],
  ["en", "I want to see the same doctor as last time"],
] as const)("in %s, “%s” is no doctor of the list: the clinic's answer says so or asks", (language, said) => {
  expect(heardAt("extract_visit", [said], language)).toMatchObject(unknown(said));
});

test("what was said of an earlier visit is not taken for the next", () => {
  const said = ["Je voudrais voir le docteur Fictif mardi", "Et un autre rendez-vous, s'il vous plaît"];
  expect(heardAt("extract_visit", said, "fr")).toEqual({});
});

test("a day said with the doctor is not asked for again", () => {
  const found = heardAt("extract_doctor", ["Je voudrais un rendez-vous", "Avec le docteur Fictif, jeudi matin"], "fr");
  expect(found).toEqual({ ...gilles, appointment_date: "2026-11-26", ...part("Avec le docteur Fictif, jeudi matin") });
});

test("a number said with the name is not asked for again", () => {
  expect(heardAt("extract_patient_name", ["Awa Test, au 01 97 00 00 47"], "fr")).toEqual({
    patient_name: "Awa Test",
    patient_phone: "+2290197000047",
  });
});

test.each([
  ["fr", "Je m'appelle Awa Test et je voudrais annuler mon rendez-vous", { patient_name: "Awa Test" }],
  ["fr", "Je voudrais annuler mon rendez-vous avec le docteur Fictif", {}],
  ["en", "This is Leo Sample, I need to cancel", { patient_name: "Leo Sample" }],
] as const)("in %s, “%s” says whose appointment it is, or does not", (language, said, found) => {
  expect(heardAt("extract_caller", [said], language)).toEqual(found);
});

test.each([
  ["fr", "Peu importe"],
  ["fr", "Comme vous voulez"],
  ["en", "I don't care"],
  ["en", "Whoever is free first"],
  ["es", "Me da igual"],
] as const)("in %s, “%s” to the question which doctor keeps the day named before", (language, said) => {
  const heard = ["Demain", said];
  expect(heardAt("extract_doctor", heard, language, { known: { appointment_date: "2026-11-22" } })).toEqual(gilles);
  expect(heardAt("extract_doctor", heard, language)).toMatchObject(gilles);
});

/** As check_availability answers for a period. */
const threeDays = (language: Language) => ({
  role: "tool_call_result" as const,
  tool_call_id: "check",
  successful: true,
  content: JSON.stringify({
    available_slots: ["2026-12-01", "2026-12-05", "2026-12-08"].map((date) => ({
      time: `${spokenDate(date, language)}${language === "fr" ? " à 9 heures" : " at 9:00 AM"}`,
      id: date,
    })),
  }),
});

test.each([
  ["fr", "Samedi", "2026-12-05"],
  ["fr", "Plutôt samedi alors", "2026-12-05"],
  ["en", "Saturday works", "2026-12-05"],
  // Not one of those offered.
  ["fr", "Jeudi", "2026-11-26"],
  ["en", "Tomorrow", "2026-11-22"],
  // Two of those offered are Tuesdays.
  ["en", "Tuesday", "2026-11-24"],
] as const)("in %s, “%s” after times of several days is %s", (language, said, date) => {
  expect(heardAt("extract_date", [said], language, { before: [threeDays(language)] })).toMatchObject({
    appointment_date: date,
  });
});

test("a weekday that can be today is passed on as it was said, and asked about", () => {
  expect(heardAt("extract_date", ["Samedi"], "fr")).toMatchObject({ appointment_date: "Samedi" });
});

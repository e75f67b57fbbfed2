import { describe, expect, it, test } from "vitest";
import { extraction } from "../../../src/domain/brain/extract-value.ts";
import type { Language } from "../../../src/domain/language/language.ts";
import type { TranscriptItem } from "../../../src/flow/trace.ts";
import { takenAt } from "./taken-at.ts";

const doctors = JSON.stringify({ "Dr. Harper Sample": "id-harper", "Dr. June Specimen": "id-june" });

interface Said {
  readonly asked?: string;
  readonly known?: string;
  readonly description?: string;
  readonly language?: Language;
}

function nameOf(said: string, { asked = "", known = "", description = "", language = "en" }: Said): unknown {
  const transcript: readonly TranscriptItem[] = [
    { role: "agent", content: asked },
    { role: "user", content: said },
  ];
  const wanted = { type: "string", name: "patient_name", description } as const;
  const heard = extraction(
    {
      place: { node: "extract", name: "extract", type: "extract_dynamic_variables" },
      purpose: "variables",
      wanted: [wanted],
      transcript,
      variables: { doctor_id_map: doctors, clinic_name: "Bluebonnet", patient_name: known },
    },
    { language, country: language === "fr" ? "BJ" : "US", today: "2026-11-30" },
  );
  return heard(wanted);
}

const question = { fr: "Quels sont le prénom et le nom du patient ?", en: "What name is it under?" } as const;

describe("an answer to the question for the name", () => {
  it.each([
    ["fr", "c'est au nom de Test, T E S T, prénom Awa", "Awa Test"],
    ["fr", "elle s'appelle Adjovi, A D J O V I, nom de famille Test", "Adjovi Test"],
    ["en", "Jane's the first name, last name's O apostrophe Sample", "Jane O'Sample"],
    ["en", "Jane Sample I think", "Jane Sample"],
  ] as const)("in %s, “%s” is the whole of %s", (language, said, name) => {
    expect(nameOf(said, { asked: question[language], language })).toBe(name);
  });

  it("contains no name if it names a doctor of the clinic", () => {
    const asked = "≈ Name the doctors of the clinic and ask which one they would like to see.";
    expect(nameOf("le docteur Specimen", { asked })).toBeUndefined();
    expect(nameOf("Harper I guess", { asked, description: "name of the patient who comes" })).toBeUndefined();
  });
});

describe("a correction of one part of the name", () => {
  it.each([
    ["No, it's Jayne with a Y, J A Y N E", "Jayne O'Sample"],
    ["The first name is Mary", "Mary O'Sample"],
    ["the last name's Testard", "Jane Testard"],
    ["It's Jane Testard", "Jane Testard"],
    ["No, it's for Kofi", "Kofi"],
  ])("“%s” keeps the other part", (said, name) => {
    expect(nameOf(said, { asked: question.en, known: "Jane O'Sample" })).toBe(name);
  });
});

/** A first name alone, as callers say it; without the call's variables, no doctor is known. */
test.each([
  ["offer_slots", "extract_part", "I can't after eleven"],
  ["offer_slots", "extract_part", "nothing before ten"],
  ["confirm_details", "extract_part", "it's not ten it's eleven thirty"],
] as const)("at %s, to %s: “%s”", async (node, way, heard) => {
  expect(await takenAt(node, heard, "en")).toBe(way);
});

test.each([
  ["present_doctors", "Harper I guess"],
  ["present_doctors", "June"],
  ["unknown_doctor", "June again"],
  ["ask_which_one", "June"],
  ["ask_which_one", "Doctor Sample, please"],
] as const)("at %s, “%s” chooses a doctor who was offered", async (node, heard) => {
  expect(await takenAt(node, heard, "en", { doctor_id_map: doctors })).toBe("extract_doctor");
});

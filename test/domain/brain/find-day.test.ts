import { expect, test } from "vitest";
import { extraction } from "../../../src/domain/brain/extract-value.ts";
import { understandDate } from "../../../src/domain/language/dates/understand-date.ts";
import type { Language } from "../../../src/domain/language/language.ts";
import { takenAt } from "./taken-at.ts";

/** A Tuesday. */
const today = "2026-12-01";

function dateOf(said: string, asked: string, language: Language): unknown {
  const wanted = {
    type: "string",
    name: "appointment_date",
    description: "For a period, the caller's own words.",
  } as const;
  const heard = extraction(
    {
      place: { node: "extract_date", name: "extract", type: "extract_dynamic_variables" },
      purpose: "variables",
      wanted: [wanted],
      transcript: [{ role: "user", content: said }],
      variables: { appointment_date: asked },
    },
    { language, country: language === "fr" ? "BJ" : "US", today },
  );
  return heard(wanted);
}

test.each([
  ["en", "Thursday or Friday", "After four", "2026-12-03 to 2026-12-04"],
  ["fr", "jeudi ou vendredi", "plutôt le matin", "2026-12-03 to 2026-12-04"],
  ["en", "Thursday or Friday", "Either is fine", "2026-12-03"],
  ["en", "Thursday or Saturday", "In the afternoon", "Thursday or Saturday"],
  ["en", "Tuesday", "Next week", "2026-12-08"],
  ["fr", "Mardi.", "La semaine prochaine.", "2026-12-08"],
  ["fr", "Mardi.", "Cette semaine.", "2026-12-01"],
  ["en", "Thursday or Friday", "Friday", "2026-12-04"],
  ["en", "Thursday or Friday", "Monday", "2026-12-07"],
  ["en", "Thursday or Friday", "In January", "In January"],
  ["en", "Thursday", "After four", "After four"],
  ["en", "", "After four", "After four"],
] as const)("in %s, asked about “%s”, “%s” is %s", (language, asked, said, date) => {
  expect(dateOf(said, asked, language)).toBe(date);
});

test("two days that are both left open are a period in every language", () => {
  for (const language of ["fr", "en", "es"] as const) {
    const heard = understandDate("2026-12-03 to 2026-12-04", { today, language });
    expect(heard).toMatchObject({ kind: "understood", value: { first: "2026-12-03", last: "2026-12-04" } });
  }
});

const doctors = JSON.stringify({ "Dr. Afiavi Exemple": "id-a", "Dr. Codjo Modèle": "id-c" });

test.each([
  ["ask_which_one", "extract_doctor", "Plutôt avec le docteur Codjo Modèle."],
  ["offer_slots", "other_doctor", "Plutôt avec le docteur Modèle"],
  ["ask_date", "other_doctor", "Finalement avec Codjo"],
  ["ask_date", "forget_part", "Mardi avec le docteur Modèle"],
  ["offer_slots", "forget_part", "Plutôt mardi"],
] as const)("at %s, to %s: “%s”", async (node, way, heard) => {
  expect(await takenAt(node, heard, "fr", { doctor_id_map: doctors })).toBe(way);
});

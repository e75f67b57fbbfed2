import { expect, test } from "vitest";
import { maskEntities } from "../../../src/domain/brain/choose-candidate.ts";
import { findDoctor } from "../../../src/domain/brain/find-doctor.ts";

test.each([
  ["Avec le docteur Awa12 Prenomtest12, s'il vous plaît.", "Avec le docteur Modèle, s'il vous plaît."],
  ["With Doctor J. O’Sample-3, please.", "With Doctor Sample, please."],
])("%s is understood, whatever the name", (text, plain) => {
  expect(maskEntities(text)).toBe(maskEntities(plain));
});

test("doctors whose names differ only by a number are distinguished", () => {
  const doctors = [
    { name: "Dr. Awa1 Test1", id: "one", specialty: "" },
    { name: "Dr. Awa2 Test2", id: "two", specialty: "" },
  ];
  expect(findDoctor("le docteur Awa2 Test2", doctors)?.id).toBe("two");
  expect(findDoctor("le docteur Test1, merci", doctors)?.id).toBe("one");
});

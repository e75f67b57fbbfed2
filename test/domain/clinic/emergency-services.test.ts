import { expect, test } from "vitest";
import {
  countriesWithServices,
  emergencyServices,
  parseServices,
  spokenServices,
} from "../../../src/domain/clinic/requests/emergency-services.ts";

test.each([
  ["BJ", "fr", "le 112 ou le 118", ""],
  ["FR", "fr", "le 15 ou le 112", "Si vous pensez au suicide, appelez le 31 14, à toute heure."],
  ["CA", "fr", "le 9 1 1", "Si vous pensez au suicide, appelez le 9 8 8, à toute heure."],
  ["CA", "en", "9 1 1", "If you are thinking of suicide, you can call 9 8 8 at any hour."],
  ["US", "en", "9 1 1", "If you are thinking of suicide, you can call 9 8 8 at any hour."],
  ["SN", "fr", "le 15 15 ou le 18", ""],
  ["ML", "fr", "le 18 ou le 15", ""],
  ["BF", "fr", "le 18 ou le 112", ""],
  ["CM", "fr", "le 112 ou le 117", ""],
  ["TD", "fr", "le 18 ou le 112", ""],
  ["JP", "en", "1 1 2", ""],
] as const)("%s in %s: %s", (country, language, services, crisis) => {
  expect(spokenServices({ country, emergencyServices: null }, language)).toEqual({
    emergency_services: services,
    crisis_line: crisis,
  });
});

test("a clinic's own numbers replace its country's", () => {
  const spoken = spokenServices({ country: "BJ", emergencyServices: "117, 166" }, "fr");
  expect(spoken.emergency_services).toBe("le 117 ou le 166");
});

test.each(["", " , ", "call us", "+2290197000000", "1", "1,2,3,4"])("%j is not a list of short numbers", (text) => {
  expect(() => parseServices(text)).toThrow("is not a list of short numbers");
});

test("every country has a number to dial and the source where it is published", () => {
  const facts = countriesWithServices.map((country) => emergencyServices(country));
  expect(facts.every(({ numbers, source }) => numbers.length > 0 && source !== "")).toBe(true);
  expect(facts.flatMap(({ numbers }) => numbers).every((number) => /^\d{2,4}$/u.test(number))).toBe(true);
});

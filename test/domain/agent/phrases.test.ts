import { expect, test } from "vitest";
import { parsePhrases, phraseKeys } from "../../../src/domain/agent/template/phrases.ts";

const source = { language: "fr", file: "fr.json" } as const;
const complete = Object.fromEntries(phraseKeys.map((key) => [key, `Phrase ${key}`]));

test("a complete catalogue is read", () => {
  expect(parsePhrases(complete, source)).toEqual(complete);
});

test("missing, unknown and empty phrases and foreign placeholders are reported at once", () => {
  const { need: _need, ...rest } = complete;
  const json = { ...rest, goodbye: " ", greeting: "{{clinic_name}} {{chosen_doctor_name}}", gretting: "Bonjour" };
  expect(() => parsePhrases(json, source)).toThrow(
    /Invalid phrases in .*fr\.json:(?=[^]*need: missing text)(?=[^]*goodbye: is empty)(?=[^]*\{\{chosen_doctor_name\}\}, which is not a clinic fact)(?=[^]*gretting)/,
  );
});

test.each([null, [], "text"])("%j is not a catalogue", (json) => {
  expect(() => parsePhrases(json, source)).toThrow(/Invalid phrases in fr\.json/);
});

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { spokenPhrases } from "../../../src/domain/call/line/caller-variables.ts";
import { recordingNotice } from "../../../src/domain/clinic/spoken-clinic.ts";
import { languages } from "../../../src/domain/language/language.ts";

const phrasesOf = (language: string) =>
  z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(`templates/phrases/${language}.json`, "utf8")));

test("every country's notice names the assistant and the recording, and most name the purpose", () => {
  for (const country of ["BJ", "FR", "CA", "SN"]) {
    expect(recordingNotice({ notice: null, country }, "fr")).toMatch(/assistant automatique.*enregistré.*suivi/u);
  }
  expect(recordingNotice({ notice: null, country: "US" }, "en")).toBe(
    "You are speaking with an automated assistant, and this call may be recorded.",
  );
  expect(recordingNotice({ notice: "Appel enregistré.", country: "US" }, "fr")).toBe("Appel enregistré.");
  expect(recordingNotice({ notice: "", country: "FR" }, "fr")).toBe("");
});

test("the notice comes before the first question in inbound and outbound calls; without a notice, no gap remains", () => {
  for (const language of languages) {
    const { greeting = "", reminder_greeting: reminder = "", voicemail = "" } = phrasesOf(language);
    for (const text of [greeting, reminder]) {
      expect(text.indexOf("{{notice}}")).toBeGreaterThan(0);
      expect(text.indexOf("{{notice}}")).toBeLessThan(text.indexOf("?"));
    }
    expect(voicemail).toMatch(/automati|automated|automátic/u);
    const spoken = spokenPhrases({ greeting }, { clinic_name: "Test", notice: "" });
    expect(spoken["phrase_greeting"]).not.toMatch(/ {2}|\{/u);
  }
});

test("a voicemail says the number twice and how to opt out of calls, and does not mention a visit", () => {
  for (const language of languages) {
    const { voicemail = "" } = phrasesOf(language);
    expect(voicemail.split("{{callback_number}}")).toHaveLength(3);
    expect(voicemail).toMatch(/plus être appelé|no more calls|ya no le llamemos/u);
    expect(voicemail).not.toMatch(
      /rendez-vous|appointment|\bcita\b|médecin|doctor|\{\{(?:provider|appointment|special)/u,
    );
  }
});

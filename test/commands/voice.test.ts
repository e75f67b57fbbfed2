import { expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { openInstallation } from "../fakes/sandbox-installation.ts";
import { clinicFile } from "../fakes/clinic-file.ts";
import { callSpeech } from "../../src/domain/call/line/call-speech.ts";
import { accentIn, usualVoices } from "../../src/domain/agent/voices.ts";
import { cotonou } from "../server/server-fixture.ts";

const listed = z.object({ voices: z.array(z.object({ id: z.string(), voice_of: z.array(z.string()) })) });

it("French gets a voice of its own; a clinic takes one of its language, or any with --any-accent", async () => {
  const { ascendia, data, file, close } = await openInstallation();
  onTestFinished(() => close());
  const update = (...argv: readonly string[]) => ascendia("clinic:update", "clinique-sainte-therese", ...argv);
  await ascendia("agent:create");
  await ascendia("clinic:onboard", "--file", file("clinic.json", clinicFile), "--yes");
  expect((await data(listed, "voice:list", "--language", "fr")).voices).toEqual([
    { id: "11labs-Marie", voice_of: ["fr"] },
    { id: "cartesia-Camille", voice_of: [] },
  ]);
  expect((await ascendia("voice:list", "--language", "de")).stderr).toMatch(/"de" is not one of/u);
  expect((await update("--voice", "11labs-Adrian")).stderr).toMatch(/accent American.*\n.*11labs-Marie/u);
  expect((await update("--voice", "11labs-Mari")).stderr).toMatch(
    /no voice 11labs-Mari.*\n.*Did you mean 11labs-Marie/u,
  );
  expect((await update("--voice", "cartesia-Camille")).stdout).toMatch(/voice +none +cartesia-Camille/u);
  expect((await update("--voice", "openai-Echo", "--any-accent")).code).toBe(0);
  expect((await update("--voice", "none")).stdout).toMatch(/openai-Echo +none/u);
  expect((await update("--second-language", "en")).stdout).toMatch(/second_language +none +en/u);
  expect((await update("--second-language", "none")).stdout).toMatch(/second_language +en +none/u);
});

it.each([
  ["French", "fr", "native"],
  ["Français (Québec)", "fr", "native"],
  ["American", "fr", "foreign"],
  ["british", "en", "native"],
  [null, "fr", "unknown"],
  ["Multilingual", "fr", "unknown"],
] as const)("the accent %s is, in %s, %s", (accent, language, known) => {
  expect(accentIn({ accent }, language)).toBe(known);
});

function voice(id: string, gender: string, accent: string | null) {
  return { id, name: id, provider: "elevenlabs", gender, accent };
}

it("chooses a voice of the same provider and gender, and none where the agent's own fits", () => {
  const [adrian, marie, luc] = [
    voice("a", "male", "American"),
    voice("m", "female", "French"),
    voice("l", "male", "French"),
  ];
  expect(usualVoices([adrian, marie, luc], "a")).toEqual({ fr: "l" });
  expect(usualVoices([adrian, marie], "a")).toEqual({ fr: "m" });
  expect(usualVoices([adrian, { ...marie, provider: "cartesia" }], "a")).toEqual({});
  expect(usualVoices([marie, voice("n", "female", null)], "n")).toEqual({});
});

it("a call uses the clinic's voice, or else that of its language, and boosts the clinic's names", () => {
  const facts = { clinic: { ...cotonou, voice: "cartesia-Camille" }, doctors: [{ name: "Awa Test" }] };
  const voices = { fr: "11labs-Marie" };
  expect(callSpeech(facts, "fr", voices)).toEqual({
    language: "fr-FR",
    voice_id: "cartesia-Camille",
    voice_model: null,
    boosted_keywords: ["Clinique Test de Cotonou", "Awa Test"],
  });
  expect(callSpeech({ ...facts, clinic: cotonou }, "fr", voices)).toMatchObject({ voice_id: "11labs-Marie" });
  expect(callSpeech(facts, "en", voices)).not.toHaveProperty("voice_id");
});

it("pronounces names with recorded sounds in every language, also the last name by itself", () => {
  const doctors = [
    { name: "Aïcha Test", pronunciation: "aˈi.ʃa tɛst" },
    { name: "Awa Sample" },
    { name: "Koffi Test", pronunciation: "ko.fi test" },
    { name: "Ina", pronunciation: "i.na" },
    { name: "Paul de Vries", pronunciation: "pɔl dəvʁis" },
  ];
  for (const language of ["fr", "en", "es"] as const) {
    const { pronunciation_dictionary: words } = callSpeech({ clinic: cotonou, doctors }, language, {});
    expect(words?.map(({ word, alphabet, phoneme }) => [word, alphabet, phoneme])).toEqual([
      ["Aïcha Test", "ipa", "aˈi.ʃa tɛst"],
      ["Test", "ipa", "tɛst"],
      ["Koffi Test", "ipa", "ko.fi test"],
      ["Ina", "ipa", "i.na"],
      ["Paul de Vries", "ipa", "pɔl dəvʁis"],
    ]);
  }
  expect(callSpeech({ clinic: cotonou, doctors: [{ name: "Awa Sample" }] }, "fr", {})).not.toHaveProperty(
    "pronunciation_dictionary",
  );
});

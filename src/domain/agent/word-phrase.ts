import { type CallerFacts, callerVariables, spokenPhrases } from "../call/line/caller-variables.ts";
import type { ClinicPhrase } from "../clinic/clinic-phrases.ts";
import { perLanguage } from "../language/language.ts";
import type { ConductFinding } from "./conduct/change.ts";
import type { GoldenTexts } from "./conduct/golden-texts.ts";
import { phrasesConductFindings } from "./conduct/judge-conduct.ts";
import { reminderFacts } from "./phrases.ts";

const noPhrases = perLanguage(() => ({}));

/** Only a reminder knows these. */
const samples = Object.fromEntries(reminderFacts.map((name) => [name, `(${name})`]));

/** What a sentence that is about to be set breaks: pinned wording, and the rules of what may be said. */
export function wordingFindings({ language, key, text }: ClinicPhrase, golden: GoldenTexts): readonly ConductFinding[] {
  return phrasesConductFindings({ ...noPhrases, [language]: { [key]: text } }, golden);
}

/** What a sentence may name at a clinic, each with its value there. */
export function sayableFacts(facts: CallerFacts, now: number): Readonly<Record<string, string>> {
  return { ...samples, ...callerVariables({ ...facts, phrases: {} }, noPhrases, now) };
}

/** A sentence as callers of the clinic hear it. */
export function heardAt(text: string, facts: CallerFacts, now: number): string {
  return spokenPhrases({ said: text }, sayableFacts(facts, now))["phrase_said"] ?? "";
}

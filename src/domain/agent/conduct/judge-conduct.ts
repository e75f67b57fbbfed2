import { withoutForeign } from "../content/unknown-content.ts";
import { isObject } from "../../../flow/parse/unwrap-flow.ts";
import { type Translated, perLanguage } from "../../language/language.ts";
import type { ConductFinding } from "./accepted-changes.ts";
import { flowFindings } from "./flow-rules.ts";
import { type GoldenTexts, goldenFindings, goldenPhraseFindings } from "./golden-texts.ts";
import { type PhraseTexts, reminderFacts } from "../template/phrases.ts";
import { heardTogether } from "./heard-together.ts";
import { nodeFindings, wayFindings } from "./node-rules.ts";
import { ownFindings } from "./own-rules.ts";
import { ownWayFindings } from "./own-ways.ts";
import { phraseConductFindings } from "./phrase-rules.ts";
import { settingFindings } from "./setting-rules.ts";
import { speechFindings } from "./speech-rules.ts";
import { type Conduct, conductTexts, phraseTexts } from "./template-texts.ts";
import { textFindings } from "./text-rules.ts";
import { type CallerFacts, callerVariables, spokenPhrases } from "../../call/line/caller-variables.ts";
import type { ClinicPhrase } from "../../clinic/ports.ts";

/**
 * Everything in a template and its phrases that a caller should not hear or be promised. Each finding can be accepted
 * by its id.
 */
export function conductFindings(json: unknown, surroundings: ConductSurroundings): readonly ConductFinding[] {
  if (!isObject(json) || !isObject(json["agent"]) || !isObject(json["flow"])) return [];
  const conduct: Conduct = { template: { agent: json["agent"], flow: json["flow"] }, phrases: surroundings.phrases };
  // Fields that Retell adds to its answers do not change any promise that this version knows.
  const known: Conduct = { ...conduct, template: withoutForeign(conduct.template, []) };
  const { golden } = surroundings;
  const { agent, flow } = conduct.template;
  const texts = conductTexts(conduct);
  const findings = [
    ...goldenFindings(known, golden),
    ...textFindings(texts),
    ...speechFindings(texts),
    ...phraseConductFindings(phraseTexts(surroundings.phrases)),
    ...flowFindings(flow),
    ...wayFindings(flow),
    ...nodeFindings(flow),
    ...ownFindings(flow, agent, golden),
    ...ownWayFindings(flow, golden),
    ...settingFindings(conduct.template),
  ];
  const found = new Set(findings.map(({ change }) => change.id));
  const together = textFindings(heardTogether(conduct)).filter(({ change }) => !found.has(change.id));
  return [...findings, ...new Map(together.map((finding) => [finding.change.id, finding])).values()];
}

/** The findings about phrases alone: those of a file, or one that is about to be set. */
export function phrasesConductFindings(
  phrases: Translated<PhraseTexts>,
  golden: GoldenTexts,
): readonly ConductFinding[] {
  const texts = phraseTexts(phrases);
  return [
    ...goldenPhraseFindings(phrases, golden),
    ...textFindings(texts),
    ...speechFindings(texts),
    ...phraseConductFindings(texts),
  ];
}

export interface ConductSurroundings {
  readonly phrases: Translated<unknown>;
  readonly golden: GoldenTexts;
}

const noPhrases = perLanguage(() => ({}));

/** Placeholders for facts that only a reminder has. */
const samples = Object.fromEntries(reminderFacts.map((name) => [name, `(${name})`]));

/** The rules that a sentence about to be set breaks: pinned wording, and what may be said. */
export function wordingFindings({ language, key, text }: ClinicPhrase, golden: GoldenTexts): readonly ConductFinding[] {
  return phrasesConductFindings({ ...noPhrases, [language]: { [key]: text } }, golden);
}

/** The facts that a sentence may name at a clinic, with their values. */
export function sayableFacts(facts: CallerFacts, now: number): Readonly<Record<string, string>> {
  return { ...samples, ...callerVariables({ ...facts, phrases: {} }, noPhrases, now) };
}

/** A sentence as callers of the clinic hear it. */
export function heardAt(text: string, facts: CallerFacts, now: number): string {
  return spokenPhrases({ said: text }, sayableFacts(facts, now))["phrase_said"] ?? "";
}

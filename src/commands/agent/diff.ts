import type { Command } from "commander";
import { readDrift } from "../../domain/agent/agent-drift.ts";
import { changedSentences } from "../../domain/agent/changed-sentences.ts";
import { type PhraseCatalogue, parsePhrases } from "../../domain/agent/phrases.ts";
import { readCallerFacts } from "../../domain/call/caller-facts.ts";
import { callerVariables } from "../../domain/call/caller-variables.ts";
import { AscendiaError } from "../../domain/errors.ts";
import type { Language } from "../../domain/language/language.ts";
import { requireClinic } from "../../domain/organisation/require-clinic.ts";
import { dateAt } from "../../domain/time/zoned-time.ts";
import type { Context } from "../context.ts";
import { readJson } from "../read-json.ts";
import { agentPorts, masterOf } from "./agent-ports.ts";
import { type AgentComparison, comparisonJson, comparisonText } from "./diff-view.ts";
import { readLocalTemplate, templateFlag } from "./local-template.ts";

interface DiffFlags {
  readonly template?: string;
  readonly rendered?: string;
}

export function configure(command: Command, context: Context): void {
  command
    .description(
      "compare the template with Retell's draft and published version, and say which side changed; exit 3 on differences",
    )
    .option("--template <file>", "this template instead of ASCENDIA_TEMPLATE or the one that ascendia ships")
    .option("--rendered <clinic>", "show the sentences that change for this clinic")
    .action((flags: DiffFlags) => diff(flags, context));
}

async function diff(flags: DiffFlags, context: Context): Promise<void> {
  const { desired, file } = await readLocalTemplate(flags.template, context);
  const { agentId } = await masterOf(context);
  const { live, record, differences } = await readDrift(agentId, desired, await agentPorts(context));
  const sentences = flags.rendered === undefined ? null : await sentencesFor(flags.rendered, differences, context);
  const comparison: AgentComparison = {
    file,
    draft: live.draft?.agent.version ?? null,
    published: live.published?.agent.version ?? null,
    lastWritten: record?.version ?? null,
    differences,
    sentences,
  };
  const json = comparisonJson(comparison);
  if (differences.length === 0) return context.output.result(json, () => comparisonText(comparison));
  const places = differences.length === 1 ? "1 place" : `${differences.length} places`;
  const error = new AscendiaError("drift", `The template and Retell differ in ${places}.`, {
    hint: nextStep(comparison, templateFlag(flags.template)),
  });
  context.output.failedResult(json, () => comparisonText(comparison), error);
  throw error;
}

function nextStep({ differences, draft }: AgentComparison, template: string): string {
  const update = `ascendia agent:update${template}`;
  const sides = new Set(differences.map(({ changed }) => changed));
  if (sides.has("dashboard") || sides.has("both") || sides.has("unknown")) {
    return `${update} --theirs takes the dashboard's changes into the template, --ours writes the template.`;
  }
  return sides.has("local") ? update : `ascendia agent:publish --version ${draft ?? ""}`;
}

async function sentencesFor(idOrSlug: string, differences: AgentComparison["differences"], context: Context) {
  const store = await context.store();
  const clinic = await requireClinic(idOrSlug, store.clinics);
  const phrases = { fr: await phrasesOf("fr", context), en: await phrasesOf("en", context) };
  const today = dateAt(context.clock.now(), clinic.timezone);
  const variables = callerVariables(await readCallerFacts(clinic, store), phrases, today);
  return { clinic: clinic.slug, changes: changedSentences(differences, variables) };
}

async function phrasesOf(language: Language, context: Context): Promise<PhraseCatalogue> {
  const file = `templates/phrases/${language}.json`;
  return parsePhrases(await readJson(context.shippedFile(file), context), { language, file });
}

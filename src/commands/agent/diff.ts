import type { Command } from "commander";
import {
  type AgentDifference,
  type ChangedSentence,
  readDrift,
  changedSentences,
  wholeItems,
} from "../../domain/agent/content/diff-agent.ts";
import { callerVariables, readCallerFacts } from "../../domain/call/line/caller-variables.ts";
import { requireClinic } from "../../domain/fleet/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { counted, terminalSafe } from "../../terminal/table.ts";
import type { Context } from "../context.ts";
import { type AgentFlag, type ChosenAgent, addAgentOption, onChosenAgent } from "./chosen-agent.ts";
import { chosenTemplate, readLocalTemplate, templateFlag } from "./export.ts";

const longest = 400;
/** How many shared characters to show before the difference. */
const lead = 80;

/** Cuts long texts at the same place, around the first difference; short ones stay whole. */
export function aroundDifference(texts: readonly string[]): readonly string[] {
  const start = Math.max(0, wholeCharacter(texts, firstDifference(texts) - lead));
  const isShort = texts.every(({ length }) => length <= longest);
  return isShort ? texts : texts.map((text) => excerpt(text, start));
}

/** A missing text, shown as "(nothing)", does not count when looking for the first difference. */
function firstDifference(texts: readonly string[]): number {
  const [first = "", ...others] = [...new Set(texts)].filter((text) => text.length > lead);
  const end = Math.min(first.length, ...others.map(({ length }) => length));
  if (others.length === 0) return 0;
  for (let at = 0; at < end; at += 1) if (others.some((other) => other[at] !== first[at])) return at;
  return end;
}

/** Never cuts between the two halves of a surrogate pair. */
function wholeCharacter([first = ""]: readonly string[], at: number): number {
  return /[\uDC00-\uDFFF]/u.test(first[at] ?? "") ? at - 1 : at;
}

function excerpt(text: string, start: number): string {
  if (text.length <= lead) return text;
  const end = start + longest;
  return `${start > 0 ? "…" : ""}${text.slice(start, end)}${text.length > end ? "…" : ""}`;
}

export interface AgentComparison {
  readonly file: string;
  readonly draft: number | null;
  readonly published: number | null;
  readonly lastWritten: number | null;
  readonly differences: readonly AgentDifference[];
  readonly sentences: { readonly clinic: string; readonly changes: readonly ChangedSentence[] } | null;
}

export function comparisonJson({ file, draft, published, lastWritten, differences, sentences }: AgentComparison) {
  return {
    template: file,
    draft_version: draft,
    published_version: published,
    last_written_version: lastWritten,
    differences: differences.map((one) => ({
      path: one.path,
      changed: one.changed,
      local: one.local ?? null,
      draft: one.draft ?? null,
      published: one.published ?? null,
      last_written: one.lastWritten ?? null,
    })),
    counts: countsOf(differences),
    ...(sentences === null ? {} : { rendered: sentences }),
  };
}

const headings: Readonly<Record<AgentDifference["changed"], string>> = {
  local: "Changed in the template",
  dashboard: "Changed in the dashboard",
  both: "Changed in the template and in the dashboard, to different values",
  unknown: "Different, and no record shows who changed it",
  unpublished: "In the draft, not published yet",
  model: "Models that Retell replaced with their successors",
};

export function comparisonText(comparison: AgentComparison): string {
  const { file, draft, published, lastWritten, differences, sentences } = comparison;
  const versions = `draft ${draft ?? "none"}, published ${published ?? "none"}, last written ${lastWritten ?? "none"}`;
  const groups = Object.entries(headings).flatMap(([changed, heading]) => {
    const group = differences.filter((one) => one.changed === changed);
    return group.length === 0 ? [] : ["", `${heading}:`].concat(group.flatMap(differenceLines));
  });
  const spoken = sentences === null ? [] : ["", ...sentenceLines(sentences)];
  const end = differences.length === 0 ? ["No differences."] : ["", countsText(differences)];
  return [`${file} and Retell (${versions})`, ...groups, ...spoken, ...end].join("\n");
}

function differenceLines({ path, changed, local, draft, published, lastWritten }: AgentDifference): readonly string[] {
  const live = draft ?? published;
  if (changed === "unpublished") return changeLines(path, published, draft);
  if (changed === "local") return changeLines(path, live, local);
  const [template, dashboard, written] = aroundDifference([local, live, lastWritten].map(shown));
  return [
    `  ${path}`,
    `    template      ${template}`,
    `    dashboard     ${dashboard}`,
    `    last written  ${written}`,
  ];
}

function changeLines(path: string, before: unknown, after: unknown): readonly string[] {
  const [old, fresh] = aroundDifference([before, after].map(shown));
  return [`  ${path}`, `    - ${old}`, `    + ${fresh}`];
}

function sentenceLines({ clinic, changes }: NonNullable<AgentComparison["sentences"]>): readonly string[] {
  if (changes.length === 0) return [`No sentence changes for ${clinic}.`];
  const lines = changes.flatMap(({ path, before, after }) => changeLines(path, before, after));
  return [`Sentences that change for ${clinic} (- Retell now, + the template):`, ...lines];
}

function countsOf(differences: readonly AgentDifference[]): Readonly<Record<string, number>> {
  const kinds = [...new Set(differences.map(({ changed }) => changed))];
  return Object.fromEntries(kinds.map((kind) => [kind, differences.filter(({ changed }) => changed === kind).length]));
}

function countsText(differences: readonly AgentDifference[]): string {
  return Object.entries(countsOf(differences))
    .map(([kind, count]) => `${kind} ${count}`)
    .join(", ");
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return "(nothing)";
  return terminalSafe(typeof value === "string" ? value : JSON.stringify(value)).replaceAll("\n", "⏎ ");
}

interface DiffFlags extends AgentFlag {
  readonly template?: string;
  readonly rendered?: string;
}

export function configure(command: Command, context: Context): void {
  addAgentOption(command)
    .description("compare the template with Retell's draft and published version, and show which side changed")
    .option(
      "--template <path>",
      'template: a file, a folder or "built-in" (default: the one the agent was last written from)',
    )
    .option("--rendered <clinic>", "show the sentences that change for this clinic")
    .action((flags: DiffFlags) => onChosenAgent(flags, context, (chosen) => diff(chosen, flags, context)));
}

async function diff({ master, ports, advice }: ChosenAgent, flags: DiffFlags, context: Context): Promise<void> {
  const { path } = await chosenTemplate(flags.template, { context, master });
  const { desired, file } = await readLocalTemplate(path, context);
  const { live, record, differences } = await readDrift(master.agentId, desired, ports);
  const sentences = flags.rendered === undefined ? null : await sentencesFor(flags.rendered, differences, context);
  const comparison: AgentComparison = {
    file,
    draft: live.draft?.agent.version ?? null,
    published: live.published?.agent.version ?? null,
    lastWritten: record?.version ?? null,
    differences: wholeItems(differences),
    sentences,
  };
  const json = comparisonJson(comparison);
  if (differences.length === 0) return context.output.result(json, () => comparisonText(comparison));
  const places = counted(comparison.differences.length, "place");
  const error = new AscendiaError("drift", `The template and Retell differ in ${places}.`, {
    hint: advice(nextStep(comparison, templateFlag(flags.template))),
  });
  context.output.failedResult(json, () => comparisonText(comparison), error);
  throw error;
}

function nextStep({ differences, draft }: AgentComparison, template: string): string {
  const update = `ascendia agent:update${template}`;
  const sides = new Set(differences.map(({ changed }) => changed));
  if (sides.has("dashboard") || sides.has("both") || sides.has("unknown")) {
    return `${update} --theirs copies the dashboard's changes into the template; --ours overwrites them with the template.`;
  }
  return sides.has("local") ? update : `ascendia agent:publish --version ${draft ?? ""}`;
}

async function sentencesFor(idOrSlug: string, differences: AgentComparison["differences"], context: Context) {
  const store = await context.store();
  const clinic = await requireClinic(idOrSlug, store.clinics);
  const { spoken: phrases } = await context.phrases();
  const now = context.clock.now();
  const variables = callerVariables(await readCallerFacts(clinic, store, now), phrases, now);
  return { clinic: clinic.slug, changes: changedSentences(differences, variables) };
}

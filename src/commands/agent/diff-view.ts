import type { ChangedSentence } from "../../domain/agent/changed-sentences.ts";
import type { AgentDifference } from "../../domain/agent/diff-agent.ts";
import { terminalSafe } from "../../terminal/table.ts";
import { aroundDifference } from "./diff-excerpt.ts";

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
  unknown: "Different, and no record tells who changed it",
  unpublished: "In the draft, not published yet",
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

import { resolvePlaceholders } from "../flow/placeholders.ts";
import type { AgentDifference } from "./diff-agent.ts";

/** What callers of one clinic hear, or the agent is told, before and after; null where there is nothing. */
export interface ChangedSentence {
  readonly path: string;
  readonly changed: AgentDifference["changed"];
  readonly before: string | null;
  readonly after: string | null;
}

const spoken = /(?:\.instruction\.text|\.execution_message_description|^flow\.global_prompt)$/;

/** The spoken places among the differences with a clinic's variables in them; those that then read alike are left out. */
export function changedSentences(
  differences: readonly AgentDifference[],
  variables: Readonly<Record<string, string>>,
): readonly ChangedSentence[] {
  const fill = (value: unknown): string | null =>
    typeof value === "string" ? resolvePlaceholders(value, (name) => variables[name]) : null;
  return differences
    .filter(({ path }) => spoken.test(path))
    .map(({ path, changed, local, draft, published }) => {
      const before = changed === "unpublished" ? published : (draft ?? published);
      return { path, changed, before: fill(before), after: fill(local) };
    })
    .filter(({ before, after }) => before !== after);
}

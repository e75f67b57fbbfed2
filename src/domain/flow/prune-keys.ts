import type * as z from "zod";
import type { Finding } from "./finding.ts";
import { fieldText, locate } from "./schema-problem.ts";
import { isObject } from "./unwrap-flow.ts";

type Issue = z.core.$ZodIssue;
type UnknownKeys = Extract<Issue, { readonly code: "unrecognized_keys" }>;

export function isUnknownKeys(issue: Issue): issue is UnknownKeys {
  return issue.code === "unrecognized_keys";
}

/** A copy of `json` without the keys that the issue names. */
export function pruneKeys(json: unknown, issue: UnknownKeys, depth = 0): unknown {
  const step = issue.path[depth];
  if (step === undefined) {
    if (!isObject(json)) return json;
    return Object.fromEntries(Object.entries(json).filter(([key]) => !issue.keys.includes(key)));
  }
  if (Array.isArray(json)) {
    return json.map((item: unknown, index) => (index === step ? pruneKeys(item, issue, depth + 1) : item));
  }
  return isObject(json) ? { ...json, [step]: pruneKeys(json[String(step)], issue, depth + 1) } : json;
}

const toolKeys = new Set(["tools", "tool_ids"]);

/** One finding per key that was left out. */
export function unknownKeyNotes(issue: UnknownKeys, json: unknown): readonly Finding[] {
  return issue.keys.map((key) => {
    const place = locate([...issue.path, key], json);
    if (issue.path.at(-2) === "nodes" && toolKeys.has(key)) return { ...toolsRefused, ...place };
    return {
      rule: "unknown-key",
      severity: "warning",
      ...place,
      message: `Retell's flow format has no ${fieldText([key])} here; it is ignored.`,
      fix: `Remove ${key}.`,
    };
  });
}

/** retell-api.md 13.3 */
const toolsRefused: Finding = {
  rule: "tools-on-conversation",
  severity: "error",
  message: "Only subagent nodes may have tools; Retell refuses them here since 2026-04-18.",
  fix: 'Change the node\'s type to "subagent", or call the tool from a function node.',
};

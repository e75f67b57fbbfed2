import type * as z from "zod";
import type { Finding } from "../flow/finding.ts";
import type { Language } from "../language/language.ts";
import { catalogueSchema } from "./phrases.ts";

/** Every phrase of a language that is missing, empty, unknown, or names what is no fact about a clinic. */
export function phraseFindings(language: Language, json: unknown): readonly Finding[] {
  const result = catalogueSchema.safeParse(json);
  return result.success ? [] : result.error.issues.flatMap((issue) => findingsOf(issue, language));
}

function findingsOf(issue: z.core.$ZodIssue, language: Language): readonly Finding[] {
  const error = (path: readonly PropertyKey[], texts: Pick<Finding, "rule" | "message" | "fix">): Finding => ({
    severity: "error",
    field: ["phrases", language, ...path.map(String)].join("."),
    ...texts,
  });
  if (issue.code === "unrecognized_keys") {
    const fix = "Correct its name, or remove it.";
    return issue.keys.map((key) =>
      error([key], { rule: "unknown-phrase", message: "The agent has no such phrase.", fix }),
    );
  }
  if (issue.code === "invalid_type" || issue.code === "too_small") {
    const message = `The phrase is missing in "${language}"; callers would hear nothing.`;
    return [error(issue.path, { rule: "missing-phrase", message, fix: "Give it a text." })];
  }
  const message = `The phrase ${issue.message}.`;
  return [error(issue.path, { rule: "phrase", message, fix: "Name facts of the clinic only, or take it out." })];
}

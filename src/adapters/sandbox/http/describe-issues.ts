import type * as z from "zod";

const shown = 10;

/** One sentence a problem, each naming the field, and for a field that does not exist what to send instead. */
export const describeIssues = (
  issues: readonly z.core.$ZodIssue[],
  instead: Readonly<Record<string, string>> = {},
): string => {
  const problems = issues.flatMap((issue) => describe(issue, instead));
  const rest = problems.length > shown ? [`and ${problems.length - shown} more`] : [];
  return `Invalid request format: ${[...problems.slice(0, shown), ...rest].join("; ")}.`;
};

const describe = (issue: z.core.$ZodIssue, instead: Readonly<Record<string, string>>): readonly string[] => {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const advice = Object.hasOwn(instead, key) ? instead[key] : undefined;
      return `unknown field "${fieldName([...issue.path, key])}"${advice === undefined ? "" : ` (${advice})`}`;
    });
  }
  const field = fieldName(issue.path);
  return [field === "" ? issue.message : `${field}: ${issue.message}`];
};

const fieldName = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((name, key) => {
    if (typeof key === "number") return `${name}[${key}]`;
    return name === "" ? String(key) : `${name}.${String(key)}`;
  }, "");

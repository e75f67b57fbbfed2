import type * as z from "zod";
import { closestText } from "../time/closest-text.ts";
import { clinicFileKeys } from "./clinic-file.ts";

/** One thing wrong with a clinic's data: where it stands, what is wrong, what to do. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

export function problemText({ path, message, fix }: FieldProblem): string {
  return `${path === "" ? "" : `${path}: `}${message} ${fix}`.trim();
}

/** The problems that a zod issue on clinic.json stands for; `value` is what was parsed. */
export function schemaProblems(issue: z.core.$ZodIssue, value: unknown): readonly FieldProblem[] {
  const path = pathText(issue.path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path, message: `"${key}" is not a key here.`, fix: keyFix(issue.path, key) }));
  }
  if (valueAt(value, issue.path) === undefined) {
    return [{ path, message: "is missing.", fix: issue.code === "invalid_value" ? oneOf(issue.values) : "Add it." }];
  }
  return [{ path, ...valueProblem(issue) }];
}

function valueProblem(issue: z.core.$ZodIssue): Omit<FieldProblem, "path"> {
  if (issue.code === "invalid_value") return { message: "is not one of the known values.", fix: oneOf(issue.values) };
  if (issue.code === "invalid_type") return { message: `must be ${article(issue.expected)}.`, fix: "" };
  if (issue.code === "too_small" && issue.origin === "array")
    return { message: "is empty.", fix: "Give at least one." };
  if (issue.code === "too_small" && issue.origin === "string") return { message: "is empty.", fix: "Fill it in." };
  if (issue.code === "invalid_format" && issue.format === "email") {
    return { message: "is not a mail address.", fix: "Write for example owner@example.com." };
  }
  return { message: `${issue.message}.`, fix: "" };
}

const articles: Readonly<Record<string, string>> = {
  string: "a text",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
  tuple: 'a pair of times such as ["08:00", "12:30"]',
};

function article(expected: string): string {
  return articles[expected] ?? expected;
}

function oneOf(values: readonly unknown[]): string {
  return `Use ${values.join(" or ")}.`;
}

function keyFix(path: readonly PropertyKey[], key: string): string {
  const place = path.filter((part) => typeof part === "string").join(".");
  const known = (clinicFileKeys[place] ?? []).filter((name) => !name.startsWith("$"));
  const closest = closestText(key, known);
  return closest === undefined ? `Known keys: ${known.join(", ")}.` : `Did you mean "${closest}"?`;
}

export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? String(key) : `${text}.${String(key)}`;
  }, "");
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

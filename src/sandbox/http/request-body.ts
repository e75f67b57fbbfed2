import type { Context } from "hono";
import type * as z from "zod";
import { type JsonObject, isJsonObject } from "../json.ts";
import type { SandboxOptions } from "../sandbox-options.ts";
import { badRequest } from "./http.ts";

const shown = 10;

/** One sentence per problem. Each names the field and, if it does not exist, what to send instead. */
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

export interface BodyRules<Schema extends z.ZodType> {
  readonly schema: Schema;
  /** By the name of a field that does not exist: what to send instead. */
  readonly instead?: Readonly<Record<string, string>>;
}

/** The JSON object in a request. No body counts as `{}`, which the SDK sends when there are no parameters. */
export const readJsonObject = async (context: Context): Promise<JsonObject> => {
  const text = await context.req.text();
  if (text === "") return {};
  const body = parseJson(text);
  if (!isJsonObject(body)) throw badRequest("Invalid request format: the body must be a JSON object.");
  return body;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("Invalid request format: the body is not valid JSON.");
  }
};

/** Parses the body, or answers 400 naming every wrong field. Drops or converts values as the options say. */
export const readBody = async <Schema extends z.ZodType>(
  context: Context,
  rules: BodyRules<Schema>,
  options: SandboxOptions,
): Promise<z.output<Schema>> => validateBody(await readJsonObject(context), rules, options);

export const validateBody = <Schema extends z.ZodType>(
  body: JsonObject,
  rules: BodyRules<Schema>,
  options: SandboxOptions,
): z.output<Schema> => {
  const accepted = options.dynamicVariableValues === "stringify" ? withTextVariables(body) : body;
  const first = rules.schema.safeParse(accepted);
  if (first.success) return first.data;
  if (options.unknownFields === "drop") {
    const second = rules.schema.safeParse(withoutUnknownFields(accepted, first.error.issues));
    if (second.success) return second.data;
    throw badRequest(describeIssues(second.error.issues, rules.instead));
  }
  throw badRequest(describeIssues(first.error.issues, rules.instead));
};

const withoutUnknownFields = (body: JsonObject, issues: readonly z.core.$ZodIssue[]): unknown => {
  const copy: unknown = structuredClone(body);
  for (const issue of issues) {
    if (issue.code !== "unrecognized_keys") continue;
    const owner = valueAt(copy, issue.path);
    if (isJsonObject(owner)) for (const key of issue.keys) Reflect.deleteProperty(owner, key);
  }
  return copy;
};

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined), value);

const withTextVariables = (body: JsonObject): JsonObject => {
  const variables = body["retell_llm_dynamic_variables"];
  if (!isJsonObject(variables)) return body;
  const asText = Object.entries(variables).map(([name, value]) => [name, scalarAsText(value)] as const);
  return { ...body, retell_llm_dynamic_variables: Object.fromEntries(asText) };
};

const scalarAsText = (value: unknown): unknown =>
  typeof value === "number" || typeof value === "boolean" ? String(value) : value;

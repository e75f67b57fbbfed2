import type { Context } from "hono";
import type * as z from "zod";
import { type JsonObject, isJsonObject } from "../json.ts";
import type { SandboxOptions } from "../sandbox-options.ts";
import { checkDated } from "./dated-body.ts";
import { badRequest } from "./http.ts";

const shown = 10;

/** One sentence per problem, with the field and, if it does not exist, what to send instead. */
export function describeIssues(
  issues: readonly z.core.$ZodIssue[],
  instead: Readonly<Record<string, string>> = {},
): string {
  const problems = issues.flatMap((issue) => describe(issue, instead));
  const rest = problems.length > shown ? [`and ${problems.length - shown} more`] : [];
  return `Invalid request format: ${[...problems.slice(0, shown), ...rest].join("; ")}.`;
}

function describe(issue: z.core.$ZodIssue, instead: Readonly<Record<string, string>>): readonly string[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const advice = Object.hasOwn(instead, key) ? instead[key] : undefined;
      return `unknown field "${fieldName([...issue.path, key])}"${advice === undefined ? "" : ` (${advice})`}`;
    });
  }
  const field = fieldName(issue.path);
  return [field === "" ? issue.message : `${field}: ${issue.message}`];
}

function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, key) => {
    if (typeof key === "number") return `${name}[${key}]`;
    return name === "" ? String(key) : `${name}.${String(key)}`;
  }, "");
}

export interface BodyRules<Schema extends z.ZodType> {
  readonly schema: Schema;
  /** What to send instead of fields that do not exist, by field name. */
  readonly instead?: Readonly<Record<string, string>>;
}

/** The JSON object of a request. An empty body counts as `{}`: the SDK sends none when there are no parameters. */
export async function readJsonObject(context: Context): Promise<JsonObject> {
  const text = await context.req.text();
  if (text === "") return {};
  const body = parseJson(text);
  if (!isJsonObject(body)) throw badRequest("Invalid request format: the body must be a JSON object.");
  return body;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("Invalid request format: the body is not valid JSON.");
  }
}

/** Parses the body, or answers 400 with every wrong field. Drops or converts values as the options say. */
export async function readBody<Schema extends z.ZodType>(
  context: Context,
  rules: BodyRules<Schema>,
  options: SandboxOptions,
): Promise<z.output<Schema>> {
  return validateBody(await readJsonObject(context), rules, options);
}

export function validateBody<Schema extends z.ZodType>(
  body: JsonObject,
  rules: BodyRules<Schema>,
  options: SandboxOptions,
): z.output<Schema> {
  const accepted = options.dynamicVariableValues === "stringify" ? withTextVariables(body) : body;
  const known = options.unknownFields === "refuse" ? accepted : withoutUnknown(accepted, rules.schema).known;
  const parsed = rules.schema.safeParse(known);
  if (!parsed.success) throw badRequest(describeIssues(parsed.error.issues, rules.instead));
  checkDated(accepted, options);
  return parsed.data;
}

export interface UnknownFields {
  readonly known: unknown;
  /** Where they occur in the body. */
  readonly unknown: readonly { readonly path: readonly PropertyKey[]; readonly value: unknown }[];
}

/** At least as deep as bodies are nested: each pass can uncover unknown keys one level further down. */
const deepest = 16;

/** Splits the body into the part that the schema has, and the unknown keys. */
export function withoutUnknown(body: unknown, schema: z.ZodType): UnknownFields {
  const known: unknown = structuredClone(body);
  const unknown: UnknownFields["unknown"][number][] = [];
  for (let pass = 0; pass < deepest; pass += 1) {
    const { error } = schema.safeParse(known);
    const issues = error?.issues.filter((issue) => issue.code === "unrecognized_keys") ?? [];
    if (issues.length === 0) break;
    for (const { path, keys } of issues) {
      const owner = valueAt(known, path);
      if (!isJsonObject(owner)) continue;
      for (const key of keys) {
        unknown.push({ path: [...path, key], value: owner[key] });
        Reflect.deleteProperty(owner, key);
      }
    }
  }
  return { known, unknown };
}

/** What is stored from a body: the schema's output and, if they are kept, the unknown keys. */
export function keptBody<Schema extends z.ZodType>(
  body: JsonObject,
  rules: BodyRules<Schema>,
  options: SandboxOptions,
): JsonObject {
  const data: unknown = structuredClone(validateBody(body, rules, options));
  if (options.unknownFields === "keep") {
    for (const { path, value } of withoutUnknown(body, rules.schema).unknown) {
      const owner = valueAt(data, path.slice(0, -1));
      const key = path.at(-1);
      if (isJsonObject(owner) && key !== undefined) Reflect.set(owner, key, value);
    }
  }
  return isJsonObject(data) ? data : {};
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
}

function withTextVariables(body: JsonObject): JsonObject {
  const variables = body["retell_llm_dynamic_variables"];
  if (!isJsonObject(variables)) return body;
  const asText = Object.entries(variables).map(([name, value]) => [name, scalarAsText(value)] as const);
  return { ...body, retell_llm_dynamic_variables: Object.fromEntries(asText) };
}

function scalarAsText(value: unknown): unknown {
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}

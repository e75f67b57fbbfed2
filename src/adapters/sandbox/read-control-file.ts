import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type * as z from "zod";
import { AscendiaError } from "../../domain/errors.ts";
import { describeIssues } from "./http/describe-issues.ts";

export interface ControlFile<Schema extends z.ZodType> {
  /** How messages call it: "fault file". */
  readonly name: string;
  readonly schema: Schema;
  /** What to write in it. */
  readonly hint: string;
}

/** A YAML or JSON file that tells the emulator what to do. @throws invalid */
export const readControlFile = <Schema extends z.ZodType>(
  path: string,
  { name, schema, hint }: ControlFile<Schema>,
): z.output<Schema> => {
  const parsed = schema.safeParse(readYaml(path, name, hint));
  if (parsed.success) return parsed.data;
  throw new AscendiaError("invalid", `The ${name} ${path}: ${describeIssues(parsed.error.issues)}`, { hint });
};

const readYaml = (path: string, name: string, hint: string): unknown => {
  try {
    return parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new AscendiaError("invalid", `Cannot read the ${name} ${path}: ${String(error)}`, { hint, cause: error });
  }
};

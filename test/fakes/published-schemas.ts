import { existsSync, readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { z } from "zod";
import { COMMANDS } from "../../src/commands/command-list.ts";
import { closedSchema } from "./closed-schema.ts";

const ajv = new Ajv2020({ allErrors: true });
const compiled = new Map<string, ValidateFunction>();
const jsonObject = z.record(z.string(), z.unknown());

/**
 * Checks the output of a command under --json against the schema in docs/json, and against a stricter version of it
 * that allows no properties beyond those in the schema.
 * @throws Error that says where they differ
 */
export function checkAgainstPublished(argv: readonly string[], stdout: string): void {
  const named = argv.filter((word) => COMMANDS.some(({ name }) => name === word));
  const [first] = named;
  if (first === undefined || stdout.trim() === "") return;
  for (const line of stdout.trim().split("\n")) {
    const document: unknown = JSON.parse(line);
    // An argument can be a command's name too; another test checks which command ran.
    const own = jsonObject.safeParse(document).data?.["command"];
    const isValid = validatorOf(named.find((name) => name === own) ?? first);
    if (isValid(document)) continue;
    const faults = ajv.errorsText(isValid.errors, { separator: "\n  " });
    throw new Error(`${argv.join(" ")} printed what docs/json does not describe:\n  ${faults}\n${line.slice(0, 2000)}`);
  }
}

export function publishedSchemaPath(command: string): string {
  return `docs/json/${command.replaceAll(":", "-")}.schema.json`;
}

function validatorOf(command: string): ValidateFunction {
  const known = compiled.get(command);
  if (known !== undefined) return known;
  const path = publishedSchemaPath(command);
  if (!existsSync(path)) throw new Error(`${path} is missing; npm run generate writes it`);
  const schema: unknown = JSON.parse(readFileSync(path, "utf8"));
  const made = ajv.compile(jsonObject.parse(closedSchema(schema)));
  compiled.set(command, made);
  return made;
}

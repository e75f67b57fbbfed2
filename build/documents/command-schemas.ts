import type { Checker } from "typescript/unstable/sync";
import { type CommandOutput, type CommandOutputs, type Manner, OutputFinder, withProgram } from "./command-outputs.ts";
import { type JsonSchema, TypeSchemas } from "./type-schema.ts";

const FAILURE: JsonSchema = {
  type: "object",
  properties: {
    code: { description: "ascendia help exit-codes lists them.", type: "string" },
    message: { description: "What went wrong and why.", type: "string" },
    hint: { description: "What to do about it.", type: "string" },
    detail: { description: "More about some failures, in a form of their own." },
  },
  required: ["code", "message"],
};

/**
 * `docs/json/clinic-list.schema.json` and similar files: what each command prints under --json. The data's schema is
 * derived from the type of the value passed to `output.result`, so it always matches what the compiler checks.
 */
export function commandSchemas(): ReadonlyMap<string, string> {
  return withProgram((project) => {
    const finder = new OutputFinder(project);
    const commands = finder.commands();
    const unreached = finder.unreached();
    if (unreached.length > 0) throw new Error(`no command leads to ${unreached.join(", ")}`);
    return new Map(
      commands.map((each) => [
        `docs/json/${each.command.replaceAll(":", "-")}.schema.json`,
        `${JSON.stringify(documentSchema(each, project.checker), null, 2)}\n`,
      ]),
    );
  });
}

function documentSchema({ command, outputs }: CommandOutputs, checker: Checker) {
  const schemas = new TypeSchemas(checker);
  const dataOf = (...manners: readonly Manner[]): JsonSchema | undefined =>
    dataSchema(
      outputs.filter(({ manner }) => manners.includes(manner)),
      schemas,
      checker,
    );
  const result = dataOf("result");
  const failed = dataOf("failedResult");
  const item = dataOf("item");
  const documents: JsonSchema[] = [
    ...(result === undefined ? [] : [envelope(command, { ok: { const: true }, data: result })]),
    ...(failed === undefined
      ? []
      : [envelope(command, { ok: { const: false }, error: { $ref: "#/$defs/Failure" }, data: failed })]),
    envelope(command, { ok: { const: false }, error: { $ref: "#/$defs/Failure" } }),
    ...(item === undefined ? [] : [{ description: "One of these a line, as they come.", ...item }]),
  ];
  const definitions: Record<string, JsonSchema> = { Failure: FAILURE, ...schemas.definitions };
  const names = Object.keys(definitions).toSorted();
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `ascendia ${command} --json`,
    description:
      item === undefined
        ? "The one JSON document on standard output."
        : "Each line of standard output is one of these.",
    anyOf: documents,
    $defs: Object.fromEntries(names.map((name) => [name, definitions[name]])),
  };
}

function envelope(command: string, properties: Record<string, JsonSchema>): JsonSchema {
  return {
    type: "object",
    properties: { command: { const: command }, ...properties },
    required: ["command", ...Object.keys(properties)].toSorted(),
  };
}

/** A union of the schemas of all calls; equal schemas are merged. */
function dataSchema(outputs: readonly CommandOutput[], schemas: TypeSchemas, checker: Checker): JsonSchema | undefined {
  const byText = new Map<string, JsonSchema>();
  for (const { data, place } of outputs) {
    const type = checker.getTypeAtLocation(data);
    if (type === undefined) throw new Error(`${place}: the compiler knows no type of the data`);
    try {
      const schema = schemas.schemaOf(type);
      byText.set(JSON.stringify(schema), schema);
    } catch (error) {
      throw new Error(`${place}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
  const unique = [...byText].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, schema]) => schema);
  return unique.length > 1 ? { anyOf: unique } : unique[0];
}

import * as z from "zod";
import { parseYaml, type ScenarioFile } from "../scenario/parse-scenario.ts";
import { matcherSchema } from "../scenario/schema.ts";

const mock = z
  .strictObject({
    tool: z.string().min(1).describe("name of the tool"),
    when: z.record(z.string(), matcherSchema).optional().describe("arguments by dot path; others do not count"),
    answer: z.unknown().optional().describe("what the tool answers: JSON, or text as it is"),
    status: z.int().min(400).max(599).optional().describe("it fails with this HTTP status"),
    times: z.int().min(1).optional().describe("answers so many calls of a run; all of them without it"),
  })
  .refine(({ answer, status }) => answer !== undefined || status !== undefined, {
    message: "It needs an answer, or a status",
  });

/** A list; the first mock that fits a call answers it. */
const mocksSchema = z.array(mock).min(1);

export type Mock = z.infer<typeof mock>;

/** Reads YAML, hence JSON too. @throws invalid with every problem and its line */
export function parseMocks(file: ScenarioFile): readonly Mock[] {
  return parseYaml(file, {
    shape: mocksSchema,
    use: "as mocks",
    hint: "It is a list of: tool, when (arguments), answer, status, times; tool is required, and answer or status.",
    jsonSchema: () => z.toJSONSchema(mocksSchema),
  });
}

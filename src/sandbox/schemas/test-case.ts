import * as z from "zod";
import { testToolMock } from "../../flow/schema/tool.ts";
import { responseEngine } from "./agent.ts";
import { dynamicVariables } from "./call.ts";

/** Tests run on a flow or a Retell LLM, not on a custom LLM. */
const engine = z.discriminatedUnion("type", [responseEngine.options[0], responseEngine.options[1]]);

const fields = {
  name: z.string(),
  response_engine: engine,
  user_prompt: z.string(),
  metrics: z.array(z.string()),
  dynamic_variables: dynamicVariables.optional(),
  tool_mocks: z.array(testToolMock).optional(),
  llm_model: z.string().optional(),
};

/** Source: docs/retell.md 11 */
export const testCaseToCreate = z.strictObject(fields);
export const testCaseChanges = testCaseToCreate.partial();

const mostCases = 1000;

export const batchTestToCreate = z.strictObject({
  test_case_definition_ids: z.array(z.string()).min(1).max(mostCases),
  response_engine: engine,
});

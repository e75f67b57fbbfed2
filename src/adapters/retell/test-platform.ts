import type Retell from "retell-sdk";
import * as z from "zod";
import type { FlowReference, RetellTests, TestCase } from "../../domain/agent/ports.ts";
import { retellCall, retellReply } from "./errors.ts";
import { numeral } from "./numeral.ts";
import { allItems, everyPage } from "./pages.ts";

const createdFlow = z.object({ conversation_flow_id: z.string(), version: numeral });
const created = z.object({ test_case_definition_id: z.string() });
const batch = z.object({ test_case_batch_job_id: z.string(), status: z.string() });
const testRun = z.object({
  test_case_definition_id: z.string(),
  status: z.string(),
  result_explanation: z.string().nullish(),
});

export function retellTests(client: Retell): RetellTests {
  return {
    addFlow: async (body) => {
      const send = () => client.post("/create-conversation-flow", { body, maxRetries: 0 });
      const { conversation_flow_id: flowId, version } = await retellReply("create the flow", createdFlow, send);
      return { flowId, version };
    },
    deleteFlow: (flowId) =>
      retellCall(`delete the flow ${flowId}`, () => client.conversationFlow.delete(flowId, { force_delete: true })),
    createCase: async (flow, testCase) =>
      (
        await retellReply("create a test case", created, () =>
          client.tests.createTestCaseDefinition(caseBody(flow, testCase)),
        )
      ).test_case_definition_id,
    deleteCase: (id) => retellCall(`delete the test case ${id}`, () => client.tests.deleteTestCaseDefinition(id)),
    startBatch: async (flow, caseIds) =>
      (
        await retellReply("start the tests", batch, () =>
          client.tests.createBatchTest({ response_engine: engineOf(flow), test_case_definition_ids: [...caseIds] }),
        )
      ).test_case_batch_job_id,
    results: async (id) => {
      const { status } = await retellReply("read the tests", batch, () => client.tests.getBatchTest(id));
      return status === "complete" ? allRuns(client, id) : undefined;
    },
  };
}

function engineOf({ flowId, version }: FlowReference) {
  return { type: "conversation-flow", conversation_flow_id: flowId, version } as const;
}

function caseBody(flow: FlowReference, { name, prompt, metrics, variables, mocks }: TestCase) {
  return {
    name,
    response_engine: engineOf(flow),
    user_prompt: prompt,
    metrics: [...metrics],
    dynamic_variables: { ...variables },
    tool_mocks: mocks.map(({ tool, args, output, succeeds }) => ({
      tool_name: tool,
      input_match_rule: args === undefined ? ({ type: "any" } as const) : ({ type: "partial_match", args } as const),
      output,
      result: succeeds,
    })),
  };
}

async function allRuns(client: Retell, batchId: string) {
  const found = await allItems(
    everyPage("read the test runs", testRun, (query) => client.tests.listTestRuns(batchId, query)),
  );
  return found.map((run) => ({
    caseId: run.test_case_definition_id,
    status: run.status,
    explanation: run.result_explanation ?? null,
  }));
}

import { expect, test, vi } from "vitest";
import type { TestPlayer } from "../../src/sandbox/test-player.ts";
import { containing, minimalFlow, openBench } from "./sandbox-fixture.ts";

/** Passes cases with a metric, fails those without. */
const testPlayer: TestPlayer = {
  play: ({ definition }) => {
    const { metrics } = definition;
    const passes = Array.isArray(metrics) && metrics.length > 0;
    return Promise.resolve({ status: passes ? "pass" : "fail", explanation: "As planned.", transcript: [] });
  },
};

async function openTests() {
  const bench = await openBench({ testPlayer });
  const { conversation_flow_id, version } = await bench.client.conversationFlow.create(minimalFlow);
  const response_engine = { type: "conversation-flow" as const, conversation_flow_id, version };
  const create = (name: string, metrics: string[]) =>
    bench.client.tests.createTestCaseDefinition({ name, response_engine, user_prompt: "Say hello.", metrics });
  return { ...bench, response_engine, create };
}

test("a test case is created, read, changed, listed and deleted", async () => {
  const { client, response_engine, create } = await openTests();
  const made = await create("greets", ["The agent says hello."]);
  const { test_case_definition_id: id } = made;
  expect(made).toMatchObject({
    name: "greets",
    type: "simulation",
    dynamic_variables: {},
    tool_mocks: [],
    response_engine,
  });
  expect(await client.tests.getTestCaseDefinition(id)).toEqual(made);
  const tool_mocks = [{ tool_name: "look", input_match_rule: { type: "any" as const }, output: "{}" }];
  expect(await client.tests.updateTestCaseDefinition(id, { tool_mocks })).toMatchObject({ name: "greets", tool_mocks });
  const { conversation_flow_id } = response_engine;
  const of = (flow: string) =>
    client.tests.listTestCaseDefinitions({ type: "conversation-flow", conversation_flow_id: flow });
  expect((await of(conversation_flow_id)).items).toMatchObject([{ test_case_definition_id: id }]);
  expect((await of("conversation_flow_other")).items).toEqual([]);
  await client.tests.deleteTestCaseDefinition(id);
  await expect(client.tests.getTestCaseDefinition(id)).rejects.toMatchObject({ status: 404 });
});

test("a batch plays its cases in the background and counts them; runs keep a copy of the case", async () => {
  const { client, response_engine, create } = await openTests();
  const cases = [await create("passes", ["It holds."]), await create("fails", [])];
  const ids = cases.map((one) => one.test_case_definition_id);
  const batch = await client.tests.createBatchTest({ response_engine, test_case_definition_ids: ids });
  expect(batch).toMatchObject({ status: "in_progress", total_count: 2, response_engine });
  const { test_case_batch_job_id: id } = batch;
  await vi.waitFor(async () => expect((await client.tests.getBatchTest(id)).status).toBe("complete"), 120_000);
  expect(await client.tests.getBatchTest(id)).toMatchObject({ pass_count: 1, fail_count: 1, error_count: 0 });
  const { items, has_more } = await client.tests.listTestRuns(id);
  expect(has_more).toBe(false);
  expect(items.map((run) => `${run.test_case_definition_snapshot.name}: ${run.status}`).toSorted()).toEqual([
    "fails: fail",
    "passes: pass",
  ]);
  const [run] = items;
  expect(await client.tests.getTestRun(run?.test_case_job_id ?? "")).toEqual(run);
  expect((await client.tests.listBatchTests({ type: "conversation-flow" })).items).toHaveLength(1);
});

test.each([
  ["POST /create-test-case-definition", { name: "x" }, 400, "user_prompt"],
  ["POST /create-test-case-definition", { metrics: "x" }, 400, "metrics"],
  ["PUT /update-test-case-definition/test_case_unknown", { name: "x" }, 404, "test_case_unknown"],
  ["POST /create-batch-test", { test_case_definition_ids: [] }, 400, "test_case_definition_ids"],
  ["GET /v2/list-test-runs/test_batch_unknown", undefined, 404, "test_batch_unknown"],
  ["GET /v2/list-batch-tests", undefined, 400, "type"],
  ["GET /get-test-run/test_run_unknown", undefined, 404, "test_run_unknown"],
])("%s %j is refused", async (operation, body, status, part) => {
  const { send } = await openBench();
  const [method = "", path = ""] = operation.split(" ");
  expect(await send(method, path, body)).toMatchObject({ status, message: containing(part) });
});

test("a batch of unknown cases, an unknown flow and a custom LLM are refused", async () => {
  const { client, response_engine, send } = await openTests();
  const batch = { response_engine, test_case_definition_ids: ["test_case_unknown"] };
  await expect(client.tests.createBatchTest(batch)).rejects.toMatchObject({ status: 404 });
  const test_case = { name: "x", user_prompt: "x", metrics: [] };
  const engine = (value: unknown) =>
    send("POST", "/create-test-case-definition", { ...test_case, response_engine: value });
  expect(await engine({ type: "conversation-flow", conversation_flow_id: "conversation_flow_unknown" })).toMatchObject({
    status: 422,
  });
  expect(await engine({ type: "custom-llm", llm_websocket_url: "wss://example.com" })).toMatchObject({ status: 400 });
});

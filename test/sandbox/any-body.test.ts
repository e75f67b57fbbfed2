import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createAgent, openBench } from "./sandbox-fixture.ts";

const fields = [
  "phone_number",
  "termination_uri",
  "inbound_agents",
  "fallback_number",
  "allowed_inbound_country_list",
  "agent_id",
  "agent_version",
  "from_number",
  "to_number",
  "tasks",
  "nodes",
  "model_choice",
  "components",
  "response_engine",
  "voice_id",
  "language",
  "timezone",
  "fallback_voice_ids",
  "retell_llm_dynamic_variables",
  "metadata",
  "filter_criteria",
  "states",
  "version",
  "base_version",
  "kind",
  "path",
  "constructor",
  "__proto__",
];

test("whatever is sent, the emulator answers and never fails", async () => {
  const errors: unknown[] = [];
  const { client, send } = await openBench({ log: { error: (found) => errors.push(found) } });
  const { agent, flow } = await createAgent(client);
  await client.phoneNumber.import({ phone_number: "+2290197000001", termination_uri: "t.example.com" });
  const operations = [
    "POST /create-conversation-flow",
    `PATCH /update-conversation-flow/${flow.conversation_flow_id}`,
    "POST /create-conversation-flow-component",
    "POST /create-retell-llm",
    "POST /create-agent",
    `PATCH /update-agent/${agent.agent_id}`,
    `POST /create-agent-version/${agent.agent_id}`,
    `POST /publish-agent-version/${agent.agent_id}`,
    "POST /v2/list-agents",
    "POST /create-phone-number",
    "POST /import-phone-number",
    "PATCH /update-phone-number/+2290197000001",
    "POST /v2/create-phone-call",
    "POST /v2/register-phone-call",
    "POST /v3/create-web-call",
    "POST /v3/list-calls",
    "POST /create-batch-call",
    "POST /_sandbox/tags",
    "GET /get-agent/%",
    "GET /get-phone-number/%FF",
    "GET /get-agent/x?version=-1",
    "DELETE /delete-agent-version/x?version=x",
    "GET /_sandbox/requests?limit=x",
  ];
  const body = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 6 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...operations), body, async (operation, sent) => {
      const [method = "", path = ""] = operation.split(" ");
      const answer = await send(method, path, method === "GET" ? undefined : sent);
      expect(answer.status).toBeLessThan(500);
    }),
    { numRuns: 400, seed: 20_261_121 },
  );
  expect(errors).toEqual([]);
});

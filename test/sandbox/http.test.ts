import { describe, expect, test } from "vitest";
import { apiKey, containing, minimalFlow, openBench } from "./sandbox-fixture.ts";

test.each([undefined, "Bearer wrong", apiKey, `Basic ${apiKey}`])(
  "401 with authorization %s",
  async (authorization) => {
    const { sandbox } = await openBench();
    for (const path of ["/v2/list-phone-numbers", "/_sandbox/requests", "/nowhere"]) {
      const response = await fetch(
        `${sandbox.url}${path}`,
        authorization === undefined ? {} : { headers: { authorization } },
      );
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({ status: "error", message: "API key is missing or invalid." });
    }
  },
);

describe("404 in Retell's form, with a hint if there is one", () => {
  test.each([
    ["GET", "/list-phone-numbers", "GET /v2/list-phone-numbers"],
    ["GET", "/list-agents", "POST /v2/list-agents"],
    ["POST", "/v2/list-calls", "POST /v3/list-calls"],
    ["POST", "/publish-agent/agent_1", "POST /publish-agent-version/{agent_id}"],
    ["POST", "/v2/webhooks", "webhook_url"],
    ["PUT", "/create-agent", "There is no PUT /create-agent"],
    ["GET", "/nowhere", "There is no GET /nowhere"],
  ])("%s %s", async (method, path, hint) => {
    const { send } = await openBench();
    const answer = await send(method, path);
    expect(answer).toMatchObject({ status: 404, body: { status: "error" } });
    expect(answer.message).toContain(hint);
  });
});

test.each([
  ["POST", "/create-chat"],
  ["GET", "/list-knowledge-bases"],
])("%s %s is not emulated: 501", async (method, path) => {
  const { send } = await openBench();
  const answer = await send(method, path);
  expect(answer).toMatchObject({ status: 501, body: { status: "error" } });
  expect(answer.message).toContain("does not emulate");
});

test("unknown ids are 422 or 404, as in the real API", async () => {
  const { send } = await openBench();
  const statuses = await Promise.all(
    [
      ["GET", "/get-agent/agent_x"],
      ["GET", "/v2/get-call/call_x"],
      ["GET", "/get-phone-number/+14155550199"],
      ["GET", "/get-retell-llm/llm_x"],
      ["GET", "/get-voice/voice_x"],
      ["GET", "/get-conversation-flow/conversation_flow_x"],
      ["DELETE", "/delete-conversation-flow/conversation_flow_x"],
      ["PATCH", "/update-conversation-flow/conversation_flow_x"],
      ["GET", "/get-conversation-flow-component/x"],
      ["PATCH", "/v2/update-live-call/call_x"],
    ].map(async ([method = "", path = ""]) => (await send(method, path, method === "PATCH" ? {} : undefined)).status),
  );
  expect(statuses).toEqual([422, 422, 422, 422, 422, 404, 404, 422, 404, 404]);
});

test("a body that is not a JSON object is refused", async () => {
  const { sandbox, send } = await openBench();
  const headers = { authorization: `Bearer ${apiKey}` };
  const broken = await fetch(`${sandbox.url}/create-phone-number`, { method: "POST", headers, body: "{broken" });
  expect(broken.status).toBe(400);
  expect(await send("POST", "/create-phone-number", [])).toMatchObject({ status: 400 });
});

test("an encoded plus and a bare plus mean the same number", async () => {
  const { client, send } = await openBench();
  await client.phoneNumber.import({ phone_number: "+2290197000001", termination_uri: "t.example.com" });
  for (const path of ["/get-phone-number/+2290197000001", "/get-phone-number/%2B2290197000001"]) {
    expect(await send("GET", path)).toMatchObject({ status: 200, body: { phone_number: "+2290197000001" } });
  }
});

test("voices, concurrency and the key's owner can be read", async () => {
  const { client } = await openBench();
  const voices = await client.voice.list();
  expect(voices.map((voice) => voice.voice_id)).toContain("11labs-Adrian");
  expect(await client.voice.retrieve("retell-Cimo")).toMatchObject({ voice_name: "Cimo", provider: "platform" });
  expect(await client.concurrency.retrieve()).toMatchObject({ current_concurrency: 0, concurrency_limit: 20 });
  expect(await client.identity.retrieve()).toMatchObject({ org_name: "Ascendia sandbox" });
});

test("what Retell does not document can be switched", async () => {
  const { client, send } = await openBench({
    options: {
      unknownFields: "drop",
      dynamicVariableValues: "stringify",
      localUrls: "refuse",
      numberTakenStatus: 422,
      createVersionCopiesEngine: false,
      publishFreezesEngine: false,
      publishedChangeStatus: 422,
      unknownVoices: "accept",
      maxBatchTasks: 1,
    },
  });
  const bought = await send("POST", "/create-phone-number", { agent_id: "agent_1", phone_number: "+14155550142" });
  expect(bought.status).toBe(201);
  expect(bought.body).not.toHaveProperty("agent_id");
  expect(await send("POST", "/create-phone-number", { phone_number: "+14155550142" })).toMatchObject({ status: 422 });
  expect(await send("POST", "/create-phone-number", { inbound_webhook_url: "http://127.0.0.1:1/x" })).toMatchObject({
    status: 400,
  });
  const flow = await send("POST", "/create-conversation-flow", { ...minimalFlow, model: "gpt-4o" });
  expect(flow.status).toBe(201);
  const llm = await client.llm.create({});
  const agent = await client.agent.create({
    voice_id: "retell-Cimo",
    response_engine: { type: "retell-llm", llm_id: llm.llm_id },
  });
  await client.agent.publish(agent.agent_id, { version: 0 });
  expect(await client.llm.update(llm.llm_id, { begin_message: "Hi" })).toMatchObject({ is_published: false });
  await expect(client.agent.update(agent.agent_id, { agent_name: "x" })).rejects.toMatchObject({ status: 422 });
  expect(await client.agent.createVersion(agent.agent_id, { base_version: 0 })).toMatchObject({
    response_engine: { version: 0 },
  });
  expect(await client.agent.update(agent.agent_id, { version: 1, voice_id: "custom_voice_1" })).toMatchObject({
    version: 1,
  });
  const tasks = [{ to_number: "+2290197000071" }, { to_number: "+2290197000072" }];
  const batch = await send("POST", "/create-batch-call", { from_number: "+14155550142", tasks });
  expect(batch).toMatchObject({ status: 400, message: containing("at most 1") });
  const call = await send("POST", "/v2/register-phone-call", {
    agent_id: agent.agent_id,
    retell_llm_dynamic_variables: { age: 42 },
  });
  expect(call.body).toMatchObject({ retell_llm_dynamic_variables: { age: "42" } });
});

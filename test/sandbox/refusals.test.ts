import { describe, expect, test } from "vitest";
import { bye, containing, createAgent, greet, minimalFlow, openBench } from "./sandbox-fixture.ts";

const trunk = { phone_number: "+2290197000001", termination_uri: "trunk.example.com" };
const one = (agent_id: string) => [{ agent_id, weight: 1 }];

describe("mistakes on phone numbers are refused with 400 and a message with the correct form", () => {
  test.each([
    ["POST /create-phone-number", { country_code: "BJ" }, /country_code.*US and CA.*import-phone-number/u],
    ["POST /create-phone-number", { phone_number: "+2290197000001" }, /phone_number.*not BJ.*import-phone-number/u],
    ["POST /create-phone-number", { area_code: "415" }, /area_code.*3-digit integer/u],
    ["POST /create-phone-number", { area_code: 41 }, /area_code.*3-digit integer/u],
    ["POST /create-phone-number", { area_code: 514 }, /area_code: 514 is not a US area code/u],
    ["POST /create-phone-number", { country_code: "CA", area_code: 415 }, /area_code.*leave it out for CA/u],
    ["POST /create-phone-number", { phone_number: "+15145550100" }, /belongs to CA/u],
    ["POST /create-phone-number", { inbound_agent_id: "agent_1" }, /inbound_agent_id.*use inbound_agents/u],
    ["POST /create-phone-number", { outbound_agent_id: "agent_1" }, /outbound_agent_id.*use outbound_agents/u],
    ["POST /create-phone-number", { inbound_sms_webhook_url: "https://a.example.com" }, /update-phone-number/u],
    ["POST /create-phone-number", { inbound_webhook_url: "not a url" }, /inbound_webhook_url.*http/u],
    ["POST /create-phone-number", { inbound_agents: [{ agent_id: "agent_1" }] }, /inbound_agents\[0\]\.weight/u],
    ["POST /create-phone-number", { allowed_inbound_country_list: ["Benin"] }, /ISO 3166/u],
    ["POST /import-phone-number", { phone_number: "+2290197000001" }, /termination_uri/u],
    ["POST /import-phone-number", { ...trunk, auth_username: "me" }, /auth_username.*sip_trunk_auth_username/u],
    ["POST /import-phone-number", { ...trunk, ignore_e164_validation: "true" }, /ignore_e164_validation.*boolean/u],
    [
      "POST /import-phone-number",
      { ...trunk, phone_number: "97000001", ignore_e164_validation: false },
      /phone_number.*E\.164/u,
    ],
    ["PATCH /update-phone-number/+2290197000009", { agent_id: "agent_1" }, /agent_id.*use inbound_agents/u],
    [
      "PATCH /update-phone-number/+2290197000009",
      { sip_trunk_auth_password: "x" },
      /sip_trunk_auth_password.*the name is auth_password/u,
    ],
  ])("%s %j", async (operation, body, message) => {
    const { send } = await openBench();
    const [method = "", path = ""] = operation.split(" ");
    const answer = await send(method, path, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ status: "error", message: answer.message });
    expect(answer.message).toMatch(message);
  });
});

test("without the worded rules every body of the right shape is accepted", async () => {
  const { client, send } = await openBench({ options: { wordedRules: "leave_out" } });
  await client.phoneNumber.import(trunk);
  const unknown = { inbound_agents: [{ agent_id: "agent_unknown", weight: 0.5 }], allowed_inbound_country_list: ["x"] };
  expect(await send("PATCH", `/update-phone-number/${trunk.phone_number}`, unknown)).toMatchObject({ status: 200 });
  expect(await send("POST", "/create-retell-llm", { states: [{ name: "ask" }] })).toMatchObject({ status: 201 });
  const weights = [{ agent_id: "agent_unknown", weight: 1 }];
  await client.phoneNumber.update(trunk.phone_number, { outbound_agents: weights });
  const call = { from_number: trunk.phone_number, to_number: "+12137774445", override_agent_version: 7 };
  const placed = await send("POST", "/v2/create-phone-call", call);
  expect(placed).toMatchObject({ status: 201, body: { agent_id: "agent_unknown", agent_version: 7 } });
  expect(await send("POST", "/v3/list-calls", { pagination_key: "x" })).toMatchObject({ status: 200 });
  const weightless = { inbound_agents: [{ agent_id: "agent_unknown", weight: 0 }] };
  expect(await send("PATCH", `/update-phone-number/${trunk.phone_number}`, weightless)).toMatchObject({ status: 400 });
});

const elseEdge = (prompt: string) => ({ id: "e", transition_condition: { type: "prompt", prompt } });
const swap = { type: "agent_swap", id: "s", agent_id: "agent_1", post_call_analysis_setting: "both_agents" };
const failed = { id: "f", transition_condition: { type: "prompt", prompt: "Transfer failed" } };

test.each([
  [
    "/create-conversation-flow-component",
    { name: "c", start_node_id: "a", nodes: [{ ...greet, id: "a", else_edge: elseEdge("Otherwise") }] },
    "special-edge-literal",
  ],
  [
    "/create-conversation-flow",
    { ...minimalFlow, nodes: [greet, bye, { ...swap, edge: failed, agent_version: "V1" }] },
    "agent_version",
  ],
  [
    "/create-retell-llm",
    { states: [{ name: "a", edges: [{ destination_state_name: "a", description: "b", parameters: {} }] }] },
    "parameters.type",
  ],
  [
    "/create-agent",
    {
      voice_id: "retell-Cimo",
      response_engine: { type: "retell-llm", llm_id: "llm_1" },
      post_call_analysis_data: [{ type: "system-presets", name: "call_summary", description: "" }],
    },
    "post_call_analysis_data[0].description",
  ],
  ["/v3/list-calls", { filter_criteria: { agent: [{ agent_id: "" }] } }, "agent_id"],
  ["/v3/list-calls", { filter_criteria: { tool_calls: [{}] } }, "tool_calls[0]"],
])("%s refuses a part of the wrong shape", async (path, body, field) => {
  const { send } = await openBench();
  expect(await send("POST", path, body)).toMatchObject({ status: 400, message: containing(field) });
});

test("a flow's tool must have an id, because function nodes refer to it", async () => {
  const { send } = await openBench();
  const tool = { type: "custom", name: "lookup", url: "https://example.com" };
  expect(await send("POST", "/create-conversation-flow", { ...minimalFlow, tools: [tool] })).toMatchObject({
    status: 400,
    message: containing("tool_id"),
  });
});

test("a number can be bought once, and binds only existing agents and versions, with weights that add up to 1", async () => {
  const { client, send } = await openBench();
  const { agent } = await createAgent(client);
  await client.phoneNumber.import(trunk);
  expect(await send("POST", "/import-phone-number", trunk)).toMatchObject({
    status: 400,
    message: containing("already"),
  });
  const bind = (inbound_agents: unknown) =>
    send("PATCH", `/update-phone-number/${trunk.phone_number}`, { inbound_agents });
  const half = { agent_id: agent.agent_id, weight: 0.5 };
  expect(await bind([half])).toMatchObject({ status: 400, message: containing("add up to 1") });
  expect(await bind(one("agent_unknown"))).toMatchObject({ status: 422 });
  expect(await bind([{ agent_id: agent.agent_id, weight: 1, agent_version: 7 }])).toMatchObject({ status: 422 });
  expect(await bind([{ agent_id: agent.agent_id, weight: 1, agent_version: "v3" }])).toMatchObject({
    status: 400,
    message: containing("inbound_agents[0].agent_version: must be a version number"),
  });
  expect(await bind([{ agent_id: agent.agent_id, weight: 1, agent_version: "unknown-tag" }])).toMatchObject({
    status: 422,
  });
  expect(await bind([half, { ...half, agent_version: "prod" }])).toMatchObject({ status: 200 });
  expect(await bind(null)).toMatchObject({ status: 200, body: { inbound_agents: null } });
});

test("a fallback is another number without a fallback of its own", async () => {
  const { client, send } = await openBench();
  await client.phoneNumber.create({ phone_number: "+14155550142", fallback_number: "+2290197000050" });
  await client.phoneNumber.import(trunk);
  const fall = (fallback_number: string | null) =>
    send("PATCH", `/update-phone-number/${trunk.phone_number}`, { fallback_number });
  expect(await fall(trunk.phone_number)).toMatchObject({ status: 400, message: containing("its own") });
  expect(await fall("+14155550142")).toMatchObject({ status: 400, message: containing("of its own") });
  expect(await fall("+2290197000060")).toMatchObject({ status: 200, body: { fallback_number: "+2290197000060" } });
  expect(await fall(null)).toMatchObject({ status: 200, body: { fallback_number: null } });
});

const [edge] = greet.edges;

describe("mistakes in flows are refused with 400", () => {
  test.each([
    ["an unknown node type", { ...minimalFlow, nodes: [{ ...bye, type: "end_call" }] }],
    ["a branch without else_edge", { ...minimalFlow, nodes: [greet, { id: "b", type: "branch" }] }],
    ["tools on a conversation node", { ...minimalFlow, nodes: [{ ...greet, tool_ids: ["t"] }, bye] }],
    [
      "an unknown operator",
      {
        ...minimalFlow,
        nodes: [
          {
            ...greet,
            edges: [
              {
                ...edge,
                transition_condition: {
                  type: "equation",
                  operator: "and",
                  equations: [{ left: "{{a}}", operator: "equals", right: "1" }],
                },
              },
            ],
          },
          bye,
        ],
      },
    ],
    ["variables that are not text", { ...minimalFlow, default_dynamic_variables: { age: 3 } }],
    ["a model at the root", { ...minimalFlow, model: "gpt-4o" }],
    ["no model_choice", { nodes: minimalFlow.nodes, start_speaker: "agent" }],
  ])("%s", async (_name, flow) => {
    const { send } = await openBench();
    const answer = await send("POST", "/create-conversation-flow", flow);
    expect(answer.status).toBe(400);
    expect(answer.message).not.toBe("");
  });
});

test("an agent's engine, voice and language must fit together", async () => {
  const { client, send } = await openBench();
  const { flow, agent } = await createAgent(client);
  const response_engine = { type: "conversation-flow", conversation_flow_id: flow.conversation_flow_id };
  const create = (fields: object) =>
    send("POST", "/create-agent", { response_engine, voice_id: "11labs-Adrian", ...fields });
  expect(await create({ voice_id: "nobody" })).toMatchObject({ status: 422 });
  expect(await create({ language: "fon-BJ" })).toMatchObject({ status: 400 });
  expect(await create({ language: ["fr-FR", "multi"] })).toMatchObject({ status: 400 });
  expect(await create({ voice_id: "sandbox-English", language: "fr-FR" })).toMatchObject({ status: 400 });
  expect(await create({ language: "fr-FR", vocab_specialization: "medical" })).toMatchObject({ status: 400 });
  expect(await create({ max_call_duration_ms: 5 })).toMatchObject({ status: 400 });
  expect(await create({ timezone: "Africa/Cotonou" })).toMatchObject({ status: 400 });
  expect(await create({ voicemail_message: "hello" })).toMatchObject({
    status: 400,
    message: containing("voicemail_option"),
  });
  expect(await create({ response_engine: { ...response_engine, version: 4 } })).toMatchObject({ status: 422 });
  expect(await create({ language: "multi" })).toMatchObject({
    status: 201,
    body: { language: ["en-US", "es-ES", "fr-FR", "de-DE", "hi-IN", "ru-RU", "pt-BR", "ja-JP", "it-IT", "nl-NL"] },
  });
  expect(await send("PATCH", `/update-agent/${agent.agent_id}`, { agent_id: "x" })).toMatchObject({ status: 400 });
});

test("a function node with a shared tool, which no API can create, is 422 if configured so", async () => {
  const { send } = await openBench({ options: { sharedTools: "refuse" } });
  const lookup = { id: "lookup", type: "function", tool_id: "tool-1", tool_type: "shared", wait_for_result: true };
  const answer = await send("POST", "/create-conversation-flow", { ...minimalFlow, nodes: [greet, lookup, bye] });
  expect(answer).toMatchObject({ status: 422, message: containing("lookup") });
});

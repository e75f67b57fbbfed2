import { expect, test } from "vitest";
import * as z from "zod";
import { retellAgentPlatform } from "../../../src/adapters/retell/agent-platform.ts";
import { retellClient } from "../../../src/adapters/retell/client.ts";
import { refreshedLists } from "../../../src/domain/agent/content/contract-drift.ts";
import { checkFile } from "../../../src/domain/agent/template/check-template.ts";
import { apiKey, minimalFlow, openBench } from "../../sandbox/sandbox-fixture.ts";

const phrases = { fr: {}, en: {}, es: {} };
const voices = (...ids: readonly string[]) => ({ voices: () => Promise.resolve(ids.map((id) => ({ voice_id: id }))) });
const nothing = { events: [], disconnectionReasons: [] };

const madeFlow = z.looseObject({ conversation_flow_id: z.string() });

/** An account with an agent whose model and language this version does not know. */
async function account() {
  const { sandbox, client, send } = await openBench({ options: { unknownFields: "keep", unknownVoices: "accept" } });
  const model = { model_choice: { type: "cascading", model: "gpt-9" } };
  const { body } = await send("POST", "/create-conversation-flow", { ...minimalFlow, ...model });
  const flowId = madeFlow.parse(body).conversation_flow_id;
  await send("POST", "/create-agent", {
    voice_id: "custom_voice_1",
    language: "fon-BJ",
    response_engine: { type: "conversation-flow", conversation_flow_id: flowId },
  });
  const llm = await client.llm.create({});
  await client.agent.create({
    voice_id: "custom_voice_1",
    response_engine: { type: "retell-llm", llm_id: llm.llm_id },
  });
  return retellAgentPlatform(retellClient({ apiKey, baseUrl: sandbox.url }));
}

test("voices come from their list, other values from the agents and events that Retell shows", async () => {
  const ports = { platform: await account(), answers: voices("custom_voice_1", "retell-Cimo") };
  const received = { events: ["call_ended", "call_teleported"], disconnectionReasons: ["user_hangup", "beamed_up"] };
  const { lists, agents, changes } = await refreshedLists({ received, today: "2026-12-01", before: undefined }, ports);
  expect(agents).toBe(2);
  expect(lists).toEqual({
    asOf: "2026-12-01",
    lists: {
      voices: ["custom_voice_1", "retell-Cimo"],
      models: ["gpt-9"],
      languages: ["fon-BJ"],
      eventTypes: ["call_teleported"],
      disconnectionReasons: ["beamed_up"],
    },
  });
  expect(changes.map(({ list, added }) => [list, added.length])).toEqual([
    ["models", 1],
    ["languages", 1],
    ["eventTypes", 1],
    ["disconnectionReasons", 1],
    ["voices", 2],
  ]);
});

test("reports only differences from the last time, including removed values", async () => {
  const before = {
    asOf: "2026-12-01",
    lists: { voices: ["custom_voice_1", "old"], models: ["gpt-9"], languages: ["fon-BJ"] },
  };
  const ports = { platform: await account(), answers: voices("custom_voice_1", "new") };
  const { changes } = await refreshedLists({ received: nothing, today: "2026-12-02", before }, ports);
  expect(changes).toEqual([{ list: "voices", known: 2, added: ["new"], removed: ["old"] }]);
});

test.each([
  [undefined, []],
  [{ asOf: "2026-12-01", lists: { voices: ["retell-Cimo"], models: ["gpt-9"] } }, ["unknown-voice"]],
  [{ asOf: "2026-12-01", lists: { voices: ["retell-Cima"] } }, ["unknown-model"]],
])("a file is checked against what the account knows: %j", (known, rules) => {
  const model = known === undefined ? "gpt-5.4" : "gpt-9";
  const conversationFlow = { ...minimalFlow, model_choice: { type: "cascading", model } };
  const json = { agent_name: "A", voice_id: "retell-Cima", conversationFlow };
  const { findings } = checkFile(json, { phrases, ...(known !== undefined && { account: known }) });
  expect(findings.map(({ rule }) => rule)).toEqual(rules);
});

import { setTimeout as wait } from "node:timers/promises";
import type Retell from "retell-sdk";
import type { CallPlayer, CallRecords } from "../../../src/sandbox/call-player.ts";

const bye = { id: "bye", type: "end" } satisfies Retell.ConversationFlowCreateParams["nodes"][number];

const greet = {
  id: "greet",
  type: "conversation",
  instruction: { type: "static_text", text: "Hello." },
  edges: [{ id: "done", destination_node_id: "bye", transition_condition: { type: "prompt", prompt: "Done" } }],
} satisfies Retell.ConversationFlowCreateParams["nodes"][number];

export const newFlow = {
  model_choice: { type: "cascading", model: "gpt-5.4" },
  start_speaker: "agent",
  start_node_id: "greet",
  nodes: [greet, bye],
} satisfies Retell.ConversationFlowCreateParams;

export const newComponent = { name: "farewell", nodes: [greet, bye], start_node_id: "greet" };

export const voiceId = "11labs-Adrian";

const analysed = { call_analysis: { call_summary: "A greeting.", user_sentiment: "Neutral", call_successful: true } };

/** Exposes the sandbox's player of calls, so that the proof can answer and end calls itself. */
export interface HeldCalls extends CallPlayer {
  readonly recordsOf: (callId: string) => CallRecords;
}

export function heldCalls(): HeldCalls {
  const placed = new Map<string, CallRecords>();
  return {
    place: (callId, records) => void placed.set(callId, records),
    stop: () => undefined,
    finish: () => Promise.resolve(),
    recordsOf: (callId) => {
      const records = placed.get(callId);
      if (records === undefined) throw new Error(`Call ${callId} was not placed.`);
      return records;
    },
  };
}

/** Creates what a method needs before it can be called, anew each time, so that no call disturbs another. */
export function worldOf(client: Retell, calls: HeldCalls) {
  let numbers = 0;
  const flow = () => client.conversationFlow.create(newFlow);
  const engine = async () => {
    const { conversation_flow_id, version } = await flow();
    return { type: "conversation-flow" as const, conversation_flow_id, version };
  };
  const agent = async () =>
    client.agent.create({ agent_name: "Reception", voice_id: voiceId, response_engine: await engine() });
  const draft = async (agentId: string) => {
    const { version } = await client.agent.createVersion(agentId, { base_version: 0 });
    if (version === undefined) throw new Error(`The new version of ${agentId} has no number.`);
    return version;
  };
  const newNumber = () => {
    numbers += 1;
    return `+141555501${String(numbers).padStart(2, "0")}`;
  };
  const callingNumber = async () => {
    const { agent_id } = await agent();
    const trunk = { phone_number: newNumber(), termination_uri: "trunk.example.com" };
    return client.phoneNumber.import({ ...trunk, outbound_agents: [{ agent_id, weight: 1 }] });
  };
  const call = async () => {
    const { phone_number } = await callingNumber();
    return client.call.createPhoneCall({ from_number: phone_number, to_number: "+14155550199" });
  };
  const ongoingCall = async () => {
    const { call_id } = await call();
    await calls.recordsOf(call_id).change(call_id, { call_status: "ongoing", start_timestamp: Date.now() });
    return call_id;
  };
  const endedCall = async () => {
    const callId = await ongoingCall();
    const end = { call_status: "ended", end_timestamp: Date.now(), transcript: "Agent: Hello.", ...analysed };
    await calls.recordsOf(callId).change(callId, end);
    return callId;
  };
  const testCase = async () => {
    const response_engine = await engine();
    const made = { name: "greets", response_engine, user_prompt: "Say hello.", metrics: ["The agent says hello."] };
    return client.tests.createTestCaseDefinition(made);
  };
  const batchTest = async () => {
    const { test_case_definition_id: id } = await testCase();
    return client.tests.createBatchTest({ response_engine: await engine(), test_case_definition_ids: [id] });
  };
  const component = () => client.conversationFlowComponent.create(newComponent);
  const llm = () => client.llm.create({ model: "gpt-5.4", general_prompt: "Answer the phone." });
  const testRun = async () => firstRun(client, (await batchTest()).test_case_batch_job_id);
  const engines = { flow, engine, component, llm, agent, draft };
  const telephony = { newNumber, callingNumber, call, ongoingCall, endedCall };
  return { client, ...engines, ...telephony, testCase, batchTest, testRun };
}

export type World = ReturnType<typeof worldOf>;

async function firstRun(client: Retell, batchId: string): Promise<string> {
  for (let turn = 0; turn < 100; turn += 1) {
    const [run] = (await client.tests.listTestRuns(batchId)).items;
    if (run !== undefined) return run.test_case_job_id;
    await wait(20);
  }
  throw new Error(`Batch ${batchId} has no run.`);
}

import type Retell from "retell-sdk";
import { type PlayedMethod, inBody, inPath, wrongLimit } from "./played-method.ts";
import {
  batchCall,
  batchTest,
  createdWebCall,
  nothing,
  one,
  page,
  phoneCall,
  requiredOf,
  success,
  testCase,
  testRun,
} from "./shapes.ts";

const unknownNumber = "+12025550199";
const phoneCalls = { type: "enum" as const, op: "in" as const, value: ["phone_call" as const] };
const called = { to_number: "+14155550199" };

const calls: Readonly<Record<string, PlayedMethod>> = {
  "call.createPhoneCall": {
    ready: async (world) => {
      const { phone_number: from_number } = await world.callingNumber();
      return (client) => client.call.createPhoneCall({ from_number, ...called });
    },
    answer: one(phoneCall),
    required: requiredOf<Retell.CallCreatePhoneCallParams>({ from_number: true, to_number: true }),
    unknownId: inBody("from_number", 422, unknownNumber),
  },
  "call.createWebCall": {
    ready: async (world) => {
      const { agent_id } = await world.agent();
      return (client) => client.call.createWebCall({ agent_id });
    },
    answer: one(createdWebCall),
    required: requiredOf<Retell.CallCreateWebCallParams>({ agent_id: true }),
    unknownId: inBody("agent_id", 422),
  },
  "call.registerPhoneCall": {
    ready: async (world) => {
      const { agent_id } = await world.agent();
      return (client) => client.call.registerPhoneCall({ agent_id });
    },
    answer: one(phoneCall),
    required: requiredOf<Retell.CallRegisterPhoneCallParams>({ agent_id: true }),
    unknownId: inBody("agent_id", 422),
  },
  "call.retrieve": {
    ready: async (world) => {
      const { call_id } = await world.call();
      return (client) => client.call.retrieve(call_id);
    },
    answer: one(phoneCall),
    required: [],
    unknownId: inPath(422),
  },
  "call.update": {
    ready: async (world) => {
      const callId = await world.endedCall();
      return (client) => client.call.update(callId, { metadata: { reviewed: "yes" } });
    },
    answer: one(phoneCall),
    required: [],
    unknownId: inPath(422),
  },
  "call.updateLive": {
    ready: async (world) => {
      const callId = await world.ongoingCall();
      const fields_to_override = { override_dynamic_variables: { desk: "front" } };
      return (client) => client.call.updateLive(callId, { fields_to_override });
    },
    answer: one(success),
    required: [],
    unknownId: inPath(404),
  },
  "call.list": {
    ready: async (world) => {
      await world.call();
      return (client) => client.call.list({ limit: 5, filter_criteria: { call_type: phoneCalls } });
    },
    answer: page(phoneCall),
    required: [],
  },
  "call.stop": {
    ready: async (world) => {
      const callId = await world.ongoingCall();
      return (client) => client.call.stop(callId);
    },
    answer: nothing,
    required: [],
    unknownId: inPath(422),
  },
  "call.rerunAnalysis": {
    ready: async (world) => {
      const callId = await world.endedCall();
      return (client) => client.call.rerunAnalysis(callId);
    },
    answer: one(phoneCall),
    required: [],
    unknownId: inPath(422),
  },
  "call.delete": {
    ready: async (world) => {
      const callId = await world.endedCall();
      return (client) => client.call.delete(callId);
    },
    answer: nothing,
    required: [],
    unknownId: inPath(422),
  },
  "batchCall.createBatchCall": {
    ready: async (world) => {
      const { phone_number: from_number } = await world.callingNumber();
      return (client) => client.batchCall.createBatchCall({ from_number, tasks: [called] });
    },
    answer: one(batchCall),
    required: requiredOf<Retell.BatchCallCreateBatchCallParams>({ from_number: true, tasks: true }),
    unknownId: inBody("from_number", 422, unknownNumber),
  },
};

const definitions: Readonly<Record<string, PlayedMethod>> = {
  "tests.createTestCaseDefinition": {
    ready: async (world) => {
      const response_engine = await world.engine();
      const made = { name: "greets", response_engine, user_prompt: "Say hello.", metrics: ["It holds."] };
      return (client) => client.tests.createTestCaseDefinition(made);
    },
    answer: one(testCase),
    required: requiredOf<Retell.TestCreateTestCaseDefinitionParams>({
      metrics: true,
      name: true,
      response_engine: true,
      user_prompt: true,
    }),
    unknownId: inBody("response_engine.conversation_flow_id", 422),
  },
  "tests.getTestCaseDefinition": {
    ready: async (world) => {
      const { test_case_definition_id: id } = await world.testCase();
      return (client) => client.tests.getTestCaseDefinition(id);
    },
    answer: one(testCase),
    required: [],
    unknownId: inPath(404),
  },
  "tests.updateTestCaseDefinition": {
    ready: async (world) => {
      const { test_case_definition_id: id } = await world.testCase();
      const response_engine = await world.engine();
      return (client) => client.tests.updateTestCaseDefinition(id, { name: "greets well", response_engine });
    },
    answer: one(testCase),
    required: [],
    unknownId: inPath(404),
  },
  "tests.deleteTestCaseDefinition": {
    ready: async (world) => {
      const { test_case_definition_id: id } = await world.testCase();
      return (client) => client.tests.deleteTestCaseDefinition(id);
    },
    answer: nothing,
    required: [],
    unknownId: inPath(404),
  },
  "tests.listTestCaseDefinitions": {
    ready: async (world) => {
      await world.testCase();
      return (client) => client.tests.listTestCaseDefinitions({ type: "conversation-flow", limit: 5 });
    },
    answer: page(testCase),
    required: requiredOf<Retell.TestListTestCaseDefinitionsParams>({ type: true }),
    wrong: wrongLimit,
  },
};

const batches: Readonly<Record<string, PlayedMethod>> = {
  "tests.createBatchTest": {
    ready: async (world) => {
      const { test_case_definition_id: id, response_engine } = await world.testCase();
      return (client) => client.tests.createBatchTest({ response_engine, test_case_definition_ids: [id] });
    },
    answer: one(batchTest),
    required: requiredOf<Retell.TestCreateBatchTestParams>({ response_engine: true, test_case_definition_ids: true }),
    unknownId: inBody("test_case_definition_ids.0", 404),
  },
  "tests.getBatchTest": {
    ready: async (world) => {
      const { test_case_batch_job_id: id } = await world.batchTest();
      return (client) => client.tests.getBatchTest(id);
    },
    answer: one(batchTest),
    required: [],
    unknownId: inPath(404),
  },
  "tests.listBatchTests": {
    ready: async (world) => {
      await world.batchTest();
      return (client) => client.tests.listBatchTests({ type: "conversation-flow", limit: 5 });
    },
    answer: page(batchTest),
    required: requiredOf<Retell.TestListBatchTestsParams>({ type: true }),
    wrong: wrongLimit,
  },
  "tests.getTestRun": {
    ready: async (world) => {
      const id = await world.testRun();
      return (client) => client.tests.getTestRun(id);
    },
    answer: one(testRun),
    required: [],
    unknownId: inPath(404),
  },
  "tests.listTestRuns": {
    ready: async (world) => {
      const { test_case_batch_job_id: id } = await world.batchTest();
      return (client) => client.tests.listTestRuns(id, { limit: 5 });
    },
    answer: page(testRun),
    required: [],
    wrong: wrongLimit,
    unknownId: inPath(404),
  },
};

export const playedCalls = { ...calls, ...definitions, ...batches };

import type Retell from "retell-sdk";
import { type PlayedMethod, inPath, wrongLimit } from "./played-method.ts";
import { component, concurrency, flow, keyInfo, list, llm, nothing, one, page, requiredOf, voice } from "./shapes.ts";
import { newComponent, newFlow, voiceId } from "./world.ts";

const flows: Readonly<Record<string, PlayedMethod>> = {
  "conversationFlow.create": {
    ready: () => Promise.resolve((client) => client.conversationFlow.create(newFlow)),
    answer: one(flow),
    required: requiredOf<Retell.ConversationFlowCreateParams>({ model_choice: true, nodes: true, start_speaker: true }),
  },
  "conversationFlow.retrieve": {
    ready: async (world) => {
      const { conversation_flow_id: id } = await world.flow();
      return (client) => client.conversationFlow.retrieve(id, { version: 0 });
    },
    answer: one(flow),
    required: [],
    wrong: { field: "version", value: "newest" },
    unknownId: inPath(404),
  },
  "conversationFlow.update": {
    ready: async (world) => {
      const { conversation_flow_id: id } = await world.flow();
      return (client) => client.conversationFlow.update(id, { global_prompt: "Be brief." });
    },
    answer: one(flow),
    required: [],
    unknownId: inPath(422),
  },
  "conversationFlow.list": {
    ready: async (world) => {
      await world.flow();
      return (client) => client.conversationFlow.list({ limit: 5 });
    },
    answer: page(flow),
    required: [],
    wrong: wrongLimit,
  },
  "conversationFlow.delete": {
    ready: async (world) => {
      const { conversation_flow_id: id } = await world.flow();
      return (client) => client.conversationFlow.delete(id);
    },
    answer: nothing,
    required: [],
    unknownId: inPath(404),
  },
};

const components: Readonly<Record<string, PlayedMethod>> = {
  "conversationFlowComponent.create": {
    ready: () => Promise.resolve((client) => client.conversationFlowComponent.create(newComponent)),
    answer: one(component),
    required: requiredOf<Retell.ConversationFlowComponentCreateParams>({ name: true, nodes: true }),
  },
  "conversationFlowComponent.retrieve": {
    ready: async (world) => {
      const { conversation_flow_component_id: id } = await world.component();
      return (client) => client.conversationFlowComponent.retrieve(id);
    },
    answer: one(component),
    required: [],
    unknownId: inPath(404),
  },
  "conversationFlowComponent.update": {
    ready: async (world) => {
      const { conversation_flow_component_id: id } = await world.component();
      return (client) => client.conversationFlowComponent.update(id, { name: "goodbye" });
    },
    answer: one(component),
    required: [],
    unknownId: inPath(404),
  },
  "conversationFlowComponent.list": {
    ready: async (world) => {
      await world.component();
      return (client) => client.conversationFlowComponent.list({ limit: 5 });
    },
    answer: page(component),
    required: [],
    wrong: wrongLimit,
  },
  "conversationFlowComponent.delete": {
    ready: async (world) => {
      const { conversation_flow_component_id: id } = await world.component();
      return (client) => client.conversationFlowComponent.delete(id);
    },
    answer: nothing,
    required: [],
    unknownId: inPath(404),
  },
};

const llms: Readonly<Record<string, PlayedMethod>> = {
  "llm.create": {
    ready: () => Promise.resolve((client) => client.llm.create({ model: "gpt-5.4" })),
    answer: one(llm),
    required: [],
  },
  "llm.retrieve": {
    ready: async (world) => {
      const { llm_id } = await world.llm();
      return (client) => client.llm.retrieve(llm_id, { version: 0 });
    },
    answer: one(llm),
    required: [],
    wrong: { field: "version", value: "newest" },
    unknownId: inPath(422),
  },
  "llm.update": {
    ready: async (world) => {
      const { llm_id } = await world.llm();
      return (client) => client.llm.update(llm_id, { begin_message: "Hello." });
    },
    answer: one(llm),
    required: [],
    unknownId: inPath(422),
  },
  "llm.list": {
    ready: async (world) => {
      await world.llm();
      return (client) => client.llm.list({ limit: 5 });
    },
    answer: page(llm),
    required: [],
    wrong: wrongLimit,
  },
  "llm.delete": {
    ready: async (world) => {
      const { llm_id } = await world.llm();
      return (client) => client.llm.delete(llm_id);
    },
    answer: nothing,
    required: [],
    unknownId: inPath(422),
  },
};

const account: Readonly<Record<string, PlayedMethod>> = {
  "voice.retrieve": {
    ready: () => Promise.resolve((client) => client.voice.retrieve(voiceId)),
    answer: one(voice),
    required: [],
    unknownId: inPath(422),
  },
  "voice.list": {
    ready: () => Promise.resolve((client) => client.voice.list()),
    answer: list(voice),
    required: [],
  },
  "concurrency.retrieve": {
    ready: () => Promise.resolve((client) => client.concurrency.retrieve()),
    answer: one(concurrency),
    required: [],
  },
  "identity.retrieve": {
    ready: () => Promise.resolve((client) => client.identity.retrieve()),
    answer: one(keyInfo),
    required: [],
  },
};

export const playedEngines = { ...flows, ...components, ...llms, ...account };

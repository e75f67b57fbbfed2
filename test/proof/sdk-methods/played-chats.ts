import type Retell from "retell-sdk";
import { type PlayedMethod, inBody, inPath } from "./played-method.ts";
import { chat, chatAgent, one, page, requiredOf } from "./shapes.ts";
import type { World } from "./world.ts";

const agentOf = async (world: World, client: Retell) =>
  client.chatAgent.create({ agent_name: "Texts", response_engine: await world.engine() });

const textOf = async (world: World) => {
  const { phone_number: from } = await world.callingNumber();
  return { from_number: from, to_number: "+14155550199" };
};

/** Sends a text message, which begins a chat. */
const chatOf = async (world: World, client: Retell) => {
  const { agent_id: override_agent_id } = await agentOf(world, client);
  return client.chat.createSMSChat({ ...(await textOf(world)), override_agent_id });
};

/** Only what text messages need. */
export const playedChats: Readonly<Record<string, PlayedMethod>> = {
  "chatAgent.create": {
    ready: async (world) => {
      const response_engine = await world.engine();
      return (client) => client.chatAgent.create({ response_engine });
    },
    answer: one(chatAgent),
    required: requiredOf<Retell.ChatAgentCreateParams>({ response_engine: true }),
    unknownId: inBody("response_engine.conversation_flow_id", 422),
  },
  "chatAgent.retrieve": {
    ready: async (world) => {
      const { agent_id } = await agentOf(world, world.client);
      return (client) => client.chatAgent.retrieve(agent_id, { version: 0 });
    },
    answer: one(chatAgent),
    required: [],
    wrong: { field: "version", value: "-1" },
    unknownId: inPath(422),
  },
  "chat.createSMSChat": {
    ready: async (world) => {
      const { agent_id: override_agent_id } = await agentOf(world, world.client);
      const text = await textOf(world);
      return (client) => client.chat.createSMSChat({ ...text, override_agent_id });
    },
    answer: one(chat),
    required: requiredOf<Retell.ChatCreateSMSChatParams>({ from_number: true, to_number: true }),
    unknownId: inBody("override_agent_id", 422),
  },
  "chat.retrieve": {
    ready: async (world) => {
      const { chat_id } = await chatOf(world, world.client);
      return (client) => client.chat.retrieve(chat_id);
    },
    answer: one(chat),
    required: [],
    unknownId: inPath(422),
  },
  "chat.list": {
    ready: async (world) => {
      await chatOf(world, world.client);
      return (client) => client.chat.list({ limit: 5 });
    },
    answer: page(chat),
    required: [],
  },
};

import type Retell from "retell-sdk";
import { type PlayedMethod, inBody, inPath, wrongLimit } from "./played-method.ts";
import { agent, list, listedAgent, listedVersion, nothing, one, page, phoneNumber, requiredOf } from "./shapes.ts";
import { type World, voiceId } from "./world.ts";

const draftOf = async (world: World) => {
  const { agent_id } = await world.agent();
  return { agent_id, version: await world.draft(agent_id) };
};

/** Chat agents share these three paths with voice agents, so a voice agent's id is used for them too. */
const versionMethods = (resource: "agent" | "chatAgent"): Readonly<Record<string, PlayedMethod>> => ({
  [`${resource}.createVersion`]: {
    ready: async (world) => {
      const { agent_id } = await world.agent();
      return (client) => client[resource].createVersion(agent_id, { base_version: 0 });
    },
    answer: one(agent),
    required: requiredOf<Retell.AgentCreateVersionParams>({ base_version: true }),
    unknownId: inPath(404),
  },
  [`${resource}.deleteVersion`]: {
    ready: async (world) => {
      const { agent_id, version } = await draftOf(world);
      return (client) => client[resource].deleteVersion(agent_id, { version });
    },
    answer: nothing,
    required: requiredOf<Retell.AgentDeleteVersionParams>({ version: true }),
    unknownId: inPath(404),
  },
  [`${resource}.publish`]: {
    ready: async (world) => {
      const { agent_id, version } = await draftOf(world);
      return (client) => client[resource].publish(agent_id, { version });
    },
    answer: nothing,
    required: requiredOf<Retell.AgentPublishParams>({ version: true }),
    unknownId: inPath(404),
  },
});

const agents: Readonly<Record<string, PlayedMethod>> = {
  "agent.create": {
    ready: async (world) => {
      const response_engine = await world.engine();
      return (client) => client.agent.create({ voice_id: voiceId, response_engine });
    },
    answer: one(agent),
    required: requiredOf<Retell.AgentCreateParams>({ response_engine: true, voice_id: true }),
    unknownId: inBody("response_engine.conversation_flow_id", 422),
  },
  "agent.retrieve": {
    ready: async (world) => {
      const { agent_id } = await world.agent();
      return (client) => client.agent.retrieve(agent_id, { version: 0 });
    },
    answer: one(agent),
    required: [],
    wrong: { field: "version", value: "-1" },
    unknownId: inPath(422),
  },
  "agent.update": {
    ready: async (world) => {
      const { agent_id } = await world.agent();
      return (client) => client.agent.update(agent_id, { agent_name: "Night desk" });
    },
    answer: one(agent),
    required: [],
    unknownId: inPath(422),
  },
  "agent.list": {
    ready: async (world) => {
      await world.agent();
      return (client) => client.agent.list({ limit: 5, filter_criteria: {} });
    },
    answer: page(listedAgent),
    required: [],
  },
  "chatAgent.list": {
    ready: async (world) => {
      await world.agent();
      return (client) => client.chatAgent.list({ limit: 5, filter_criteria: {} });
    },
    answer: page(listedAgent),
    required: [],
  },
  "agent.delete": {
    ready: async (world) => {
      const { agent_id } = await world.agent();
      return (client) => client.agent.delete(agent_id);
    },
    answer: nothing,
    required: [],
    unknownId: inPath(422),
  },
  "agent.listVersions": {
    ready: async (world) => {
      const { agent_id } = await world.agent();
      return (client) => client.agent.listVersions(agent_id, { limit: 5 });
    },
    answer: page(listedVersion),
    required: [],
    wrong: wrongLimit,
    unknownId: inPath(422),
  },
  "agent.repair": {
    ready: async (world) => {
      const { agent_id } = await world.agent();
      return (client) => client.agent.repair(agent_id);
    },
    answer: one(agent),
    required: [],
    unknownId: inPath(422),
  },
};

const numbers: Readonly<Record<string, PlayedMethod>> = {
  "phoneNumber.create": {
    ready: async (world) => {
      const { agent_id } = await world.agent();
      return (client) => client.phoneNumber.create({ inbound_agents: [{ agent_id, weight: 1 }], area_code: 415 });
    },
    answer: one(phoneNumber),
    required: [],
    unknownId: inBody("inbound_agents.0.agent_id", 422),
  },
  "phoneNumber.import": {
    ready: async (world) => {
      const { agent_id } = await world.agent();
      const trunk = { phone_number: world.newNumber(), termination_uri: "trunk.example.com" };
      return (client) => client.phoneNumber.import({ ...trunk, inbound_agents: [{ agent_id, weight: 1 }] });
    },
    answer: one(phoneNumber),
    required: requiredOf<Retell.PhoneNumberImportParams>({ phone_number: true, termination_uri: true }),
    unknownId: inBody("inbound_agents.0.agent_id", 422),
  },
  "phoneNumber.retrieve": {
    ready: async (world) => {
      const { phone_number } = await world.callingNumber();
      return (client) => client.phoneNumber.retrieve(phone_number);
    },
    answer: one(phoneNumber),
    required: [],
    unknownId: inPath(422),
  },
  "phoneNumber.update": {
    ready: async (world) => {
      const { phone_number } = await world.callingNumber();
      return (client) => client.phoneNumber.update(phone_number, { nickname: "Front desk" });
    },
    answer: one(phoneNumber),
    required: [],
    unknownId: inPath(422),
  },
  "phoneNumber.list": {
    ready: async (world) => {
      await world.callingNumber();
      return (client) => client.phoneNumber.list({ limit: 5 });
    },
    answer: page(phoneNumber),
    required: [],
    wrong: wrongLimit,
  },
  "phoneNumber.delete": {
    ready: async (world) => {
      const { phone_number } = await world.callingNumber();
      return (client) => client.phoneNumber.delete(phone_number);
    },
    answer: nothing,
    required: [],
    unknownId: inPath(422),
  },
};

export const playedAgents = { ...agents, ...versionMethods("agent"), ...versionMethods("chatAgent"), ...numbers };

/** What Retell removed on 2026-09-15 although the SDK still has it; emulated as of June 2026. */
export const removedMethods: Readonly<Record<string, PlayedMethod>> = {
  "agent.getVersions": {
    ready: async (world) => {
      const { agent_id } = await world.agent();
      return (client) => client.agent.getVersions(agent_id);
    },
    answer: list(agent),
    required: [],
    unknownId: inPath(422),
  },
};

import * as z from "zod";
import type { JsonObject } from "../json.ts";
import { documentsMentioning, replaceDocument } from "../store/documents.ts";
import type { Queries } from "../store/open-sandbox-database.ts";
import { requireAgentVersion } from "./agent.ts";

const bound = z.looseObject({
  agent_id: z.string(),
  agent_version: z.union([z.string(), z.number()]).optional(),
});
const boundList = z.array(bound);

const agentFields = ["inbound_agents", "outbound_agents", "inbound_sms_agents", "outbound_sms_agents"] as const;

const boundAgents = (number: JsonObject, field: string): z.infer<typeof boundList> =>
  boundList.parse(number[field] ?? []);

/** Every agent and version that a number names must exist: 422. */
export const checkBoundAgents = async (number: JsonObject, queries: Queries): Promise<void> => {
  for (const agent of agentFields.flatMap((field) => boundAgents(number, field))) {
    await requireAgentVersion(agent.agent_id, agent.agent_version, queries);
  }
};

/** Numbers bound to that agent by exactly that version number. */
export const numbersPinnedTo = async (agentId: string, version: number, queries: Queries): Promise<string[]> => {
  const numbers = await documentsMentioning("phone_number", agentId, queries);
  const isPinned = (agent: z.infer<typeof bound>): boolean =>
    agent.agent_id === agentId && agent.agent_version === version;
  return numbers
    .filter((number) => agentFields.some((field) => boundAgents(number.body, field).some(isPinned)))
    .map((number) => `number ${number.id}`);
};

/** A deleted agent is on no number any more; the numbers stay. Undocumented, and the only state that can be called. */
export const unbindAgent = async (agentId: string, at: number, queries: Queries): Promise<void> => {
  for (const number of await documentsMentioning("phone_number", agentId, queries)) {
    const lists = agentFields
      .filter((field) => Array.isArray(number.body[field]))
      .map((field) => [field, boundAgents(number.body, field).filter((agent) => agent.agent_id !== agentId)] as const);
    const body = { ...number.body, ...Object.fromEntries(lists) };
    await replaceDocument({ kind: "phone_number", id: number.id, body, modifiedAt: at }, queries);
  }
};

import type Retell from "retell-sdk";
import * as z from "zod";
import type { ChatAgentPlatform } from "../../domain/agent/creation/text-agent.ts";
import type { TextOrder, TextReply } from "../../domain/fleet/text-confirmation.ts";
import { refusalOf } from "./call-platform.ts";
import { isUnknownId, retellReply } from "./errors.ts";
import { numeral } from "./numeral.ts";

const agent = z
  .object({ agent_id: z.string(), version: numeral, is_published: z.boolean().nullish() })
  .transform((raw) => ({ agentId: raw.agent_id, version: raw.version, isPublished: raw.is_published === true }));

const chat = z.object({ chat_id: z.string() });

const once = { maxRetries: 0 };

export function retellChatAgents(client: Retell): ChatAgentPlatform {
  return {
    create: async (body) => {
      const create = () => client.post("/create-chat-agent", { body, ...once });
      const { agentId, version } = await retellReply("create the chat agent", agent, create);
      return { agentId, version };
    },
    isPublished: async ({ agentId, version }) => {
      try {
        const find = () => client.chatAgent.retrieve(agentId, { version });
        return (await retellReply(`read the agent ${agentId}`, agent, find)).isPublished;
      } catch (error) {
        if (isUnknownId(error)) return undefined;
        throw error;
      }
    },
  };
}

/** The agent's first words are the message (docs/retell.md 9.6). */
export async function sendText(client: Retell, order: TextOrder): Promise<TextReply> {
  const body = {
    from_number: order.fromNumber,
    to_number: order.toNumber,
    override_agent_id: order.agent.agentId,
    override_agent_version: order.agent.version,
    metadata: { clinic_id: order.clinicId },
    retell_llm_dynamic_variables: { ...order.variables },
  };
  try {
    await retellReply("send the text message", chat, () => client.chat.createSMSChat(body, once));
    return { kind: "sent" };
  } catch (error) {
    return refusalOf(error);
  }
}

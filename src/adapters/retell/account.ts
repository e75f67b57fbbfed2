import type Retell from "retell-sdk";
import * as z from "zod";
import type { PinnedAgent } from "../../domain/number/number-binding.ts";
import type { RetellAccount } from "../../domain/organisation/check/ports.ts";
import type { EventUrls } from "../../domain/organisation/fleet/ports.ts";
import { isUnknownId, retellCall } from "./errors.ts";

const identity = z.object({ org_name: z.string() });
const agent = z.object({ webhook_url: z.string().nullish(), is_published: z.boolean().optional() });

export function retellAccount(client: Retell): RetellAccount & EventUrls {
  return {
    organisation: async () =>
      identity.parse(await retellCall("tell whose key this is", () => client.identity.retrieve())).org_name,
    eventUrl: async (pinned) => {
      const found = await findAgent(client, pinned);
      return found === undefined ? undefined : (found.webhook_url ?? null);
    },
    isPublished: async (pinned) => (await findAgent(client, pinned))?.is_published === true,
  };
}

async function findAgent(client: Retell, { agentId, version }: PinnedAgent) {
  try {
    return agent.parse(
      await retellCall(`read the agent ${agentId}`, () => client.agent.retrieve(agentId, { version })),
    );
  } catch (error) {
    if (isUnknownId(error)) return undefined;
    throw error;
  }
}

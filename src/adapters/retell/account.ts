import type Retell from "retell-sdk";
import * as z from "zod";
import type { RetellAccount } from "../../domain/organisation/check/ports.ts";
import type { EventUrls } from "../../domain/organisation/fleet/ports.ts";
import { isUnknownId, retellReply } from "./errors.ts";

const identity = z.object({ org_name: z.string() });
const agent = z.object({ webhook_url: z.string().nullish() });

export function retellAccount(client: Retell): RetellAccount & EventUrls {
  return {
    organisation: async () => {
      const { org_name: name } = await retellReply("tell whose key this is", identity, () =>
        client.identity.retrieve(),
      );
      return name;
    },
    eventUrl: async ({ agentId, version }) => {
      try {
        const found = await retellReply(`read the agent ${agentId}`, agent, () =>
          client.agent.retrieve(agentId, { version }),
        );
        return found.webhook_url ?? null;
      } catch (error) {
        if (isUnknownId(error)) return undefined;
        throw error;
      }
    },
  };
}

import type Retell from "retell-sdk";
import * as z from "zod";
import type { RetellAccount } from "../../domain/organisation/check/ports.ts";
import type { EventUrls } from "../../domain/organisation/fleet/ports.ts";
import { isUnknownId, retellCall } from "./errors.ts";

const identity = z.object({ org_name: z.string() });
const agent = z.object({ webhook_url: z.string().nullish() });

export function retellAccount(client: Retell): RetellAccount & EventUrls {
  return {
    organisation: async () => {
      const { org_name: name } = identity.parse(
        await retellCall("tell whose key this is", () => client.identity.retrieve()),
      );
      return name;
    },
    eventUrl: async ({ agentId, version }) => {
      try {
        const found = await retellCall(`read the agent ${agentId}`, () => client.agent.retrieve(agentId, { version }));
        return agent.parse(found).webhook_url ?? null;
      } catch (error) {
        if (isUnknownId(error)) return undefined;
        throw error;
      }
    },
  };
}

import type Retell from "retell-sdk";
import type { NumberPins } from "../../domain/agent/ports.ts";
import { AscendiaError } from "../../domain/errors.ts";
import type { NumberPlatform } from "../../domain/number/ports.ts";
import { retellCall } from "./errors.ts";

/** Changes which agent version answers a number and leaves its nickname and webhook alone. Sent once, then read back. */
export function retellNumberPins(client: Retell, numbers: Pick<NumberPlatform, "list" | "find">): NumberPins {
  return {
    list: () => numbers.list(),
    pin: async (phoneNumber, { agentId, version }) => {
      const agents = [{ agent_id: agentId, agent_version: version, weight: 1 }];
      const body = { inbound_agents: agents, outbound_agents: agents };
      await retellCall(`pin the number ${phoneNumber}`, () =>
        client.phoneNumber.update(phoneNumber, body, { maxRetries: 0 }),
      );
      const found = await numbers.find(phoneNumber);
      if (found !== undefined) return found;
      throw new AscendiaError("not_found", `The number ${phoneNumber} is gone from Retell.`, {
        hint: "It may have been released in the dashboard.",
      });
    },
  };
}

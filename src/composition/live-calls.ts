import type { RetellAccess } from "../adapters/retell/client.ts";
import { type ConfiguredModel, hasModel } from "../domain/dialogue/has-model.ts";
import type { Store } from "../domain/fleet/ports.ts";
import type { LiveCalls } from "../server/llm-socket/ports.ts";
import { once } from "./surroundings.ts";

/** A caller waits for the first function. */
const CONFIRMATION_MS = 3_000;

/** What holding real calls over the socket needs: Retell's word for each call, and a language model. */
export function liveCalls(
  access: RetellAccess,
  configured: ConfiguredModel,
  { agents }: Pick<Store, "agents">,
): LiveCalls {
  const calls = once(async () => {
    const { retellClient } = await import("../adapters/retell/client.ts");
    const { retellCallPlatform } = await import("../adapters/retell/call-platform.ts");
    return retellCallPlatform(retellClient({ ...access, timeoutMs: CONFIRMATION_MS }));
  });
  return {
    askForCall: async (callId) => (await (await calls()).getCall(callId))?.body,
    agentsOf: async (clinicId) => {
      const own = await agents.ofClinic(clinicId);
      return own === undefined ? [] : [own.agentId];
    },
    hasModel: (settings) => hasModel(configured, settings),
  };
}

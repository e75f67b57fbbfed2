import { type ConfiguredModel, hasModel } from "../domain/dialogue/has-model.ts";
import { accountOf } from "../domain/clinic/clinic.ts";
import type { Store } from "../domain/fleet/ports.ts";
import type { CallPlatform } from "../domain/outreach/attempt.ts";
import type { LiveCalls } from "../server/llm-socket/ports.ts";
import type { Surroundings } from "./surroundings.ts";

/** Short, because a caller waits for the first function. */
const CONFIRMATION_MS = 3_000;

/** What real calls over the socket need: Retell's confirmation of each call, and a language model. */
export function liveCalls(
  { agents, clinics }: Pick<Store, "agents" | "clinics">,
  configured: ConfiguredModel,
  surroundings: Surroundings,
): LiveCalls {
  const platforms = new Map<string | null, Promise<CallPlatform>>();
  const callsOf = (account: string | null): Promise<CallPlatform> => {
    const opened = platforms.get(account) ?? openCalls(account, surroundings);
    platforms.set(account, opened);
    opened.catch(() => platforms.delete(account));
    return opened;
  };
  return {
    askForCall: async (callId, clinicId) => {
      const clinic = await clinics.find(clinicId);
      const calls = await callsOf(clinic === undefined ? null : accountOf(clinic));
      return (await calls.getCall(callId))?.body;
    },
    agentsOf: async (clinicId) => {
      const own = await agents.ofClinic(clinicId);
      return own === undefined ? [] : [own.agentId];
    },
    hasModel: (settings) => hasModel(configured, settings),
  };
}

async function openCalls(account: string | null, surroundings: Surroundings): Promise<CallPlatform> {
  const { retellClient } = await import("../adapters/retell/client.ts");
  const { retellCallPlatform } = await import("../adapters/retell/call-platform.ts");
  const { accountSettings } = await import("./accounts.ts");
  const { retellApiKey, retellBaseUrl } = surroundings.config();
  const own = { apiKey: retellApiKey, baseUrl: retellBaseUrl };
  const { apiKey, baseUrl } = account === null ? own : accountSettings(account, surroundings);
  return retellCallPlatform(retellClient({ apiKey, baseUrl, timeoutMs: CONFIRMATION_MS }));
}

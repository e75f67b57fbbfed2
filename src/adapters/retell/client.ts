import Retell from "retell-sdk";
import * as z from "zod";
import type { EventUrls, RetellAccount } from "../../domain/fleet/ports.ts";
import type { PinnedAgent } from "../../domain/number/number.ts";
import { isUnknownId, retellReply } from "./errors.ts";
import { type Patience, retryAfterFetch } from "./retry-after-fetch.ts";

export interface RetellAccess {
  readonly apiKey: string;
  /** null: Retell itself. */
  readonly baseUrl: string | null;
  /** null: the SDK's own time limits, which differ by request (docs/retell.md 12.4). */
  readonly timeoutMs?: number | null;
  /** If set, requests that Retell rate-limits are sent again after the pause it asks for. */
  readonly patience?: Patience;
}

const retellUrl = "https://api.retellai.com";

/** A redirected POST would arrive as a GET, and its answer would look like success. */
const noRedirects = { redirect: "manual" } as const;

/**
 * The SDK's client. Key and base URL are always passed, so that the SDK does not read them from the environment. Its
 * log is off because it prints bodies at debug level.
 */
export function retellClient({ apiKey, baseUrl, timeoutMs = null, patience }: RetellAccess): Retell {
  const settings = {
    ...(timeoutMs === null ? {} : { timeout: timeoutMs }),
    ...(patience === undefined ? {} : { fetch: retryAfterFetch(patience, timeoutMs) }),
  };
  return new Retell({ apiKey, baseURL: baseUrl ?? retellUrl, logLevel: "off", fetchOptions: noRedirects, ...settings });
}

const identity = z.object({ org_name: z.string() });
const agent = z.object({ webhook_url: z.string().nullish(), is_published: z.boolean().nullish() });

export function retellAccount(client: Retell): RetellAccount & EventUrls {
  return {
    organisation: async () =>
      (await retellReply("say whose key this is", identity, () => client.identity.retrieve())).org_name,
    eventUrl: async (pinned) => {
      const found = await findAgent(client, pinned);
      return found === undefined ? undefined : (found.webhook_url ?? null);
    },
    isPublished: async (pinned) => (await findAgent(client, pinned))?.is_published === true,
  };
}

async function findAgent(client: Retell, { agentId, version }: PinnedAgent) {
  try {
    return await retellReply(`read the agent ${agentId}`, agent, () => client.agent.retrieve(agentId, { version }));
  } catch (error) {
    if (isUnknownId(error)) return undefined;
    throw error;
  }
}

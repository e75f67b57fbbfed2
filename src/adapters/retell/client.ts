import Retell from "retell-sdk";
import * as z from "zod";
import type { EventUrls, RetellAccount } from "../../domain/fleet/ports.ts";
import type { PinnedAgent } from "../../domain/number/number.ts";
import { isUnknownId, retellReply, retryAfterMs } from "./errors.ts";
import type { RawAnswers } from "../../domain/agent/content/contract-drift.ts";

export interface RetellAccess {
  readonly apiKey: string;
  /** null: Retell itself. */
  readonly baseUrl: string | null;
  /** null: the SDK's own time limits, which differ by request (docs/retell.md 12.4). */
  readonly timeoutMs?: number | null;
  /** If set, rate-limited requests are retried after the pause that Retell asks for. */
  readonly patience?: Patience;
}

const retellUrl = "https://api.retellai.com";

/** Following a redirect would turn a POST into a GET, whose answer would look like success. */
const noRedirects = { redirect: "manual" } as const;

/**
 * The SDK's client. Always passes the key and base URL, so that the SDK does not read them from the environment. The
 * SDK's log is off because it prints bodies at debug level.
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

const mostTries = 10;

const longestWaitMs = 120_000;

/** The SDK's own time limit for these requests (docs/retell.md 12.4). */
const usualTimeoutMs = 60_000;

export interface Patience {
  wait(milliseconds: number): Promise<void>;
  /** Called before each wait. */
  readonly onWait?: (milliseconds: number) => void;
}

/**
 * Retries requests that got a 429, after the pause that Retell asks for. Other requests wait during the pause too. A
 * refused request did nothing, so a retry cannot order anything twice. If the refusals persist, the last one is
 * returned.
 */
function retryAfterFetch(patience: Patience, timeoutMs: number | null): typeof fetch {
  let pauses = 0;
  let pause: Promise<unknown> = Promise.resolve();
  return async (input, init) => {
    let isLate = false;
    for (let tries = 1; ; tries += 1) {
      if (pauses > 0) {
        isLate = true;
        await pause;
      }
      // The SDK's own time limit started before the wait.
      const signal = isLate ? AbortSignal.timeout(timeoutMs ?? usualTimeoutMs) : (init?.signal ?? null);
      const response = await fetch(input, { ...init, signal });
      if (response.status !== 429) return response;
      const waitMs = retryAfterMs(response.headers);
      if (tries === mostTries || waitMs > longestWaitMs) return withoutRetry(response);
      await response.body?.cancel();
      patience.onWait?.(waitMs);
      pauses += 1;
      pause = Promise.all([pause, patience.wait(waitMs)]).finally(() => (pauses -= 1));
    }
  };
}

/** Marks the answer so that the SDK does not retry it. */
function withoutRetry(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set("x-should-retry", "false");
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

const pageOfAnything = z.object({ items: z.array(z.unknown()) });

const anything = z.array(z.unknown());

/** Unparsed answers, whose keys are compared with the known ones; one page of each list is enough. */
export function retellRawAnswers(client: Retell): RawAnswers {
  return {
    numbers: async () =>
      (await retellReply("list the numbers", pageOfAnything, () => client.phoneNumber.list({ limit: 1000 }))).items,
    voices: () => retellReply("list the voices", anything, () => client.voice.list()),
  };
}

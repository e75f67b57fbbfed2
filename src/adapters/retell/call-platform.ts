import type Retell from "retell-sdk";
import * as z from "zod";
import type {
  CallPlatform,
  CallReply,
  Concurrency,
  FetchedCall,
  PhoneCallOrder,
  RemoteCall,
} from "../../domain/outreach/attempt.ts";
import type { ListedCall, ListedCosts } from "../../domain/report/ports.ts";
import { AscendiaError, RateLimitError } from "../../errors.ts";
import { isUnknownId, retellReply, numeral } from "./errors.ts";
import { allItems, everyPage } from "./pages.ts";
import type { ChatAgentPlatform } from "../../domain/agent/creation/text-agent.ts";
import type { TextOrder, TextReply } from "../../domain/fleet/text-confirmation.ts";
import type { WebCall, WebCallOrder, WebCalls } from "../../domain/call/line/inbound-reply.ts";

const call = z
  .object({
    call_id: z.string(),
    call_status: z.string(),
    disconnection_reason: z.string().nullish(),
    start_timestamp: numeral.nullish(),
    agent_version: numeral.nullish(),
  })
  .transform((raw): RemoteCall => ({
    callId: raw.call_id,
    status: raw.call_status,
    reason: raw.disconnection_reason ?? null,
    startedAt: raw.start_timestamp ?? null,
    agentVersion: raw.agent_version ?? null,
  }));

const fetched = z.record(z.string(), z.unknown()).transform((body, context): FetchedCall => {
  const { data, error } = call.safeParse(body);
  if (data !== undefined) return { ...data, body };
  for (const issue of error.issues) context.addIssue({ code: "custom", message: issue.message, path: [...issue.path] });
  return z.NEVER;
});

/** The same limits as in a call's events: a larger value is not a real cost. */
const cost = z.number().min(0).max(1_000_000);

const listedCost = z
  .object({ call_id: z.string(), call_cost: z.object({ combined_cost: cost }).nullish().catch(null) })
  .transform((raw): ListedCall => ({ callId: raw.call_id, costCents: raw.call_cost?.combined_cost ?? null }));

const concurrency = z
  .object({
    current_concurrency: numeral,
    concurrency_limit: numeral,
    reserved_inbound_concurrency: numeral.nullish(),
  })
  .transform((raw): Concurrency => ({
    limit: raw.concurrency_limit,
    current: raw.current_concurrency,
    reservedForInbound: raw.reserved_inbound_concurrency ?? 0,
  }));

/** A retried create can ring twice, and the SDK sends no idempotency key (docs/retell.md 12.4). */
const once = { maxRetries: 0 };

export function retellCallPlatform(client: Retell): CallPlatform {
  return {
    createPhoneCall: async (order) => {
      try {
        const create = () => client.call.createPhoneCall(orderBody(order), once);
        return { kind: "placed", call: await retellReply("place the call", call, create) };
      } catch (error) {
        return refusalOf(error);
      }
    },
    findByDial: (dialId) => findByDial(client, dialId),
    getCall: async (callId) => {
      try {
        return await retellReply(`read the call ${callId}`, fetched, () => client.call.retrieve(callId));
      } catch (error) {
        if (isUnknownId(error)) return undefined;
        throw error;
      }
    },
    stop: async (callId) => {
      try {
        await retellReply(`end the call ${callId}`, z.unknown(), async () => client.call.stop(callId));
        return true;
      } catch (error) {
        if (isUnknownId(error) || isRefused(error)) return false;
        throw error;
      }
    },
    concurrency: () => retellReply("report how many calls it allows", concurrency, () => client.concurrency.retrieve()),
  };
}

/** A range includes both ends (docs/retell.md 9.7). */
export function retellCallCosts(client: Retell): ListedCosts {
  return {
    pages: ({ from, to }) => {
      const within = { type: "range" as const, op: "bt" as const, value: [from, to - 1] };
      const criteria = { start_timestamp: within };
      return everyPage("list its calls", listedCost, (query) =>
        client.call.list({ ...query, filter_criteria: criteria }),
      );
    },
  };
}

/** Whether the call is already over, as the sandbox reports it (docs/retell.md 15.14). */
function isRefused(error: unknown): boolean {
  return error instanceof AscendiaError && error.code === "invalid";
}

/** `idempotency_key` is newer than the SDK, which passes unknown fields on (docs/retell.md 9.1). */
function orderBody(order: PhoneCallOrder) {
  const { dialId, clinicId, contactId, fromNumber, toNumber, agent, variables, speech } = order;
  const pinned = agent === null ? {} : { override_agent_id: agent.agentId, override_agent_version: agent.version };
  return {
    from_number: fromNumber,
    to_number: toNumber,
    ...pinned,
    agent_override: { agent: { ...speech } },
    metadata: { clinic_id: clinicId, contact_id: contactId, dial_id: dialId },
    retell_llm_dynamic_variables: { ...variables },
    idempotency_key: dialId,
  };
}

async function findByDial(client: Retell, dialId: string): Promise<readonly RemoteCall[]> {
  const marked = [{ type: "string" as const, op: "eq" as const, key: "dial_id", value: dialId }];
  const found = await allItems(
    everyPage("find the call", call, (query) => client.call.list({ ...query, filter_criteria: { metadata: marked } })),
  );
  return found.toReversed();
}

const refusals: Readonly<Record<number, "refused" | "account">> = {
  400: "refused",
  401: "account",
  402: "account",
  403: "account",
  404: "refused",
  422: "refused",
};

/**
 * Anything but a clear refusal may have placed the call or sent the text: no answer, an unreadable one, 408, 409, 500.
 */
export function refusalOf(error: unknown): Exclude<CallReply, { readonly kind: "placed" }> {
  if (error instanceof RateLimitError) return { kind: "limited", retryAfterMs: error.retryAfterMs };
  if (!(error instanceof AscendiaError)) throw error;
  const message = withoutNumbers(error.message);
  const status = statusIn(error.detail);
  const kind = status === undefined ? undefined : refusals[status];
  return status === undefined || kind === undefined ? { kind: "unknown", message } : { kind, status, message };
}

function statusIn(detail: unknown): number | undefined {
  const parsed = z.object({ status: z.number() }).safeParse(detail);
  return parsed.success ? parsed.data.status : undefined;
}

/** Retell's message contains the refused number, and messages are logged and stored. */
function withoutNumbers(message: string): string {
  return message.replaceAll(/\+\d{5,}(?=\d{2})/g, "+…");
}

const chatAgent = z
  .object({ agent_id: z.string(), version: numeral, is_published: z.boolean().nullish() })
  .transform((raw) => ({ agentId: raw.agent_id, version: raw.version, isPublished: raw.is_published === true }));

const chat = z.object({ chat_id: z.string() });

export function retellChatAgents(client: Retell): ChatAgentPlatform {
  return {
    create: async (body) => {
      const create = () => client.post("/create-chat-agent", { body, ...once });
      const { agentId, version } = await retellReply("create the chat agent", chatAgent, create);
      return { agentId, version };
    },
    isPublished: async ({ agentId, version }) => {
      try {
        const find = () => client.chatAgent.retrieve(agentId, { version });
        return (await retellReply(`read the agent ${agentId}`, chatAgent, find)).isPublished;
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

const created = z
  .object({ call_id: z.string(), access_token: z.string() })
  .transform((raw): WebCall => ({ callId: raw.call_id, accessToken: raw.access_token }));

/**
 * Deprecated since 2026-09-30, but version 2 of Retell's client library cannot join a call made by the successor
 * (docs/retell.md 9.3).
 */
const PATH = "/v2/create-web-call";

export function retellWebCalls(client: Retell): WebCalls {
  return {
    create: async (order) => {
      try {
        const create = () => client.post(PATH, { body: webCallBody(order), maxRetries: 0 });
        return await retellReply("start the web call", created, create);
      } catch (error) {
        throw isGone(error) ? gone() : error;
      }
    },
  };
}

function webCallBody({ agent, answer }: WebCallOrder) {
  return {
    agent_id: agent.agentId,
    agent_version: agent.version,
    agent_override: answer.agent_override,
    metadata: answer.metadata,
    retell_llm_dynamic_variables: answer.dynamic_variables,
  };
}

const notServed = z.object({ status: z.literal([404, 410]) });

/** An unknown agent gets a 422 (docs/retell.md 12.3), so a 404 means the path. */
function isGone(error: unknown): boolean {
  return error instanceof AscendiaError && notServed.safeParse(error.detail).success;
}

function gone(): AscendiaError {
  return new AscendiaError("failed", `Retell no longer starts web calls by POST ${PATH}.`, {
    hint: "Call the clinic's number, and look for a newer version of ascendia.",
  });
}

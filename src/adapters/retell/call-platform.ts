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
import { isUnknownId, retellReply } from "./errors.ts";
import { numeral } from "./numeral.ts";
import { allItems, everyPage } from "./pages.ts";

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

/** As the events of a call are read: more than any call costs is no cost. */
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
    concurrency: () => retellReply("say how many calls it takes", concurrency, () => client.concurrency.retrieve()),
  };
}

/** A range includes both of its ends (docs/retell.md 9.7). */
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

/** A call that is over, as the sandbox answers it (docs/retell.md 15.14). */
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

/** Anything but a clear refusal may have placed the call, or sent the text: no answer, an unreadable one, 408, 409, 500. */
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

/** Retell's message contains the number it refuses, and messages are logged and stored. */
function withoutNumbers(message: string): string {
  return message.replaceAll(/\+\d{5,}(?=\d{2})/g, "+…");
}

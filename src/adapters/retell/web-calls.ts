import type Retell from "retell-sdk";
import * as z from "zod";
import type { WebCall, WebCallOrder, WebCalls } from "../../domain/call/line/inbound-reply.ts";
import { AscendiaError } from "../../errors.ts";
import { retellReply } from "./errors.ts";

const created = z
  .object({ call_id: z.string(), access_token: z.string() })
  .transform((raw): WebCall => ({ callId: raw.call_id, accessToken: raw.access_token }));

/** Deprecated since 2026-09-30: version 2 of Retell's client library joins no call of its successor (docs/retell.md 9.3). */
const PATH = "/v2/create-web-call";

export function retellWebCalls(client: Retell): WebCalls {
  return {
    create: async (order) => {
      try {
        const create = () => client.post(PATH, { body: orderBody(order), maxRetries: 0 });
        return await retellReply("start the web call", created, create);
      } catch (error) {
        throw isGone(error) ? gone() : error;
      }
    },
  };
}

function orderBody({ agent, answer }: WebCallOrder) {
  return {
    agent_id: agent.agentId,
    agent_version: agent.version,
    agent_override: answer.agent_override,
    metadata: answer.metadata,
    retell_llm_dynamic_variables: answer.dynamic_variables,
  };
}

const status = z.object({ status: z.literal([404, 410]) });

/** An unknown agent is a 422 (docs/retell.md 12.3): a 404 is about the path. */
function isGone(error: unknown): boolean {
  return error instanceof AscendiaError && status.safeParse(error.detail).success;
}

function gone(): AscendiaError {
  return new AscendiaError("failed", `Retell no longer starts web calls by POST ${PATH}.`, {
    hint: "Call the clinic's number, and look for a newer version of ascendia.",
  });
}

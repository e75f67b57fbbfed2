import * as z from "zod";
import type { ClinicFacts } from "../scenario/fill-placeholders.ts";
import type { World } from "../world.ts";

/** Retell waits ten seconds for the answer (docs/retell.md 4.5). */
const INBOUND_TIMEOUT_MS = 10_000;

const answerSchema = z.object({
  call_inbound: z.object({
    reject: z.unknown().optional(),
    dynamic_variables: z.record(z.string(), z.string()).optional(),
    metadata: z.unknown().optional(),
    override_agent_id: z.string().optional(),
    agent_override: z.record(z.string(), z.unknown()).optional(),
  }),
});

export interface CallLine {
  readonly callId: string;
  readonly fromNumber: string;
  readonly facts: { readonly clinic: Pick<ClinicFacts["clinic"], "id">; readonly phoneNumber: string | null };
}

export type InboundAnswer =
  | { readonly kind: "accepted"; readonly variables: Readonly<Record<string, string>>; readonly metadata: unknown }
  | { readonly kind: "rejected" }
  | { readonly kind: "bad"; readonly problem: string };

/** Asks the clinic's inbound webhook what to answer the call with (docs/retell.md 4.2 to 4.4). */
export async function announceCall(
  { callId, fromNumber, facts }: CallLine,
  { url, wire, agent, clock }: World,
): Promise<{ readonly answer: InboundAnswer; readonly ms: number; readonly body: string }> {
  const sent = {
    event: "call_inbound",
    event_timestamp: clock.now(),
    call_inbound: {
      call_id: callId,
      agent_id: agent.agentId,
      agent_version: agent.version,
      from_number: fromNumber,
      to_number: facts.phoneNumber,
      custom_sip_headers: {},
    },
  };
  const outcome = await wire.send({
    url: `${url}/webhooks/retell/inbound/${facts.clinic.id}`,
    method: "POST",
    body: JSON.stringify(sent),
    timeoutMs: INBOUND_TIMEOUT_MS,
  });
  if (outcome.kind === "failed") return { answer: bad(outcome.reason), ms: outcome.ms, body: "" };
  return { answer: read(outcome.status, outcome.body), ms: outcome.ms, body: outcome.body };
}

function read(status: number, body: string): InboundAnswer {
  if (status < 200 || status > 299) return bad(`it answered ${status}: ${body.slice(0, 200)}`);
  const parsed = answerSchema.safeParse(jsonOrNull(body));
  if (!parsed.success)
    return bad(`its answer is not in the form Retell accepts: ${parsed.error.issues[0]?.message ?? ""}`);
  const { reject, dynamic_variables: variables = {}, metadata } = parsed.data.call_inbound;
  return reject === true ? { kind: "rejected" } : { kind: "accepted", variables, metadata };
}

function bad(problem: string): InboundAnswer {
  return { kind: "bad", problem };
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

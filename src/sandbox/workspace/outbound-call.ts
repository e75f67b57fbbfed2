import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import * as z from "zod";
import { badRequest, rateLimited } from "../http/http.ts";
import type { JsonObject } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import type { PhoneCallToCreate } from "../schemas/call.ts";
import type { AgentWeight } from "../schemas/phone-number-schema.ts";
import type { Queries } from "../store/database.ts";
import { type StoredDocument, documentsMentioning } from "../store/documents.ts";
import { countOngoingCalls } from "../store/records.ts";
import { type CallRecord, callRecordOf, calledAgent, storeNewCall } from "./call.ts";
import { requireNumber } from "./phone-number.ts";

const replayWindowMs = 3_600_000;

/** Stores the call, or finds the one created with the same idempotency key within the hour (docs/retell.md 9.1). */
export async function createOutboundCall(
  request: PhoneCallToCreate & { readonly batch_call_id?: string },
  sandbox: Sandbox,
  queries: Queries,
): Promise<{ readonly record: CallRecord; readonly isNew: boolean }> {
  const earlier = await replayed(request.idempotency_key, sandbox, queries);
  if (earlier !== undefined) return { record: earlier, isNew: false };
  if ((await countOngoingCalls(queries)) >= sandbox.options.concurrencyLimit) {
    throw rateLimited("Account rate limited: all concurrent calls of the workspace are in use.");
  }
  const agent = await callingAgent(request, sandbox, queries);
  const record = await storeNewCall(
    {
      ...agent,
      origin: request.batch_call_id === undefined ? "create" : "batch",
      fields: callFields(request),
      record: recordFields(request),
    },
    sandbox,
    queries,
  );
  return { record, isNew: true };
}

/** The agent of a call that can be placed now; refuses one that cannot. */
export async function callingAgent(
  request: PhoneCallToCreate,
  sandbox: Sandbox,
  queries: Queries,
): Promise<ChosenAgent> {
  const number = await requireNumber(request.from_number, queries);
  checkDestination(number, request.to_number);
  const agent = chooseAgent(request, number, sandbox.random);
  await calledAgent(agent, sandbox, queries);
  return agent;
}

function callFields(request: PhoneCallToCreate): JsonObject {
  return {
    call_type: "phone_call",
    direction: "outbound",
    from_number: request.from_number,
    to_number: request.to_number,
    retell_llm_dynamic_variables: request.retell_llm_dynamic_variables,
    metadata: request.metadata,
    custom_sip_headers: request.custom_sip_headers,
  };
}

function recordFields(request: PhoneCallToCreate & { readonly batch_call_id?: string }) {
  return {
    ...(request.agent_override === undefined ? {} : { agent_override: request.agent_override }),
    ...(request.idempotency_key === undefined ? {} : { idempotency_key: request.idempotency_key }),
    ...(request.batch_call_id === undefined ? {} : { batch_call_id: request.batch_call_id }),
  };
}

async function replayed(key: string | undefined, sandbox: Sandbox, queries: Queries): Promise<CallRecord | undefined> {
  if (key === undefined) return undefined;
  const since = sandbox.clock.now() - replayWindowMs;
  const candidates = await documentsMentioning("call", JSON.stringify(key), queries);
  return candidates.map(callRecordOf).find((one) => one.idempotency_key === key && one.created_at >= since);
}

/**
 * Where numbers bought from Retell can call. Imported numbers call wherever their carrier does (docs/retell.md 3.4).
 */
const destinations: Readonly<Record<string, ReadonlySet<string> | undefined>> = {
  "retell-twilio": new Set("US IN AU DE ES GB MX FR JP CA IT ID PH MY TH".split(" ")),
  "retell-telnyx": new Set(["US", "IN", "CA"]),
};

/** Countries that Retell always blocks (docs/retell.md 3.3). */
const blocked = new Set(["CU", "IR", "KP", "SY", "RU", "BY", "VE"]);

const allowed = z.array(z.string()).nullish();

function checkDestination(number: StoredDocument, toNumber: string): void {
  const country = parsePhoneNumberFromString(toNumber)?.country ?? "unknown";
  if (blocked.has(country))
    throw badRequest(`Invalid request format: to_number: calls to ${country} are always blocked.`);
  const reachable = destinations[String(number.body["phone_number_type"])];
  if (reachable?.has(country) === false) {
    throw badRequest(
      `Invalid request format: to_number: ${country} is not among the countries that a number bought from Retell can call; call from an imported number.`,
    );
  }
  const list = allowed.parse(number.body["allowed_outbound_country_list"]) ?? [];
  if (list.length === 0 || list.includes(country)) return;
  throw badRequest(
    `Invalid request format: to_number: ${country} is not in the number's allowed_outbound_country_list.`,
  );
}

const weighted = z.array(
  z.looseObject({
    agent_id: z.string(),
    weight: z.number(),
    agent_version: z.union([z.string(), z.number()]).optional(),
  }),
);

type ChosenAgent = { readonly agentId: string; readonly agentVersion: string | number | undefined };

function chooseAgent(request: PhoneCallToCreate, number: StoredDocument, random: () => number): ChosenAgent {
  if (request.override_agent_id !== undefined) {
    return { agentId: request.override_agent_id, agentVersion: request.override_agent_version };
  }
  const drawn = drawAgent(weighted.parse(number.body["outbound_agents"] ?? []), random());
  if (drawn === undefined) {
    throw badRequest(`The number ${number.id} has no outbound agent: bind outbound_agents, or send override_agent_id.`);
  }
  return { agentId: drawn.agent_id, agentVersion: request.override_agent_version ?? drawn.agent_version };
}

/** Picks an agent by weight; `draw` is uniform in [0, 1). */
export function drawAgent(agents: readonly AgentWeight[], draw: number): AgentWeight | undefined {
  let bound = 0;
  for (const agent of agents) {
    bound += agent.weight;
    if (draw < bound) return agent;
  }
  return agents.at(-1);
}

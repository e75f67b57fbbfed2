import * as z from "zod";
import { badRequest } from "../http/http.ts";
import { type JsonObject, isJsonObject } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Queries } from "../store/database.ts";
import { resolveAgentVersion } from "./agent.ts";
import { type CallRecord, changeCall, requireCall } from "./call.ts";

const items = z.array(z.looseObject({ name: z.string().optional() })).nullish();

/**
 * Analyses a finished call by the items of the agent's newest version (docs/retell.md 9.6). The emulator repeats its
 * earlier findings: removed items are left out, and new items find nothing.
 */
export async function rerunAnalysis(callId: string, sandbox: Sandbox, queries: Queries): Promise<CallRecord> {
  const record = await requireCall(callId, 422, queries);
  const { call_analysis: before, call_status: status, agent_id: agentId } = record.call;
  if (status !== "ended" || !isJsonObject(before)) {
    throw badRequest(`Call ${callId} has not been analysed yet (${String(status)}), so it cannot be analysed again.`);
  }
  const agent = await resolveAgentVersion(String(agentId), "latest", queries);
  const names = new Set((items.parse(agent?.body["post_call_analysis_data"]) ?? []).map(({ name }) => name));
  const found = isJsonObject(before["custom_analysis_data"]) ? before["custom_analysis_data"] : {};
  const kept: JsonObject = Object.fromEntries(Object.entries(found).filter(([name]) => names.has(name)));
  return changeCall({ callId, fields: { call_analysis: { ...before, custom_analysis_data: kept } } }, sandbox, queries);
}

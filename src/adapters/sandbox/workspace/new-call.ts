import type { VersionReference } from "../http/version-reference.ts";
import { newId } from "../http/new-id.ts";
import { type JsonObject, withoutUndefined } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { tagsOf } from "../store/agent-tags.ts";
import { insertDocument } from "../store/documents.ts";
import type { Queries } from "../store/open-sandbox-database.ts";
import { requireAgentVersion } from "./agent.ts";
import type { CallRecord } from "./call.ts";

export interface NewCall {
  readonly agentId: string;
  readonly agentVersion: VersionReference | undefined;
  readonly origin: CallRecord["origin"];
  /** What the call object says besides agent, id and status. */
  readonly fields: JsonObject;
  readonly record: Pick<CallRecord, "batch_call_id" | "idempotency_key" | "agent_override">;
}

/** Stores a call as `registered`, its agent version and tag fixed from now on. */
export const storeNewCall = async (newCall: NewCall, sandbox: Sandbox, queries: Queries): Promise<CallRecord> => {
  const agent = await requireAgentVersion(newCall.agentId, newCall.agentVersion, queries);
  const tags = (await tagsOf(agent.id, queries)).map((tag) => ({ name: tag.tag, version: tag.version }));
  const named = tags.find((tag) => tag.name === newCall.agentVersion);
  const preferred = tags.find((tag) => tag.version === agent.version);
  const createdAt = sandbox.clock.now();
  const call = withoutUndefined({
    call_id: newId("call"),
    agent_id: agent.id,
    agent_version: agent.version,
    agent_name: agent.body["agent_name"] ?? undefined,
    agent_tag: (named ?? preferred)?.name ?? null,
    call_status: "registered",
    data_storage_setting: agent.body["data_storage_setting"] ?? "everything",
    opt_in_signed_url: agent.body["opt_in_signed_url"] ?? false,
    ...newCall.fields,
  });
  const record = { call, origin: newCall.origin, created_at: createdAt, ...newCall.record };
  const id = String(call["call_id"]);
  await insertDocument({ kind: "call", id, body: record, modifiedAt: createdAt }, queries);
  return record;
};

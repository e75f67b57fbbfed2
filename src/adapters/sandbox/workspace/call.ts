import * as z from "zod";
import type { CallRecords, PlayableAgent } from "../call-player.ts";
import { unknownId } from "../http/api-error.ts";
import type { JsonObject } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { findDocument, replaceDocument, type StoredDocument } from "../store/documents.ts";
import { responseEngine } from "../schemas/response-engine-schema.ts";
import type { Queries } from "../store/open-sandbox-database.ts";
import { takeAttempt } from "../store/players.ts";
import { resolveAgentVersion } from "./agent.ts";
import { engineReference, findEngineVersion } from "./engine.ts";

const jsonObject = z.record(z.string(), z.unknown());

/** A call object as Retell shows it (retell-api.md 5.4), and what only the emulator knows about it. */
const callRecord = z.strictObject({
  call: jsonObject,
  origin: z.enum(["create", "register", "web", "batch"]),
  created_at: z.int(),
  agent_override: jsonObject.optional(),
  batch_call_id: z.string().optional(),
  idempotency_key: z.string().optional(),
});

export type CallRecord = z.infer<typeof callRecord>;

export const callRecordOf = (document: StoredDocument): CallRecord => callRecord.parse(document.body);

/** A dial-to-SIP call must arrive within 5 minutes, a web call within 30 s (retell-api.md 9.3, 9.5). */
const lapses: Readonly<Record<string, { readonly afterMs: number; readonly reason: string } | undefined>> = {
  register: { afterMs: 300_000, reason: "registered_call_timeout" },
  web: { afterMs: 30_000, reason: "error_user_not_joined" },
};

export const presentCall = ({ call, origin, created_at: createdAt }: CallRecord, now: number): JsonObject => {
  const lapse = lapses[origin];
  if (call["call_status"] !== "registered" || lapse === undefined || now - createdAt <= lapse.afterMs) return call;
  return { ...call, call_status: "error", disconnection_reason: lapse.reason };
};

export const requireCall = async (callId: string, status: 404 | 422, queries: Queries): Promise<CallRecord> => {
  const document = await findDocument({ kind: "call", id: callId }, queries);
  if (document === undefined) throw unknownId(status, `call ${callId}`);
  return callRecordOf(document);
};

/** Merges `fields` into the call object. */
export const changeCall = async (
  { callId, fields }: { readonly callId: string; readonly fields: JsonObject },
  sandbox: Sandbox,
  queries: Queries,
): Promise<CallRecord> => {
  const record = await requireCall(callId, 422, queries);
  const changed = { ...record, call: { ...record.call, ...fields } };
  await replaceDocument({ kind: "call", id: callId, body: changed, modifiedAt: sandbox.clock.now() }, queries);
  return changed;
};

/** The seam a call player works through. */
export const callRecords = (sandbox: Sandbox): CallRecords => ({
  read: async (callId) => {
    const document = await findDocument({ kind: "call", id: callId }, sandbox.database.reads);
    if (document === undefined) return undefined;
    const { call, agent_override: agentOverride } = callRecordOf(document);
    return { call, agentOverride };
  },
  change: async (callId, fields) => {
    await sandbox.database.write((queries) => changeCall({ callId, fields }, sandbox, queries));
  },
  agentOf: (call) => playableAgent(call, sandbox.database.reads),
  takeAttempt: (toNumber) => sandbox.database.write((queries) => takeAttempt(toNumber, queries)),
});

const pinned = z.looseObject({ agent_id: z.string(), agent_version: z.int() });

const playableAgent = async (call: JsonObject, queries: Queries): Promise<PlayableAgent | undefined> => {
  const { agent_id: agentId, agent_version: version } = pinned.parse(call);
  const found = await resolveAgentVersion(agentId, version, queries);
  if (found === undefined) return undefined;
  const reference = engineReference(responseEngine.parse(found.body["response_engine"]));
  const engine = reference === undefined ? undefined : await findEngineVersion(reference, queries);
  return { agent: found.body, engine: engine?.body };
};

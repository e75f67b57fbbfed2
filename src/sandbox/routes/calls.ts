import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import * as z from "zod";
import { type SandboxApp, badRequest, unknownId } from "../http/http.ts";
import { pageFields, pageRequest, toPage } from "../http/page.ts";
import { readBody } from "../http/request-body.ts";
import { type JsonObject, isJsonObject, withoutUndefined } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import {
  type CallFilter,
  agentCallFieldsInstead,
  callChanges,
  callFieldsInstead,
  callFilter,
  liveCallChanges,
  phoneCallToCreate,
  phoneCallToRegister,
  webCallToCreate,
} from "../schemas/call.ts";
import { type Slice, deleteDocument, walkDocuments } from "../store/documents.ts";
import {
  type CallRecord,
  callRecordOf,
  callRecords,
  changeCall,
  matchesCall,
  presentCall,
  requireCall,
  storeNewCall,
} from "../workspace/call.ts";
import { createOutboundCall } from "../workspace/outbound-call.ts";
import { rerunAnalysis } from "../workspace/rerun-analysis.ts";

const webCallLifeMs = 30_000;

/** Routes that create and read calls (docs/retell.md 9). */
export function addCallRoutes(app: SandboxApp, sandbox: Sandbox): void {
  const { database, clock, options, callPlayer } = sandbox;

  app.post("/v2/create-phone-call", async (c) => {
    const request = await readBody(c, { schema: phoneCallToCreate, instead: callFieldsInstead }, options);
    const { record, isNew } = await database.write((queries) => createOutboundCall(request, sandbox, queries));
    if (isNew) callPlayer.place(String(record.call["call_id"]), callRecords(sandbox));
    return c.json(presentCall(record, clock.now()), 201);
  });

  app.post("/v2/register-phone-call", async (c) => {
    const request = await readBody(c, { schema: phoneCallToRegister, instead: agentCallFieldsInstead }, options);
    const { agent_id: agentId, agent_version: agentVersion, agent_override: override, ...sent } = request;
    const numbers = { from_number: "unknown", to_number: "unknown" };
    const fields = { call_type: "phone_call", direction: "inbound", ...numbers, ...sent };
    const record = override === undefined ? {} : { agent_override: override };
    const stored = await database.write((queries) =>
      storeNewCall({ agentId, agentVersion, origin: "register", fields, record }, sandbox, queries),
    );
    return c.json(presentCall(stored, clock.now()), 201);
  });

  const createWebCall = async (c: Context): Promise<CallRecord> => {
    const request = await readBody(c, { schema: webCallToCreate, instead: agentCallFieldsInstead }, options);
    const { agent_id: agentId, agent_version: agentVersion, agent_override: override, ...sent } = request;
    const { current_node_id: _node, current_state: _state, ...context } = sent;
    const fields = { call_type: "web_call", access_token: randomBytes(24).toString("base64url"), ...context };
    const record = override === undefined ? {} : { agent_override: override };
    return database.write((queries) =>
      storeNewCall({ agentId, agentVersion, origin: "web", fields, record }, sandbox, queries),
    );
  };

  app.post("/v3/create-web-call", async (c) => {
    const { call, created_at: createdAt } = await createWebCall(c);
    const { call_id: callId, access_token: accessToken } = call;
    const expiresAt = createdAt + webCallLifeMs;
    const joined = { expires_at: expiresAt, ice_servers: [], transport: "gateway" };
    return c.json({ call_id: callId, access_token: accessToken, ...joined }, 201);
  });

  // Deprecated since 2026-09-30 but still served: client library 2.x accepts no other tokens.
  app.post("/v2/create-web-call", async (c) => c.json(presentCall(await createWebCall(c), clock.now()), 201));

  app.get("/v2/get-call/:id", async (c) =>
    c.json(presentCall(await requireCall(c.req.param("id"), 422, database.reads), clock.now())),
  );
}

const dynamicVariablesGone = {
  override_dynamic_variables: "use PATCH /v2/update-live-call with fields_to_override",
  retell_llm_dynamic_variables: "use PATCH /v2/update-live-call with fields_to_override",
};

/** Routes that change and end calls (docs/retell.md 9.6). */
export function addCallControlRoutes(app: SandboxApp, sandbox: Sandbox): void {
  const { database, clock, options, callPlayer } = sandbox;

  app.patch("/v2/update-call/:id", async (c) => {
    const fields = await readBody(c, { schema: callChanges, instead: dynamicVariablesGone }, options);
    const change = { callId: c.req.param("id"), fields };
    const changed = await database.write((queries) => changeCall(change, sandbox, queries));
    return c.json(presentCall(changed, clock.now()));
  });

  app.patch("/v2/update-live-call/:id", async (c) => {
    const callId = c.req.param("id");
    const changes = await readBody(c, { schema: liveCallChanges }, options);
    await database.write(async (queries) => {
      const record = await requireCall(callId, 404, queries);
      if (record.call["call_status"] !== "ongoing") {
        throw badRequest(`Call ${callId} is not ongoing: use PATCH /v2/update-call/${callId}.`);
      }
      await changeCall({ callId, fields: liveFields(record, changes.fields_to_override ?? {}) }, sandbox, queries);
    });
    return c.json({ success: true });
  });

  app.post("/v2/stop-call/:id", async (c) => {
    const callId = c.req.param("id");
    await database.write(async (queries) => {
      const record = await requireCall(callId, 422, queries);
      const { call_status: status } = presentCall(record, clock.now());
      if (status !== "ongoing" && status !== "registered") {
        throw badRequest(`Call ${callId} is over (${String(status)}) and cannot be stopped.`);
      }
      await changeCall({ callId, fields: stopped(record, clock.now()) }, sandbox, queries);
    });
    callPlayer.stop(callId);
    return c.body(null, 204);
  });

  app.put("/rerun-call-analysis/:id", async (c) => {
    const analysed = await database.write((queries) => rerunAnalysis(c.req.param("id"), sandbox, queries));
    return c.json(presentCall(analysed, clock.now()), 201);
  });

  app.delete("/v2/delete-call/:id", async (c) => {
    const id = c.req.param("id");
    const deleted = await database.write((queries) => deleteDocument({ kind: "call", id }, queries));
    if (!deleted) throw unknownId(422, `call ${id}`);
    return c.body(null, 204);
  });
}

function liveFields(record: CallRecord, overrides: JsonObject): JsonObject {
  const { override_dynamic_variables: variables, ...others } = overrides;
  const before = record.call["collected_dynamic_variables"];
  const collected = isJsonObject(variables) ? { ...(isJsonObject(before) ? before : {}), ...variables } : undefined;
  return withoutUndefined({ ...others, collected_dynamic_variables: collected });
}

/** `manual_stopped` counts as ended (docs/retell.md 9.6, 15.14). */
function stopped({ call }: CallRecord, at: number): JsonObject {
  const startedAt = call["start_timestamp"];
  const duration = typeof startedAt === "number" ? { duration_ms: at - startedAt } : {};
  return { call_status: "ended", disconnection_reason: "manual_stopped", end_timestamp: at, ...duration };
}

const listRequest = z
  .strictObject({
    ...pageFields,
    filter_criteria: callFilter.optional(),
    skip: z.int().min(0).optional(),
    include_total: z.boolean().optional(),
  })
  .refine((request) => request.skip === undefined || request.pagination_key === undefined, {
    error: "skip and pagination_key cannot be combined",
  });

interface Listed {
  readonly seq: number;
  readonly call: JsonObject;
}

/** Fields that lists omit; clients must read each call to get them (docs/retell.md 9.7). */
const notListed = new Set([
  "transcript",
  "transcript_object",
  "transcript_with_tool_calls",
  "scrubbed_transcript_with_tool_calls",
]);

export function addCallListRoute(app: SandboxApp, sandbox: Sandbox): void {
  app.post("/v3/list-calls", async (c) => {
    const sent = await readBody(c, { schema: listRequest }, sandbox.options);
    const request = pageRequest(sent, sandbox.options);
    const filter = sent.filter_criteria ?? {};
    const calls = matchingCalls(filter, { ...request, limit: 500 }, sandbox);
    const found = await take(calls, { skip: sent.skip ?? 0, count: request.limit + 1 });
    const page = toPage(found, request, { position: (one) => one.seq, item: (one) => listItem(one.call) });
    if (sent.include_total !== true) return c.json(page);
    const all = matchingCalls(filter, { order: "desc", after: undefined, limit: 500 }, sandbox);
    const { length: total } = await take(all, { skip: 0, count: Number.POSITIVE_INFINITY });
    return c.json({ ...page, total });
  });
}

async function* matchingCalls(filter: CallFilter, from: Slice, sandbox: Sandbox): AsyncGenerator<Listed> {
  const now = sandbox.clock.now();
  for await (const document of walkDocuments("call", from, sandbox.database.reads)) {
    const record = callRecordOf(document);
    const call = presentCall(record, now);
    if (matchesCall({ ...call, batch_call_id: record.batch_call_id }, filter)) yield { seq: document.seq, call };
  }
}

async function take(
  calls: AsyncGenerator<Listed>,
  { skip, count }: { readonly skip: number; readonly count: number },
): Promise<Listed[]> {
  const taken: Listed[] = [];
  let passed = 0;
  for await (const call of calls) {
    passed += 1;
    if (passed > skip) taken.push(call);
    if (taken.length >= count) break;
  }
  return taken;
}

function listItem(call: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(call).filter(([field]) => !notListed.has(field)));
}

import { badRequest, unknownId } from "../http/api-error.ts";
import { readBody } from "../http/request-body.ts";
import type { SandboxApp } from "../http/sandbox-env.ts";
import { isJsonObject, type JsonObject, withoutUndefined } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { callChanges, liveCallChanges } from "../schemas/call-schema.ts";
import { deleteDocument } from "../store/documents.ts";
import { type CallRecord, changeCall, presentCall, requireCall } from "../workspace/call.ts";

const dynamicVariablesGone = {
  override_dynamic_variables: "use PATCH /v2/update-live-call with fields_to_override",
  retell_llm_dynamic_variables: "use PATCH /v2/update-live-call with fields_to_override",
};

/** Changing and ending calls (retell-api.md 9.6). */
export const addCallControlRoutes = (app: SandboxApp, sandbox: Sandbox): void => {
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

  app.delete("/v2/delete-call/:id", async (c) => {
    const id = c.req.param("id");
    const deleted = await database.write((queries) => deleteDocument({ kind: "call", id }, queries));
    if (!deleted) throw unknownId(422, `call ${id}`);
    return c.body(null, 204);
  });
};

const liveFields = (record: CallRecord, overrides: JsonObject): JsonObject => {
  const { override_dynamic_variables: variables, ...others } = overrides;
  const before = record.call["collected_dynamic_variables"];
  const collected = isJsonObject(variables) ? { ...(isJsonObject(before) ? before : {}), ...variables } : undefined;
  return withoutUndefined({ ...others, collected_dynamic_variables: collected });
};

/** `manual_stopped` counts as ended (retell-api.md 9.6; 15 no. 14). */
const stopped = ({ call }: CallRecord, at: number): JsonObject => {
  const startedAt = call["start_timestamp"];
  const duration = typeof startedAt === "number" ? { duration_ms: at - startedAt } : {};
  return { call_status: "ended", disconnection_reason: "manual_stopped", end_timestamp: at, ...duration };
};

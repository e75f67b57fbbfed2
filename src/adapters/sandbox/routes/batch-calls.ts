import { badRequest } from "../http/api-error.ts";
import { newId } from "../http/new-id.ts";
import { readBody } from "../http/request-body.ts";
import type { SandboxApp } from "../http/sandbox-env.ts";
import type { Sandbox } from "../sandbox.ts";
import { batchToCreate, callFieldsInstead } from "../schemas/call-schema.ts";
import { insertDocument } from "../store/documents.ts";
import { type CallRecord, callRecords } from "../workspace/call.ts";
import { createOutboundCall } from "../workspace/outbound-call.ts";

/** Batches start at once: the emulator keeps no schedule, so it refuses what would need one (retell-api.md 9.4). */
export const addBatchCallRoutes = (app: SandboxApp, sandbox: Sandbox): void => {
  const { database, clock, options, callPlayer } = sandbox;

  app.post("/create-batch-call", async (c) => {
    const batch = await readBody(c, { schema: batchToCreate, instead: callFieldsInstead }, options);
    const at = clock.now();
    if (batch.call_time_window !== undefined || (batch.trigger_timestamp ?? 0) > at) {
      throw badRequest(
        "This sandbox starts batches at once: leave out call_time_window and a later trigger_timestamp.",
      );
    }
    if (batch.tasks.length > options.maxBatchTasks) {
      throw badRequest(`Invalid request format: tasks: at most ${options.maxBatchTasks} per batch.`);
    }
    const id = newId("batch_call");
    const answer = {
      batch_call_id: id,
      name: batch.name ?? "Batch call",
      from_number: batch.from_number,
      scheduled_timestamp: batch.trigger_timestamp ?? at,
      total_task_count: batch.tasks.length,
    };
    const placed = await database.write(async (queries) => {
      await insertDocument({ kind: "batch_call", id, body: answer, modifiedAt: at }, queries);
      const records: CallRecord[] = [];
      for (const task of batch.tasks) {
        const request = { ...task, from_number: batch.from_number, batch_call_id: id };
        records.push((await createOutboundCall(request, sandbox, queries)).record);
      }
      return records;
    });
    for (const { call } of placed) callPlayer.place(String(call["call_id"]), callRecords(sandbox));
    return c.json(answer, 201);
  });
};

import { isTimeZone } from "../../domain/time/zoned-time.ts";
import { type SandboxApp, badRequest, newId } from "../http/http.ts";
import { readBody } from "../http/request-body.ts";
import { withoutUndefined } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { type BatchToCreate, batchToCreate, callFieldsInstead } from "../schemas/call.ts";
import { insertDocument } from "../store/documents.ts";
import { createCalls, isDue, placeCalls } from "../workspace/batch-call.ts";
import { callingAgent } from "../workspace/outbound-call.ts";

/** Batches start at `trigger_timestamp`, and only inside the windows of `call_time_window` (docs/retell.md 9.4). */
export function addBatchCallRoutes(app: SandboxApp, sandbox: Sandbox): void {
  const { database, clock, options } = sandbox;

  app.post("/create-batch-call", async (c) => {
    const batch = await readBody(c, { schema: batchToCreate, instead: callFieldsInstead }, options);
    checkBatch(batch, sandbox);
    const at = clock.now();
    const id = newId("batch_call");
    const answer = withoutUndefined({
      batch_call_id: id,
      name: batch.name ?? "Batch call",
      from_number: batch.from_number,
      scheduled_timestamp: batch.trigger_timestamp ?? at,
      total_task_count: batch.tasks.length,
      call_time_window: batch.call_time_window,
    });
    const placed = await database.write(async (queries) => {
      for (const task of batch.tasks) await callingAgent({ ...task, from_number: batch.from_number }, sandbox, queries);
      await insertDocument({ kind: "batch_call", id, body: { ...answer, waiting: batch }, modifiedAt: at }, queries);
      return isDue(batch, at) ? createCalls(id, sandbox, queries) : [];
    });
    placeCalls(placed, sandbox);
    return c.json(answer, 201);
  });
}

function checkBatch(batch: BatchToCreate, { options }: Sandbox): void {
  if (batch.tasks.length > options.maxBatchTasks) {
    throw badRequest(`Invalid request format: tasks: at most ${options.maxBatchTasks} per batch.`);
  }
  const zone = batch.call_time_window?.timezone;
  if (zone !== undefined && !isTimeZone(zone) && options.wordedRules === "apply") {
    throw badRequest(`Invalid request format: call_time_window.timezone: "${zone}" is not an IANA time zone.`);
  }
}

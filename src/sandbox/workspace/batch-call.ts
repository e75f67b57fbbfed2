import { HTTPException } from "hono/http-exception";
import { weekdayNumber } from "../../domain/time/wall-date.ts";
import { minutesOfWallTime } from "../../domain/time/wall-time.ts";
import { dateAt, isTimeZone, wallTimeAt } from "../../domain/time/zoned-time.ts";
import type { Sandbox } from "../sandbox.ts";
import { type BatchToCreate, type CallTimeWindow, batchToCreate, weekdays } from "../schemas/call.ts";
import type { Queries } from "../store/database.ts";
import { documentsMentioning, findDocument, replaceDocument } from "../store/documents.ts";
import { type CallRecord, callRecords } from "./call.ts";
import { createOutboundCall } from "./outbound-call.ts";

/** Whether the batch's time has come and one of its windows is open. */
export function isDue({ trigger_timestamp: trigger, call_time_window: window }: BatchToCreate, now: number): boolean {
  return (trigger ?? 0) <= now && (window === undefined || isOpen(window, now));
}

/** The zone of a window that does not set one (docs/retell.md 9.4). */
const usualZone = "America/Los_Angeles";

function isOpen({ windows, day, timezone = usualZone }: CallTimeWindow, now: number): boolean {
  const zone = isTimeZone(timezone) ? timezone : usualZone;
  const today = weekdays[weekdayNumber(dateAt(now, zone)) - 1];
  if (day !== undefined && !day.some((one) => one === today)) return false;
  const minute = minutesOfWallTime(wallTimeAt(now, zone)) ?? 0;
  return windows.some(({ start, end }) => minute >= start && minute < end);
}

/** Stores the calls of a waiting batch, once; `placeCalls` starts them afterwards. */
export async function createCalls(id: string, sandbox: Sandbox, queries: Queries): Promise<readonly CallRecord[]> {
  const document = await findDocument({ kind: "batch_call", id }, queries);
  if (document?.body["waiting"] === undefined) return [];
  const { waiting, ...body } = document.body;
  const batch = batchToCreate.parse(waiting);
  const records: CallRecord[] = [];
  for (const task of batch.tasks) {
    const request = { ...task, from_number: batch.from_number, batch_call_id: id };
    records.push((await createOutboundCall(request, sandbox, queries)).record);
  }
  await replaceDocument({ kind: "batch_call", id, body, modifiedAt: sandbox.clock.now() }, queries);
  return records;
}

export function placeCalls(records: readonly CallRecord[], sandbox: Sandbox): void {
  for (const { call } of records) sandbox.callPlayer.place(String(call["call_id"]), callRecords(sandbox));
}

/** Places waiting batches when they are due. @returns a function that stops this */
export function watchBatches(sandbox: Sandbox, everyMs: number): () => Promise<void> {
  let working = Promise.resolve();
  const timer = setInterval(() => {
    working = working.then(() => placeDueBatches(sandbox));
  }, everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    return working;
  };
}

async function placeDueBatches(sandbox: Sandbox): Promise<void> {
  const now = sandbox.clock.now();
  for (const { id, body } of await documentsMentioning("batch_call", '"waiting"', sandbox.database.reads)) {
    const batch = batchToCreate.safeParse(body["waiting"]);
    if (!batch.success || !isDue(batch.data, now)) continue;
    try {
      placeCalls(await sandbox.database.write((queries) => createCalls(id, sandbox, queries)), sandbox);
    } catch (error) {
      // If the workspace is busy, the next check tries again.
      if (!(error instanceof HTTPException && error.status === 429)) {
        sandbox.log.error({ err: error, batch_call_id: id }, "A scheduled batch call could not be placed.");
      }
    }
  }
}

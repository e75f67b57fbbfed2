import { newId } from "../http/http.ts";
import { type JsonObject, isJsonObject } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { findDocument, insertDocument, replaceDocument, walkDocuments } from "../store/documents.ts";
import type { Queries } from "../store/database.ts";
import { type EngineReference, findEngineVersion } from "./engine.ts";

export interface NewBatchTest {
  readonly cases: readonly { readonly id: string; readonly body: JsonObject }[];
  readonly responseEngine: JsonObject;
}

/** Stores a batch and its runs, each with a copy of its current test case. */
export async function createBatchTest(
  { cases, responseEngine }: NewBatchTest,
  sandbox: Sandbox,
  queries: Queries,
): Promise<{ readonly id: string; readonly body: JsonObject }> {
  const at = sandbox.clock.now();
  const id = newId("test_batch");
  const body = {
    test_case_batch_job_id: id,
    status: "in_progress",
    response_engine: responseEngine,
    pass_count: 0,
    fail_count: 0,
    error_count: 0,
    total_count: cases.length,
    creation_timestamp: at,
    user_modified_timestamp: at,
  };
  await insertDocument({ kind: "batch_test", id, body, modifiedAt: at }, queries);
  for (const { id: caseId, body: snapshot } of cases) {
    const runId = newId("test_run");
    const run = {
      test_case_job_id: runId,
      test_case_definition_id: caseId,
      test_case_definition_snapshot: snapshot,
      status: "pending",
      creation_timestamp: at,
      user_modified_timestamp: at,
    };
    await insertDocument({ kind: "test_run", id: runId, body: { batch: id, run }, modifiedAt: at }, queries);
  }
  return { id, body };
}

export interface StoredRun {
  readonly seq: number;
  readonly id: string;
  readonly run: JsonObject;
}

export async function runsOf(batchId: string, queries: Queries): Promise<readonly StoredRun[]> {
  const found: StoredRun[] = [];
  for await (const { seq, id, body } of walkDocuments(
    "test_run",
    { order: "asc", limit: 200, after: undefined },
    queries,
  )) {
    if (body["batch"] === batchId && isJsonObject(body["run"])) found.push({ seq, id, run: body["run"] });
  }
  return found;
}

/** Plays the runs of a batch one after the other and updates its counts. */
export async function playBatchTest(batchId: string, engine: EngineReference, sandbox: Sandbox): Promise<void> {
  const { database, testPlayer } = sandbox;
  const flow = engine.engine.kind === "flow" ? await findEngineVersion(engine, database.reads) : undefined;
  for (const { id, run } of await runsOf(batchId, database.reads)) {
    const definition = run["test_case_definition_snapshot"];
    const verdict =
      flow === undefined || !isJsonObject(definition)
        ? ({
            status: "error",
            explanation: "This sandbox plays tests of conversation flows only.",
            transcript: [],
          } as const)
        : await testPlayer.play({ definition, flow: flow.body });
    const ended = {
      ...run,
      status: verdict.status,
      result_explanation: verdict.explanation,
      transcript_snapshot: { transcript: verdict.transcript },
    };
    await database.write((queries) =>
      countRun({ batchId, id, ended, counter: counters[verdict.status] }, sandbox, queries),
    );
  }
}

const counters = { pass: "pass_count", fail: "fail_count", error: "error_count" } as const;

interface EndedRun {
  readonly batchId: string;
  readonly id: string;
  readonly ended: JsonObject;
  readonly counter: (typeof counters)[keyof typeof counters];
}

async function countRun({ batchId, id, ended, counter }: EndedRun, sandbox: Sandbox, queries: Queries): Promise<void> {
  const at = sandbox.clock.now();
  const run = { ...ended, user_modified_timestamp: at };
  await replaceDocument({ kind: "test_run", id, body: { batch: batchId, run }, modifiedAt: at }, queries);
  const batch = await findDocument({ kind: "batch_test", id: batchId }, queries);
  if (batch === undefined) return;
  const counted = { ...batch.body, [counter]: Number(batch.body[counter]) + 1 };
  const done = Object.values(counters).reduce((sum, name) => sum + Number(Reflect.get(counted, name)), 0);
  const status = done === batch.body["total_count"] ? "complete" : "in_progress";
  const body = { ...counted, status, user_modified_timestamp: at };
  await replaceDocument({ kind: "batch_test", id: batchId, body, modifiedAt: at }, queries);
}

import type { Context } from "hono";
import { type SandboxApp, badRequest, newId, unknownId } from "../http/http.ts";
import { readPageQuery, toPage } from "../http/page.ts";
import { readBody } from "../http/request-body.ts";
import { type JsonObject, isJsonObject } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import type { ResponseEngine } from "../schemas/agent.ts";
import { batchTestToCreate, testCaseChanges, testCaseToCreate } from "../schemas/test-case.ts";
import type { Queries } from "../store/database.ts";
import {
  type DocumentKind,
  type StoredDocument,
  deleteDocument,
  findDocument,
  insertDocument,
  replaceDocument,
  walkDocuments,
} from "../store/documents.ts";
import { createBatchTest, playBatchTest, runsOf } from "../workspace/batch-test.ts";
import { type EngineReference, engineReference, requireEngineVersion } from "../workspace/engine.ts";

const usualModel = "gpt-5.4";

/** Routes of test case definitions (docs/retell.md 11). */
export function addTestCaseRoutes(app: SandboxApp, sandbox: Sandbox): void {
  const { database, clock, options } = sandbox;

  app.post("/create-test-case-definition", async (c) => {
    const sent = await readBody(c, { schema: testCaseToCreate }, options);
    const at = clock.now();
    const id = newId("test_case");
    const body = {
      dynamic_variables: {},
      tool_mocks: [],
      llm_model: usualModel,
      ...sent,
      test_case_definition_id: id,
      type: "simulation",
      creation_timestamp: at,
      user_modified_timestamp: at,
    };
    await database.write(async (queries) => {
      await requireEngineVersion(engineOf(sent.response_engine), 422, queries);
      await insertDocument({ kind: "test_case", id, body, modifiedAt: at }, queries);
    });
    return c.json(body, 201);
  });

  app.get("/get-test-case-definition/:id", async (c) =>
    c.json((await requireOne("test_case", c.req.param("id"), database.reads)).body),
  );

  app.put("/update-test-case-definition/:id", async (c) => {
    const changes = await readBody(c, { schema: testCaseChanges }, options);
    const changed = await database.write(async (queries) => {
      const { id, body: before } = await requireOne("test_case", c.req.param("id"), queries);
      const body = { ...before, ...changes, user_modified_timestamp: clock.now() };
      await replaceDocument({ kind: "test_case", id, body, modifiedAt: clock.now() }, queries);
      return body;
    });
    return c.json(changed);
  });

  app.delete("/delete-test-case-definition/:id", async (c) => {
    const id = c.req.param("id");
    const deleted = await database.write((queries) => deleteDocument({ kind: "test_case", id }, queries));
    if (!deleted) throw unknownId(404, `test case ${id}`);
    return c.body(null, 204);
  });

  app.get("/v2/list-test-case-definitions", async (c) => c.json(await listOf("test_case", c, sandbox)));
}

/** Batches are played in the background, one test after the other; `get-batch-test` shows their progress. */
export function addBatchTestRoutes(app: SandboxApp, sandbox: Sandbox): void {
  const { database, options } = sandbox;

  app.post("/create-batch-test", async (c) => {
    const sent = await readBody(c, { schema: batchTestToCreate }, options);
    const engine = engineOf(sent.response_engine);
    const batch = await database.write(async (queries) => {
      await requireEngineVersion(engine, 422, queries);
      const cases: StoredDocument[] = [];
      for (const id of sent.test_case_definition_ids) cases.push(await requireOne("test_case", id, queries));
      return createBatchTest({ cases, responseEngine: sent.response_engine }, sandbox, queries);
    });
    sandbox.background(playBatchTest(batch.id, engine, sandbox));
    return c.json(batch.body, 201);
  });

  app.get("/get-batch-test/:id", async (c) =>
    c.json((await requireOne("batch_test", c.req.param("id"), database.reads)).body),
  );

  app.get("/v2/list-batch-tests", async (c) => c.json(await listOf("batch_test", c, sandbox)));

  app.get("/get-test-run/:id", async (c) =>
    c.json((await requireOne("test_run", c.req.param("id"), database.reads)).body["run"]),
  );

  app.get("/v2/list-test-runs/:id", async (c) => {
    const request = readPageQuery(c, sandbox.options);
    const { id } = await requireOne("batch_test", c.req.param("id"), database.reads);
    const runs = await runsOf(id, database.reads);
    const inOrder = request.order === "asc" ? runs : runs.toReversed();
    const { after } = request;
    const beyond = (seq: number): boolean =>
      after === undefined || (request.order === "asc" ? seq > after : seq < after);
    const found = inOrder.filter(({ seq }) => beyond(seq)).slice(0, request.limit + 1);
    return c.json(toPage(found, request, { position: (one) => one.seq, item: (one) => one.run }));
  });
}

function engineOf(engine: ResponseEngine): EngineReference {
  const reference = engineReference(engine);
  if (reference === undefined) throw badRequest("Invalid request format: response_engine: a custom LLM has no tests.");
  return reference;
}

const labels: Partial<Record<DocumentKind, string>> = {
  test_case: "test case",
  batch_test: "batch test",
  test_run: "test run",
};

async function requireOne(kind: DocumentKind, id: string, queries: Queries): Promise<StoredDocument> {
  const found = await findDocument({ kind, id }, queries);
  if (found === undefined) throw unknownId(404, `${labels[kind] ?? kind} ${id}`);
  return found;
}

/** Lists require the kind of engine, and optionally one engine. */
async function listOf(kind: "test_case" | "batch_test", c: Context, { database, options }: Sandbox) {
  const type = c.req.query("type");
  if (type !== "conversation-flow" && type !== "retell-llm") {
    throw badRequest("Invalid request format: type: must be conversation-flow or retell-llm.");
  }
  const id = c.req.query(type === "retell-llm" ? "llm_id" : "conversation_flow_id");
  const version = c.req.query("version");
  const request = readPageQuery(c, options);
  const found: StoredDocument[] = [];
  for await (const document of walkDocuments(kind, { ...request, limit: 200 }, database.reads)) {
    if (isOfEngine(document.body["response_engine"], { type, id, version })) found.push(document);
    if (found.length > request.limit) break;
  }
  return toPage(found, request, { position: (one) => one.seq, item: (one): JsonObject => one.body });
}

interface WantedEngine {
  readonly type: "conversation-flow" | "retell-llm";
  readonly id: string | undefined;
  readonly version: string | undefined;
}

function isOfEngine(engine: unknown, { type, id, version }: WantedEngine): boolean {
  if (!isJsonObject(engine) || engine["type"] !== type) return false;
  const own = type === "retell-llm" ? engine["llm_id"] : engine["conversation_flow_id"];
  return (id === undefined || own === id) && (version === undefined || String(engine["version"]) === version);
}

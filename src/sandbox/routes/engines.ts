import * as z from "zod";
import { parseFlowDefinition } from "../../flow/parse/parse-flow.ts";
import { componentSchema, flowSchema } from "../../flow/schema/flow.ts";
import { retellLists } from "../../flow/schema/retell-lists.ts";
import { checkDated, mergedSettings, presentedOn } from "../http/dated-body.ts";
import {
  type SandboxApp,
  badRequest,
  conflictsWithPublished,
  newId,
  readVersionNumberQuery,
  unknownId,
  unprocessable,
} from "../http/http.ts";
import { readPageQuery, toPage } from "../http/page.ts";
import { keptBody, readJsonObject, withoutUnknown } from "../http/request-body.ts";
import { type JsonObject, isJsonObject, withoutUndefined } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { retellLlm } from "../schemas/llm-schema.ts";
import type { Queries } from "../store/database.ts";
import {
  type StoredDocument,
  type StoredVersion,
  agentsUsing,
  changeVersion,
  deleteDocument,
  deleteVersions,
  findDocument,
  insertDocument,
  replaceDocument,
  sliceDocuments,
} from "../store/documents.ts";
import {
  type Engine,
  checkToolUrls,
  createEngine,
  findEngineVersion,
  flowEngine,
  llmEngine,
  presentEngine,
  requireEngineVersion,
} from "../workspace/engine.ts";
import { refuseComponent, refuseFlow } from "../workspace/flow-refusals.ts";
import { checkStartingState } from "../workspace/worded-rules.ts";

interface EngineRoutes {
  readonly engine: Engine;
  readonly paths: Readonly<Record<"create" | "get" | "update" | "list" | "remove", string>>;
  readonly unknownStatus: Readonly<Record<"get" | "update" | "remove", 404 | 422>>;
  /** Returns the complete content, or throws Retell's error. */
  readonly validate: (body: JsonObject, sandbox: Sandbox) => JsonObject;
  readonly fixedFields: readonly string[];
}

/** Endpoints of conversation flows and Retell LLMs, which differ only in content. */
export function addEngineRoutes(app: SandboxApp, sandbox: Sandbox, routes: EngineRoutes): void {
  const { engine, paths, unknownStatus } = routes;
  const { database, clock } = sandbox;
  const shown = (stored: StoredVersion): JsonObject =>
    presentEngine(engine, { ...stored, body: presentedOn(stored.body, sandbox.options) });

  app.post(paths.create, async (c) => {
    const body = routes.validate(await readJsonObject(c), sandbox);
    const created = await database.write((queries) => createEngine({ engine, body, at: clock.now() }, queries));
    return c.json(shown(created), 201);
  });

  app.get(paths.get, async (c) => {
    const reference = { engine, id: c.req.param("id") ?? "", version: readVersionNumberQuery(c) };
    return c.json(shown(await requireEngineVersion(reference, unknownStatus.get, database.reads)));
  });

  app.patch(paths.update, async (c) => {
    const changes = await readJsonObject(c);
    const reference = { engine, id: c.req.param("id") ?? "", version: readVersionNumberQuery(c) };
    const updated = await database.write(async (queries) => {
      const stored = await requireEngineVersion(reference, unknownStatus.update, queries);
      if (stored.publishedAt !== undefined) throw publishedEngine(engine, stored.version, sandbox);
      const fixed = Object.fromEntries(routes.fixedFields.map((field) => [field, stored.body[field]]));
      const body = routes.validate(
        withoutUndefined({ ...mergedSettings(presentedOn(stored.body, sandbox.options), changes), ...fixed }),
        sandbox,
      );
      const change = { kind: engine.kind, id: stored.id, version: stored.version, body, modifiedAt: clock.now() };
      await changeVersion(change, queries);
      return { ...stored, body, modifiedAt: change.modifiedAt };
    });
    return c.json(shown(updated));
  });

  app.get(paths.list, async (c) => {
    const request = readPageQuery(c, sandbox.options);
    const found = await sliceDocuments(engine.kind, { ...request, limit: request.limit + 1 }, database.reads);
    const page = toPage(found, request, { position: (one) => one.seq, item: (one) => one.id });
    const latest = await Promise.all(
      page.items.map((id) => findEngineVersion({ engine, id, version: undefined }, database.reads)),
    );
    return c.json({ ...page, items: latest.flatMap((one) => (one === undefined ? [] : [shown(one)])) });
  });

  app.delete(paths.remove, async (c) => {
    const id = c.req.param("id") ?? "";
    const force = c.req.query("force_delete") === "true";
    await database.write(async (queries) => {
      await requireEngineVersion({ engine, id, version: undefined }, unknownStatus.remove, queries);
      const users = await agentsUsing(id, queries);
      if (users.length > 0 && !force) throw stillUsed(engine, id, users);
      await deleteVersions({ kind: engine.kind, id }, undefined, queries);
      await deleteDocument({ kind: engine.kind, id }, queries);
    });
    return c.body(null, 204);
  });
}

function publishedEngine(engine: Engine, version: number, sandbox: Sandbox): Error {
  return conflictsWithPublished(
    sandbox.options.publishedChangeStatus,
    `Version ${version} of this ${engine.label} is published and cannot be changed: create an agent version and update the engine version it uses.`,
  );
}

function stillUsed(engine: Engine, id: string, users: readonly string[]): Error {
  return badRequest(
    `The ${engine.label} ${id} is used by agent ${users.join(", ")}: delete that first, or send force_delete=true.`,
  );
}

const componentToCreate = componentSchema.omit({ conversation_flow_component_id: true });
const componentChanges = z.strictObject(componentToCreate.shape).partial();

/** Shared components (docs/retell.md 1.8): no versions; unknown ids are 404. */
export function addComponentRoutes(app: SandboxApp, { database, clock, options }: Sandbox): void {
  app.post("/create-conversation-flow-component", async (c) => {
    const body = keptBody(await readJsonObject(c), { schema: componentToCreate }, options);
    refuseComponent(componentToCreate.parse(withoutUnknown(body, componentToCreate).known), options);
    const document = { id: newId("conversation_flow_component"), body, modifiedAt: clock.now() };
    await database.write((queries) => insertDocument({ kind: "component", ...document }, queries));
    return c.json(presentComponent(document), 201);
  });

  app.get("/get-conversation-flow-component/:id", async (c) =>
    c.json(presentComponent(await requireComponent(c.req.param("id"), database.reads))),
  );

  app.patch("/update-conversation-flow-component/:id", async (c) => {
    const changes = keptBody(await readJsonObject(c), { schema: componentChanges }, options);
    refuseComponent(componentChanges.parse(withoutUnknown(changes, componentChanges).known), options);
    const updated = await database.write(async (queries) => {
      const stored = await requireComponent(c.req.param("id"), queries);
      const document = { id: stored.id, body: { ...stored.body, ...changes }, modifiedAt: clock.now() };
      await replaceDocument({ kind: "component", ...document }, queries);
      return document;
    });
    return c.json(presentComponent(updated));
  });

  app.get("/v2/list-conversation-flow-components", async (c) => {
    const request = readPageQuery(c, options);
    const found = await sliceDocuments("component", { ...request, limit: request.limit + 1 }, database.reads);
    return c.json(toPage(found, request, { position: (one) => one.seq, item: presentComponent }));
  });

  app.delete("/delete-conversation-flow-component/:id", async (c) => {
    const id = c.req.param("id");
    const deleted = await database.write((queries) => deleteDocument({ kind: "component", id }, queries));
    if (!deleted) throw unknownId(404, `component ${id}`);
    return c.body(null, 204);
  });
}

async function requireComponent(id: string, queries: Queries): Promise<StoredDocument> {
  const found = await findDocument({ kind: "component", id }, queries);
  if (found === undefined) throw unknownId(404, `component ${id}`);
  return found;
}

function presentComponent(stored: Pick<StoredDocument, "id" | "body" | "modifiedAt">): JsonObject {
  return {
    conversation_flow_component_id: stored.id,
    ...stored.body,
    user_modified_timestamp: stored.modifiedAt,
  };
}

/** Refuses what Retell would refuse in a flow (docs/retell.md 1, 13.3). */
function validateFlow(body: JsonObject, sandbox: Sandbox): JsonObject {
  const { options } = sandbox;
  const content = options.unknownFields === "refuse" ? body : withoutAnswer(body);
  const played = options.unknownFields === "keep" ? withoutNewNodes(content) : content;
  const known = options.unknownFields === "refuse" ? played : withoutUnknown(played, flowSchema).known;
  const flow = parseFlowDefinition(known);
  checkDated(content, options);
  if (options.unknownFields !== "keep") refuseFlow(flow, options);
  if (sandbox.options.sharedTools === "refuse") {
    const shared = flow.nodes.find((node) => node.type === "function" && node.tool_type === "shared");
    if (shared !== undefined)
      throw unprocessable(`Node ${shared.id} uses a shared tool, and no API makes those: use tool_type "local".`);
  }
  checkToolUrls(flow.tools ?? [], sandbox.options);
  return options.unknownFields === "keep" ? content : { ...flow };
}

/** Removes what only the API returns for a flow; an exported flow sent as a body contains it. */
function withoutAnswer(body: JsonObject): JsonObject {
  const { conversation_flow_id: _id, version: _version, is_published: _published, ...rest } = body;
  const { last_modification_timestamp: _modified, ...content } = rest;
  return content;
}

function withoutNewNodes(body: JsonObject): JsonObject {
  const types: readonly string[] = retellLists.nodeTypes;
  const { nodes } = body;
  if (!Array.isArray(nodes)) return body;
  return {
    ...body,
    nodes: nodes.filter((node: unknown) => !isJsonObject(node) || types.includes(String(node["type"]))),
  };
}

export function addFlowRoutes(app: SandboxApp, sandbox: Sandbox): void {
  addEngineRoutes(app, sandbox, {
    engine: flowEngine,
    paths: {
      create: "/create-conversation-flow",
      get: "/get-conversation-flow/:id",
      update: "/update-conversation-flow/:id",
      list: "/v2/list-conversation-flows",
      remove: "/delete-conversation-flow/:id",
    },
    // An unknown flow is 404, but 422 on update (docs/retell.md 12.3).
    unknownStatus: { get: 404, update: 422, remove: 404 },
    validate: validateFlow,
    // Can only be set at creation; an update ignores it (docs/retell.md 1.1).
    fixedFields: ["is_transfer_cf"],
  });
}

export function addLlmRoutes(app: SandboxApp, sandbox: Sandbox): void {
  addEngineRoutes(app, sandbox, {
    engine: llmEngine,
    paths: {
      create: "/create-retell-llm",
      get: "/get-retell-llm/:id",
      update: "/update-retell-llm/:id",
      list: "/v2/list-retell-llms",
      remove: "/delete-retell-llm/:id",
    },
    unknownStatus: { get: 422, update: 422, remove: 422 },
    validate: (body) => validateLlm(body, sandbox),
    fixedFields: [],
  });
}

function validateLlm(body: JsonObject, { options }: Sandbox): JsonObject {
  const { states } = body;
  if (options.asOf === "2027-02" && Array.isArray(states) && states.length > 0) {
    throw badRequest(
      "Multi-prompt agents can neither be created nor edited since 2027-02-01: use a conversation flow.",
    );
  }
  const kept = keptBody(body, { schema: retellLlm }, options);
  checkStartingState(kept, options);
  checkDated({ retell_llm: { model: body["model"] } }, options);
  if (options.asOf === "2027-02" && options.unknownFields === "refuse" && typeof body["model"] === "string") {
    throw badRequest('Invalid request format: "model" was replaced on 2027-01-31: use model_config, with primary.');
  }
  return kept;
}

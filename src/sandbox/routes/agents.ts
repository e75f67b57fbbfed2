import type { Context } from "hono";
import * as z from "zod";
import {
  type SandboxApp,
  type VersionReference,
  badRequest,
  conflictsWithPublished,
  newId,
  notFound,
  readVersionNumberQuery,
  readVersionQuery,
  unknownId,
} from "../http/http.ts";
import { readPageQuery, toPage } from "../http/page.ts";
import { keptBody, readBody, readJsonObject } from "../http/request-body.ts";
import type { JsonObject } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { agentChanges, agentFieldsInstead, agentToCreate } from "../schemas/agent.ts";
import type { Queries } from "../store/database.ts";
import {
  type StoredDocument,
  type StoredVersion,
  changeVersion,
  deleteDocument,
  deleteTags,
  deleteVersions,
  insertDocument,
  insertVersion,
  putTag,
  standardTags,
  tagsOf,
  versionsOf,
  walkDocuments,
} from "../store/documents.ts";
import {
  checkVocabulary,
  checkVoice,
  createAgentVersion,
  pinEngine,
  presentAgent,
  publishAgentVersion,
  requireAgentVersion,
} from "../workspace/agent.ts";
import { numbersPinnedTo, unbindAgent } from "../workspace/phone-number.ts";

export function addAgentRoutes(app: SandboxApp, sandbox: Sandbox): void {
  const { database, clock, options } = sandbox;

  app.post("/create-agent", async (c) => {
    const rules = { schema: agentToCreate, instead: agentFieldsInstead };
    const body = withoutAnswer(keptBody(await readJsonObject(c), rules, options));
    return c.json(await database.write((queries) => createAgent(body, sandbox, queries)), 201);
  });

  app.get("/get-agent/:id", async (c) => {
    const stored = await requireAgentVersion(agentId(c), readVersionQuery(c), database.reads);
    return c.json(presentAgent(stored, await tagsOf(stored.id, database.reads)));
  });

  app.patch("/update-agent/:id", async (c) => {
    const rules = { schema: agentChanges, instead: agentFieldsInstead };
    const body = withoutAnswer(keptBody(await readJsonObject(c), rules, options));
    const change = { agentId: agentId(c), version: readVersionQuery(c), body };
    return c.json(await database.write((queries) => updateAgent(change, sandbox, queries)));
  });

  app.delete("/delete-agent/:id", async (c) => {
    const id = agentId(c);
    await database.write(async (queries) => {
      if (!(await deleteDocument({ kind: "agent", id }, queries))) throw unknownId(422, `agent ${id}`);
      await deleteVersions({ kind: "agent", id }, undefined, queries);
      await deleteTags(id, queries);
      await unbindAgent(id, clock.now(), queries);
    });
    return c.body(null, 204);
  });

  // Nothing ever needs repair here: every write checks voices and engine.
  app.post("/repair-agent/:id", async (c) => {
    const stored = await requireAgentVersion(agentId(c), readVersionQuery(c), database.reads);
    return c.json(presentAgent(stored, await tagsOf(stored.id, database.reads)), options.repairStatus);
  });
}

/**
 * Removes what only the API returns for an agent; an exported agent sent as a body may contain it if unknown keys are
 * kept.
 */
function withoutAnswer(body: JsonObject): JsonObject {
  const { agent_id: _id, version: _version, is_published: _published, ...rest } = body;
  const { last_modification_timestamp: _modified, assigned_tags: _tags, base_version: _base, ...content } = rest;
  return content;
}

function agentId(context: Context): string {
  return context.req.param("id") ?? "";
}

async function createAgent(sent: JsonObject, sandbox: Sandbox, queries: Queries): Promise<JsonObject> {
  const at = sandbox.clock.now();
  const body = await checkedContent({ language: "en-US", ...sent }, sandbox, queries);
  const id = newId("agent");
  const root = { channel: "voice", next_version: 1 };
  await insertDocument({ kind: "agent", id, body: root, modifiedAt: at }, queries);
  await insertVersion({ kind: "agent", id, version: 0, baseVersion: null, body, modifiedAt: at }, queries);
  for (const tag of standardTags) {
    await putTag(id, { tag, version: null, dynamicVariables: {}, assignedAt: at }, queries);
  }
  const stored = { id, version: 0, baseVersion: null, publishedAt: undefined, body, modifiedAt: at };
  return presentAgent(stored, []);
}

interface AgentChange {
  readonly agentId: string;
  readonly version: VersionReference | undefined;
  readonly body: JsonObject;
}

async function updateAgent(change: AgentChange, sandbox: Sandbox, queries: Queries): Promise<JsonObject> {
  const stored = await requireAgentVersion(change.agentId, change.version, queries);
  if (stored.publishedAt !== undefined) {
    throw conflictsWithPublished(
      sandbox.options.publishedChangeStatus,
      `Version ${stored.version} of agent ${stored.id} is published and cannot be changed: make a draft with POST /create-agent-version/${stored.id}.`,
    );
  }
  const body = await checkedContent({ ...stored.body, ...change.body }, sandbox, queries);
  const modifiedAt = sandbox.clock.now();
  await changeVersion({ kind: "agent", id: stored.id, version: stored.version, body, modifiedAt }, queries);
  return presentAgent({ ...stored, body, modifiedAt }, await tagsOf(stored.id, queries));
}

async function checkedContent(body: JsonObject, { options }: Sandbox, queries: Queries): Promise<JsonObject> {
  checkVoice(body, options);
  checkVocabulary(body, options);
  return pinEngine(body, queries);
}

const listFilter = z.strictObject({
  filter_criteria: z
    .strictObject({
      channel: z
        .strictObject({ type: z.literal("string"), op: z.literal("eq"), value: z.enum(["voice", "chat"]) })
        .optional(),
      query: z.string().optional(),
    })
    .optional(),
});

type AgentFilter = z.infer<typeof listFilter>["filter_criteria"];

interface Listed {
  readonly seq: number;
  readonly item: JsonObject;
}

/** Pages by query string, filters by body, and returns a summary of each agent (docs/retell.md 2.4). */
export function addAgentListRoute(app: SandboxApp, { database, options }: Sandbox): void {
  app.post("/v2/list-agents", async (c) => {
    const request = readPageQuery(c, options);
    const { filter_criteria: filter } = await readBody(c, { schema: listFilter }, options);
    const found: Listed[] = [];
    for await (const root of walkDocuments("agent", { ...request, limit: 200 }, database.reads)) {
      const item = await summaryOf(root, database.reads);
      if (matches(item, filter)) found.push({ seq: root.seq, item });
      if (found.length > request.limit) break;
    }
    return c.json(toPage(found, request, { position: (one) => one.seq, item: (one) => one.item }));
  });
}

async function summaryOf(root: StoredDocument, queries: Queries): Promise<JsonObject> {
  const versions = await versionsOf({ kind: "agent", id: root.id }, queries);
  const tags = await tagsOf(root.id, queries);
  return {
    agent_id: root.id,
    agent_name: versions[0]?.body["agent_name"] ?? "",
    channel: root.body["channel"],
    user_modified_timestamp: Math.max(root.modifiedAt, ...versions.map((one) => one.modifiedAt)),
    tags: Object.fromEntries(
      tags.map((tag) => [
        tag.tag,
        { ...(tag.version === null ? {} : { version: tag.version }), dynamic_variables: tag.dynamicVariables },
      ]),
    ),
  };
}

function matches(item: JsonObject, filter: AgentFilter): boolean {
  if (filter?.channel !== undefined && item["channel"] !== filter.channel.value) return false;
  if (filter?.query === undefined) return true;
  const name = String(item["agent_name"]).toLowerCase();
  return name.includes(filter.query.toLowerCase()) || String(item["agent_id"]).includes(filter.query);
}

const versionNumber = z.int().min(0);
const versionToCreate = z.strictObject({ base_version: versionNumber });
const versionToPublish = z.strictObject({
  version: versionNumber,
  version_title: z.string().nullable().optional(),
  version_description: z.string().nullable().optional(),
});

/** Routes that create, publish, delete and list versions (docs/retell.md 2.4). */
export function addAgentVersionRoutes(app: SandboxApp, sandbox: Sandbox): void {
  const { database, options } = sandbox;

  app.post("/create-agent-version/:id", async (c) => {
    const { base_version: baseVersion } = await readBody(c, { schema: versionToCreate }, options);
    const created = await database.write(async (queries) => {
      const base = await requireVersion(agentId(c), baseVersion, queries);
      return createAgentVersion(base, sandbox, queries);
    });
    return c.json(presentAgent(created, []), 201);
  });

  app.post("/publish-agent-version/:id", async (c) => {
    const { version, ...titles } = await readBody(c, { schema: versionToPublish }, options);
    await database.write(async (queries) => {
      const stored = await requireVersion(agentId(c), version, queries);
      if (stored.publishedAt !== undefined) {
        throw conflictsWithPublished(
          options.publishedChangeStatus,
          `Version ${version} of agent ${stored.id} is already published.`,
        );
      }
      await publishAgentVersion({ stored, titles }, sandbox, queries);
    });
    return c.body("", 200);
  });

  app.delete("/delete-agent-version/:id", async (c) => {
    const version = readVersionNumberQuery(c);
    if (version === undefined) throw badRequest("Invalid request format: the query must name a version.");
    await database.write((queries) => deleteAgentVersion(agentId(c), version, queries));
    return c.body(null, 204);
  });

  app.get("/list-agent-versions/:id", async (c) => {
    const request = readPageQuery(c, sandbox.options);
    const versions = await requireVersions(agentId(c), database.reads);
    const inOrder = request.order === "asc" ? versions.toReversed() : versions;
    const { after } = request;
    const beyond = (one: StoredVersion): boolean =>
      after === undefined || (request.order === "asc" ? one.version > after : one.version < after);
    const found = inOrder.filter(beyond).slice(0, request.limit + 1);
    return c.json(toPage(found, request, { position: (one) => one.version, item: versionSummary }));
  });

  app.get("/get-agent-versions/:id", async (c) => {
    if (options.asOf !== "2026-06") {
      throw notFound("GET /get-agent-versions was removed on 2026-09-15: use GET /list-agent-versions/{agent_id}.");
    }
    const versions = await requireVersions(agentId(c), database.reads);
    const tags = await tagsOf(agentId(c), database.reads);
    return c.json(versions.map((one) => presentAgent(one, tags)));
  });
}

async function requireVersions(id: string, queries: Queries): Promise<StoredVersion[]> {
  const versions = await versionsOf({ kind: "agent", id }, queries);
  if (versions.length === 0) throw unknownId(422, `agent ${id}`);
  return versions;
}

/** Answers 404 for an unknown id when versions are created, published or deleted (docs/retell.md 12.3). */
async function requireVersion(id: string, version: number, queries: Queries): Promise<StoredVersion> {
  const found = (await versionsOf({ kind: "agent", id }, queries)).find((one) => one.version === version);
  if (found === undefined) throw unknownId(404, `agent ${id} version ${version}`);
  return found;
}

async function deleteAgentVersion(id: string, version: number, queries: Queries): Promise<void> {
  await requireVersion(id, version, queries);
  const numbers = await numbersPinnedTo(id, version, queries);
  const tags = (await tagsOf(id, queries)).filter((tag) => tag.version === version).map((tag) => `tag ${tag.tag}`);
  const users = [...numbers, ...tags];
  if (users.length > 0) {
    throw badRequest(`Version ${version} of agent ${id} is in use by ${users.join(", ")}: move those first.`);
  }
  if ((await versionsOf({ kind: "agent", id }, queries)).length === 1) {
    throw badRequest(`Version ${version} is the only one of agent ${id}: delete the agent instead.`);
  }
  await deleteVersions({ kind: "agent", id }, version, queries);
}

function versionSummary(stored: StoredVersion): JsonObject {
  return {
    version: stored.version,
    is_published: stored.publishedAt !== undefined,
    last_modification_timestamp: stored.modifiedAt,
    ...(stored.baseVersion === null ? {} : { base_version: stored.baseVersion }),
    ...optionalText("version_title", stored.body),
    ...optionalText("version_description", stored.body),
  };
}

function optionalText(field: string, body: JsonObject): JsonObject {
  return typeof body[field] === "string" ? { [field]: body[field] } : {};
}

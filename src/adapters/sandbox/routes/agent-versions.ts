import type { Context } from "hono";
import * as z from "zod";
import { badRequest, conflictsWithPublished, unknownId } from "../http/api-error.ts";
import { readPageQuery, toPage } from "../http/page.ts";
import { readBody } from "../http/request-body.ts";
import { readVersionNumberQuery } from "../http/version-reference.ts";
import type { SandboxApp } from "../http/sandbox-env.ts";
import type { JsonObject } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { tagsOf } from "../store/agent-tags.ts";
import type { Queries } from "../store/open-sandbox-database.ts";
import { deleteVersions, type StoredVersion, versionsOf } from "../store/versions.ts";
import { presentAgent } from "../workspace/agent.ts";
import { createAgentVersion, publishAgentVersion } from "../workspace/agent-version.ts";
import { numbersPinnedTo } from "../workspace/number-bindings.ts";

const versionNumber = z.int().min(0);
const versionToCreate = z.strictObject({ base_version: versionNumber });
const versionToPublish = z.strictObject({
  version: versionNumber,
  version_title: z.string().nullable().optional(),
  version_description: z.string().nullable().optional(),
});

/** retell-api.md 2.4 */
export const addAgentVersionRoutes = (app: SandboxApp, sandbox: Sandbox): void => {
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
    const request = readPageQuery(c);
    const versions = await requireVersions(agentId(c), database.reads);
    const inOrder = request.order === "asc" ? versions.toReversed() : versions;
    const { after } = request;
    const beyond = (one: StoredVersion): boolean =>
      after === undefined || (request.order === "asc" ? one.version > after : one.version < after);
    const found = inOrder.filter(beyond).slice(0, request.limit + 1);
    return c.json(toPage(found, request, { position: (one) => one.version, item: versionSummary }));
  });

  app.get("/get-agent-versions/:id", async (c) => {
    const versions = await requireVersions(agentId(c), database.reads);
    const tags = await tagsOf(agentId(c), database.reads);
    return c.json(versions.map((one) => presentAgent(one, tags)));
  });
};

const agentId = (context: Context): string => context.req.param("id") ?? "";

const requireVersions = async (id: string, queries: Queries): Promise<StoredVersion[]> => {
  const versions = await versionsOf({ kind: "agent", id }, queries);
  if (versions.length === 0) throw unknownId(422, `agent ${id}`);
  return versions;
};

/** Making, publishing and deleting versions document 404 for what is not there (retell-api.md 12.3). */
const requireVersion = async (id: string, version: number, queries: Queries): Promise<StoredVersion> => {
  const found = (await versionsOf({ kind: "agent", id }, queries)).find((one) => one.version === version);
  if (found === undefined) throw unknownId(404, `agent ${id} version ${version}`);
  return found;
};

const deleteAgentVersion = async (id: string, version: number, queries: Queries): Promise<void> => {
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
};

const versionSummary = (stored: StoredVersion): JsonObject => ({
  version: stored.version,
  is_published: stored.publishedAt !== undefined,
  last_modification_timestamp: stored.modifiedAt,
  ...(stored.baseVersion === null ? {} : { base_version: stored.baseVersion }),
  ...optionalText("version_title", stored.body),
  ...optionalText("version_description", stored.body),
});

const optionalText = (field: string, body: JsonObject): JsonObject =>
  typeof body[field] === "string" ? { [field]: body[field] } : {};

import { badRequest, conflictsWithPublished } from "../http/api-error.ts";
import { readPageQuery, toPage } from "../http/page.ts";
import { readJsonObject } from "../http/request-body.ts";
import { readVersionNumberQuery } from "../http/version-reference.ts";
import type { SandboxApp } from "../http/sandbox-env.ts";
import { type JsonObject, withoutUndefined } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { deleteDocument, sliceDocuments } from "../store/documents.ts";
import { agentsUsing, changeVersion, deleteVersions } from "../store/versions.ts";
import {
  createEngine,
  type Engine,
  findEngineVersion,
  presentEngine,
  requireEngineVersion,
} from "../workspace/engine.ts";

interface EngineRoutes {
  readonly engine: Engine;
  readonly paths: Readonly<Record<"create" | "get" | "update" | "list" | "remove", string>>;
  readonly unknownStatus: Readonly<Record<"get" | "update" | "remove", 404 | 422>>;
  /** The whole content, or the error that Retell would answer. */
  readonly validate: (body: JsonObject, sandbox: Sandbox) => JsonObject;
  readonly fixedFields: readonly string[];
}

/** Conversation flows and Retell LLMs differ in content only; their endpoints behave alike. */
export const addEngineRoutes = (app: SandboxApp, sandbox: Sandbox, routes: EngineRoutes): void => {
  const { engine, paths, unknownStatus } = routes;
  const { database, clock } = sandbox;

  app.post(paths.create, async (c) => {
    const body = routes.validate(await readJsonObject(c), sandbox);
    const created = await database.write((queries) => createEngine({ engine, body, at: clock.now() }, queries));
    return c.json(presentEngine(engine, created), 201);
  });

  app.get(paths.get, async (c) => {
    const reference = { engine, id: c.req.param("id") ?? "", version: readVersionNumberQuery(c) };
    return c.json(presentEngine(engine, await requireEngineVersion(reference, unknownStatus.get, database.reads)));
  });

  app.patch(paths.update, async (c) => {
    const changes = await readJsonObject(c);
    const reference = { engine, id: c.req.param("id") ?? "", version: readVersionNumberQuery(c) };
    const updated = await database.write(async (queries) => {
      const stored = await requireEngineVersion(reference, unknownStatus.update, queries);
      if (stored.publishedAt !== undefined) throw publishedEngine(engine, stored.version, sandbox);
      const fixed = Object.fromEntries(routes.fixedFields.map((field) => [field, stored.body[field]]));
      const body = routes.validate(withoutUndefined({ ...stored.body, ...changes, ...fixed }), sandbox);
      const change = { kind: engine.kind, id: stored.id, version: stored.version, body, modifiedAt: clock.now() };
      await changeVersion(change, queries);
      return { ...stored, body, modifiedAt: change.modifiedAt };
    });
    return c.json(presentEngine(engine, updated));
  });

  app.get(paths.list, async (c) => {
    const request = readPageQuery(c);
    const found = await sliceDocuments(engine.kind, { ...request, limit: request.limit + 1 }, database.reads);
    const page = toPage(found, request, { position: (one) => one.seq, item: (one) => one.id });
    const latest = await Promise.all(
      page.items.map((id) => findEngineVersion({ engine, id, version: undefined }, database.reads)),
    );
    return c.json({ ...page, items: latest.flatMap((one) => (one === undefined ? [] : [presentEngine(engine, one)])) });
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
};

const publishedEngine = (engine: Engine, version: number, sandbox: Sandbox): Error =>
  conflictsWithPublished(
    sandbox.options.publishedChangeStatus,
    `Version ${version} of this ${engine.label} is published and cannot be changed: create an agent version and update the engine version it uses.`,
  );

const stillUsed = (engine: Engine, id: string, users: readonly string[]): Error =>
  badRequest(
    `The ${engine.label} ${id} is used by agent ${users.join(", ")}: delete that first, or send force_delete=true.`,
  );

import * as z from "zod";
import { componentSchema } from "../../../domain/flow/schema/flow.ts";
import { unknownId } from "../http/api-error.ts";
import { newId } from "../http/new-id.ts";
import { readPageQuery, toPage } from "../http/page.ts";
import { readBody } from "../http/request-body.ts";
import type { SandboxApp } from "../http/sandbox-env.ts";
import type { JsonObject } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import {
  deleteDocument,
  findDocument,
  insertDocument,
  replaceDocument,
  sliceDocuments,
  type StoredDocument,
} from "../store/documents.ts";
import type { Queries } from "../store/open-sandbox-database.ts";

const componentToCreate = componentSchema.omit({ conversation_flow_component_id: true });
const componentChanges = z.strictObject(componentToCreate.shape).partial();

/** Shared components (retell-api.md 1.8): no versions; unknown ids are 404. */
export const addComponentRoutes = (app: SandboxApp, { database, clock, options }: Sandbox): void => {
  app.post("/create-conversation-flow-component", async (c) => {
    const body = await readBody(c, { schema: componentToCreate }, options);
    const document = { id: newId("conversation_flow_component"), body, modifiedAt: clock.now() };
    await database.write((queries) => insertDocument({ kind: "component", ...document }, queries));
    return c.json(presentComponent(document), 201);
  });

  app.get("/get-conversation-flow-component/:id", async (c) =>
    c.json(presentComponent(await requireComponent(c.req.param("id"), database.reads))),
  );

  app.patch("/update-conversation-flow-component/:id", async (c) => {
    const changes = await readBody(c, { schema: componentChanges }, options);
    const updated = await database.write(async (queries) => {
      const stored = await requireComponent(c.req.param("id"), queries);
      const document = { id: stored.id, body: { ...stored.body, ...changes }, modifiedAt: clock.now() };
      await replaceDocument({ kind: "component", ...document }, queries);
      return document;
    });
    return c.json(presentComponent(updated));
  });

  app.get("/v2/list-conversation-flow-components", async (c) => {
    const request = readPageQuery(c);
    const found = await sliceDocuments("component", { ...request, limit: request.limit + 1 }, database.reads);
    return c.json(toPage(found, request, { position: (one) => one.seq, item: presentComponent }));
  });

  app.delete("/delete-conversation-flow-component/:id", async (c) => {
    const id = c.req.param("id");
    const deleted = await database.write((queries) => deleteDocument({ kind: "component", id }, queries));
    if (!deleted) throw unknownId(404, `component ${id}`);
    return c.body(null, 204);
  });
};

const requireComponent = async (id: string, queries: Queries): Promise<StoredDocument> => {
  const found = await findDocument({ kind: "component", id }, queries);
  if (found === undefined) throw unknownId(404, `component ${id}`);
  return found;
};

const presentComponent = (stored: Pick<StoredDocument, "id" | "body" | "modifiedAt">): JsonObject => ({
  conversation_flow_component_id: stored.id,
  ...stored.body,
  user_modified_timestamp: stored.modifiedAt,
});

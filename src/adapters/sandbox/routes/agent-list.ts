import * as z from "zod";
import { readPageQuery, toPage } from "../http/page.ts";
import { readBody } from "../http/request-body.ts";
import type { SandboxApp } from "../http/sandbox-env.ts";
import type { JsonObject } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { tagsOf } from "../store/agent-tags.ts";
import { type StoredDocument, walkDocuments } from "../store/documents.ts";
import type { Queries } from "../store/open-sandbox-database.ts";
import { versionsOf } from "../store/versions.ts";

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

/** Paging in the query string, filter in the body; a summary per agent (retell-api.md 2.4). */
export const addAgentListRoute = (app: SandboxApp, { database, options }: Sandbox): void => {
  app.post("/v2/list-agents", async (c) => {
    const request = readPageQuery(c);
    const { filter_criteria: filter } = await readBody(c, { schema: listFilter }, options);
    const found: Listed[] = [];
    for await (const root of walkDocuments("agent", { ...request, limit: 200 }, database.reads)) {
      const item = await summaryOf(root, database.reads);
      if (matches(item, filter)) found.push({ seq: root.seq, item });
      if (found.length > request.limit) break;
    }
    return c.json(toPage(found, request, { position: (one) => one.seq, item: (one) => one.item }));
  });
};

const summaryOf = async (root: StoredDocument, queries: Queries): Promise<JsonObject> => {
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
};

const matches = (item: JsonObject, filter: AgentFilter): boolean => {
  if (filter?.channel !== undefined && item["channel"] !== filter.channel.value) return false;
  if (filter?.query === undefined) return true;
  const name = String(item["agent_name"]).toLowerCase();
  return name.includes(filter.query.toLowerCase()) || String(item["agent_id"]).includes(filter.query);
};

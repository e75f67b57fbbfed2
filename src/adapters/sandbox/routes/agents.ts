import type { Context } from "hono";
import { conflictsWithPublished, unknownId } from "../http/api-error.ts";
import { newId } from "../http/new-id.ts";
import { readBody } from "../http/request-body.ts";
import { readVersionQuery, type VersionReference } from "../http/version-reference.ts";
import type { SandboxApp } from "../http/sandbox-env.ts";
import type { JsonObject } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { agentChanges, agentFieldsInstead, agentToCreate } from "../schemas/agent-schema.ts";
import { deleteTags, putTag, standardTags, tagsOf } from "../store/agent-tags.ts";
import { deleteDocument, insertDocument } from "../store/documents.ts";
import type { Queries } from "../store/open-sandbox-database.ts";
import { changeVersion, deleteVersions, insertVersion } from "../store/versions.ts";
import { checkVocabulary, pinEngine, presentAgent, requireAgentVersion } from "../workspace/agent.ts";
import { unbindAgent } from "../workspace/number-bindings.ts";
import { checkVoice } from "../workspace/voice.ts";

export const addAgentRoutes = (app: SandboxApp, sandbox: Sandbox): void => {
  const { database, clock, options } = sandbox;

  app.post("/create-agent", async (c) => {
    const rules = { schema: agentToCreate, instead: agentFieldsInstead };
    const body = await readBody(c, rules, options);
    return c.json(await database.write((queries) => createAgent(body, sandbox, queries)), 201);
  });

  app.get("/get-agent/:id", async (c) => {
    const stored = await requireAgentVersion(agentId(c), readVersionQuery(c), database.reads);
    return c.json(presentAgent(stored, await tagsOf(stored.id, database.reads)));
  });

  app.patch("/update-agent/:id", async (c) => {
    const rules = { schema: agentChanges, instead: agentFieldsInstead };
    const body = await readBody(c, rules, options);
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

  // Nothing can be broken here that the repair would mend: every write already checked voices and engine.
  app.post("/repair-agent/:id", async (c) => {
    const stored = await requireAgentVersion(agentId(c), readVersionQuery(c), database.reads);
    return c.json(presentAgent(stored, await tagsOf(stored.id, database.reads)), options.repairStatus);
  });
};

const agentId = (context: Context): string => context.req.param("id") ?? "";

const createAgent = async (sent: JsonObject, sandbox: Sandbox, queries: Queries): Promise<JsonObject> => {
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
};

interface AgentChange {
  readonly agentId: string;
  readonly version: VersionReference | undefined;
  readonly body: JsonObject;
}

const updateAgent = async (change: AgentChange, sandbox: Sandbox, queries: Queries): Promise<JsonObject> => {
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
};

const checkedContent = async (body: JsonObject, { options }: Sandbox, queries: Queries): Promise<JsonObject> => {
  checkVoice(body, options);
  checkVocabulary(body);
  return pinEngine(body, queries);
};

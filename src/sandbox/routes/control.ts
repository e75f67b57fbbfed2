import * as z from "zod";
import { type SandboxApp, badRequest, notFound, tagName, unknownId } from "../http/http.ts";
import { describeIssues, readBody } from "../http/request-body.ts";
import type { JsonObject } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { dynamicVariables } from "../schemas/call.ts";
import { faultSchema, playerSchema } from "../schemas/control.ts";
import type { Queries } from "../store/database.ts";
import { type AgentTag, putTag, tagsOf, versionsOf } from "../store/documents.ts";
import {
  type StoredFault,
  type StoredPlayer,
  clearRequests,
  countRequests,
  deleteFaults,
  deletePlayers,
  insertFault,
  listFaults,
  listPlayers,
  listRequests,
  putPlayer,
} from "../store/records.ts";

const tagMove = z.strictObject({
  agent_id: z.string(),
  tag: tagName,
  /** null keeps the tag without a version. */
  version: z.int().min(0).nullable(),
  dynamic_variables: dynamicVariables.optional(),
});

const requestQuery = z.object({
  writes: z.stringbool().default(false),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(100_000).default(1000),
});

/** Not part of Retell: lists requests, plants faults, and does what only the dashboard can do. */
export function addControlRoutes(app: SandboxApp, { database, clock, options }: Sandbox): void {
  app.get("/_sandbox/requests", async (c) => {
    const query = requestQuery.safeParse(c.req.query());
    if (!query.success) throw badRequest(describeIssues(query.error.issues));
    const { writes, after, limit } = query.data;
    const items = await listRequests({ writesOnly: writes, after, limit }, database.reads);
    return c.json({ items, ...requestTotals(await countRequests(database.reads)) });
  });

  app.delete("/_sandbox/requests", async (c) => {
    await database.write(clearRequests);
    return c.body(null, 204);
  });

  app.post("/_sandbox/faults", async (c) => {
    const fault = await readBody(c, { schema: faultSchema }, options);
    return c.json(presentFault(await database.write((queries) => insertFault(fault, queries))), 201);
  });

  app.get("/_sandbox/faults", async (c) => c.json({ items: (await listFaults(database.reads)).map(presentFault) }));

  app.delete("/_sandbox/faults", async (c) => {
    await database.write((queries) => deleteFaults(undefined, queries));
    return c.body(null, 204);
  });

  app.delete("/_sandbox/faults/:id{[0-9]+}", async (c) => {
    const id = Number(c.req.param("id"));
    const deleted = await database.write((queries) => deleteFaults(id, queries));
    if (deleted === 0) throw notFound(`There is no fault ${id}.`);
    return c.body(null, 204);
  });

  app.post("/_sandbox/tags", async (c) => {
    const move = await readBody(c, { schema: tagMove }, options);
    return c.json(await database.write((queries) => moveTag(move, clock.now(), queries)));
  });
}

function presentFault({ seq, fault, seen, fired }: StoredFault): JsonObject {
  return {
    fault_id: seq,
    ...fault,
    seen,
    fired,
  };
}

function requestTotals(counts: Awaited<ReturnType<typeof countRequests>>) {
  return {
    total: counts.reduce((sum, one) => sum + one.times, 0),
    writes: counts.reduce((sum, one) => sum + (one.is_write === 1 ? one.times : 0), 0),
    operations: Object.fromEntries(counts.map((one) => [one.operation, one.times])),
  };
}

async function moveTag(move: z.infer<typeof tagMove>, at: number, queries: Queries): Promise<AgentTag> {
  const versions = await versionsOf({ kind: "agent", id: move.agent_id }, queries);
  const exists = move.version === null || versions.some((one) => one.version === move.version);
  if (versions.length === 0 || !exists) {
    throw unknownId(422, `agent ${move.agent_id}${move.version === null ? "" : ` version ${move.version}`}`);
  }
  const before = (await tagsOf(move.agent_id, queries)).find((tag) => tag.tag === move.tag);
  const variables = move.dynamic_variables ?? before?.dynamicVariables ?? {};
  const tag = { tag: move.tag, version: move.version, dynamicVariables: variables, assignedAt: at };
  await putTag(move.agent_id, tag, queries);
  return tag;
}

/** Sets who answers when a number is called. Not part of Retell. */
export function addPlayerRoutes(app: SandboxApp, { database, options }: Sandbox): void {
  app.post("/_sandbox/players", async (c) => {
    const script = await readBody(c, { schema: playerSchema }, options);
    return c.json(presentPlayer(await database.write((queries) => putPlayer(script, queries))), 201);
  });

  app.get("/_sandbox/players", async (c) => c.json({ items: (await listPlayers(database.reads)).map(presentPlayer) }));

  app.delete("/_sandbox/players", async (c) => {
    await database.write(deletePlayers);
    return c.body(null, 204);
  });
}

function presentPlayer({ script, played }: StoredPlayer): JsonObject {
  return { ...script, played };
}

import { badRequest, newId, unknownId } from "../http/http.ts";
import type { JsonObject } from "../json.ts";
import type { SandboxOptions } from "../sandbox-options.ts";
import type { ResponseEngine } from "../schemas/agent.ts";
import type { Queries } from "../store/database.ts";
import { type StoredVersion, insertDocument, insertVersion, versionsOf } from "../store/documents.ts";
import { takeVersionNumber } from "./version-number.ts";

/** The two engines with versions of their own, which follow the agent's versions (docs/retell.md 2.4). */
export interface Engine {
  readonly kind: "flow" | "llm";
  readonly idField: "conversation_flow_id" | "llm_id";
  readonly idPrefix: "conversation_flow" | "llm";
  readonly label: string;
}

export const flowEngine: Engine = {
  kind: "flow",
  idField: "conversation_flow_id",
  idPrefix: "conversation_flow",
  label: "conversation flow",
};

export const llmEngine: Engine = { kind: "llm", idField: "llm_id", idPrefix: "llm", label: "retell llm" };

export interface EngineReference {
  readonly engine: Engine;
  readonly id: string;
  readonly version: number | null | undefined;
}

/** undefined for a custom LLM, of which Retell stores nothing. */
export function engineReference(response: ResponseEngine): EngineReference | undefined {
  if (response.type === "conversation-flow") {
    return { engine: flowEngine, id: response.conversation_flow_id, version: response.version };
  }
  if (response.type === "retell-llm") return { engine: llmEngine, id: response.llm_id, version: response.version };
  return undefined;
}

export function presentEngine(engine: Engine, stored: StoredVersion): JsonObject {
  return {
    [engine.idField]: stored.id,
    version: stored.version,
    ...stored.body,
    is_published: stored.publishedAt !== undefined,
    last_modification_timestamp: stored.modifiedAt,
  };
}

/** Without `version`: the latest one. */
export async function findEngineVersion(
  reference: EngineReference,
  queries: Queries,
): Promise<StoredVersion | undefined> {
  const versions = await versionsOf({ kind: reference.engine.kind, id: reference.id }, queries);
  return typeof reference.version === "number"
    ? versions.find((one) => one.version === reference.version)
    : versions[0];
}

export async function requireEngineVersion(
  reference: EngineReference,
  status: 404 | 422,
  queries: Queries,
): Promise<StoredVersion> {
  const found = await findEngineVersion(reference, queries);
  if (found !== undefined) return found;
  const version = typeof reference.version === "number" ? ` version ${reference.version}` : "";
  throw unknownId(status, `${reference.engine.label} ${reference.id}${version}`);
}

interface NewEngine {
  readonly engine: Engine;
  readonly body: JsonObject;
  readonly at: number;
}

export async function createEngine({ engine, body, at }: NewEngine, queries: Queries): Promise<StoredVersion> {
  const id = newId(engine.idPrefix);
  await insertDocument({ kind: engine.kind, id, body: { next_version: 1 }, modifiedAt: at }, queries);
  await insertVersion({ kind: engine.kind, id, version: 0, baseVersion: null, body, modifiedAt: at }, queries);
  return { id, version: 0, baseVersion: null, publishedAt: undefined, body, modifiedAt: at };
}

/** Creates a draft version with the content of an existing one. @returns its number */
export async function copyEngineVersion(
  { engine, source, at }: { readonly engine: Engine; readonly source: StoredVersion; readonly at: number },
  queries: Queries,
): Promise<number> {
  const version = await takeVersionNumber({ kind: engine.kind, id: source.id }, queries);
  await insertVersion(
    { kind: engine.kind, id: source.id, version, baseVersion: source.version, body: source.body, modifiedAt: at },
    queries,
  );
  return version;
}

function isLocal(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return /^(localhost|.*\.localhost|127\..*|0\.0\.0\.0|10\..*|192\.168\..*|169\.254\..*|\[::1\])$/u.test(hostname);
}

/** The real service does not call local or private addresses (docs/retell.md 1.7.1, 13.4). */
export function checkPublicUrl(field: string, url: string | null | undefined, options: SandboxOptions): void {
  if (options.localUrls === "accept" || url === null || url === undefined || !isLocal(url)) return;
  throw badRequest(`Invalid request format: ${field}: Retell cannot reach the local address ${url}.`);
}

export function checkToolUrls(
  tools: readonly { readonly name: string; readonly url?: string }[],
  options: SandboxOptions,
): void {
  for (const tool of tools) checkPublicUrl(`tool ${tool.name}: url`, tool.url, options);
}

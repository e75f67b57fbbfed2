import { badRequest, unknownId } from "../http/api-error.ts";
import type { VersionReference } from "../http/version-reference.ts";
import type { JsonObject } from "../json.ts";
import { languagesOf } from "../schemas/language-schema.ts";
import { responseEngine } from "../schemas/response-engine-schema.ts";
import { type AgentTag, tagsOf } from "../store/agent-tags.ts";
import type { Queries } from "../store/open-sandbox-database.ts";
import { type StoredVersion, versionsOf } from "../store/versions.ts";
import { engineReference, requireEngineVersion } from "./engine.ts";

export const presentAgent = (stored: StoredVersion, tags: readonly AgentTag[]): JsonObject => ({
  agent_id: stored.id,
  version: stored.version,
  base_version: stored.baseVersion,
  is_published: stored.publishedAt !== undefined,
  assigned_tags: tags.filter((tag) => tag.version === stored.version).map((tag) => tag.tag),
  ...stored.body,
  last_modification_timestamp: stored.modifiedAt,
});

/** The version that a number, `latest`, `latest_published` or a tag means (retell-api.md 2.3). */
export const resolveAgentVersion = async (
  agentId: string,
  reference: VersionReference | undefined,
  queries: Queries,
): Promise<StoredVersion | undefined> => {
  const versions = await versionsOf({ kind: "agent", id: agentId }, queries);
  const latest = versions[0];
  if (reference === undefined || reference === "latest") return latest;
  if (typeof reference === "number") return versions.find((one) => one.version === reference);
  if (reference === "latest_published") return latestPublished(versions);
  const tag = (await tagsOf(agentId, queries)).find((one) => one.tag === reference);
  if (tag === undefined) return undefined;
  return tag.version === null ? latest : versions.find((one) => one.version === tag.version);
};

const latestPublished = (versions: readonly StoredVersion[]): StoredVersion | undefined =>
  versions
    .filter((one) => one.publishedAt !== undefined)
    .toSorted((a, b) => (b.publishedAt ?? 0) - (a.publishedAt ?? 0) || b.version - a.version)[0];

export const requireAgentVersion = async (
  agentId: string,
  reference: VersionReference | undefined,
  queries: Queries,
): Promise<StoredVersion> => {
  const found = await resolveAgentVersion(agentId, reference, queries);
  if (found !== undefined) return found;
  throw unknownId(422, `agent ${agentId}${reference === undefined ? "" : ` version ${reference}`}`);
};

/** Agent content with its engine pinned to the version it means now; 422 when there is no such engine. */
export const pinEngine = async (body: JsonObject, queries: Queries): Promise<JsonObject> => {
  const parsed = responseEngine.parse(body["response_engine"]);
  const reference = engineReference(parsed);
  if (reference === undefined) return body;
  const stored = await requireEngineVersion(reference, 422, queries);
  return { ...body, response_engine: { ...parsed, version: stored.version } };
};

/** Medical vocabulary is English only (retell-api.md 2.1). */
export const checkVocabulary = (body: JsonObject): void => {
  if (body["vocab_specialization"] !== "medical") return;
  if (languagesOf(body).every((language) => language.startsWith("en-"))) return;
  throw badRequest("Invalid request format: vocab_specialization: medical is available in English only.");
};

import type { JsonObject } from "../json.ts";
import type { Sandbox } from "../sandbox.ts";
import { responseEngine } from "../schemas/response-engine-schema.ts";
import type { Queries } from "../store/open-sandbox-database.ts";
import { changeVersion, insertVersion, type StoredVersion } from "../store/versions.ts";
import { copyEngineVersion, engineReference, findEngineVersion } from "./engine.ts";
import { takeVersionNumber } from "./version-number.ts";

/** A new draft with the content of `base`; its engine is copied into a draft too, else it could not be edited (2.4). */
export const createAgentVersion = async (
  base: StoredVersion,
  sandbox: Sandbox,
  queries: Queries,
): Promise<StoredVersion> => {
  const at = sandbox.clock.now();
  const { version_title: _title, version_description: _description, ...content } = base.body;
  const engine = sandbox.options.createVersionCopiesEngine ? await copiedEngine(content, at, queries) : {};
  const version = await takeVersionNumber({ kind: "agent", id: base.id }, queries);
  const body = { ...content, ...engine };
  const draft = { id: base.id, version, baseVersion: base.version, body, modifiedAt: at };
  await insertVersion({ kind: "agent", ...draft }, queries);
  return { ...draft, publishedAt: undefined };
};

const copiedEngine = async (content: JsonObject, at: number, queries: Queries): Promise<JsonObject> => {
  const parsed = responseEngine.parse(content["response_engine"]);
  const reference = engineReference(parsed);
  if (reference === undefined) return {};
  const source = await findEngineVersion(reference, queries);
  if (source === undefined) return {};
  const version = await copyEngineVersion({ engine: reference.engine, source, at }, queries);
  return { response_engine: { ...parsed, version } };
};

interface Publication {
  readonly stored: StoredVersion;
  readonly titles: JsonObject;
}

/** Publishes in place; makes no new draft. */
export const publishAgentVersion = async (
  { stored, titles }: Publication,
  sandbox: Sandbox,
  queries: Queries,
): Promise<void> => {
  const at = sandbox.clock.now();
  const body = { ...stored.body, ...titles };
  const published = { version: stored.version, modifiedAt: at, publishedAt: at };
  await changeVersion({ kind: "agent", id: stored.id, body, ...published }, queries);
  const reference = engineReference(responseEngine.parse(stored.body["response_engine"]));
  if (reference === undefined || !sandbox.options.publishFreezesEngine) return;
  const engine = await findEngineVersion(reference, queries);
  if (engine === undefined || engine.publishedAt !== undefined) return;
  const frozen = { version: engine.version, modifiedAt: engine.modifiedAt, publishedAt: at };
  await changeVersion({ kind: reference.engine.kind, id: engine.id, ...frozen }, queries);
};

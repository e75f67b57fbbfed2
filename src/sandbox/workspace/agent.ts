import { type VersionReference, badRequest, unknownId } from "../http/http.ts";
import type { JsonObject } from "../json.ts";
import type { SandboxOptions } from "../sandbox-options.ts";
import type { Sandbox } from "../sandbox.ts";
import { languagesOf, responseEngine } from "../schemas/agent.ts";
import type { Queries } from "../store/database.ts";
import {
  type AgentTag,
  type StoredVersion,
  changeVersion,
  insertVersion,
  tagsOf,
  versionsOf,
} from "../store/documents.ts";
import { copyEngineVersion, engineReference, findEngineVersion, requireEngineVersion } from "./engine.ts";
import { takeVersionNumber } from "./version-number.ts";

export function presentAgent(stored: StoredVersion, tags: readonly AgentTag[]): JsonObject {
  return {
    agent_id: stored.id,
    version: stored.version,
    base_version: stored.baseVersion,
    is_published: stored.publishedAt !== undefined,
    assigned_tags: tags.filter((tag) => tag.version === stored.version).map((tag) => tag.tag),
    ...stored.body,
    last_modification_timestamp: stored.modifiedAt,
  };
}

/** The version meant by a number, `latest`, `latest_published` or a tag (docs/retell.md 2.3). */
export async function resolveAgentVersion(
  agentId: string,
  reference: VersionReference | undefined,
  queries: Queries,
): Promise<StoredVersion | undefined> {
  const versions = await versionsOf({ kind: "agent", id: agentId }, queries);
  const latest = versions[0];
  if (reference === undefined || reference === "latest") return latest;
  if (typeof reference === "number") return versions.find((one) => one.version === reference);
  if (reference === "latest_published") return latestPublished(versions);
  const tag = (await tagsOf(agentId, queries)).find((one) => one.tag === reference);
  if (tag === undefined) return undefined;
  return tag.version === null ? latest : versions.find((one) => one.version === tag.version);
}

function latestPublished(versions: readonly StoredVersion[]): StoredVersion | undefined {
  return versions
    .filter((one) => one.publishedAt !== undefined)
    .toSorted((a, b) => (b.publishedAt ?? 0) - (a.publishedAt ?? 0) || b.version - a.version)[0];
}

export async function requireAgentVersion(
  agentId: string,
  reference: VersionReference | undefined,
  queries: Queries,
): Promise<StoredVersion> {
  const found = await resolveAgentVersion(agentId, reference, queries);
  if (found !== undefined) return found;
  throw unknownId(422, `agent ${agentId}${reference === undefined ? "" : ` version ${reference}`}`);
}

/** Agent content with its engine pinned to the current version; 422 if the engine does not exist. */
export async function pinEngine(body: JsonObject, queries: Queries): Promise<JsonObject> {
  const parsed = responseEngine.parse(body["response_engine"]);
  const reference = engineReference(parsed);
  if (reference === undefined) return body;
  const stored = await requireEngineVersion(reference, 422, queries);
  return { ...body, response_engine: { ...parsed, version: stored.version } };
}

/** Medical vocabulary works in English only (docs/retell.md 2.1). */
export function checkVocabulary(body: JsonObject, { wordedRules }: SandboxOptions): void {
  if (wordedRules === "leave_out" || body["vocab_specialization"] !== "medical") return;
  if (languagesOf(body).every((language) => language.startsWith("en-"))) return;
  throw badRequest("Invalid request format: vocab_specialization: medical is available in English only.");
}

/** A new draft with the content of `base`. Its engine becomes an editable draft too (docs/retell.md 2.4). */
export async function createAgentVersion(
  base: StoredVersion,
  sandbox: Sandbox,
  queries: Queries,
): Promise<StoredVersion> {
  const at = sandbox.clock.now();
  const { version_title: _title, version_description: _description, ...content } = base.body;
  const engine = sandbox.options.createVersionCopiesEngine ? await copiedEngine(content, at, queries) : {};
  const version = await takeVersionNumber({ kind: "agent", id: base.id }, queries);
  const body = { ...content, ...engine };
  const draft = { id: base.id, version, baseVersion: base.version, body, modifiedAt: at };
  await insertVersion({ kind: "agent", ...draft }, queries);
  return { ...draft, publishedAt: undefined };
}

async function copiedEngine(content: JsonObject, at: number, queries: Queries): Promise<JsonObject> {
  const parsed = responseEngine.parse(content["response_engine"]);
  const reference = engineReference(parsed);
  if (reference === undefined) return {};
  const source = await findEngineVersion(reference, queries);
  if (source === undefined) return {};
  const version = await copyEngineVersion({ engine: reference.engine, source, at }, queries);
  return { response_engine: { ...parsed, version } };
}

interface Publication {
  readonly stored: StoredVersion;
  readonly titles: JsonObject;
}

/** Publishes in place, without a new draft. */
export async function publishAgentVersion(
  { stored, titles }: Publication,
  sandbox: Sandbox,
  queries: Queries,
): Promise<void> {
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
}

interface Voice {
  readonly voice_id: string;
  readonly voice_name: string;
  readonly provider: "elevenlabs" | "openai" | "cartesia" | "platform";
  readonly gender: "male" | "female";
  readonly accent: string;
  readonly age: string;
}

/** The emulator's own catalogue: provider, gender and accent by voice id. */
const catalogue: Readonly<Record<string, readonly [Voice["provider"], Voice["gender"], string]>> = {
  "retell-Cimo": ["platform", "female", "American"],
  "11labs-Adrian": ["elevenlabs", "male", "American"],
  "11labs-Anna": ["elevenlabs", "female", "American"],
  "11labs-Marie": ["elevenlabs", "female", "French"],
  "cartesia-Camille": ["cartesia", "female", "French"],
  "openai-Alloy": ["openai", "female", "American"],
  "openai-Echo": ["openai", "male", "American"],
  "sandbox-English": ["platform", "male", "British"],
};

/** All other voices speak every language. This one allows testing a mismatch. */
const languagesByVoice: ReadonlyMap<string, readonly string[]> = new Map([["sandbox-English", ["en"]]]);

export const voices: readonly Voice[] = Object.entries(catalogue).map(([id, [provider, gender, accent]]) => ({
  voice_id: id,
  voice_name: id.replace(/^[^-]*-/u, ""),
  provider,
  gender,
  accent,
  age: "Young",
}));

export function findVoice(id: string): Voice | undefined {
  return voices.find((voice) => voice.voice_id === id);
}

/** Answers 422 for an unknown voice, 400 for one that does not speak the agent's languages (docs/retell.md 2.1). */
export function checkVoice(agent: JsonObject, options: SandboxOptions): void {
  if (options.wordedRules === "leave_out") return;
  const ids = [agent["voice_id"], ...fallbacks(agent)];
  const languages = languagesOf(agent);
  for (const id of ids.map(String)) {
    if (options.unknownVoices === "refuse") checkIsKnown(id);
    checkSpeaks(id, languages);
  }
}

function fallbacks(agent: JsonObject): readonly unknown[] {
  const ids = agent["fallback_voice_ids"];
  return Array.isArray(ids) ? ids : [];
}

function checkIsKnown(id: string): void {
  if (findVoice(id) !== undefined) return;
  throw unknownId(422, `voice ${id}; this sandbox has ${voices.map((voice) => voice.voice_id).join(", ")}`);
}

function checkSpeaks(id: string, languages: readonly string[]): void {
  const speaks = languagesByVoice.get(id);
  const unspoken = languages.filter((language) => speaks?.includes(language.split("-")[0] ?? "") === false);
  if (unspoken.length === 0) return;
  throw badRequest(`Invalid request format: voice_id: voice ${id} does not speak ${unspoken.join(", ")}.`);
}

import * as z from "zod";
import { AscendiaError } from "../../../errors.ts";
import { isObject } from "../../../flow/parse/unwrap-flow.ts";
import type { AgentContent, JsonObject, WrittenContent } from "../ports.ts";
import { contentOf } from "../bare-content.ts";
import type { Finding } from "../../../flow/rule.ts";
import { textsIn } from "../../../flow/check/variable-rules.ts";
import { fieldText, locate } from "../../../flow/parse/schema-problem.ts";

/** The file of a template folder that holds the agent, the flow's settings, and the order of its topics. */
export const agentFile = "agent.json";

const jsonObject = z.record(z.string(), z.unknown());

const agentShape = z.strictObject({
  topics: z.array(z.string().regex(/^[\w-]+$/u, "is not a file name without .json")).min(1),
  agent: jsonObject,
  flow: jsonObject.refine((flow) => !("nodes" in flow), "has nodes, which belong in the topic files"),
});

const topicShape = z.strictObject({ title: z.string().min(1), nodes: z.array(jsonObject) });

type Topic = z.infer<typeof topicShape>;

/** Which topic file each node of a template is in. */
export interface TemplateTopics {
  readonly topics: readonly string[];
  readonly titles: ReadonlyMap<string, string>;
  readonly topicOf: ReadonlyMap<string, string>;
}

export interface TemplateFiles {
  /** The names of a folder's files; undefined: the path is not a folder. */
  list(path: string): Promise<readonly string[] | undefined>;
  readJson(path: string): Promise<unknown>;
}

export interface ReadTemplate {
  /** `{ agent, flow }`, or the content of a single file. */
  readonly json: unknown;
  /** undefined: a single file. */
  readonly topics?: TemplateTopics;
}

/** Reads a template from a folder of topics or from a single file. @throws invalid with every file that does not fit */
export async function readTemplateFiles(path: string, files: TemplateFiles): Promise<ReadTemplate> {
  const names = await files.list(path);
  if (names === undefined) return { json: await files.readJson(path) };
  const jsonNames = names.filter((name) => name.endsWith(".json"));
  const read = jsonNames.map(async (name) => [name, await files.readJson(`${path}/${name}`)] as const);
  return joinTopics(new Map(await Promise.all(read)), path);
}

function joinTopics(files: ReadonlyMap<string, unknown>, folder: string): Required<ReadTemplate> {
  const main = parsed(agentShape, files.get(agentFile), agentFile);
  if ("problems" in main) throw unusable(folder, main.problems);
  const { topics, agent, flow } = main.value;
  const listed = new Set(topics.map((topic) => `${topic}.json`));
  const stray = [...files.keys()].filter((name) => name !== agentFile && !listed.has(name));
  const read = topics.map((topic) => [topic, parsed(topicShape, files.get(`${topic}.json`), `${topic}.json`)] as const);
  const problems = [
    ...stray.map((name) => `${name}: "topics" in ${agentFile} does not list it`),
    ...topics
      .filter((topic, index) => topics.indexOf(topic) < index)
      .map((topic) => `${agentFile}: "${topic}" is listed twice`),
    ...read.flatMap(([, topic]) => ("problems" in topic ? topic.problems : [])),
  ];
  const whole = read.flatMap(([name, topic]) => ("value" in topic ? [[name, topic.value] as const] : []));
  const topicOf = new Map<string, string>();
  for (const [name, node] of whole.flatMap(([topic, { nodes }]) => nodes.map((item) => [topic, item] as const))) {
    const id = String(node["id"]);
    const first = topicOf.get(id);
    if (first !== undefined) problems.push(`${name}.json: the node "${id}" is already in ${first}.json`);
    topicOf.set(id, name);
  }
  if (problems.length > 0) throw unusable(folder, problems);
  const nodes = whole.flatMap(([, topic]) => topic.nodes);
  const titles = new Map(whole.map(([name, { title }]) => [name, title]));
  return { json: { agent, flow: { ...flow, nodes } }, topics: { topics, titles, topicOf } };
}

function parsed<T>(shape: z.ZodType<T>, json: unknown, name: string) {
  if (json === undefined) return { problems: [`${name}: file not found`] };
  const result = shape.safeParse(json);
  if (result.success) return { value: result.data };
  return { problems: result.error.issues.map(({ path, message }) => `${[name, ...path].join(": ")}: ${message}`) };
}

function unusable(folder: string, problems: readonly string[]): AscendiaError {
  const text = problems.map((problem) => `  ${problem}`).join("\n");
  return new AscendiaError("invalid", `The template folder ${folder} cannot be used:\n${text}`, {
    hint: `${agentFile} lists its topics; each topic is a file {"title": "…", "nodes": […]}. Nothing was sent to Retell.`,
    detail: problems,
  });
}

/** The topic for nodes that no topic contains, such as those added in Retell's dashboard. */
const otherTopic = { name: "other", title: "Other" };

/** The files of a template folder by name; each node stays in the topic that contains it. */
export function splitTopics(template: AgentContent, known: TemplateTopics): ReadonlyMap<string, JsonObject> {
  const { nodes, ...flow } = template.flow;
  const byTopic = new Map<string, JsonObject[]>(known.topics.map((topic) => [topic, []]));
  for (const node of Array.isArray(nodes) ? nodes.filter(isObject) : []) {
    const topic = known.topicOf.get(String(node["id"])) ?? otherTopic.name;
    byTopic.set(topic, [...(byTopic.get(topic) ?? []), node]);
  }
  const titleOf = (topic: string) => known.titles.get(topic) ?? otherTopic.title;
  const topics = [...byTopic].map(([name, own]): readonly [string, Topic] => [
    `${name}.json`,
    { title: titleOf(name), nodes: own.map((node) => ({ ...node })) },
  ]);
  const main = { topics: [...byTopic.keys()], agent: template.agent, flow };
  return new Map<string, JsonObject>([
    [agentFile, main],
    ...topics.map(([name, topic]) => [name, { ...topic }] as const),
  ]);
}

/** A content as stored in git: only template fields, with `${PUBLIC_URL}` in place of the server's address. */
export function templateForm(content: AgentContent, publicUrls: readonly string[]): AgentContent {
  const { agent, flow } = contentOf(content);
  return {
    agent: objectOf(publicUrls.reduce<unknown>(unfilled, agent)),
    flow: objectOf(publicUrls.reduce<unknown>(unfilled, flow)),
  };
}

/** The server addresses that a version may contain: the current one, and the one it was written with. */
export function publicUrlsOf(current: string, record: WrittenContent | undefined): readonly string[] {
  const eventUrl = record?.written.agent["webhook_url"];
  if (typeof eventUrl !== "string" || !eventUrl.endsWith(eventPath)) return [current];
  return [...new Set([current, eventUrl.slice(0, -eventPath.length)])];
}

const eventPath = "/api/retell/webhook";

/** The text of a template file. */
export function templateText(template: AgentContent): string {
  return jsonText(template);
}

const lineWidth = 120;

/** JSON for people to read: a value that fits on one line stays on one line. */
export function jsonText(json: object): string {
  return `${printed(json, "", 0)}\n`;
}

/** `before` is how many characters of the line the key takes. */
function printed(value: unknown, indent: string, before: number): string {
  const line = oneLine(value);
  if (indent.length + before + line.length < lineWidth || typeof value !== "object" || value === null) return line;
  const inner = `${indent}  `;
  const items = Array.isArray(value)
    ? value.map((item: unknown) => `${inner}${printed(item, inner, 0)}`)
    : Object.entries(value).map(
        ([key, item]) => `${inner}${JSON.stringify(key)}: ${printed(item, inner, key.length + 4)}`,
      );
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return `${open}\n${items.join(",\n")}\n${indent}${close}`;
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${oneLine(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function unfilled(value: unknown, publicUrl: string): unknown {
  if (typeof value === "string") return unfilledText(value, publicUrl);
  if (Array.isArray(value)) return value.map((item: unknown) => unfilled(item, publicUrl));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unfilled(item, publicUrl)]));
}

/** An address matches only up to its path: https://a.example is not a prefix of https://a.example.org. */
function unfilledText(text: string, publicUrl: string): string {
  const [first = "", ...others] = text.split(publicUrl);
  return others.reduce((done, part) => `${done}${/^[\w.:-]/u.test(part) ? publicUrl : "${PUBLIC_URL}"}${part}`, first);
}

function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** `${PUBLIC_URL}` is filled when an agent is created; `{{name}}` is filled by Retell in each call. */
const buildPlaceholders = ["PUBLIC_URL"] as const;

type BuildPlaceholder = (typeof buildPlaceholders)[number];

export type BuildValues = Readonly<Record<BuildPlaceholder, string>>;

const pattern = /\$\{([^}]*)\}/g;

/** Every `${NAME}` that nothing fills, with its place. */
export function unknownPlaceholders(json: unknown): readonly Finding[] {
  return textsIn(json).flatMap(({ path, text }) => {
    if (!text.includes("${")) return [];
    const names = [...text.matchAll(pattern)].map(([, name = ""]) => name).filter((name) => !isKnown(name));
    const place = { field: fieldText(path), ...locate(path, json) };
    return names.map((name): Finding => Object.assign(unknownPlaceholder(name), place));
  });
}

function unknownPlaceholder(name: string): Finding {
  const known = buildPlaceholders.map((placeholder) => `\${${placeholder}}`).join(", ");
  return {
    rule: "unknown-placeholder",
    severity: "error",
    message: `\${${name}} is not a known build-time placeholder.`,
    fix: `Use ${known}, or {{${name}}} for a value of the call.`,
  };
}

/** A copy of a JSON value with every known `${NAME}` filled, at any depth; `{{…}}` and keys are left alone. */
export function fillPlaceholders(json: unknown, values: BuildValues): unknown {
  if (typeof json === "string") {
    return json.replaceAll(pattern, (literal, name: string) => (isKnown(name) ? values[name] : literal));
  }
  if (Array.isArray(json)) return json.map((item: unknown) => fillPlaceholders(item, values));
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, item]) => [key, fillPlaceholders(item, values)]));
}

function isKnown(name: string): name is BuildPlaceholder {
  return buildPlaceholders.some((known) => known === name);
}

/** The address at which Retell reaches the server, without a trailing slash. Throws AscendiaError "invalid". */
export function parsePublicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isAddress = url !== undefined && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "";
  if (!isAddress || url.username !== "" || url.password !== "") {
    throw new AscendiaError("invalid", `The public URL "${withoutSecrets(text)}" is not a plain http(s) address.`, {
      hint: "Set ASCENDIA_PUBLIC_URL to the address at which Retell reaches the server, such as https://ai.example.com.",
    });
  }
  return url.href.replace(/\/+$/, "");
}

function withoutSecrets(text: string): string {
  return text.replace(/\/\/[^/@]*@/, "//…@").replace(/[?#].*$/, "?…");
}

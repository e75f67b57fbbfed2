import * as z from "zod";
import { AscendiaError } from "../../errors.ts";
import { isObject } from "../../flow/unwrap-flow.ts";
import type { AgentContent, JsonObject } from "./ports.ts";

/** The file of a template folder that holds the agent, the flow's own settings, and the order of its topics. */
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
  /** The names of a folder's files; undefined where the path is no folder. */
  list(path: string): Promise<readonly string[] | undefined>;
  readJson(path: string): Promise<unknown>;
}

export interface ReadTemplate {
  /** `{ agent, flow }`, or whatever a single file holds. */
  readonly json: unknown;
  /** undefined: a single file. */
  readonly topics?: TemplateTopics;
}

/** A template from a folder of topics or from a single file. @throws invalid with every file that does not fit */
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

/** Nodes that no topic knows, such as those added in Retell's dashboard, go into a topic of their own. */
const otherTopic = { name: "other", title: "Other" };

/** The files of a template folder by name; each node stays in the topic that knows it. */
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

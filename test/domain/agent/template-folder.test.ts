import { expect, test } from "vitest";
import {
  type TemplateFiles,
  agentFile,
  readTemplateFiles,
  splitTopics,
} from "../../../src/domain/agent/template/template-files.ts";
import type { AgentContent } from "../../../src/domain/agent/ports.ts";

const node = (id: string) => ({ id, type: "conversation" });
const files = {
  [agentFile]: { topics: ["hello", "bye"], agent: { agent_name: "A" }, flow: { start_node_id: "a" } },
  "hello.json": { title: "Hello", nodes: [node("a"), node("b")] },
  "bye.json": { title: "Bye", nodes: [node("c")] },
};

function folder(contents: Readonly<Record<string, unknown>>): TemplateFiles {
  return {
    list: (path) => Promise.resolve(path === "t" ? [...Object.keys(contents), "notes.txt"] : undefined),
    readJson: (path) => Promise.resolve(contents[path.slice("t/".length)]),
  };
}

test("a folder becomes one template, with its topics in order", async () => {
  const { json, topics } = await readTemplateFiles("t", folder(files));
  expect(json).toEqual({
    agent: { agent_name: "A" },
    flow: { start_node_id: "a", nodes: [node("a"), node("b"), node("c")] },
  });
  expect([...(topics?.topicOf ?? [])]).toEqual([
    ["a", "hello"],
    ["b", "hello"],
    ["c", "bye"],
  ]);
});

test("a single file is read as it is", async () => {
  const single = { list: () => Promise.resolve(undefined), readJson: () => Promise.resolve({ any: "thing" }) };
  expect(await readTemplateFiles("one.json", single)).toEqual({ json: { any: "thing" } });
});

test("a folder written again is unchanged, and a node from the dashboard gets its own file", async () => {
  const { topics } = await readTemplateFiles("t", folder(files));
  if (topics === undefined) throw new Error("a folder has topics");
  const template = (...ids: readonly string[]): AgentContent => ({
    agent: { agent_name: "A" },
    flow: { start_node_id: "a", nodes: ids.map(node) },
  });
  expect(Object.fromEntries(splitTopics(template("a", "b", "c"), topics))).toEqual(files);
  const more = splitTopics(template("a", "z", "c"), topics);
  expect(more.get("other.json")).toEqual({ title: "Other", nodes: [node("z")] });
  expect(more.get("hello.json")).toEqual({ title: "Hello", nodes: [node("a")] });
  expect(more.get(agentFile)).toMatchObject({ topics: ["hello", "bye", "other"] });
});

test.each([
  ["no agent.json", { "hello.json": files["hello.json"] }, "agent.json: file not found"],
  ["a topic without a file", { ...files, "bye.json": undefined }, "bye.json: file not found"],
  [
    "a file without a topic",
    { ...files, "old.json": files["bye.json"] },
    'old.json: "topics" in agent.json does not list it',
  ],
  [
    "a topic listed twice",
    { ...files, [agentFile]: { ...files[agentFile], topics: ["hello", "bye", "bye"] } },
    "twice",
  ],
  [
    "a node in two files",
    { ...files, "bye.json": { title: "Bye", nodes: [node("a")] } },
    '"a" is already in hello.json',
  ],
  ["nodes in agent.json", { ...files, [agentFile]: { ...files[agentFile], flow: { nodes: [] } } }, "topic files"],
  ["a path as a topic", { ...files, [agentFile]: { ...files[agentFile], topics: ["../x"] } }, "is not a file name"],
])("%s is refused by the name of the file", async (_, contents, problem) => {
  await expect(readTemplateFiles("t", folder(contents))).rejects.toMatchObject({ code: "invalid" });
  await expect(readTemplateFiles("t", folder(contents))).rejects.toThrow(problem);
});

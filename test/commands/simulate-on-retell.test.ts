import Retell from "retell-sdk";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { shippedTemplate } from "../domain/agent/shipped.ts";
import { acceptingFlags } from "../fakes/accepted-changes.ts";
import { clinicFile } from "../fakes/clinic-file.ts";
import { textLike } from "../fakes/text-like.ts";
import { newFolder, run } from "../fakes/world.ts";

let cwd: string;
const env = { ASCENDIA_PUBLIC_URL: "https://voice.example.com" };

beforeEach(() => {
  cwd = newFolder();
});

const envelope = z.object({ error: z.unknown() });

/** An agent of this template at the emulated Retell, and a clinic. */
async function install(template: object): Promise<void> {
  writeFileSync(join(cwd, "template.json"), JSON.stringify(template));
  writeFileSync(join(cwd, "clinic.json"), JSON.stringify({ ...clinicFile, slug: "test-clinic" }));
  const create = ["agent:create", "--template", "template.json"];
  const first = await run([...create, "--json"], { cwd, env });
  const accepting = () => acceptingFlags(envelope.parse(JSON.parse(first.stdout)).error);
  const created = first.code === 0 ? first : await run([...create, ...accepting()], { cwd, env });
  expect(created.code).toBe(0);
  expect((await run(["clinic:onboard", "--file", "clinic.json", "--yes"], { cwd, env })).code).toBe(0);
}

const simulate = (...argv: readonly string[]) =>
  run(["simulate", "--clinic", "test-clinic", "--on", "retell", ...argv], { cwd, env });

const report = z.object({
  error: z.unknown().optional(),
  data: z.object({
    totals: z.object({ passed: z.number(), failed: z.number() }),
    clinics: z.array(
      z.object({
        runs: z.array(z.object({ status: z.string(), retell: z.looseObject({}), reason: z.string().nullable() })),
      }),
    ),
  }),
});

test("the price is shown and confirmed first, and both engines agree", async () => {
  await install(shippedTemplate());
  const refused = await simulate("--scenario", "hears-doctors");
  expect(refused).toMatchObject({
    code: 2,
    stderr: textLike(/Price: 1 test case on Retell's engine, about \d+ messages: \$0\.\d\d to/u),
  });
  const { code, stdout } = await simulate("--scenario", "hears-doctors", "--yes", "--json");
  const { data } = report.parse(JSON.parse(stdout));
  expect([code, data.totals]).toMatchObject([0, { passed: 1, failed: 0 }]);
  expect(data.clinics[0]?.runs[0]?.retell).toEqual({
    ours: "passed",
    status: "pass",
    explanation: "All metrics hold.",
  });
});

const graph = z.object({
  nodes: z.array(z.looseObject({ id: z.string() })),
  tools: z.array(z.looseObject({ tool_id: z.string(), name: z.string() })),
});

/** The flow asks for the doctors before it says goodbye. */
function planted(flow: unknown): object {
  const { nodes, tools } = graph.parse(flow);
  const last = nodes.find(({ id }) => id === "goodbye");
  const asks = {
    id: "goodbye",
    type: "function",
    tool_id: tools.find(({ name }) => name === "get_doctors")?.tool_id,
    tool_type: "local",
    wait_for_result: true,
    else_edge: {
      id: "planted",
      destination_node_id: "hang_up",
      transition_condition: { type: "prompt", prompt: "Else" },
    },
  };
  const others = nodes.filter(({ id }) => id !== "goodbye");
  return Object.assign({}, flow, { nodes: [...others, asks, { ...last, id: "hang_up" }] });
}

test("an agent at Retell that calls a function where ours calls none is a failure in every report", async () => {
  const { agent, flow } = shippedTemplate();
  await install({ agent, flow: planted(flow) });
  // The installation's template is the intended agent; Retell still has the planted one.
  writeFileSync(join(cwd, "template.json"), JSON.stringify({ agent, flow }));
  const { code, stdout } = await simulate("--scenario", "wants-nothing", "--yes", "--json", "--junit", "junit.xml");
  const { data } = report.parse(JSON.parse(stdout));
  expect([code, data.totals]).toMatchObject([1, { passed: 0, failed: 1 }]);
  expect(data.clinics[0]?.runs[0]).toMatchObject({
    status: "failed",
    retell: { ours: "passed", status: "fail" },
    reason: textLike(/ours said passed, Retell said fail: Not so: .*Functions called: get_doctors/u),
  });
  expect(readFileSync(join(cwd, "junit.xml"), "utf8")).toContain("ours said passed, Retell said fail");
});

const edge = (id: string, to: string, text: string) => ({
  id,
  destination_node_id: to,
  transition_condition: { type: "prompt", prompt: text },
});

/** An exported flow, with a key that no version of this program knows. */
const foreign = {
  model_choice: { type: "cascading", model: "gpt-5.4" },
  start_speaker: "agent",
  start_node_id: "hello",
  tools: [{ type: "custom", tool_id: "t1", name: "get_stock", url: "https://example.com/stock" }],
  nodes: [
    {
      id: "hello",
      type: "conversation",
      of_tomorrow: true,
      instruction: { type: "static_text", text: "Do you want to order?" },
      edges: [edge("yes", "look", "The caller wants to order"), edge("no", "bye", "The caller does not want it")],
    },
    {
      id: "look",
      type: "function",
      tool_id: "t1",
      tool_type: "local",
      wait_for_result: true,
      else_edge: edge("e", "bye", "Else"),
    },
    { id: "bye", type: "end" },
  ],
};
const script = `name: order
title: A caller orders
languages: [en]
caller: { turns: [{ say: "Yes, I want to order.", edge: yes }] }
expect: { nodes: { last: bye }, tools: [{ tool: get_stock, calls: 1 }] }
`;

test("a foreign flow exists at Retell only while its scripts are played", async () => {
  writeFileSync(join(cwd, "foreign.json"), JSON.stringify(foreign));
  writeFileSync(join(cwd, "order.yaml"), script);
  writeFileSync(join(cwd, "mocks.yaml"), "- { tool: get_stock, answer: { left: 3 } }\n");
  const files = ["--flow", "foreign.json", "--script", "order.yaml", "--mocks", "mocks.yaml", "--on", "retell"];
  expect(await run(["simulate", ...files], { cwd, env })).toMatchObject({
    code: 2,
    stderr: textLike(/Price: 1 test/u),
  });
  const { code, stdout } = await run(["simulate", ...files, "--yes", "--json"], { cwd, env });
  const { data } = report.parse(JSON.parse(stdout));
  expect([code, data.clinics[0]?.runs[0]?.retell]).toMatchObject([0, { ours: "passed", status: "pass" }]);
  const sandbox = await startSandbox({
    databasePath: join(cwd, ".ascendia", "retell.db"),
    apiKey: "key_ascendia_sandbox",
    clock: systemClock,
  });
  const client = new Retell({ apiKey: "key_ascendia_sandbox", baseURL: sandbox.url });
  expect((await client.conversationFlow.list()).items).toEqual([]);
  expect((await client.tests.listTestCaseDefinitions({ type: "conversation-flow" })).items).toEqual([]);
  await sandbox.close();
});

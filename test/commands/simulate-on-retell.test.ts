import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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
  // What this installation means the agent to be; Retell still has the planted one.
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

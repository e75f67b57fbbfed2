import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { clinicFile } from "../fakes/clinic-file.ts";
import { newFolder, run } from "../fakes/world.ts";
import { shippedTemplate } from "../domain/agent/shipped.ts";

let cwd: string;

beforeEach(() => {
  cwd = newFolder();
});

const validation = z.object({
  ok: z.boolean(),
  data: z.object({
    kind: z.enum(["template", "flow"]),
    nodes: z.number(),
    clinics: z.number().nullable(),
    errors: z.number(),
    warnings: z.number(),
    findings: z.array(
      z.strictObject({
        rule: z.string(),
        severity: z.enum(["error", "warning"]),
        clinic: z.string().nullable(),
        node: z.string().nullable(),
        edge: z.string().nullable(),
        field: z.string().nullable(),
        change: z.string().nullable(),
        message: z.string(),
        fix: z.string(),
      }),
    ),
  }),
});

function file(name: string, content: unknown): string {
  writeFileSync(join(cwd, name), typeof content === "string" ? content : JSON.stringify(content));
  return name;
}

async function validate(argv: readonly string[], stdin = "") {
  const { code, stdout } = await run(["agent:validate", ...argv, "--json"], { cwd, stdin });
  const { ok, data } = validation.parse(JSON.parse(stdout));
  return { code, ok, ...data, rules: data.findings.map(({ rule }) => rule) };
}

const edge = (id: string, to?: string) => ({
  id,
  ...(to !== undefined && { destination_node_id: to }),
  transition_condition: { type: "prompt", prompt: id },
});

const flow = {
  model_choice: { type: "cascading", model: "gpt-4.1" },
  start_speaker: "agent",
  start_node_id: "start",
  nodes: [
    {
      id: "start",
      type: "conversation",
      instruction: { type: "static_text", text: "Hello {{customer_name}}" },
      edges: [edge("done", "bye")],
    },
    { id: "bye", type: "end" },
  ],
};

const warned = { ...flow, nodes: [...flow.nodes, { id: "lost", type: "end" }] };

describe("agent:validate", () => {
  it("finds nothing wrong with the shipped template, and exits 0 even with --strict", async () => {
    expect(await validate(["--strict"])).toMatchObject({ code: 0, ok: true, kind: "template", findings: [] });
  });

  it("ignores warnings without --strict", async () => {
    const name = file("flow.json", warned);
    expect(await validate([name])).toMatchObject({ code: 0, ok: true, kind: "flow", errors: 0, warnings: 1 });
    expect(await validate([name, "--strict"])).toMatchObject({ code: 1, ok: false, rules: ["unreachable-node"] });
  });

  it("reads standard input, and exports that wrap the flow", async () => {
    const text = JSON.stringify([{ agent_name: "A", response_engine: { conversation_flow: flow } }]);
    expect(await validate(["-"], text)).toMatchObject({ code: 0, nodes: 2 });
  });

  it("lists errors first, each with its place and fix", async () => {
    const broken = structuredClone(warned);
    broken.nodes[0]?.edges?.push(edge("nowhere", "missing"));
    const { code, findings } = await validate([file("flow.json", broken)]);
    expect(code).toBe(1);
    expect(findings[0]).toMatchObject({ rule: "dangling-edge", severity: "error", node: "start", edge: "nowhere" });
    expect(findings.at(-1)).toMatchObject({ rule: "unreachable-node", severity: "warning", node: "lost", edge: null });
  });

  it("groups and counts for people, on stdout; the verdict is the error", async () => {
    const name = file("flow.json", { ...flow, nodes: [{ id: "start", type: "logic_split" }] });
    const { code, stdout, stderr } = await run(["agent:validate", name], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain("error node-type (1)\n  node start · type\n");
    expect(stdout).toContain('→ Write "branch".');
    expect(stderr).toBe("error: Found 1 error.\n");
  });

  it("refuses a file that is not a flow, with place and reason, and before that one that is not JSON", async () => {
    expect(await validate([file("other.json", { steps: [] })])).toMatchObject({ code: 1, rules: ["not-a-flow"] });
    const bad = await run(["agent:validate", file("bad.json", "{")], { cwd });
    expect(bad).toMatchObject({ code: 1, stdout: "" });
    expect(bad.stderr).toContain("bad.json is not JSON");
  });

  it("does not succeed when there was nothing to check", async () => {
    expect((await run(["agent:validate", file("flow.json", { ...flow, nodes: [] })], { cwd })).code).toBe(6);
    expect((await run(["agent:validate", "--clinics"], { cwd })).code).toBe(4);
  });

  it("with --variables, knows the variables of a foreign flow's calls", async () => {
    const name = file("flow.json", flow);
    const withVariables = (variables: unknown) => validate([name, "--variables", file("variables.json", variables)]);
    expect(await withVariables({ customer_name: "Awa Test" })).toMatchObject({ code: 0, rules: [] });
    expect(await withVariables({})).toMatchObject({ code: 1, rules: ["variable-never-supplied"] });
    expect(await withVariables({ customer_name: "https://example.com" })).toMatchObject({
      rules: ["variable-not-speakable"],
    });
    const wrong = await run(["agent:validate", name, "--variables", file("v.json", { age: 4 })], { cwd });
    expect(wrong.stderr).toContain("v.json has no string for age");
  });

  it("with --clinics, checks the template against every clinic's own variables", async () => {
    const quiet = { cwd, env: {} };
    expect((await run(["agent:create"], quiet)).code).toBe(0);
    const onboard = (content: object) => run(["clinic:onboard", "--file", file("c.json", content), "--yes"], quiet);
    expect((await onboard(clinicFile)).code).toBe(0);
    expect(await validate(["--clinics"])).toMatchObject({ code: 0, clinics: 1, findings: [] });

    const speaking = { ...flow, nodes: structuredClone(flow.nodes) };
    Object.assign(speaking.nodes[0] ?? {}, {
      instruction: { type: "static_text", text: "{{clinic_phone}} {{doctor_id_map}} {{nobody}}" },
    });
    const { findings } = await validate([file("flow.json", speaking), "--clinics"]);
    expect(findings.map(({ rule, clinic, node }) => [rule, clinic, node])).toEqual([
      ["variable-never-supplied", "clinique-sainte-therese", "start"],
      ["variable-empty", "clinique-sainte-therese", "start"],
      ["variable-not-speakable", "clinique-sainte-therese", "start"],
    ]);
  });
});

it("checks a template of one's own together with the phrases", async () => {
  const { agent, flow: shipped } = shippedTemplate();
  const own = { agent: { ...agent, voice_id: 7 }, flow: shipped };
  expect(await validate([file("own.json", own)])).toMatchObject({ code: 1, kind: "template" });
});

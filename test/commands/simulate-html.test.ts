import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { newFolder, run } from "../fakes/world.ts";
import { austin, cotonou, installClinics } from "./simulate-fixture.ts";

const stepSchema = z.object({
  node: z.string(),
  via: z.looseObject({ edge: z.string().optional(), source: z.string() }).optional(),
  lines: z.array(z.object({ speaker: z.string(), text: z.string() })),
});

const dataSchema = z.looseObject({
  scenarios: z.array(z.string()),
  reasons: z.array(z.string()),
  shortened: z.number(),
  svg: z.string(),
  nodes: z.record(z.string(), z.object({ name: z.string(), element: z.string() })),
  edges: z.record(z.string(), z.object({ text: z.string(), element: z.string() })),
  clinics: z.array(
    z.looseObject({
      name: z.string(),
      cells: z.array(
        z
          .looseObject({ status: z.string(), call: z.looseObject({ steps: z.array(stepSchema) }).optional() })
          .nullable(),
      ),
    }),
  ),
});

let cwd: string;

beforeEach(async () => {
  cwd = newFolder();
  await installClinics(cwd, [cotonou, austin]);
});

async function page(...argv: readonly string[]) {
  const { code, stderr } = await run(["simulate", "--html", "report.html", ...argv], { cwd });
  const html = readFileSync(join(cwd, "report.html"), "utf8");
  const packed = /<script type="text\/plain" id="data">([^<]*)</.exec(html)?.[1] ?? "";
  const data = dataSchema.parse(JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString("utf8")));
  return { code, stderr, html, data };
}

describe("simulate --html", () => {
  it("writes one page that loads nothing and runs no script but its own", async () => {
    const { code, html, stderr } = await page("--all", "--scenario", "question");
    expect(code).toBe(0);
    expect(stderr).toContain("report for the browser: report.html");
    expect(html).not.toMatch(/%(?:TITLE|SCRIPT_HASH|DATA)%/);
    expect(html).not.toMatch(/(?:src|href)\s*=\s*["']?https?:|@import|<link|url\(/i);
    const own = /<script>([^]*?)<\/script>/.exec(html)?.[1] ?? "";
    const hash = createHash("sha256").update(own).digest("base64");
    expect(html).toContain(`default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`);
  });

  it("holds every clinic × scenario, and for a call each node with the edge that led there and what was said", async () => {
    const { data } = await page("--all", "--scenario", "question", "--scenario", "human");
    expect(data.scenarios).toEqual(["human", "question"]);
    expect(data.clinics.map(({ name, cells }) => [name, cells.map((cell) => cell?.status)])).toEqual([
      ["austin-family", ["skipped", "passed"]],
      ["clinique-cotonou", ["passed", "passed"]],
    ]);
    const steps = data.clinics[0]?.cells[1]?.call?.steps ?? [];
    expect(steps[0]).toMatchObject({ node: "greeting", lines: [{ speaker: "agent" }, { speaker: "caller" }] });
    expect(steps[1]).toMatchObject({ node: "answer_question", via: { source: "sign" } });
    const edge = data.edges[steps[1]?.via?.edge ?? ""];
    expect(edge?.text).toContain("information about the clinic");
    for (const element of [edge?.element, data.nodes["answer_question"]?.element]) {
      expect(data.svg.replaceAll("&#45;", "-")).toContain(`id="${element}"`);
    }
  });

  it("is written for a simulation that failed too, with the reason", async () => {
    const text = `name: planted
title: A planted scenario
languages: [fr, en]
caller: { turns: [{ say: "</script><script>alert(1)</script>", edge: answer_question }] }
expect: { outcome: booked }
`;
    writeFileSync(join(cwd, "scenario.yaml"), text);
    const { code, html, data } = await page("--all", "--suite", "scenario.yaml");
    expect(code).toBe(1);
    expect(html).not.toContain("alert(1)");
    expect(data.reasons).toEqual(['outcome is "booked"; found question_answered']);
    expect(data.clinics[0]?.cells).toMatchObject([{ status: "failed", reason: 0 }]);
  });
});

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { contentOf } from "../../../src/domain/agent/bare-content.ts";
import { type AgentSides, diffAgent } from "../../../src/domain/agent/content/diff-agent.ts";
import type { AgentContent } from "../../../src/domain/agent/ports.ts";
import { clinicsByPercent } from "../../../src/domain/agent/release/roll-out.ts";
import { mergeContent } from "../../../src/domain/agent/release/take-theirs.ts";
import { templateForm } from "../../../src/domain/agent/template/template-files.ts";
import { sha256 } from "./shipped.ts";

function content(temperature: number | undefined, more: object = {}): AgentContent {
  const temperatureOf = temperature === undefined ? {} : { model_temperature: temperature };
  return { agent: { voice_id: "one", ...more }, flow: { start_speaker: "agent", ...temperatureOf } };
}

function written(temperature: number | undefined) {
  return { written: content(temperature), readBack: content(temperature) };
}

describe("diffAgent", () => {
  const sides = { draft: undefined, published: content(0), lastWritten: written(0) };
  it.each<[string, AgentSides, readonly string[]]>([
    ["all agree", { ...sides, local: content(0) }, []],
    ["the template changed", { ...sides, local: content(1) }, ["local"]],
    ["the template lost it", { ...sides, local: content(undefined) }, ["local"]],
    ["the dashboard changed a draft", { ...sides, local: content(0), draft: content(1) }, ["dashboard"]],
    ["the dashboard published", { ...sides, local: content(0), published: content(1) }, ["dashboard"]],
    ["both, differently", { ...sides, local: content(2), draft: content(1) }, ["both"]],
    ["both, alike, and published", { ...sides, local: content(1), published: content(1) }, []],
    ["both, alike, in a draft", { ...sides, local: content(1), draft: content(1) }, ["unpublished"]],
    ["no record", { ...sides, local: content(1), lastWritten: undefined }, ["unknown"]],
    [
      "Retell spells it otherwise since it was written",
      {
        ...sides,
        local: content(1),
        published: content(0),
        lastWritten: { written: content(1), readBack: content(0) },
      },
      [],
    ],
  ])("when %s", (_what, all, expected) => {
    expect(diffAgent(all).map(({ changed }) => changed)).toEqual(expected);
  });

  it("leaves out ids, times, marks, defaults and unset fields", () => {
    const local = content(0, { language: "fr-FR" });
    const added = { agent_id: "a", version: 3, is_published: true, voice_speed: 1, ambient_sound: null };
    const defaults = { default_dynamic_variables: { ascendia_mark: "m", ascendia_template: "h" } };
    const published = { agent: { ...local.agent, ...added }, flow: { ...local.flow, ...defaults, version: 9 } };
    expect(diffAgent({ local, draft: undefined, published, lastWritten: undefined })).toEqual([]);
    expect(contentOf(published)).toEqual(contentOf(local));
  });

  it("names nodes by id, and reports a change of order alone", () => {
    const nodes = [{ id: "a" }, { id: "b", edges: [{ id: "e", to: "a" }] }];
    const local = { agent: {}, flow: { nodes } };
    const moved = { agent: {}, flow: { nodes: nodes.toReversed() } };
    const change = { agent: {}, flow: { nodes: [{ id: "a" }, { id: "b", edges: [{ id: "e", to: "b" }] }] } };
    const paths = (published: AgentContent) =>
      diffAgent({ local, draft: undefined, published, lastWritten: undefined }).map(({ path }) => path);
    expect(paths(moved)).toEqual(["flow.nodes (order)"]);
    expect(paths(change)).toEqual(["flow.nodes[b].edges[e].to"]);
  });
});

const json = fc.jsonValue({ maxDepth: 3 });
const ids = ["a", "b", "c", "d"] as const;
const item = fc.record({ id: fc.constantFrom(...ids), value: fc.nat(3) });
const named = fc.uniqueArray(item, { minLength: 1, selector: ({ id }) => id });
const listShape = z.array(z.object({ id: z.string(), value: z.number() }));

function byId(list: unknown): ReadonlyMap<string, number> {
  return new Map(listShape.parse(list).map(({ id, value }) => [id, value]));
}

describe("mergeContent", () => {
  it("takes the side that changed", () => {
    fc.assert(
      fc.property(json, json, (base, changed) => {
        expect(mergeContent({ base, ours: changed, theirs: base })).toEqual(changed);
        expect(mergeContent({ base, ours: base, theirs: changed })).toEqual(changed);
      }),
    );
  });

  it("keeps our changes and takes theirs, item by item", () => {
    fc.assert(
      fc.property(named, named, named, (base, ours, theirs) => {
        const merged = byId(mergeContent({ base, ours, theirs }));
        const [was, own, their] = [byId(base), byId(ours), byId(theirs)];
        const expected = ids.map((id) => (their.get(id) === was.get(id) ? own.get(id) : their.get(id)));
        expect(ids.map((id) => merged.get(id))).toEqual(expected);
      }),
    );
  });
});

describe("clinicsByPercent", () => {
  const clinicIds = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 40 });
  it("takes exactly the percentage, and a higher one only adds clinics", () => {
    fc.assert(
      fc.property(clinicIds, fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100 }), (all, one, other) => {
        const clinics = all.map((id) => ({ id, version: 0 }));
        const [less, more] = [Math.min(one, other), Math.max(one, other)].map((percent) =>
          clinicsByPercent(clinics, { percent, version: 1 }, sha256).map(({ id }) => id),
        );
        expect(more).toEqual(expect.arrayContaining(less ?? []));
        expect(less).toHaveLength(Math.ceil((all.length * Math.min(one, other)) / 100));
      }),
    );
  });

  it("counts clinics already on the version first, so that the same percentage again changes nothing", () => {
    const clinics = Array.from({ length: 10 }, (_, index) => ({ id: `clinic-${index}`, version: index < 2 ? 1 : 0 }));
    const chosen = clinicsByPercent(clinics, { percent: 20, version: 1 }, sha256);
    expect(chosen.map(({ id }) => id).toSorted()).toEqual(["clinic-0", "clinic-1"]);
  });
});

describe("templateForm", () => {
  it("puts the placeholder back in place of the address, and nowhere else", () => {
    const agent = { voice_id: "v", webhook_url: "https://a.example/api/retell/webhook", agent_id: "x" };
    const flow = { global_prompt: "https://a.example.org and https://a.example", unheard_of: 1 };
    expect(templateForm({ agent, flow }, ["https://a.example"])).toEqual({
      agent: { voice_id: "v", webhook_url: "${PUBLIC_URL}/api/retell/webhook" },
      flow: { unheard_of: 1, global_prompt: "https://a.example.org and ${PUBLIC_URL}" },
    });
  });
});

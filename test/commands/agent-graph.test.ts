import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { newFolder, run } from "../fakes/world.ts";

let cwd: string;

beforeEach(() => {
  cwd = newFolder();
});

const hostile = "</script><script>alert(1)</script>";

const flow = {
  start_node_id: "start",
  nodes: [
    {
      id: "start",
      type: "conversation",
      name: "Greeting",
      instruction: { type: "prompt", text: `Greet them. ${hostile}` },
      edges: [
        { id: "e1", destination_node_id: "bye", transition_condition: { type: "prompt", prompt: "They are done" } },
        { id: "e2", transition_condition: { type: "prompt", prompt: "Anything else" } },
      ],
    },
    { id: "bye", type: "end" },
    { id: "lost", type: "end" },
  ],
};

function graph(...argv: readonly string[]) {
  return run(["agent:graph", ...argv], { cwd, stdin: JSON.stringify(flow) });
}

function written(name: string): string {
  return readFileSync(join(cwd, name), "utf8");
}

describe("agent:graph", () => {
  it("draws the shipped template as a picture that names every node", async () => {
    expect(await graph("-o", "flow.svg")).toMatchObject({ code: 0, stderr: "" });
    const svg = written("flow.svg");
    for (const text of ["Ascendia medical receptionist", "Greeting", "Check&#160;availability"]) {
      expect(svg.replaceAll(" ", "&#160;")).toContain(text.replaceAll(" ", "&#160;"));
    }
  });

  it("draws an overview of the topics, and each topic with chips in place of lines to others", async () => {
    expect(await graph("--topic", "overview", "-o", "overview.dot")).toMatchObject({ code: 0, stderr: "" });
    expect(written("overview.dot")).toMatch(/topic-booking.*Booking.*comes in at.*Are there doctors\?/);
    expect((await graph("--topic", "booking", "-o", "booking.dot")).code).toBe(0);
    const booking = written("booking.dot");
    const drawn = new Set([...booking.matchAll(/^(n\d+) \[id=/gm)].map(([, key]) => key));
    const lines = [...booking.matchAll(/^(n\d+):\S+ -> (n\d+):/gm)];
    const chips = [...booking.matchAll(/HREF="#(n\d+)"/g)].map(([, key]) => key);
    expect(lines.length).toBeGreaterThan(40);
    expect(lines.flatMap(([, from, to]) => [from, to]).filter((key) => !drawn.has(key))).toEqual([]);
    expect(chips.some((key) => !drawn.has(key))).toBe(true);
    expect(booking).toContain("(Messages)");
    expect(booking).not.toContain("{{phrase_");
  });

  it("makes a page with one picture per topic, with phrases in the requested language", async () => {
    expect((await graph("-o", "flow.html", "--language", "fr")).code).toBe(0);
    const page = written("flow.html");
    const pictures = [...page.matchAll(/<section data-picture="([\w-]+)"/g)].map(([, name]) => name);
    expect(pictures).toEqual(expect.arrayContaining(["overview", "booking", "emergency-and-people", "reminders"]));
    expect(page.match(/data-topic=/g)).toHaveLength(pictures.length);
    expect(page).toContain("rendez-vous");
    expect(page).not.toContain("{{phrase_");
  });

  it("draws the topics of a folder of one's own", async () => {
    mkdirSync(join(cwd, "mine"));
    const [start, ...others] = flow.nodes;
    writeFileSync(
      join(cwd, "mine", "agent.json"),
      JSON.stringify({ topics: ["hello", "rest"], agent: {}, flow: { start_node_id: "start" } }),
    );
    writeFileSync(join(cwd, "mine", "hello.json"), JSON.stringify({ title: "Hello", nodes: [start] }));
    writeFileSync(join(cwd, "mine", "rest.json"), JSON.stringify({ title: "The rest", nodes: others }));
    const { stdout } = await graph("mine", "-o", "mine.mmd", "--topic", "overview", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      data: {
        topics: [
          { name: "hello", title: "Hello", nodes: 1 },
          { name: "rest", title: "The rest", nodes: 2 },
        ],
      },
    });
    expect(written("mine.mmd")).toContain("t0 -->|1| t1");
  });

  it("lists under --json what is in the picture and what is disconnected", async () => {
    const { code, stdout } = await graph("-", "-o", "flow.dot", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      data: { nodes: 3, edges: 1, unconnected_edges: 1, components: 0, unreachable_nodes: ["lost"] },
    });
    expect(written("flow.dot")).toMatch(/^digraph flow \{/);
  });

  it("makes a PNG with a size", async () => {
    expect((await graph("-", "-o", "flow.png")).code).toBe(0);
    const png = readFileSync(join(cwd, "flow.png"));
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect(png.readUInt32BE(16)).toBeGreaterThan(500);
  });

  it("makes one page that needs no network and in which the flow's texts stay texts", async () => {
    expect((await graph("-", "-o", "flow.html")).code).toBe(0);
    const page = written("flow.html");
    expect(page).not.toMatch(/%(?:TITLE|LEGEND|TOPICS|PICTURES|DATA)%/);
    expect(page).not.toMatch(/(?:src|href)\s*=\s*["']?https?:|@import|<link/i);
    expect(page).toContain("default-src 'none'");
    expect(page).not.toContain(hostile);
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).toContain("Anything else");
  });

  it("writes Mermaid", async () => {
    expect((await graph("-", "-o", "flow.mmd")).code).toBe(0);
    expect(written("flow.mmd")).toContain('n0 -->|"They are done"| n1');
  });

  it("highlights what a simulation passed, and refuses a simulation of another flow", async () => {
    const report = (path: readonly string[], edges: readonly string[]) => {
      writeFileSync(
        join(cwd, "report.json"),
        JSON.stringify({ ok: true, data: { clinics: [{ runs: [{ path, edges }] }] } }),
      );
    };
    report(["start", "bye"], ["start#e1"]);
    expect((await graph("-", "-o", "flow.svg", "--coverage", "report.json")).code).toBe(0);
    expect(written("flow.svg").match(/>NOT(?: |&#160;)COVERED</g)).toHaveLength(1);
    const nodes = { total: 3, missed: ["bye"], unreachable: ["lost"] };
    const coverage = { nodes, edges: { total: 1, missed: ["start#e1"], unreachable: [] } };
    writeFileSync(
      join(cwd, "report.json"),
      JSON.stringify({ clinics: [{ runs: [{ path: [], edges: [] }] }], coverage }),
    );
    expect((await graph("-", "-o", "flow.svg", "--force", "--coverage", "report.json")).code).toBe(0);
    report(["elsewhere"], []);
    const { code, stderr } = await graph("-", "-o", "other.svg", "--coverage", "report.json");
    expect(code).toBe(1);
    expect(stderr).toContain("covers no node of this flow");
    writeFileSync(join(cwd, "report.json"), "[]");
    expect((await graph("-", "-o", "other.svg", "--coverage", "report.json")).stderr).toContain(
      "is not a simulation report",
    );
    expect(existsSync(join(cwd, "other.svg"))).toBe(false);
  });

  it.each([
    [["-o", "flow.gif"], 2, 'Unsupported picture format ".gif"'],
    [["-o", "flow"], 2, 'Unsupported picture format "flow"'],
    [[], 2, "--out"],
    [["-", "-o", "nowhere/flow.svg"], 1, "nowhere/flow.svg: "],
    [["-o", "flow.svg", "--topic", "bookings"], 2, "Pass one of: overview, greeting-and-need"],
    [["-o", "flow.html", "--topic", "booking"], 2, "An .html page holds all topics"],
    [["-", "-o", "flow.svg", "--topic", "booking"], 2, "This flow has no topics"],
    [["-o", "flow.svg", "--language", "xx"], 2, "is not one of fr, en"],
    [["missing.json", "-o", "flow.svg"], 1, "Cannot read missing.json"],
  ])("%j exits %i", async (argv, exit, message) => {
    const { code, stdout, stderr } = await graph(...argv);
    expect({ code, stdout }).toEqual({ code: exit, stdout: "" });
    expect(stderr).toContain(message);
  });

  it("says why a flow cannot be read, once and without printing objects", async () => {
    writeFileSync(join(cwd, "bad.json"), JSON.stringify({ nodes: [{ id: "split", type: "logic_split" }] }));
    const { code, stderr } = await graph("bad.json", "-o", "flow.svg");
    expect(code).toBe(1);
    expect(stderr).toContain('node "split" type: type "logic_split" does not exist. → Write "branch".');
    expect(stderr).not.toContain("[object");
  });

  it("has nothing to draw in an empty flow", async () => {
    writeFileSync(join(cwd, "empty.json"), JSON.stringify({ nodes: [] }));
    expect((await graph("empty.json", "-o", "flow.svg")).code).toBe(6);
  });
});

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { newFolder, run } from "../fakes/world.ts";
import { type TestClinic, austin, cotonou, installClinics } from "./simulate-fixture.ts";

const documentSchema = z.object({
  data: z.looseObject({
    at: z.string().nullable(),
    totals: z.record(z.string(), z.number()),
    clinics: z.array(
      z.looseObject({
        coverage: z.looseObject({ unreachable: z.array(z.object({ edge: z.string(), because: z.string() })) }),
        runs: z.array(
          z.looseObject({
            clinic: z.string(),
            scenario: z.string(),
            status: z.string(),
            reason: z.string().nullable(),
            transcript: z.array(z.object({ speaker: z.string(), text: z.string() })),
          }),
        ),
      }),
    ),
    comparison: z.looseObject({ newlyFailing: z.array(z.unknown()), gone: z.array(z.unknown()) }).optional(),
    coverage: z.looseObject({ next: z.array(z.looseObject({ edge: z.string(), near: z.boolean() })) }),
  }),
});

let cwd: string;

beforeEach(async () => {
  cwd = newFolder();
  await installClinics(cwd, [cotonou, austin]);
});

async function report(...argv: readonly string[]) {
  const { code, stdout, stderr } = await run(["simulate", ...argv, "--json"], { cwd });
  return { code, stdout, stderr, ...documentSchema.parse(JSON.parse(stdout)) };
}

const names = ({ data }: Awaited<ReturnType<typeof report>>) =>
  data.clinics.flatMap(({ runs }) => runs.map(({ clinic, scenario }) => `${clinic} ${scenario}`));

test("the shards of a suite together hold each of its runs once", async () => {
  const all = await report("--all", "--filter", "human");
  const parts = [1, 2, 3].map((part) => report("--all", "--filter", "human", "--shard", `${part}/3`));
  const sharded = (await Promise.all(parts)).flatMap(names);
  expect(sharded.toSorted()).toEqual(names(all).toSorted());
});

test.each(["0/3", "4/3", "x", "1/0"])("--shard %s is refused", async (shard) => {
  expect(await run(["simulate", "--all", "--shard", shard], { cwd })).toMatchObject({ code: 2 });
});

test.each(["2026-02-30", "2026-03-01T25:00", "tomorrow", "2026-03-01T09:00 more"])("--at %s is refused", async (at) => {
  expect(await run(["simulate", "--all", "--at", at], { cwd })).toMatchObject({ code: 2 });
});

test("two runs with one seed and moment give the same bytes except the timings", async () => {
  const argv = ["--all", "--scenario", "book", "--seed", "7", "--at", "2026-03-28T22:30"];
  const [first, second] = [await report(...argv), await report(...argv)];
  expect(first.data.at).toBe("2026-03-28T22:30");
  const bytes = ({ data }: typeof first) => JSON.stringify({ ...data, timings: null });
  expect(bytes(second)).toBe(bytes(first));
});

/** Doctors with the names of the scenarios' first two patients. */
const namesakes: TestClinic = {
  ...cotonou,
  doctors: ["Awa Test", "Mika Essai"].map((name, index) => ({
    id: `0199a000-0000-7000-8000-0000000000d${index}`,
    name,
    specialty: "Pédiatrie",
    email: null,
    active: true,
  })),
};

test.each(["2026-12-31T09:05", "2028-02-29T00:00", "2026-10-04T02:30"])(
  "booking works on %s at a clinic whose doctors are named like patients",
  async (at) => {
    cwd = newFolder();
    await installClinics(cwd, [namesakes]);
    const { code, data } = await report("--all", "--filter", "book", "--at", at);
    expect(data.clinics.flatMap(({ runs }) => runs).filter(({ status }) => status === "failed")).toEqual([]);
    expect(code).toBe(0);
  },
);

test("a recorded simulation is a baseline: the same is no change, fewer runs are gone (exit 3)", async () => {
  const argv = ["--all", "--filter", "question-", "--at", "2026-06-10"];
  expect((await report(...argv, "--record", "kept")).code).toBe(0);
  expect(readdirSync(join(cwd, "kept", "clinics"))).toEqual(["austin-family.json", "clinique-cotonou.json"]);
  const same = await report(...argv, "--baseline", "kept/report.json");
  expect(same.data.comparison).toMatchObject({ newlyFailing: [], fixed: [], flaky: [], gone: [] });
  const fewer = await report("--clinic", "austin-family", "--filter", "question-", "--baseline", "kept/report.json");
  expect(fewer.code).toBe(3);
  expect(fewer.data.comparison?.gone.length).toBeGreaterThan(0);
});

const asks = (last: string) =>
  [
    "name: asks",
    "title: A caller asks and hangs up",
    "languages: [fr, en]",
    "caller:",
    "  turns:",
    "    - { at: greeting, say: { fr: Euh…, en: Hmm… } }",
    `expect: { nodes: { last: ${last} } }`,
  ].join("\n");

test("with a baseline only what did not fail before fails the run (exit 1)", async () => {
  mkdirSync(join(cwd, "suite"));
  const suite = join(cwd, "suite", "asks.yaml");
  const argv = ["--all", "--suite", "suite", "--at", "2026-06-10"];
  writeFileSync(suite, asks("need"));
  expect((await report(...argv, "--record", "green")).code).toBe(0);
  writeFileSync(suite, asks("anything_else"));
  expect((await report(...argv, "--record", "red")).code).toBe(1);
  const known = await report(...argv, "--baseline", "red/report.json");
  expect(known.code).toBe(0);
  expect(known.data.comparison).toMatchObject({ newlyFailing: [], stillFailing: [{ is: "failed" }, { is: "failed" }] });
  const worse = await report(...argv, "--baseline", "green/report.json");
  expect(worse.code).toBe(1);
  expect(worse.stdout).toContain("2 of 2 calls newly fail compared with the baseline");
  expect(worse.data.comparison).toMatchObject({ stillFailing: [] });
  writeFileSync(join(cwd, "suite", "more.yaml"), asks("anything_else").replace("name: asks", "name: more"));
  expect((await report(...argv, "--baseline", "red/report.json")).code).toBe(1);
});

test("uncovered edges are named for a whole suite only", async () => {
  mkdirSync(join(cwd, "suite"));
  writeFileSync(join(cwd, "suite", "asks.yaml"), asks("need"));
  const text = async (...argv: readonly string[]) =>
    (await run(["simulate", "--suite", "suite", "--at", "2026-06-10", ...argv], { cwd })).stdout;
  const whole = await text("--all");
  expect(whole).toContain("not covered: ");
  expect(whole).toContain("never fires: ");
  for (const part of [
    ["--all", "--filter", "asks"],
    ["--all", "--shard", "1/2"],
    ["--clinic", "austin-family"],
  ]) {
    expect(await text(...part)).not.toMatch(/not covered:|never fires:/);
  }
  expect(await text("--clinic", "austin-family")).toContain("1 clinic, 1 call: 1 passed");
});

test.each(["0", "x", "65"])("--threads %s is refused", async (threads) => {
  expect(await run(["simulate", "--all", "--threads", threads], { cwd })).toMatchObject({ code: 2 });
});

test("a code node does not count as a tool of the call", async () => {
  const { data } = await report("--clinic", "austin-family", "--scenario", "book", "--at", "2026-06-10");
  const called = data.clinics
    .flatMap(({ runs }) => runs.flatMap(({ transcript }) => transcript))
    .flatMap(({ speaker, text }) => (speaker === "tool" && !text.startsWith("→") ? [text.split(" ")[0]] : []));
  expect(called).toEqual(["check_availability", "review_booking", "book_appointment"]);
});

test("a file that is not a report is refused as a baseline", async () => {
  writeFileSync(join(cwd, "other.json"), "{}");
  const { code, stderr } = await run(["simulate", "--all", "--filter", "question", "--baseline", "other.json"], {
    cwd,
  });
  expect(code).toBe(1);
  expect(stderr).toContain("other.json is not the result of a simulation");
});

test("JUnit XML has one suite per clinic and shows failures and skipped runs", async () => {
  mkdirSync(join(cwd, "ci"));
  await run(["simulate", "--all", "--scenario", "human", "--scenario", "question", "--junit", "ci/junit.xml"], { cwd });
  const xml = readFileSync(join(cwd, "ci/junit.xml"), "utf8");
  expect(xml).toContain('<testsuites name="ascendia simulate" tests="4" failures="0" skipped="1">');
  expect(xml).toContain('<testcase classname="clinique-cotonou" name="human"/>');
  expect(xml).toContain('<skipped message="the clinic has no transfer number"/>');
});

test("too few edges fail under --min-edge-coverage, with the edges to cover next", async () => {
  const { code, data } = await report("--all", "--scenario", "question", "--min-edge-coverage", "50");
  expect(code).toBe(1);
  expect(data.coverage.next[0]).toMatchObject({ near: true });
});

test("edges that a clinic's own facts rule out are listed with the reason", async () => {
  const { data } = await report("--clinic", "clinique-cotonou", "--scenario", "question");
  const found = data.clinics[0]?.coverage.unreachable.find(({ edge }) => edge.endsWith("greeting-to-forward_calls"));
  expect(found?.because).toContain('{{clinic_status}} is "open"');
});

test("a call that sometimes passes and sometimes fails is flaky: exit 3", async () => {
  const good = (await report("--clinic", "austin-family", "--scenario", "question")).data.clinics[0]?.["variables"];
  let calls = 0;
  const server = createServer((request, response) => {
    request.resume();
    const inbound = request.url?.includes("inbound") === true;
    calls += inbound ? 1 : 0;
    const broken = inbound && calls % 2 === 0;
    response.writeHead(broken ? 500 : 200, { "content-type": "application/json" });
    const doctors = austin.doctors.map(({ id, name }) => ({ id, name }));
    response.end(JSON.stringify(inbound ? { call_inbound: { dynamic_variables: good } } : { message: "", doctors }));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  const flaky = await report("--clinic", "austin-family", "--scenario", "question", "--repeat", "4", "--url", url);
  server.close();
  expect(flaky.data.totals).toMatchObject({ flaky: 1, failed: 0, passed: 0 });
  expect(flaky.data.clinics[0]?.runs[0]?.reason).toMatch(/^2 of 4 plays failed: /);
  expect(flaky.code).toBe(3);
});

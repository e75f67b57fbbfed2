import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { beforeEach, describe, expect, it, test } from "vitest";
import * as z from "zod";
import { newFolder, run } from "../fakes/world.ts";
import { austin, cotonou, empty, installClinics } from "./simulate-fixture.ts";

const runSchema = z.object({
  clinic: z.string(),
  scenario: z.string(),
  status: z.string(),
  reason: z.string().nullable(),
  path: z.array(z.string()),
  tools: z.array(z.looseObject({ name: z.string(), args: z.record(z.string(), z.unknown()) })),
  variables: z.record(z.string(), z.string()),
  outcome: z.string().nullable(),
  decisions: z.array(z.looseObject({ source: z.string() })),
});

const documentSchema = z.object({
  ok: z.boolean(),
  command: z.literal("simulate"),
  error: z.looseObject({ code: z.string() }).optional(),
  data: z.looseObject({
    schema: z.literal(1),
    totals: z.record(z.string(), z.number()),
    clinics: z.array(
      z.looseObject({
        clinic: z.string(),
        doctors: z.looseObject({
          own: z.array(z.unknown()),
          offered: z.object({ variable: z.array(z.unknown()), function: z.array(z.unknown()) }),
          problems: z.array(z.string()),
        }),
        variables: z.record(z.string(), z.string()),
        runs: z.array(runSchema),
      }),
    ),
    coverage: z.looseObject({
      edges: z.looseObject({ covered: z.number(), total: z.number(), unreachable: z.array(z.string()) }),
      unreachable: z.array(z.object({ edge: z.string(), because: z.string() })),
      next: z.array(z.looseObject({ edge: z.string(), near: z.boolean() })),
    }),
    timings: z.looseObject({ webhook: z.looseObject({ count: z.number() }).nullable() }),
  }),
});

let cwd: string;
let database: string;

beforeEach(async () => {
  cwd = newFolder();
  database = await installClinics(cwd, [cotonou, austin]);
});

async function simulate(...argv: readonly string[]) {
  return run(["simulate", ...argv], { cwd });
}

async function report(...argv: readonly string[]) {
  const { code, stdout } = await simulate(...argv, "--json");
  return { code, stdout, ...documentSchema.parse(JSON.parse(stdout)) };
}

function digest(): string {
  return createHash("sha256").update(readFileSync(database)).digest("hex");
}

function suite(text: string): string {
  const file = join(cwd, "scenario.yaml");
  writeFileSync(file, text);
  return file;
}

function naming(edge: string): string {
  return suite(`${questionScenario}      edge: ${edge}\nexpect: { nodes: { passed: [has_doctors] } }\n`);
}

const questionScenario = `name: planted
title: A planted scenario
languages: [fr, en]
caller:
  turns:
    - say: { fr: "Quels sont vos horaires ?", en: "What are your opening hours?" }
`;

test("the shipped suite passes for a whole fleet, takes nearly every edge, and does not change the database", async () => {
  cwd = newFolder();
  database = await installClinics(cwd, [cotonou, austin, empty]);
  const before = digest();
  const { code, ok, data } = await report("--all");
  const runs = data.clinics.flatMap((clinic) => clinic.runs);
  expect(runs.filter(({ status }) => status !== "passed" && status !== "skipped")).toEqual([]);
  expect({ code, ok }).toEqual({ code: 0, ok: true });
  expect(data.totals).toMatchObject({ clinics: 3, leaks: 0, doctorProblems: 0 });
  expect(data.totals["passed"]).toBeGreaterThanOrEqual(80);
  const { covered, total, unreachable } = data.coverage.edges;
  expect(covered / (total - unreachable.length)).toBeGreaterThanOrEqual(0.95);
  expect(data.coverage.unreachable.map(({ edge }) => edge)).toEqual(unreachable);
  expect(data.coverage.unreachable.every(({ because }) => because !== "")).toBe(true);
  expect(digest()).toBe(before);
}, 240_000);

test("in process, the same calls give the same report as over HTTP", async () => {
  const [overHttp, inProcess] = [
    await report("--all", "--filter", "book"),
    await report("--all", "--filter", "book", "--in-process"),
  ];
  const withoutTimings = ({ data: { timings: _, ...rest } }: typeof overHttp) => rest;
  expect(inProcess.code).toBe(0);
  expect(withoutTimings(inProcess)).toEqual(withoutTimings(overHttp));
}, 240_000);

test.each([cotonou, austin])(
  "$clinic.slug is told of with its doctors, and its call with path, tools and decisions",
  async ({ clinic, doctors }) => {
    const { data } = await report("--clinic", clinic.slug, "--scenario", "book");
    const bare = doctors.map(({ id, name }) => ({ id, name: name.replace("Dr ", "") }));
    expect(data.clinics).toMatchObject([
      {
        clinic: clinic.slug,
        doctors: { offered: { variable: bare, function: bare }, problems: [] },
        variables: { clinic_name: clinic.name },
        runs: [
          {
            status: "passed",
            outcome: "booked",
            variables: { booked: "true" },
            tools: [
              { name: "check_availability" },
              { name: "review_booking", result: { reviewed: "true" } },
              { name: "book_appointment", args: { clinic_id: clinic.id, doctor_id: bare[0]?.id } },
            ],
          },
        ],
      },
    ]);
    const [booking] = data.clinics.flatMap(({ runs }) => runs);
    expect(booking?.path).toEqual(expect.arrayContaining(["greeting", "offer_slots", "book_appointment", "goodbye"]));
    expect(booking?.decisions.map(({ source }) => source)).toContain("example");
  },
);

test("two runs with one seed give the same bytes except the timings; another seed gives other calls", async () => {
  const argv = ["--all", "--scenario", "book", "--scenario", "move"];
  const [first, second, other] = [
    await report(...argv, "--seed", "7"),
    await report(...argv, "--seed", "7"),
    await report(...argv, "--seed", "8"),
  ];
  const withoutTimings = ({ data }: typeof first) => JSON.stringify({ ...data, timings: null });
  expect(withoutTimings(second)).toBe(withoutTimings(first));
  expect(withoutTimings(other)).not.toBe(withoutTimings(first));
});

describe("the result of a run", () => {
  it("is a failure when an expectation does not hold: exit 1, with what was found", async () => {
    const file = suite(`${questionScenario}expect: { outcome: booked, nodes: { passed: [answer_question] } }\n`);
    const { code, ok, error, data } = await report("--clinic", "austin-family", "--suite", file);
    expect({ code, ok, error: error?.code }).toEqual({ code: 1, ok: false, error: "failed" });
    expect(data.clinics[0]?.runs[0]).toMatchObject({
      status: "failed",
      reason: 'outcome is "booked"; found question_answered',
    });
  });

  it.each(["", "expect: {}\n", "expect: { nodes: { passed: [] }, tools: [] }\n"])(
    "is nothing checked when nothing was expected (%j): exit 6",
    async (expected) => {
      const { code, error, data } = await report("--all", "--suite", suite(questionScenario + expected));
      expect({ code, error: error?.code }).toEqual({ code: 6, error: "nothing_checked" });
      expect(data.totals).toMatchObject({ vacuous: 2, passed: 0 });
    },
  );

  it("is skipped, with the reason, when the scenario does not apply; skipped everywhere is exit 6", async () => {
    const { code, data } = await report("--clinic", "austin-family", "--scenario", "human");
    expect(code).toBe(6);
    expect(data.clinics[0]?.runs).toMatchObject([{ status: "skipped", reason: "the clinic has no transfer number" }]);
  });

  it("is undecided, with the candidates, when the words are ambiguous: exit 1", async () => {
    const unclear = questionScenario.replace("Quels sont vos horaires ?", "Euh, voilà, la chose de l'autre fois");
    const stay = unclear.replace("turns:", 'turns:\n    - say: "xyz"\n      edge: else');
    const { code, data } = await report(
      "--clinic",
      "clinique-cotonou",
      "--suite",
      suite(`${stay}expect: { outcome: no_outcome }\n`),
    );
    expect(code).toBe(1);
    expect(data.clinics[0]?.runs[0]).toMatchObject({ status: "undecided", path: ["greeting", "need"] });
    expect(data.clinics[0]?.runs[0]?.reason).toContain("need-to-");
  });

  it("follows an edge that the scenario names, and fails when there is no such edge", async () => {
    expect((await report("--clinic", "austin-family", "--suite", naming("has_doctors"))).code).toBe(0);
    const { code, data } = await report("--clinic", "austin-family", "--suite", naming("no_such_edge"));
    expect(code).toBe(1);
    expect(data.clinics[0]?.runs[0]?.status).toBe("failed");
  });

  it("stops at the first failure under --bail", async () => {
    const file = suite(`${questionScenario}expect: { outcome: booked }\n`);
    expect((await report("--all", "--bail", "--suite", file)).data.totals).toMatchObject({ runs: 1, failed: 1 });
  });
});

describe("the command line", () => {
  it("asks which clinics", async () => {
    expect(await simulate("--scenario", "book")).toMatchObject({ code: 2 });
  });

  it("refuses --all with a clinic", async () => {
    const { code, stderr } = await simulate("--all", "--clinic", "clinique-cotonou");
    expect([code, stderr]).toEqual([2, expect.stringContaining("Pass exactly one of --all or --clinic.")]);
  });

  it("names an unknown clinic or scenario", async () => {
    const clinic = await simulate("--clinic", "nowhere");
    expect(clinic.code).toBe(1);
    expect(clinic.stderr).toContain("nowhere");
    const scenario = await simulate("--all", "--scenario", "nothing");
    expect(scenario.code).toBe(1);
    expect(scenario.stderr).toContain("--list");
  });

  it("lists the scenarios without a clinic or a database", async () => {
    const elsewhere = newFolder();
    const { code, stdout } = await run(["simulate", "--list"], { cwd: elsewhere });
    expect(code).toBe(0);
    expect(stdout).toContain("slot-taken");
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it("reports a broken scenario with its line, before any call", async () => {
    const { code, stderr } = await simulate("--all", "--suite", suite(questionScenario.replace("title", "tilte")));
    expect(code).toBe(1);
    expect(stderr).toContain("scenario.yaml:2");
    expect(stderr).toContain('Did you mean "title"');
  });

  it("shows the transcript of one call with node names, progress on stderr", async () => {
    const { code, stdout, stderr } = await simulate("--clinic", "clinique-cotonou", "--scenario", "question");
    expect(code).toBe(0);
    expect(stdout).toContain("[answer_question]");
    expect(stdout).toContain("caller:  Bonjour, quels sont vos horaires le samedi ?");
    expect(stdout).toMatch(/no call revealed another clinic's data\n$/);
    expect(stderr).toContain("[1/1] ✓ clinique-cotonou question");
  });

  it("shows a table of many calls", async () => {
    const { stdout } = await simulate("--all", "--scenario", "human", "--scenario", "question");
    expect(stdout).toMatch(/^CLINIC +DOCTORS +PASSED/);
    expect(stdout).toMatch(/austin-family +2 own +1 +0 +0 +0 +0 +1/);
    expect(stdout).toMatch(/inbound webhook p50 [\d.]+ ms, p99 [\d.]+ ms/);
  });
});

test("an installation without clinics checks nothing", async () => {
  const folder = newFolder();
  await installClinics(folder, []);
  expect(await run(["simulate", "--all"], { cwd: folder })).toMatchObject({ code: 6 });
});

/** A server that answers every clinic's calls as one clinic: the fault that the leak check must find. */
async function leakyServer(answer: object) {
  const server = createServer((request, response) => {
    request.resume();
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(request.url?.includes("inbound") === true ? answer : { message: "", doctors: [] }));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

describe("a running server (--url)", () => {
  it("that gives a clinic another's variables is detected: exit 1", async () => {
    const { data } = await report("--clinic", "austin-family", "--scenario", "question");
    const variables = data.clinics[0]?.variables ?? {};
    const server = await leakyServer({ call_inbound: { dynamic_variables: variables } });
    const { code, data: leaked } = await report(
      "--clinic",
      "clinique-cotonou",
      "--scenario",
      "question",
      "--url",
      server.url,
    );
    server.close();
    expect(code).toBe(1);
    expect(leaked.totals["leaks"]).toBeGreaterThan(0);
    expect(leaked.totals["doctorProblems"]).toBe(2);
    expect(leaked.clinics[0]?.runs[0]?.reason).toMatch(/^leak: .* of austin-family$/);
  });

  it("that cannot be reached fails every call", async () => {
    const server = await leakyServer({});
    server.close();
    const { code, data } = await report("--all", "--scenario", "question", "--url", server.url);
    expect(code).toBe(1);
    expect(data.totals).toMatchObject({ failed: 2 });
  });

  it("is not set up for scenarios that need a copy of the database", async () => {
    const server = await leakyServer({});
    const { code, data } = await report("--clinic", "austin-family", "--scenario", "slot-taken", "--url", server.url);
    server.close();
    expect(data.clinics[0]?.runs[0]).toMatchObject({ status: "skipped" });
    expect(code).toBe(1);
  });
});

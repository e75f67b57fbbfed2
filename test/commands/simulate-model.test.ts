import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { type AskedModel, type ModelReply, startModelServer } from "../fakes/model-server.ts";
import { judgeQuestions } from "../../src/simulator/run/call-judge.ts";
import { textLike } from "../fakes/text-like.ts";
import { newFolder, run } from "../fakes/world.ts";
import { austin, installClinics } from "./simulate-fixture.ts";

const runs = z.object({
  data: z.object({
    clinics: z.array(
      z.object({
        runs: z.array(
          z.object({
            status: z.string(),
            reason: z.string().nullable(),
            path: z.array(z.string()),
            transcript: z.array(z.object({ node: z.string(), speaker: z.string(), text: z.string() })),
            checks: z.array(z.object({ what: z.string(), status: z.string(), found: z.string().optional() })),
            decisions: z.array(z.looseObject({ source: z.string() })),
          }),
        ),
      }),
    ),
  }),
});

let cwd: string;
let server: Awaited<ReturnType<typeof startModelServer>>;

beforeEach(async () => {
  cwd = newFolder();
  await installClinics(cwd, [austin]);
});

afterEach(() => {
  server.close();
});

/**
 * A model that picks the condition containing the words, words everything as "Here you are." and asks one question as
 * the caller.
 */
function sensible({ name, input }: AskedModel): ModelReply {
  if (name === "choose_transition") {
    const heard = /Caller: (.*)\n\nThe caller/.exec(input)?.[1] ?? "";
    const wanted = heard.includes("hours") ? "asks for information" : "needs nothing more";
    const number = new RegExp(`^(\\d+)\\. .*${wanted}`, "im").exec(input)?.[1];
    return { content: { reason: "they said so", answer: number ?? "none" } };
  }
  if (name === "play_caller") {
    const hasAsked = input.includes("Caller: What are your hours?");
    return { content: hasAsked ? { say: "", hangup: true } : { say: "What are your hours?", hangup: false } };
  }
  if (name === "judge_call") return { content: judgement({}) };
  return { content: { text: "We are open on weekdays." } };
}

type Given = Readonly<Record<string, { answer: string; quote?: string }>>;

/** A judgement that finds nothing wrong, except the given faults. */
function judgement(given: Given, own: readonly string[] = []) {
  const names = [...judgeQuestions.map(({ name }) => name), ...own];
  return Object.fromEntries(
    names.map((name) => [name, { quote: "", reason: "so it is", ...(given[name] ?? { answer: "no" }) }]),
  );
}

/** The sensible model, with this judgement. */
function judging(given: Given, own?: readonly string[]) {
  return (asked: AskedModel): ModelReply =>
    asked.name === "judge_call" ? { content: judgement(given, own) } : sensible(asked);
}

/** A model that books with a doctor, whose name and id it reads in the first sentence. */
function reading({ name, input, ...asked }: AskedModel): ModelReply {
  if (name === "choose_transition") {
    const number = /^(\d+)\. .*(?:book a new appointment|names or chooses a doctor)/im.exec(input)?.[1];
    return { content: { reason: "so", answer: number ?? "none" } };
  }
  if (name !== "extract_values") return sensible({ name, input, ...asked });
  const keys = [...input.matchAll(/^(v\d+) = (\w+)/gm)];
  const values = { chosen_doctor_name: "June Specimen", chosen_doctor_id: "0199a000-0000-7000-8000-0000000000b2" };
  return {
    content: Object.fromEntries(keys.map(([, key, wanted]) => [key, Reflect.get(values, wanted ?? "") ?? null])),
  };
}

const persona = `name: planted
title: A persona with a question
languages: [en]
caller:
  persona: You want to know the opening hours of {{clinic.name}}.
expect: { nodes: { passed: [answer_question] } }
`;

function suite(text: string): string {
  const file = join(cwd, "scenario.yaml");
  writeFileSync(file, text);
  return file;
}

async function simulate(text: string, env: Readonly<Record<string, string>> = {}, ...more: readonly string[]) {
  const consent = more.includes("--brain") ? ["--yes"] : [];
  const argv = ["simulate", "--all", "--suite", suite(text), "--json", "--verbose", ...consent, ...more];
  const surroundings = { cwd, env: { OPENAI_BASE_URL: server.url, ASCENDIA_MODEL: "stand-in", ...env } };
  const { code, stdout, stderr } = await run(argv, surroundings);
  return { code, stdout, stderr, runs: () => runs.parse(JSON.parse(stdout)).data.clinics[0]?.runs[0] };
}

describe("simulate --brain llm", () => {
  it("lets the model play the caller, decide and word; the same run again costs nothing", async () => {
    server = await startModelServer(sensible);
    const first = await simulate(persona, {}, "--brain", "llm");
    expect(first.code).toBe(0);
    expect(first.runs()).toMatchObject({ status: "passed", path: ["greeting", "answer_question"] });
    expect(first.runs()?.decisions).toMatchObject([{ source: "model" }]);
    expect(first.runs()?.transcript.map(({ text }) => text)).toEqual(
      expect.arrayContaining(["What are your hours?", "We are open on weekdays."]),
    );
    const asked = server.asked.length;
    expect(asked).toBeGreaterThanOrEqual(4);
    expect(server.asked.find(({ name }) => name === "play_caller")?.instructions).toContain("Bluebonnet Family Clinic");
    const again = await simulate(persona, {}, "--brain", "llm");
    expect(server.asked).toHaveLength(asked);
    expect(again.runs()).toEqual(first.runs());
    expect(again.stderr).toContain("model requests: 0;");
  });

  it("asks again for another model", async () => {
    server = await startModelServer(sensible);
    await simulate(persona, {}, "--brain", "llm");
    const asked = server.asked.length;
    await simulate(persona, { ASCENDIA_MODEL: "another" }, "--brain", "llm");
    expect(server.asked).toHaveLength(asked * 2);
  });

  const script = persona.replace(/ {2}persona: .*/, "  turns:\n    - say: Hello, your hours please?");

  it.each<readonly [string, unknown, RegExp]>([
    ["no JSON", "the first one, I think", /the model's answer to "choose_transition" cannot be used: .*the first one/s],
    ["an edge that is none", { reason: "", answer: "77" }, /cannot be used: /],
    ["doubt", { reason: "both could be meant", answer: "unclear" }, /cannot decide between .*: both could be meant/],
  ])("never guesses: %s is undecided with the reason", async (_, content, reason) => {
    server = await startModelServer(() => ({ content }));
    const { code, runs: told } = await simulate(script, {}, "--brain", "llm");
    expect(code).toBe(1);
    expect(told()).toMatchObject({ status: "undecided", reason: textLike(reason), path: ["greeting"] });
  });

  it("keeps no answer that could not be used: it is asked for again", async () => {
    server = await startModelServer((_, count) => ({ content: count === 1 ? "?" : { reason: "", answer: "none" } }));
    await simulate(script, {}, "--brain", "llm");
    await simulate(script, {}, "--brain", "llm");
    expect(server.asked.filter(({ name }) => name === "choose_transition")).toHaveLength(2);
  });

  it("takes the edge that the scenario names without asking the model", async () => {
    server = await startModelServer(sensible);
    const named = script.replace("please?", "please?\n      edge: answer_question");
    expect((await simulate(named, {}, "--brain", "llm")).code).toBe(0);
    expect(server.asked.filter(({ name }) => name === "choose_transition")).toEqual([]);
  });

  it("stops with exit 4 when the endpoint refuses the key", async () => {
    server = await startModelServer(() => ({ status: 401 }));
    expect(await simulate(script, { OPENAI_API_KEY: "key_of_a_test" }, "--brain", "llm")).toMatchObject({ code: 4 });
  });

  it("says what is missing when no model is configured, and skips personas without one", async () => {
    server = await startModelServer(sensible);
    const bare = await simulate(script, { OPENAI_BASE_URL: "", ASCENDIA_MODEL: "" }, "--brain", "llm");
    expect(bare.code).toBe(4);
    expect(bare.stdout).toContain("ASCENDIA_MODEL and OPENAI_API_KEY");
    const skipped = await simulate(persona);
    expect(skipped.code).toBe(6);
    expect(skipped.runs()).toMatchObject({ status: "skipped", reason: textLike(/--brain llm/) });
    expect(server.asked).toEqual([]);
  });

  it("extracts what the model reads, typed, and leaves out what it does not know", async () => {
    server = await startModelServer(reading);
    const book = script
      .replace("Hello, your hours please?", "I want to book\n    - say: With June Specimen")
      .replace("answer_question", "name_doctor");
    const { code, runs: told } = await simulate(
      book.replace("nodes:", "variables: { chosen_doctor_name: June Specimen }, nodes:"),
      {},
      "--brain",
      "llm",
    );
    expect(told()).toMatchObject({ status: "passed", reason: null });
    expect(code).toBe(0);
  });

  it("shows what the model may be asked for, and asks nothing without consent", async () => {
    server = await startModelServer(sensible);
    const argv = ["simulate", "--all", "--suite", suite(persona), "--brain", "llm"];
    const env = { OPENAI_BASE_URL: server.url, ASCENDIA_MODEL: "stand-in" };
    const { code, stderr } = await run(argv, { cwd, env });
    expect(code).toBe(2);
    expect(stderr).toContain("budget: 1 call, about 32 requests, 80 thousand tokens");
    expect(stderr).toContain("--yes");
    expect(server.asked).toEqual([]);
  });

  it("sends no more requests than --budget allows, and says which call it stopped", async () => {
    server = await startModelServer(sensible);
    const { code, stderr, runs: told } = await simulate(persona, {}, "--brain", "llm", "--budget", "2");
    expect(server.asked).toHaveLength(2);
    expect(told()).toMatchObject({ status: "undecided", reason: "the budget of 2 model requests is used up" });
    expect(code).toBe(1);
    expect(stderr).toContain("at most 2 requests (--budget)");
  });

  it.each(["0", "some", "-1"])("refuses --budget %s", async (budget) => {
    server = await startModelServer(sensible);
    expect(await simulate(persona, {}, "--brain", "llm", `--budget=${budget}`)).toMatchObject({ code: 2 });
    expect(await simulate(persona, {}, "--budget", "5")).toMatchObject({ code: 2 });
  });
});

describe("the judge of simulate --brain llm", () => {
  it("answers every question of every call, from the facts, the tools and the words", async () => {
    server = await startModelServer(sensible);
    const { runs: told } = await simulate(persona, {}, "--brain", "llm");
    const asked = server.asked.find(({ name }) => name === "judge_call");
    for (const { name, ask } of judgeQuestions) {
      expect(asked?.input).toContain(`${name}: ${ask}`);
      expect(told()?.checks).toContainEqual({ what: `judge: never ${name}`, status: "passed" });
    }
    expect(asked?.input).toContain("clinic_name: Bluebonnet Family Clinic");
    expect(asked?.input).toContain("Agent: We are open on weekdays.");
  });

  it.each(["promises_early", "delays_help"])("fails the call when it %s, with the words", async (name) => {
    server = await startModelServer(judging({ [name]: { answer: "yes", quote: "We are open on weekdays" } }));
    const { code, runs: told } = await simulate(persona, {}, "--brain", "llm");
    expect(told()).toMatchObject({
      status: "failed",
      reason: `judge: never ${name}; found "We are open on weekdays": so it is`,
    });
    expect(code).toBe(1);
  });

  it.each<readonly [string, Given[string], RegExp]>([
    ["cannot say", { answer: "unclear" }, /the model cannot say: so it is/],
    ["quotes what nobody said", { answer: "yes", quote: "Take two pills" }, /never said: "Take two pills"/],
    ["accuses without words", { answer: "yes", quote: " " }, /the model quotes what the agent never said/],
  ])("leaves a call undecided when it %s", async (_, given, reason) => {
    server = await startModelServer(judging({ gives_medical_advice: given }));
    const { runs: told } = await simulate(persona, {}, "--brain", "llm");
    expect(told()).toMatchObject({ status: "undecided", reason: textLike(reason) });
  });

  it("answers a scenario's own questions; without a model they stay unchecked", async () => {
    const asking = persona
      .replace("nodes:", 'judged: [{ ask: "Does it say when the clinic is open?", answer: "yes" }], nodes:')
      .replace(/ {2}persona: .*/, "  turns:\n    - say: Hello, your hours please?");
    server = await startModelServer(
      judging({ scenario_1: { answer: "yes", quote: "open on weekdays" } }, ["scenario_1"]),
    );
    const what = "judge: Does it say when the clinic is open? yes";
    const asked = await simulate(asking, {}, "--brain", "llm");
    expect(asked.runs()?.checks).toContainEqual({ what, status: "passed" });
    const offline = await simulate(asking);
    expect(offline.runs()?.checks).toContainEqual({ what, status: "unchecked" });
    server.close();
    server = await startModelServer(judging({}, ["scenario_1"]));
    const denied = await simulate(asking, {}, "--brain", "llm");
    expect(denied.runs()).toMatchObject({ status: "failed", reason: `${what}; found so it is` });
  });
});

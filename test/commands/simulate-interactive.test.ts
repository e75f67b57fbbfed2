import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { createProgram } from "../../src/commands/program.ts";
import { createContext } from "../../src/composition/create-context.ts";
import { humanOutput } from "../../src/terminal/output.ts";
import type { Prompt } from "../../src/terminal/prompt.ts";
import { textLike } from "../fakes/text-like.ts";
import { Recorder } from "../fakes/streams.ts";
import { newFolder, run } from "../fakes/world.ts";
import { austin, cotonou, installClinics } from "./simulate-fixture.ts";

let cwd: string;

beforeEach(async () => {
  cwd = newFolder();
  await installClinics(cwd, [austin, cotonou]);
});

const neverAsked = () => Promise.reject(new Error("only the caller's words are asked for"));

function digest(): string {
  return createHash("sha256")
    .update(readFileSync(join(cwd, ".ascendia", "sandbox.db")))
    .digest("hex");
}

interface Picks {
  /** Which choices to take in turn, by the start of the question; default: the first. */
  readonly picks?: Readonly<Record<string, readonly string[]>>;
  /** The values typed. */
  readonly values?: readonly string[];
  readonly saves?: boolean;
}

type Choices = Parameters<Prompt["choice"]>[0]["choices"];

/** A person at a terminal who types these lines and then has nothing more to say. */
function typing(lines: readonly string[], { picks = {}, values = [], saves = false }: Picks) {
  const left = [...lines];
  const typed = [...values];
  const wanted = new Map(Object.entries(picks).map(([question, ways]) => [question, [...ways]]));
  const offered: { message: string; choices: Choices }[] = [];
  const refused: string[] = [];
  const prompt: Prompt = {
    interactive: true,
    text: ({ message, validate }) => {
      if (message.startsWith("[")) return Promise.resolve(left.shift() ?? "/quit");
      let value = typed.shift() ?? "";
      for (let told = validate?.(value); typeof told === "string"; told = validate?.(value)) {
        refused.push(told);
        value = typed.shift() ?? "-";
      }
      return Promise.resolve(value);
    },
    secret: neverAsked,
    choice: ({ message, choices }) => {
      offered.push({ message, choices });
      const [, ways = []] = [...wanted].find(([question]) => message.startsWith(question)) ?? [];
      const way = ways.shift();
      const found = choices.find(({ value }) => value === way) ?? (way === undefined ? choices[0] : undefined);
      return found === undefined ? Promise.reject(new Error(`"${way}" is not offered`)) : Promise.resolve(found.value);
    },
    edited: () => Promise.reject(new Error("nothing is edited")),
    keys: () => ({ pause: () => {}, resume: () => {}, stop: () => {} }),
    confirm: () => Promise.resolve(saves),
  };
  return { prompt, offered, refused };
}

async function call(clinic: string, ...lines: readonly string[]) {
  return callWith(["--clinic", clinic], lines);
}

async function callWith(flags: readonly string[], lines: readonly string[], picks: Picks = {}) {
  const { prompt, offered, refused } = typing(lines, picks);
  const [stdout, stderr] = [new Recorder(), new Recorder()];
  const argv = ["simulate", "--interactive", ...flags];
  const output = humanOutput({ stdout, stderr }, { quiet: false, verbose: false, colour: false });
  const context = createContext({
    env: {},
    cwd,
    stdin: (async function* () {})(),
    flags: {},
    output,
    prompt,
    dispatch: async (line, on) => {
      await (
        await createProgram(line, on, { version: () => "0", writeOut: () => {} })
      ).parseAsync(line, { from: "user" });
    },
  });
  try {
    await context.run(argv);
  } finally {
    await context.close();
  }
  return { said: stdout.text, shown: stderr.text, offered, refused };
}

describe("simulate --interactive", () => {
  it("answers line by line, with the node, the way taken and the scores of the others", async () => {
    const { said } = await call("austin-family", "What are your opening hours?");
    expect(said).toContain("agent: Hello, you have reached Bluebonnet Family Clinic.");
    expect(said).toMatch(/Greeting → greeting-to-answer_question \(example [\d.]+\)/);
    expect(said).toContain("[Answer question] answer_question");
    expect(said).toContain("The call is over: user_hangup.");
  });

  it("offers the possible edges for ambiguous words, with what is said next, and takes the one picked", async () => {
    const picks = { "At Need": ["need-to-answer_question"] };
    const { said, offered } = await callWith(["--clinic", "clinique-cotonou"], ["xyz", "xyz"], { picks });
    const asked = offered.find(({ message }) => message === 'At Need: "xyz" leads to');
    expect(asked?.choices.map(({ value }) => value)).toEqual(
      expect.arrayContaining(["need-to-answer_question", "emergency", "stay here, or take the else edge"]),
    );
    expect(asked?.choices.find(({ value }) => value === "emergency")?.description).toMatch(
      /^when: .*\nthen: .*appelez tout de suite le/is,
    );
    expect(said).toContain("Need → need-to-answer_question (named)");
    expect(said).toContain("[Answer question] answer_question");
  });

  it("lets the caller rephrase it, as if nothing had been heard", async () => {
    const picks = { "At Need": ["rephrase it"] };
    const lines = ["xyz", "xyz", "What are your opening hours?"];
    const { said, shown } = await callWith(["--clinic", "austin-family"], lines, { picks });
    expect(shown).toContain("rephrase it");
    expect(said).toContain("[Answer question] answer_question");
  });

  it("asks even for a clear decision on request", async () => {
    const picks = { "At Greeting": ["emergency"] };
    const lines = ["/choose", "What are your opening hours?"];
    const { said } = await callWith(["--clinic", "austin-family"], lines, { picks });
    expect(said).toContain("Greeting → emergency (named)");
  });

  it("shows what an extraction found, and continues with a value typed instead, of the right type", async () => {
    const picks = {
      "What the caller already said": ["people", "visit_reason"],
      "Extract doctor": ["chosen_doctor_name"],
    };
    const values = ["2", "a vaccination", "-"];
    const { said, offered } = await callWith(
      ["--clinic", "austin-family"],
      ["I would like an appointment with a doctor.", "June Specimen", "/vars"],
      { picks, values },
    );
    const [first] = offered;
    expect(first?.choices.map(({ name }) => name.replace(/ = .*/u, ""))).toEqual([
      "go on with these",
      "visit_reason",
      "chosen_doctor_name",
      "chosen_doctor_id",
      "appointment_date",
      "appointment_part",
      "patient_name",
      "people",
    ]);
    expect(said).toContain("[Present doctors]");
    const found = offered.filter(({ message }) => message.startsWith("Extract doctor"));
    expect(found[0]?.choices.map(({ name }) => name)).toContain("chosen_doctor_name = Dr. June Specimen");
    expect(found[1]?.choices.map(({ name }) => name)).toContain("chosen_doctor_name = (not heard)");
  });

  it("takes only a value that the variable may have", async () => {
    const picks = { "Extract the message": ["message_urgency"] };
    const lines = ["I would like to speak to a person.", "A message please.", "Please ask the doctor to call me back."];
    const { refused, offered } = await callWith(["--clinic", "austin-family"], lines, {
      picks,
      values: ["whenever", "-"],
    });
    expect(refused).toEqual([expect.stringMatching(/^one of /)]);
    expect(offered.filter(({ message }) => message.startsWith("Extract the message"))).toHaveLength(2);
  });

  it("saves the call as a scenario that passes", async () => {
    const picks = { "At Need": ["need-to-answer_question"] };
    const lines = ["xyz", "xyz", "No thank you, goodbye."];
    const { shown } = await callWith(["--clinic", "austin-family"], lines, { picks, saves: true });
    const [, file = ""] = /ascendia simulate --scenario (\S+)/.exec(shown) ?? [];
    const played = await run(["simulate", "--scenario", file, "--json"], { cwd });
    expect(played.code).toBe(0);
    expect(JSON.parse(played.stdout)).toMatchObject({ data: { totals: { passed: 1, runs: 1 } } });
    expect(readFileSync(join(cwd, file), "utf8")).toContain("answer_question");
  });

  it("takes an edge that is named before the words", async () => {
    const { said } = await call("austin-family", "/choose greeting-to-answer_question", "xyz");
    expect(said).toContain("Greeting → greeting-to-answer_question (named)");
  });

  it("shows node and variables, accepts silence and keys, and survives unknown input", async () => {
    const { shown, said } = await call(
      "austin-family",
      "/vars",
      "/node",
      "",
      "/wat",
      "/silence x",
      "/silence 12",
      "/digits x",
      "/digits 1",
    );
    expect(shown).toMatch(/clinic_name +supplied +Bluebonnet Family Clinic/);
    expect(shown).toMatch(/greeting-to-answer_question +answer_question/);
    for (const told of ["Type something", "Unknown command /wat", "How many seconds?", "Use digits"])
      expect(shown).toContain(told);
    expect(said.match(/^agent: /gm)?.length).toBeGreaterThanOrEqual(2);
  });

  it("does not change the database", async () => {
    const before = digest();
    const { said } = await call("austin-family", "I would like an appointment with a doctor.");
    expect(said).toContain("[Present doctors]");
    expect(digest()).toBe(before);
  });

  it("needs a terminal and one clinic", async () => {
    const away = await run(["simulate", "--interactive", "--clinic", "austin-family"], { cwd });
    expect(away.code).toBe(2);
    expect(away.stderr).toContain("--scenario");
    await expect(callWith([], [])).rejects.toMatchObject({ code: "usage" });
    await expect(callWith(["--clinic", "austin-family", "--html", "x.html"], [])).rejects.toMatchObject({
      code: "usage",
      message: textLike(/--html/),
    });
    await expect(call("nowhere")).rejects.toMatchObject({ code: "not_found" });
  });
});

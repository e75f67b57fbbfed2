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

const asked = () => Promise.reject(new Error("only the caller's words are asked for"));

function digest(): string {
  return createHash("sha256")
    .update(readFileSync(join(cwd, ".ascendia", "sandbox.db")))
    .digest("hex");
}

/** Somebody at a terminal who types these lines and then has nothing more to say. */
function typing(lines: readonly string[]): Prompt {
  const left = [...lines];
  return {
    interactive: true,
    text: () => Promise.resolve(left.shift() ?? "/quit"),
    secret: asked,
    choice: asked,
    edited: () => Promise.reject(new Error("nothing is edited")),
    confirm: asked,
  };
}

async function call(clinic: string, ...lines: readonly string[]) {
  return callWith(["--clinic", clinic], lines);
}

async function callWith(flags: readonly string[], lines: readonly string[]) {
  const [stdout, stderr] = [new Recorder(), new Recorder()];
  const argv = ["simulate", "--interactive", ...flags];
  const output = humanOutput({ stdout, stderr }, { quiet: false, verbose: false, colour: false });
  const context = createContext({
    env: {},
    cwd,
    stdin: (async function* () {})(),
    flags: {},
    output,
    prompt: typing(lines),
    dispatch: async (line, on) => {
      await (await createProgram(line, on, { version: "0", writeOut: () => {} })).parseAsync(line, { from: "user" });
    },
  });
  try {
    await context.run(argv);
  } finally {
    await context.close();
  }
  return { said: stdout.text, shown: stderr.text };
}

describe("simulate --interactive", () => {
  it("answers line by line, with the node, the way taken and the scores of the others", async () => {
    const { said } = await call("austin-family", "What are your opening hours?");
    expect(said).toContain("agent: Hello, you have reached Bluebonnet Family Clinic.");
    expect(said).toMatch(/Greeting → greeting-to-answer_question \(example [\d.]+\)/);
    expect(said).toContain("[Answer question] answer_question");
    expect(said).toContain("The call is over: user_hangup.");
  });

  it("shows where words could mean anything, and goes the way that is chosen", async () => {
    const { said, shown } = await call(
      "clinique-cotonou",
      "xyz",
      "xyz",
      "still xyz",
      "/choose nowhere",
      "/choose need-to-answer_question",
    );
    expect(said).toMatch(/Undecided at Need: "xyz" could mean\nEDGE +SCORE +WHEN\n/);
    expect(shown).toContain("cannot decide which edge to take");
    expect(shown).toContain('"nowhere" is not one of the edges: ');
    expect(said).toContain("[Answer question] answer_question");
  });

  it("takes a way that is named before the words", async () => {
    const { said } = await call("austin-family", "/choose greeting-to-answer_question", "xyz");
    expect(said).toContain("Greeting → greeting-to-answer_question (named)");
  });

  it("shows node and variables, lets silence pass and keys be pressed, and forgives what it does not know", async () => {
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

  it("leaves the database as it was", async () => {
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

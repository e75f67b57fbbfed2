import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { assert, constantFrom, pre, property, string } from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { withVariables } from "../../src/commands/init/init-files.ts";
import { createProgram } from "../../src/commands/program.ts";
import { createContext } from "../../src/composition/create-context.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { humanOutput } from "../../src/terminal/output.ts";
import type { Prompt } from "../../src/terminal/prompt.ts";
import { Recorder } from "../fakes/streams.ts";
import { newFolder, run } from "../fakes/world.ts";

const key = "key_only_for_this_test";
const unreachable = { RETELL_BASE_URL: "http://127.0.0.1:9" };

const init = (cwd: string, argv: readonly string[], env = {}) => run(["init", ...argv], { cwd, env });
const envOf = (cwd: string): string => readFileSync(join(cwd, ".env"), "utf8");

async function retell(): Promise<Readonly<Record<string, string>>> {
  const sandbox = await startSandbox({ databasePath: ":memory:", apiKey: key, clock: systemClock });
  onTestFinished(() => sandbox.close());
  return { RETELL_BASE_URL: sandbox.url };
}

/** A person at a terminal who gives these answers; records every question. */
async function typing(answers: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}) {
  const left = [...answers];
  const questions: string[] = [];
  const next = (message: string): string => {
    questions.push(message);
    return left.shift() ?? "";
  };
  const prompt: Prompt = {
    interactive: true,
    text: ({ message, initial = "", validate }) => {
      for (;;) {
        const answer = next(message) || initial;
        if ((validate?.(answer) ?? true) === true) return Promise.resolve(answer);
      }
    },
    secret: ({ message }) => Promise.resolve(next(message)),
    confirm: (message) => Promise.resolve(next(message) === "y"),
    choice: ({ message }) => Promise.reject(new Error(message)),
    edited: ({ message }) => Promise.reject(new Error(message)),
    keys: () => ({ pause: () => {}, resume: () => {}, stop: () => {} }),
  };
  const streams = { stdout: new Recorder(), stderr: new Recorder() };
  const context = createContext({
    env,
    cwd,
    stdin: (async function* () {})(),
    flags: {},
    output: humanOutput(streams, { quiet: false, verbose: false, colour: false }),
    prompt,
    dispatch: async (line, on) => {
      const program = await createProgram(line, on, { version: () => "0", writeOut: () => {} });
      await program.parseAsync(line, { from: "user" });
    },
  });
  const error: unknown = await context.run(["init"]).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { questions, error, told: streams.stdout.text + streams.stderr.text };
}

describe("init away from a terminal", () => {
  it("sets a sandbox up, and the next commands work there", async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, ".gitignore"), "node_modules");
    const { code, stdout } = await init(cwd, ["--sandbox", "--port", "9000"]);
    expect(code).toBe(0);
    expect(envOf(cwd)).toBe("ASCENDIA_PORT=9000\n");
    expect(statSync(join(cwd, ".env")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(cwd, ".gitignore"), "utf8")).toBe("node_modules\n.env\n.ascendia/\n");
    expect(stdout).toContain("Next: ascendia agent:create, then ascendia check");
    expect((await run(["agent:create"], { cwd })).code).toBe(0);
  });

  it("names every flag that is missing", async () => {
    const cwd = newFolder();
    const none = await init(cwd, []);
    expect([none.code, none.stdout]).toEqual([2, ""]);
    expect(none.stderr).toContain("--retell-key-env <variable>, or --sandbox");
    const env = { KEY: key, MAIL: "smtps://user:password@mail.example.com" };
    const live = await init(cwd, ["--retell-key-env", "KEY", "--smtp-url-env", "MAIL"], env);
    expect(live.code).toBe(2);
    expect(live.stderr).toContain("--public-url <url>");
    expect(live.stderr).toContain("--mail-from <address>");
    expect(existsSync(join(cwd, ".env"))).toBe(false);
  });

  it("writes what the program then reads, and never shows a secret", async () => {
    const cwd = newFolder();
    const smtp = "smtps://user:pass%23word@mail.example.com";
    const env = { KEY: key, MAIL: smtp, MODEL_KEY: "key_of_a_model", ...(await retell()) };
    const flags = ["--retell-key-env", "KEY", "--public-url", "https://voice.example.com", "--smtp-url-env", "MAIL"];
    const more = ["--mail-from", "Clinic <reception@example.com>", "--model", "small", "--model-key-env", "MODEL_KEY"];
    const { code, stdout, stderr } = await init(cwd, [...flags, ...more], env);
    expect({ code, stderr: stderr.includes("error") }).toEqual({ code: 0, stderr: false });
    expect({ ...parseEnv(envOf(cwd)) }).toEqual({
      RETELL_API_KEY: key,
      ASCENDIA_PUBLIC_URL: "https://voice.example.com",
      SMTP_URL: smtp,
      MAIL_FROM: "Clinic <reception@example.com>",
      ASCENDIA_MODEL: "small",
      OPENAI_API_KEY: "key_of_a_model",
    });
    expect(stdout).toContain("Retell accepts the key");
    expect(stdout).toContain("+ RETELL_API_KEY added");
    for (const secret of [key, "pass%23word", "key_of_a_model"]) expect(stdout + stderr).not.toContain(secret);
  });

  it("refuses what the program could not read, all at once, and writes nothing", async () => {
    const cwd = newFolder();
    const { code, stderr } = await init(cwd, ["--sandbox", "--port", "many", "--public-url", "here"]);
    expect(code).toBe(1);
    expect(stderr).toContain("ASCENDIA_PORT must be a port from 0 to 65535.");
    expect(stderr).toContain("ASCENDIA_PUBLIC_URL must be a URL");
    expect(existsSync(join(cwd, ".env"))).toBe(false);
    const both = await init(cwd, ["--sandbox", "--retell-key-env", "KEY"], { KEY: key });
    expect(both.code).toBe(2);
    expect((await init(cwd, ["--retell-key-env", "NOWHERE"])).stderr).toContain("variable NOWHERE");
  });

  it("overwrites nothing without --yes, keeps all other lines, and shows only names", async () => {
    const cwd = newFolder();
    const text = "# ours\nOTHER='a b' # kept\nexport ASCENDIA_PORT=9000\n\nLAST=1";
    writeFileSync(join(cwd, ".env"), text);
    const flags = ["--sandbox", "--port", "9001"];
    const refused = await init(cwd, flags);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/ASCENDIA_PORT.*--yes/su);
    expect(envOf(cwd)).toBe(text);
    const shown = await init(cwd, [...flags, "--dry-run"]);
    expect(shown.stdout).toContain("~ ASCENDIA_PORT changed");
    expect(shown.stdout).not.toMatch(/900[01]/u);
    expect([envOf(cwd), existsSync(join(cwd, ".gitignore"))]).toEqual([text, false]);
    expect((await init(cwd, [...flags, "--yes"])).code).toBe(0);
    expect(envOf(cwd)).toBe("# ours\nOTHER='a b' # kept\nASCENDIA_PORT=9001\n\nLAST=1\n");
  });

  it("changes nothing when it is run again", async () => {
    const cwd = newFolder();
    const flags = ["--sandbox", "--port", "9000", "--public-url", "https://voice.example.com"];
    await init(cwd, flags);
    const files = () => [envOf(cwd), readFileSync(join(cwd, ".gitignore"), "utf8")];
    const before = files();
    const { code, stdout } = await init(cwd, [...flags, "--json"]);
    expect([code, files()]).toEqual([0, before]);
    const told: unknown = JSON.parse(stdout);
    expect(told).toMatchObject({
      data: {
        gitignore: [],
        variables: [
          { name: "ASCENDIA_PUBLIC_URL", change: "unchanged" },
          { name: "ASCENDIA_PORT", change: "unchanged" },
        ],
      },
    });
  });

  it("reports how the check of the key ended", async () => {
    const cwd = newFolder();
    const wrong = await init(cwd, ["--retell-key-env", "KEY"], { ...(await retell()), KEY: "key_of_nobody" });
    expect(wrong.code).toBe(4);
    expect(wrong.stderr).toContain("Nothing was written");
    expect(existsSync(join(cwd, ".env"))).toBe(false);
    const alone = await init(cwd, ["--retell-key-env", "KEY"], { ...unreachable, KEY: key });
    expect(alone.code).toBe(0);
    expect(alone.stdout).toContain("The key was not checked");
    expect(parseEnv(envOf(cwd))["RETELL_API_KEY"]).toBe(key);
  });

  it("warns when the environment overrides the written values", async () => {
    const cwd = newFolder();
    const { stderr } = await init(cwd, ["--sandbox", "--port", "9000"], { ASCENDIA_PORT: "9999" });
    expect(stderr).toContain("ASCENDIA_PORT: also set in");
  });
});

describe("init at a terminal", () => {
  it("asks for everything, the key as a secret, and reads empty answers as none", async () => {
    const cwd = newFolder();
    const { questions, error, told } = await typing([], cwd);
    expect(error).toBeUndefined();
    expect(questions.map((question) => question.split(/[ ,(]/u)[0])).toEqual([
      "Retell",
      "Public",
      "Port",
      "URL",
      "Language",
    ]);
    expect(envOf(cwd)).toBe("ASCENDIA_PORT=8787\n");
    expect(told).toContain("No Retell key.");
  });

  it("asks again for unusable values, and for settings that an answer makes necessary", async () => {
    const cwd = newFolder();
    const answers = [key, "no url", "https://voice.example.com", "x", "9000", "nonsense", "smtp://127.0.0.1:2525"];
    const { error, told } = await typing([...answers, "reception@example.com", ""], cwd, await retell());
    expect(error).toBeUndefined();
    expect({ ...parseEnv(envOf(cwd)) }).toEqual({
      RETELL_API_KEY: key,
      ASCENDIA_PUBLIC_URL: "https://voice.example.com",
      ASCENDIA_PORT: "9000",
      SMTP_URL: "smtp://127.0.0.1:2525",
      MAIL_FROM: "reception@example.com",
    });
    expect(told).toContain("SMTP_URL must be a URL");
    expect(told).not.toContain(key);
  });

  it("keeps current settings when answers are empty, and overwrites them only after a yes", async () => {
    const cwd = newFolder();
    await typing([key], cwd, unreachable);
    const before = envOf(cwd);
    const again = await typing([], cwd, unreachable);
    expect([again.error, envOf(cwd)]).toEqual([undefined, before]);
    const no = await typing(["", "", "9001", "", "", "n"], cwd, unreachable);
    expect(no.error).toMatchObject({ code: "interrupted" });
    expect([no.questions.at(-1), envOf(cwd)]).toEqual(["Overwrite ASCENDIA_PORT in .env?", before]);
    expect((await typing(["", "", "9001", "", "", "y"], cwd, unreachable)).error).toBeUndefined();
    expect(envOf(cwd)).toContain("ASCENDIA_PORT=9001\n");
  });
});

describe("lines of .env", () => {
  const value = string({ unit: constantFrom(...Array.from("ab #'\"`$\\=:@/é")), minLength: 1 }).filter(
    (text) => text.trim() === text,
  );

  it("are read back exactly as written, or refused", () => {
    assert(
      property(value, value, (first, second) => {
        const before = 'OTHER="x # y"\n# A=comment\n';
        const usable = [first, second].every((text) => !/["'`].*["'`].*["'`]/u.test(text) && !text.includes("\\"));
        pre(usable);
        const once = withVariables(before, { A: first });
        const twice = withVariables(once, { A: second, B: null });
        expect({ ...parseEnv(twice) }).toEqual({ OTHER: "x # y", A: second });
        expect(twice.startsWith(before)).toBe(true);
        expect(withVariables(twice, { A: second })).toBe(twice);
      }),
    );
  });

  it("are not changed when one cannot be replaced without harm to another", () => {
    expect(() => withVariables('A="one\ntwo"\nB=1\n', { A: "three" })).toThrow("without affecting other variables");
    expect(() => withVariables("", { A: "one\ntwo" })).toThrow("cannot be written");
    expect(withVariables("A=1\nB=2\nA=3\n", { A: "4" })).toBe("A=4\nB=2\n");
  });
});

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { signBody } from "../../src/adapters/retell/signature.ts";
import { createProgram } from "../../src/commands/program.ts";
import { createContext } from "../../src/composition/create-context.ts";
import { type Output, humanOutput, jsonOutput } from "../../src/terminal/output.ts";
import { type Prompt, noPrompt } from "../../src/terminal/prompt.ts";
import { Recorder } from "../fakes/streams.ts";
import { newFolder, run } from "../fakes/world.ts";
import { austin, cotonou, installClinics } from "./simulate-fixture.ts";

const key = "key_of_the_test_account_0123456789";
const env = { LOG_LEVEL: "silent", RETELL_WEBHOOK_KEYS: key };
const caller = "+15125550177";
const often = { interval: 20 };

let cwd: string;
let running: Promise<unknown>[];

beforeEach(async () => {
  cwd = newFolder();
  running = [];
  await installClinics(cwd, [austin, cotonou]);
});

afterEach(stopAll);

async function stopAll(): Promise<void> {
  const stopping = setInterval(() => process.emit("SIGTERM", "SIGTERM"), 20);
  await Promise.all(running.splice(0)).finally(() => clearInterval(stopping));
}

/** A command that runs until it is stopped, and what it has printed so far. */
function start(argv: readonly string[], prompt: Prompt = noPrompt()) {
  const [stdout, stderr] = [new Recorder(), new Recorder()];
  const settings = { quiet: false, verbose: false };
  const output: Output = argv.includes("--json")
    ? jsonOutput({ stdout, stderr }, { ...settings, command: argv[0] ?? "" })
    : humanOutput({ stdout, stderr }, { ...settings, colour: false });
  const context = createContext({
    env,
    cwd,
    stdin: (async function* () {})(),
    flags: {},
    output,
    prompt,
    dispatch: async (line, on) => {
      const said = { version: () => "0", writeOut: () => {} };
      await (await createProgram(line, on, said)).parseAsync(line, { from: "user" });
    },
  });
  const done = (async () => {
    try {
      await context.run(argv);
    } finally {
      await context.close();
    }
  })();
  running.push(done);
  return { out: () => stdout.text, err: () => stderr.text, done };
}

/** @returns its address */
async function serve(): Promise<string> {
  const serving = start(["serve", "--port", "0", "--no-worker"]);
  const address = (): string => /Listening on (\S+)/u.exec(serving.out())?.[1] ?? "";
  await expect.poll(address, often).toMatch(/^http/u);
  return address();
}

/** Sends a request about a call as Retell does. */
async function ask(url: string, body: object, path = "/api/retell/webhook"): Promise<number> {
  const text = JSON.stringify(body);
  const headers = { "x-retell-signature": signBody(text, key, Date.now()), "content-type": "application/json" };
  return (await fetch(url + path, { method: "POST", body: text, headers })).status;
}

const call = { call_id: "call_heard", from_number: caller, to_number: austin.phoneNumber };
const inbound = { event: "call_inbound", call_inbound: { from_number: caller, to_number: austin.phoneNumber } };
const variables = { clinic_id: austin.clinic.id };
const message = {
  name: "take_message",
  args: { caller_name: "Zenobia Quill", message: "Please call Zenobia back.", callback_number: caller },
  call: { ...call, call_type: "phone_call", direction: "inbound", retell_llm_dynamic_variables: variables },
};
const ended = {
  event: "call_ended",
  call: { ...message.call, call_status: "ended", transcript: "User: I am Zenobia Quill.\n" },
};

/** Sends requests until the listener shows one. */
async function askUntilHeard(url: string, heard: () => string): Promise<void> {
  await expect
    .poll(async () => {
      await ask(url, inbound, `/webhooks/retell/inbound/${austin.clinic.slug}`);
      return heard();
    }, often)
    .toContain("inbound");
}

test("shows each request with its answer and time, and nobody's name or number", async () => {
  const url = await serve();
  const listening = start(["listen", "--expand", "--json"]);
  await askUntilHeard(url, listening.out);
  expect(await ask(url, message, "/api/take-message")).toBe(200);
  expect(await ask(url, ended)).toBe(200);
  expect(await ask(url, { ...ended, event: "nothing", call: { call_id: "\u0000" } })).toBe(400);
  await expect.poll(listening.out, often).toContain('"status":400');
  await stopAll();
  const told = listening.out();
  expect(told).toMatch(/"asked":"inbound".*"from_number":"\*\*77","clinic":"austin-family".*"status":200,"ms":[\d.]+/u);
  expect(told).toMatch(/"asked":"function","name":"take_message","call_id":"call_heard".*"status":200,"ms":[\d.]+/u);
  expect(told).toMatch(/"asked":"event","name":"call_ended","call_id":"call_heard".*"status":200,"ms":[\d.]+/u);
  expect(listening.out()).toContain("***");
  expect(listening.out()).not.toMatch(/zenobia|quill/iu);
  expect(listening.out()).not.toContain(caller);
});

test("says when it receives nothing, and then shows what it missed from the event store", async () => {
  const listening = start(["listen"]);
  await expect.poll(listening.out, often).toContain("Not receiving since");
  expect(listening.out()).toContain("no server answers Retell: start ascendia serve");
  await run(["event:trigger", "call_ended", "--clinic", "austin-family", "--url", await serve()], { cwd, env });
  await expect.poll(listening.out, often).toContain("event call_ended");
  await expect.poll(listening.out, often).toMatch(/Receiving again after \d+ seconds?: no server/u);
  const lines = listening
    .out()
    .split("\n")
    .filter((line) => line.includes("event call_ended"));
  expect(lines).toHaveLength(1);
});

test("a clinic's listener hears nothing of another clinic", async () => {
  const url = await serve();
  const [mine, theirs] = [start(["listen"]), start(["listen", "--clinic", "clinique-cotonou"])];
  await askUntilHeard(url, mine.out);
  await ask(url, message, "/api/take-message");
  await expect.poll(mine.out, often).toContain("function take_message");
  await stopAll();
  expect(theirs.out()).not.toContain("austin");
  expect(theirs.out()).not.toContain("#");
});

test("forwards each request to another server, and compares the answers", async () => {
  const url = await serve();
  const listening = start(["listen", "--json", "--forward-to", await serve()]);
  await askUntilHeard(url, listening.out);
  await expect.poll(listening.out, often).toMatch(/"kind":"forwarded".*"status":200/u);
  await ask(url, ended);
  await expect.poll(listening.out, often).toContain('"name":"call_ended"');
  await stopAll();
  const told = listening.out().trim().split("\n");
  const times = (part: string): number => told.filter((line) => line.includes(part)).length;
  // The other server's requests are shown too, but not forwarded again.
  expect(times('"kind":"forwarded"') * 2).toBeGreaterThanOrEqual(times('"kind":"request"'));
  const wrong = await run(["listen", "--forward-to", "http://127.0.0.1:1/somewhere"], { cwd, env });
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("without a path")]);
});

const asked = () => Promise.reject(new Error("nothing else is asked"));

/** A person at a terminal. */
function typist(edited: string) {
  const keys: { press(key: string): void } = { press: () => {} };
  const prompt: Prompt = {
    interactive: true,
    text: asked,
    secret: asked,
    confirm: asked,
    choice: ({ choices }) => Promise.resolve(choices.at(-1)?.value ?? asked()),
    edited: ({ initial = "" }) => Promise.resolve(initial.replace("Please call", edited)),
    keys: (onKey) => {
      keys.press = onKey;
      return { pause: () => {}, resume: () => {}, stop: () => {} };
    },
  };
  return { keys, prompt };
}

test("keys expand a line, edit and resend it, and save it without personal data", async () => {
  const url = await serve();
  const { keys, prompt } = typist("Do not call");
  const listening = start(["listen", "--forward-to", url, "--clinic", "austin-family"], prompt);
  await askUntilHeard(url, listening.out);
  await ask(url, message, "/api/take-message");
  await expect.poll(listening.out, often).toContain("function take_message");
  keys.press("?");
  const chosen = () => /^→ .*$/gmu[Symbol.match](listening.err())?.at(-1) ?? "";
  await expect.poll(() => (keys.press("up"), chosen()), often).toContain("take_message");
  keys.press("enter");
  await expect.poll(listening.err, often).toContain("POST /api/take-message");
  keys.press("e");
  await expect.poll(listening.err, often).toMatch(/↳ \S+\/api\/take-message {2}200 in/u);
  await expect.poll(() => (keys.press("s"), listening.err()), often).toContain("Saved #");
  keys.press("q");
  await listening.done;
  const [file = ""] = readdirSync(join(cwd, "fixtures"));
  const saved = readFileSync(join(cwd, "fixtures", file), "utf8");
  expect(saved).toContain(austin.phoneNumber);
  expect(saved).not.toMatch(/zenobia|quill/iu);
  expect(saved + listening.err() + listening.out()).not.toContain(caller);
  const { stdout } = await run(["message:list", "--clinic", "austin-family", "--json"], { cwd, env });
  expect(stdout).toContain("Do not call");
});

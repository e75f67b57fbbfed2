import { createServer } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { changesBetween, watchChecks, withIds } from "../../src/commands/check-watch.ts";
import { createContext } from "../../src/composition/create-context.ts";
import { bad, doubtful, good } from "../../src/domain/fleet/check/check-finding.ts";
import { jsonOutput } from "../../src/terminal/output.ts";
import { noPrompt } from "../../src/terminal/prompt.ts";
import { Recorder, inputOf } from "../fakes/streams.ts";
import { newFolder, run } from "../fakes/world.ts";

const trouble = { detail: "no answer", fix: "Start it." };
const known = (...findings: Parameters<typeof withIds>[0]) => new Map(withIds(findings).map((one) => [one.id, one]));

it("gives a finding the same id in every run, and findings of the same name different ones", () => {
  const first = withIds([good("webhook of cocotiers", "200"), doubtful("event URL of agent_1", trouble)]);
  const later = withIds([bad("event URL of agent_1", "drift", trouble), good("webhook of cocotiers", "200 in 3 ms")]);
  expect(first.map(({ id }) => id)).toEqual(["webhook-of-cocotiers", "event-url-of-agent-1"]);
  expect(later.map(({ id }) => id).toReversed()).toEqual(first.map(({ id }) => id));
  expect(withIds([good("a b", ""), good("A, b", "")]).map(({ id }) => id)).toEqual(["a-b", "a-b-2"]);
});

it("reports what began, changed, ended or is gone, and nothing that stays", () => {
  const before = known(good("a", ""), bad("b", "failed", trouble), doubtful("c", trouble), bad("d", "failed", trouble));
  const now = [bad("a", "failed", trouble), good("b", "fine"), doubtful("c", { ...trouble, detail: "still" })];
  expect(changesBetween(before, now).map(({ id, was, state }) => [id, was, state])).toEqual([
    ["a", "ok", "fail"],
    ["b", "fail", "ok"],
    ["d", "fail", "gone"],
  ]);
  expect(changesBetween(undefined, [good("a", ""), doubtful("b", trouble)]).map(({ id }) => id)).toEqual(["b"]);
});

const bodies: unknown[] = [];
let isUp = true;
const hook = createServer((request, response) => {
  let text = "";
  request.on("data", (part: Buffer) => (text += part.toString()));
  request.on("end", () => {
    if (isUp) bodies.push(JSON.parse(text));
    response.writeHead(isUp ? 200 : 500).end();
  });
});
let url = "";

beforeAll(async () => {
  await new Promise<void>((ready) => hook.listen(0, "127.0.0.1", ready));
  const address = hook.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/hook`;
});

afterAll(() => hook.close());

it("posts each change once, and again with the next round if it was not accepted", async () => {
  const stdout = new Recorder();
  const stderr = new Recorder();
  const rounds = [
    [good("a", "fine")],
    [bad("a", "failed", trouble)],
    [bad("a", "failed", trouble)],
    [good("a", "fine again")],
  ];
  let round = 0;
  const stop = { now: (): void => {} };
  const context = {
    ...createContext({
      env: {},
      cwd: newFolder(),
      stdin: inputOf(""),
      flags: {},
      prompt: noPrompt(),
      output: jsonOutput({ stdout, stderr }, { command: "check", quiet: false, verbose: false }),
      dispatch: () => Promise.resolve(),
    }),
    untilStopped: () => new Promise<void>((done) => (stop.now = done)),
    wait: () => Promise.resolve(),
  };
  const examine = () => {
    isUp = round !== 1;
    const findings = rounds[round] ?? [];
    round += 1;
    if (round === rounds.length) stop.now();
    return Promise.resolve(findings);
  };
  await watchChecks(examine, { every: 1, notifyUrl: url }, context);
  const lines = stdout.text.trim().split("\n");
  expect(lines.map((line) => z.looseObject({ state: z.string() }).parse(JSON.parse(line)).state)).toEqual([
    "fail",
    "ok",
  ]);
  expect(stderr.text).toContain("was not delivered: it answered 500");
  expect(bodies).toMatchObject([
    { text: "fail: a: no answer\n  fix: Start it.", changes: [{ id: "a", state: "fail", was: "ok" }] },
    { changes: [{ id: "a", state: "ok", was: "fail" }] },
  ]);
});

it.each([
  [["--notify-url", "http://example.com/hook"], 2, "is not an https address"],
  [["--notify-url", "hook"], 2, "is not an https address"],
  [["--notify-mail", "owner"], 1, "is not an email address"],
  [["--notify-mail", "owner@example.com"], 4, "SMTP_URL is not set"],
  [["--every", "5"], 2, "30m, 12h or 7d"],
])("refuses %j before the first round", async (flags, code, text) => {
  const done = await run(["check", "--watch", ...flags], { cwd: newFolder() });
  expect(done).toMatchObject({ code, stdout: "" });
  expect(done.stderr).toContain(text);
});

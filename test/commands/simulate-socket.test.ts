import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { newFolder, run } from "../fakes/world.ts";
import { austin, cotonou, installClinics } from "./simulate-fixture.ts";

const reportSchema = z.object({
  clinics: z.array(
    z.object({
      runs: z.array(
        z.looseObject({
          clinic: z.string(),
          scenario: z.string(),
          status: z.string(),
          reason: z.string().nullable(),
          tools: z.array(z.looseObject({ name: z.string(), args: z.record(z.string(), z.unknown()), ok: z.boolean() })),
        }),
      ),
    }),
  ),
});

let cwd: string;

beforeEach(async () => {
  cwd = newFolder();
  await installClinics(cwd, [cotonou, austin]);
});

async function simulated(...argv: readonly string[]) {
  const { code, stdout } = await run(["simulate", "--all", ...argv, "--json"], { cwd });
  const { clinics } = z.object({ data: reportSchema }).parse(JSON.parse(stdout)).data;
  return { code, runs: clinics.flatMap(({ runs }) => runs) };
}

const booking = ["book", "move", "cancel", "slot-taken-other-date", "booking-down", "answered-twice", "hangs-up"];
const chosen = booking.flatMap((name) => ["--scenario", name]);

test("a call over the server's socket goes as at Retell: the same verdicts, functions and arguments", async () => {
  const overSocket = await simulated(...chosen, "--engine", "custom-llm");
  expect(overSocket.code).toBe(0);
  expect(overSocket.runs.map(({ status }) => status)).toEqual(overSocket.runs.map(() => "passed"));
  const plain = await simulated(...chosen);
  const done = ({ runs }: typeof plain) =>
    runs.map(({ clinic, scenario, tools }) => ({ clinic, scenario, asked: uniqueCalls(tools) }));
  expect(done(overSocket)).toEqual(done(plain));
});

/** Retell calls again after a failure; a flow behind the socket does not. */
function uniqueCalls(tools: readonly { readonly name: string; readonly args: unknown }[]): readonly string[] {
  return [...new Set(tools.map(({ name, args }) => `${name} ${JSON.stringify(args)}`))];
}

test("a scenario that cannot be played over a socket is skipped, with the reason", async () => {
  const names = ["human-not-put-through", "reminder-confirm", "book-with-sms"];
  const { runs } = await simulated(...names.flatMap((name) => ["--scenario", name]), "--engine", "custom-llm");
  expect(new Set(runs.map(({ status }) => status))).toEqual(new Set(["skipped"]));
  expect(new Set(runs.map(({ reason }) => reason))).toEqual(
    new Set([
      "over the socket a failed transfer is not reported",
      "Retell starts outbound calls",
      "the server sends no SMS over the socket",
    ]),
  );
});

test("a server that runs elsewhere is not called over its socket", async () => {
  const { runs } = await simulated("--scenario", "question", "--engine", "custom-llm", "--url", "http://127.0.0.1:1");
  expect(runs.every(({ status }) => status !== "passed")).toBe(true);
});

test("a clinic with a secret is called with it, and one with instructions of its own is left out", async () => {
  await run(["clinic:socket-url", "clinique-cotonou", "--rotate"], { cwd });
  await run(["clinic:dialogue", "austin-family", "--mode", "prompt"], { cwd });
  const { code, runs } = await simulated("--scenario", "question", "--engine", "custom-llm");
  expect(code).toBe(0);
  expect(runs.map(({ clinic, status, reason }) => [clinic, status, reason])).toEqual([
    ["austin-family", "skipped", "its calls follow its own instructions, not the flow"],
    ["clinique-cotonou", "passed", null],
  ]);
});

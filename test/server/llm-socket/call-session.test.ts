import { expect, test } from "vitest";
import type { Dialogue, Move } from "../../../src/domain/dialogue/ports.ts";
import { CALL_LIMITS } from "../../../src/server/llm-socket/call-budget.ts";
import { CallSession } from "../../../src/server/llm-socket/call-session.ts";
import type { SessionPorts } from "../../../src/server/llm-socket/ports.ts";
import { SocketMetrics } from "../../../src/server/llm-socket/socket-metrics.ts";
import { VirtualTime, settle } from "../../proof/socket-protocol/virtual-time.ts";
import { RememberedLog, cotonou } from "../server-fixture.ts";

const facts = { phrase_greeting: "Bonjour.", transfer_number: "" };

async function started(answer: Dialogue["answer"], more: Partial<SessionPorts> = {}) {
  const time = new VirtualTime();
  const frames: string[] = [];
  const log = new RememberedLog();
  const ends: string[] = [];
  const session = new CallSession(
    { clinic: cotonou, callId: "call_1", facts, closing: null, agentConfig: null, mode: "flow", address: "192.0.2.1" },
    {
      send: (text) => frames.push(text),
      close: (code) => ends.push(`close ${code}`),
      terminate: () => ends.push("terminate"),
      ping: () => {},
    },
    {
      clinics: { find: async () => cotonou, findByNumber: async () => undefined },
      functions: {},
      log,
      open: async () => ({ greeting: "Bonjour.", snapshot: () => "{}", answer }),
      states: { find: async () => undefined, save: async () => {} },
      lineProblem: async () => undefined,
      meter: new SocketMetrics().meter(cotonou.slug),
      clock: time,
      wait: time.wait,
      stopwatch: () => time.now(),
      confirm: null,
      callLimits: CALL_LIMITS,
      ...more,
    },
  );
  await session.start();
  const ask = (response_id: number): void =>
    session.receive(JSON.stringify({ interaction_type: "response_required", response_id, transcript: [] }));
  return { session, time, frames, ends, log, ask, last: () => frames.at(-1) ?? "" };
}

async function* hanging(): AsyncGenerator<Move> {
  await new Promise(() => {});
  yield { kind: "end" };
}

test("a line without a sign of life for fifteen seconds is given up, one that answers pings is not", async () => {
  const { session, time, ends, log } = await started(hanging);
  for (let seconds = 0; seconds < 60; seconds += 2) {
    time.advance(2_000);
    session.alive();
    session.beat();
  }
  expect(ends).toEqual([]);
  time.advance(14_000);
  session.beat();
  expect(ends).toEqual([]);
  time.advance(2_000);
  session.beat();
  expect(ends).toEqual(["terminate"]);
  expect(log.text()).toContain("half open");
});

test("what this process could not hear because it was busy is no silence of the line", async () => {
  const { session, time, ends } = await started(hanging);
  time.advance(40_000);
  session.beat(38_000);
  expect(ends).toEqual([]);
  time.advance(16_000);
  session.beat(0);
  expect(ends).toEqual(["terminate"]);
});

test("a dialogue that hangs for a minute is given up with an apology, and the answer comes to its end", async () => {
  const { time, ask, frames, last } = await started(hanging);
  ask(1);
  await settle();
  time.advance(1_000);
  await settle();
  expect(frames.join("\n")).not.toContain('"response_id":1');
  time.advance(60_000);
  await settle();
  expect(frames.join("\n")).toContain("Je suis désolée, je rencontre un problème technique.");
  expect(JSON.parse(last())).toMatchObject({ response_id: 1, content_complete: true, end_call: true });
});

test("a newer question does not wait for a turn that hangs", async () => {
  let turns = 0;
  const { time, ask, frames, last } = await started(async function* (): AsyncGenerator<Move> {
    turns += 1;
    if (turns === 1) await new Promise(() => {});
    yield { kind: "say", text: "Je vous écoute." };
  });
  ask(1);
  await settle();
  time.advance(1_000);
  await settle();
  ask(2);
  await settle();
  expect(frames.join("\n")).toContain("Je vous écoute.");
  expect(JSON.parse(last())).toMatchObject({ response_id: 2, content_complete: true });
});

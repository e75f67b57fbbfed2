import { describe, expect, test } from "vitest";
import type { Dialogue, Move } from "../../../src/domain/dialogue/ports.ts";
import { CALL_LIMITS } from "../../../src/server/llm-socket/call-budget.ts";
import { CallSession } from "../../../src/server/llm-socket/call-session.ts";
import type { SessionPorts } from "../../../src/server/llm-socket/ports.ts";
import { OpenCalls, SOCKET_LIMITS } from "../../../src/server/llm-socket/open-calls.ts";
import { RateLimit } from "../../../src/server/llm-socket/rate-limit.ts";
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
      clinicTextRate: new RateLimit({ perSecond: 1_000_000, burst: 3_000_000, now: time.now() }),
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

test("a line without a sign of life for fifteen seconds is closed, one that answers pings is not", async () => {
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

test("time in which this process was too busy to hear anything does not count as silence", async () => {
  const { session, time, ends } = await started(hanging);
  time.advance(40_000);
  session.beat(38_000);
  expect(ends).toEqual([]);
  time.advance(16_000);
  session.beat(0);
  expect(ends).toEqual(["terminate"]);
});

test("a dialogue that hangs for a minute is ended with an apology, and the answer is completed", async () => {
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

/** A question with that many characters, or an update whose type comes first or last. */
const messages = {
  question: (length: number) => JSON.stringify({ note: "x".repeat(length), interaction_type: "update_only" }),
  update: (length: number) => JSON.stringify({ interaction_type: "update_only", transcript: ["x".repeat(length)] }),
};

test("a peer that sends more than a call does is closed; updates count for little", async () => {
  const { session, time, ends } = await started(hanging);
  for (let sent = 0; sent < 10; sent += 1) session.receive(messages.update(800_000));
  time.advance(2_000);
  session.receive(messages.question(900_000));
  session.receive(messages.question(900_000));
  time.advance(2_000);
  session.receive(messages.question(900_000));
  expect(ends).toEqual([]);
  session.receive(messages.question(900_000));
  expect(ends).toEqual(["close 1008"]);
});

test("all calls of a clinic together may send only a limited amount", async () => {
  const clinicTextRate = new RateLimit({ perSecond: 1, burst: 1_000_000, now: 0 });
  const [one, other] = [await started(hanging, { clinicTextRate }), await started(hanging, { clinicTextRate })];
  one.session.receive(messages.question(900_000));
  other.session.receive(messages.question(900_000));
  expect([one.ends, other.ends]).toEqual([[], ["close 1008"]]);
});

const onAnotherNumber = async () => "is held on another number" as const;

test("a refused call is hung up after it has heard the reason", async () => {
  const { session, time, ends } = await started(hanging, { lineProblem: onAnotherNumber });
  session.receive(JSON.stringify({ interaction_type: "call_details", call: {} }));
  await settle();
  expect(session.standing).toBe("refused");
  for (let seconds = 0; seconds < 10; seconds += 2) {
    time.advance(2_000);
    session.alive();
    expect(ends).toEqual([]);
    session.beat();
  }
  expect(ends).toEqual(["close 1000"]);
});

function place(callId: string, clinicId = "clinic_1") {
  return { clinicId, callId, address: "192.0.2.1" };
}

async function openCalls() {
  const open = new OpenCalls({ ...SOCKET_LIMITS, callsPerClinic: 2 });
  const [quiet, speaking, elsewhere] = [await started(hanging), await started(hanging), await started(hanging)];
  open.add(place("call_elsewhere", "clinic_2"), elsewhere.session);
  open.add(place("call_quiet"), quiet.session);
  open.add(place("call_speaking"), speaking.session);
  return { open, quiet, speaking, elsewhere };
}

describe("if Retell is not asked and all places of a clinic are taken", () => {
  test("a call in which nobody has spoken for fifteen seconds gives up its place to a new one", async () => {
    const { open, quiet, speaking, elsewhere } = await openCalls();
    for (const { time, session } of [quiet, speaking, elsewhere]) {
      time.advance(16_000);
      session.alive();
    }
    speaking.ask(1);
    expect(open.hasRoomFor(place("call_new"))).toBe(true);
    expect(open.find("clinic_1", "call_quiet")).toBeUndefined();
    expect([quiet.ends, speaking.ends, elsewhere.ends]).toEqual([["close 1000"], [], []]);
  });

  test("a call in which somebody speaks keeps its place", async () => {
    const { open, quiet, speaking } = await openCalls();
    for (const { time } of [quiet, speaking]) time.advance(14_000);
    expect(open.hasRoomFor(place("call_new"))).toBe(false);
    expect([quiet.ends, speaking.ends]).toEqual([[], []]);
  });

  test("a call that Retell confirmed keeps its place, however quiet", async () => {
    const open = new OpenCalls({ ...SOCKET_LIMITS, callsPerClinic: 1 });
    const { session, time, ends } = await started(hanging, { confirm: async () => ({ kind: "confirmed", call: {} }) });
    open.add(place("call_held"), session);
    await settle();
    time.advance(60_000);
    expect(open.hasRoomFor(place("call_new"))).toBe(false);
    expect(ends).toEqual([]);
  });
});

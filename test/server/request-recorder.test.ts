import { afterEach, expect, test } from "vitest";
import { DAY_MS } from "../../src/clock.ts";
import type { OpenRecording, RecordedRequest } from "../../src/domain/call/requests/recorded-request.ts";
import { DayRecorder } from "../../src/server/request-recorder.ts";
import { NOON } from "./server-fixture.ts";

/** A recording in memory. */
function recordingFake() {
  const kept: RecordedRequest[] = [];
  const state = { isThere: true, isBusy: false, isFull: false, isClosed: false };
  const open: OpenRecording = {
    add: (requests) => {
      if (state.isFull) throw new Error("the disk is full");
      if (!state.isBusy) kept.push(...requests);
      return !state.isBusy;
    },
    isThere: () => state.isThere,
    close: () => {
      state.isClosed = true;
    },
  };
  return { kept, state, open };
}

const nothing = (): void => {};

const running: DayRecorder[] = [];
afterEach(() => {
  for (const recorder of running.splice(0)) recorder.stop();
});

async function start() {
  const parts: (ReturnType<typeof recordingFake> & { readonly startedAt: number })[] = [];
  const time = { now: NOON };
  const errors: string[] = [];
  const log = { info: nothing, warn: nothing, error: (_: object, message: string) => void errors.push(message) };
  const recorder = await DayRecorder.start({
    begin: async (startedAt) => {
      const part = { ...recordingFake(), startedAt };
      parts.push(part);
      return part.open;
    },
    clock: { now: () => time.now },
    log,
  });
  running.push(recorder);
  const begin = (body: unknown, signature: string | undefined = `v=${NOON},d=00`) =>
    recorder.begin({ url: "/api/get-doctors?x=1", rawBody: Buffer.from(JSON.stringify(body)), signature });
  return { parts, time, errors, recorder, begin };
}

const answer = { status: 200, body: '{"message":"Hello."}' };

test("stores a request with its answer, and nothing that was said in the call", async () => {
  const { parts, recorder, begin } = await start();
  const invocation = { role: "tool_call_invocation", name: "get_doctors", arguments: "{}" };
  const turns = [{ role: "user", content: "secret" }, invocation, { role: "tool_call_result", content: "secret" }];
  const call = { call_id: "call_1", transcript: "secret", transcript_object: turns, recording_url: "https://secret" };
  begin({ name: "get_doctors", args: { a: 1 }, call: { ...call, transcript_with_tool_calls: turns } })(answer, "one");
  await recorder.write();
  const [kept] = parts[0]?.kept ?? [];
  expect(kept).toMatchObject({
    id: 1,
    path: "/api/get-doctors",
    signedAt: NOON,
    receivedAt: NOON,
    clinic: "one",
    status: 200,
  });
  expect(kept?.answer).toBe(answer.body);
  expect(JSON.parse(kept?.body ?? "")).toEqual({
    name: "get_doctors",
    args: { a: 1 },
    call: { call_id: "call_1", transcript_with_tool_calls: [invocation] },
  });
});

test("leaves out unsigned requests", async () => {
  const { parts, recorder, begin } = await start();
  begin({})({ status: 401, body: "" }, undefined);
  begin({}, undefined)(answer, undefined);
  await recorder.write();
  expect(parts[0]?.kept.map(({ id }) => id)).toEqual([2]);
});

test("begins a recording each day, between two requests", async () => {
  const { parts, time, recorder, begin } = await start();
  const late = begin({ late: true });
  time.now = NOON + DAY_MS;
  const changing = recorder.write();
  expect(parts).toHaveLength(1);
  late(answer, undefined);
  await changing;
  begin({ next: true })(answer, undefined);
  await recorder.write();
  expect(parts.map(({ startedAt, kept }) => [startedAt, kept.map(({ body }) => body)])).toEqual([
    [NOON, ['{"late":true}']],
    [NOON + DAY_MS, ['{"next":true}']],
  ]);
  expect(parts[0]?.state.isClosed).toBe(true);
});

test("begins again after the recording was removed, and drops what it had not yet written", async () => {
  const { parts, recorder, begin } = await start();
  begin({ removed: true })(answer, undefined);
  if (parts[0] !== undefined) parts[0].state.isThere = false;
  await recorder.write();
  begin({ kept: true })(answer, undefined);
  await recorder.write();
  expect(parts.map(({ kept }) => kept.map(({ body }) => body))).toEqual([[], ['{"kept":true}']]);
});

test("waits while the recording is being read, and loses nothing", async () => {
  const { parts, recorder, begin } = await start();
  const [part] = parts;
  if (part !== undefined) part.state.isBusy = true;
  begin({ one: 1 })(answer, undefined);
  await recorder.write();
  expect(part?.kept).toEqual([]);
  if (part !== undefined) part.state.isBusy = false;
  begin({ two: 2 })(answer, undefined);
  await recorder.write();
  expect(part?.kept.map(({ id }) => id)).toEqual([1, 2]);
});

test("gives up until the next day if it cannot write, logs this once, and callers are answered", async () => {
  const { parts, time, errors, recorder, begin } = await start();
  if (parts[0] !== undefined) parts[0].state.isFull = true;
  begin({ one: 1 })(answer, undefined);
  await recorder.write();
  begin({ two: 2 })(answer, undefined);
  await recorder.write();
  expect(errors).toEqual(["nothing more is recorded until the next day"]);
  time.now = NOON + DAY_MS;
  await recorder.write();
  begin({ three: 3 })(answer, undefined);
  await recorder.write();
  expect(parts.map(({ kept }) => kept.map(({ body }) => body))).toEqual([[], ['{"three":3}']]);
});

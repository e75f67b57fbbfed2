import { expect, test } from "vitest";
import type { Job } from "../../../../src/domain/job/ports.ts";
import { JobPutOff, JobRefused } from "../../../../src/domain/job/run-jobs.ts";
import { attemptKind } from "../../../../src/domain/outreach/attempts/place-attempt.ts";
import { cotonou } from "../../../server/server-fixture.ts";
import { dial, hour, monday, stage } from "./attempt-fixture.ts";

const job: Job = {
  id: "job-1",
  clinicId: cotonou.id,
  kind: "dial",
  key: dial.id,
  payload: JSON.stringify({ dialId: dial.id }),
  dueAt: monday,
  state: "running",
  attempts: 1,
  leasedUntil: null,
  lastError: null,
  createdAt: monday,
  endedAt: null,
};

const minute = 60_000;

async function working() {
  const staged = await stage();
  const { store, ports } = staged;
  const kind = attemptKind(() => Promise.resolve({ clinics: store.clinics, dialling: async () => ports }));
  /** @returns when the job is postponed to; null: it is done */
  const run = async (more: Partial<Job> = {}): Promise<number | null> => {
    try {
      await kind.run({ ...job, ...more });
      return null;
    } catch (error) {
      if (error instanceof JobPutOff) return error.dueAt;
      throw error;
    }
  };
  return { ...staged, run };
}

test("an attempt's job places the call and returns to check whether its end was reported", async () => {
  const { run, calls, time, stored, change } = await working();
  expect(await run()).toBe(monday + 20 * minute);
  expect(calls.rung).toEqual([dial.id]);
  expect(await stored()).toMatchObject({ state: "placed" });
  await change({ state: "ended", outcome: "confirmed" });
  time.moveTo(monday + 20 * minute);
  expect(await run()).toBeNull();
  expect(calls.rung).toEqual([dial.id]);
});

test("a call whose events were all lost is read and handled like its last event", async () => {
  const { run, calls, time, taken } = await working();
  await run();
  calls.told = { call_status: "ongoing" };
  time.moveTo(monday + 20 * minute);
  expect(await run()).toBe(monday + 40 * minute);
  expect(taken).toEqual([]);
  calls.told = { call_status: "ended", call_analysis: { in_voicemail: false } };
  time.moveTo(monday + 40 * minute);
  expect(await run()).toBe(monday + 60 * minute);
  expect(taken.map((body): unknown => JSON.parse(body))).toMatchObject([
    { event: "call_analyzed", call: { call_id: "call_dial-0001", call_status: "ended" } },
  ]);
});

test.each([
  { reason: "CALL_GONE", changes: { callId: "call_gone" }, later: 20 * minute },
  { reason: "NO_NEWS", changes: {}, later: 27 * hour },
])("a call that Retell does not have, or that reports nothing for a day, ends: $reason", async (given) => {
  const { reason, changes, later } = given;
  const { run, time, stored, change } = await working();
  await run();
  await change(changes);
  time.moveTo(monday + later);
  expect(await run()).toBeNull();
  expect(await stored()).toMatchObject({ state: "ended", reason, outcome: null });
});

test("it waits when the attempt waits, and is refused when it names no attempt", async () => {
  const { run, change } = await working();
  await change({ dueAt: monday + hour });
  expect(await run()).toBe(monday + hour);
  await expect(run({ payload: "{}" })).rejects.toBeInstanceOf(JobRefused);
  await expect(run({ clinicId: null })).rejects.toBeInstanceOf(JobRefused);
  expect(await run({ payload: JSON.stringify({ dialId: "erased" }) })).toBeNull();
});

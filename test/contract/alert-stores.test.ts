import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS } from "../../src/clock.ts";
import {
  SqlAlertSignals,
  SqlAlertStore,
  SqlCostSignals,
  callTimes,
  countRefused,
  countSlow,
} from "../../src/adapters/sql/monitoring/alert-stores.ts";
import { clinicScope } from "../../src/adapters/sql/clinic-scope.ts";
import { SqlJobQueue } from "../../src/adapters/sql/calls/job-stores.ts";
import type { Alert, AlertChanges } from "../../src/domain/alert/ports.ts";
import type { FleetCall } from "../../src/domain/call/ports.ts";
import { engines } from "../fakes/engines.ts";
import { testCall } from "../fakes/test-call.ts";
import { type TwoClinics, idsOf, otherClinic, ownClinic, twoClinics } from "../fakes/two-clinics.ts";

function alert(id: string, more: Partial<Alert> = {}): Alert {
  const open = { endedAt: null, endedRound: null, ending: null, mutedAt: null } as const;
  const said = { kind: "silence", detail: "No call for 3 days.", fix: "Call the clinic." } as const;
  return { id, clinicId: ownClinic.id, ...said, raisedAt: 1_000, raisedRound: "round-1", ...open, ...more };
}

const nothing: AlertChanges = { raised: [], ended: [], reworded: [], orders: [] };

async function storeWith(open: (typeof engines)[number][1], raised: readonly Alert[]) {
  const clinics = await twoClinics(open);
  const alerts = new SqlAlertStore(clinics.database.fleet);
  await alerts.rewrite(() => ({ ...nothing, raised }));
  return { ...clinics, alerts };
}

async function called({ store }: TwoClinics, call: Partial<FleetCall> & { readonly callId: string }) {
  const whole = { ...testCall(1_000), clinicId: ownClinic.id, ...call };
  await store.callLedger.rewrite(call.callId, () => ({ call: whole, orders: [] }));
}

describe.each(engines)("alerts on %s", (_engine, open) => {
  test("come back with their clinic's slug, oldest first; those of no clinic have none", async () => {
    const raised = [alert("late", { raisedAt: 3 }), alert("b"), alert("a", { clinicId: null, kind: "dead_jobs" })];
    const { alerts } = await storeWith(open, raised);
    expect(await alerts.open()).toEqual([
      { ...alert("late", { raisedAt: 3 }), clinicSlug: "own" },
      { ...alert("a", { clinicId: null, kind: "dead_jobs" }), clinicSlug: null },
      { ...alert("b"), clinicSlug: "own" },
    ]);
  });

  test("of one clinic are shown to it alone", async () => {
    const { alerts } = await storeWith(open, [
      alert("own"),
      alert("other", { clinicId: otherClinic.id }),
      alert("all", { clinicId: null }),
    ]);
    expect(idsOf(await alerts.open(ownClinic.id))).toEqual(["own"]);
    expect(idsOf(await alerts.list({ clinicId: otherClinic.id, limit: 10 }))).toEqual(["other"]);
    expect(await alerts.list({ clinicId: undefined, limit: 10 })).toHaveLength(3);
  });

  test("a judgement raises, rewords and ends what was open, with its orders, or nothing", async () => {
    const { alerts, store } = await storeWith(open, [alert("one"), alert("two")]);
    const order = { kind: "alert-notice", key: "round-2", payload: "{}", dueAt: 5 };
    const failing = alerts.rewrite(() => ({ ...nothing, raised: [alert("one")], orders: [order] }));
    await expect(failing).rejects.toThrow(/UNIQUE|duplicate/u);
    expect(await store.jobs.list({ limit: 10 })).toEqual([]);
    await alerts.rewrite((known) => {
      expect(idsOf(known)).toEqual(["one", "two"]);
      const ended = [{ id: "one", endedAt: 9, endedRound: "round-2", ending: "A call came." }];
      return {
        raised: [alert("three", { raisedAt: 2_000 })],
        ended,
        reworded: [{ id: "two", detail: "4 days." }],
        orders: [order],
      };
    });
    expect((await alerts.open()).map(({ id, detail }) => [id, detail])).toEqual([
      ["two", "4 days."],
      ["three", "No call for 3 days."],
    ]);
    expect(idsOf(await alerts.list({ clinicId: undefined, limit: 2 }))).toEqual(["three", "two"]);
    expect(await store.jobs.list({ limit: 10 })).toMatchObject([{ key: "round-2", clinicId: null }]);
  });

  test("of a round are by kind, then by clinic, those of no clinic first", async () => {
    const { alerts } = await storeWith(open, [
      alert("own"),
      alert("none", { clinicId: null }),
      alert("other", { clinicId: otherClinic.id }),
      alert("jobs", { kind: "dead_jobs", clinicId: null }),
      alert("before", { raisedRound: "round-0", endedRound: "round-1", endedAt: 1, ending: "over" }),
      alert("elsewhere", { raisedRound: "round-0" }),
    ]);
    expect(idsOf(await alerts.ofRound("round-1"))).toEqual(["jobs", "none", "other", "before", "own"]);
  });

  test("is muted once, and not after it ended", async () => {
    const { alerts } = await storeWith(open, [
      alert("one"),
      alert("over", { endedAt: 2, endedRound: "r", ending: "e" }),
    ]);
    for (const at of [5, 6]) for (const id of ["one", "over"]) await alerts.mute(id, at);
    const muted = (await alerts.list({ clinicId: undefined, limit: 9 })).map(({ id, mutedAt }) => [id, mutedAt]);
    expect(Object.fromEntries(muted)).toEqual({ one: 5, over: null });
  });

  test("signals: the last call to each clinic, and calls in which a function failed", async () => {
    const clinics = await twoClinics(open);
    const failed = JSON.stringify([{ role: "tool_call_result", successful: false }]);
    await called(clinics, { callId: "a", calledAt: 10, transcriptJson: failed });
    await called(clinics, { callId: "b", calledAt: 20, transcriptJson: "[]" });
    await called(clinics, { callId: "c", calledAt: 30, direction: "outbound" });
    await called(clinics, { callId: "d", calledAt: 15, clinicId: otherClinic.id, transcriptJson: failed });
    await called(clinics, { callId: "e", calledAt: 15, clinicId: null, attribution: "unknown", transcriptJson: "[]" });
    const signals = new SqlAlertSignals(clinics.database.fleet);
    expect(await signals.lastCallsTo(0, 100)).toEqual(
      new Map([
        [ownClinic.id, 20],
        [otherClinic.id, 15],
      ]),
    );
    expect(await signals.lastCallsTo(0, 16)).toEqual(
      new Map([
        [ownClinic.id, 10],
        [otherClinic.id, 15],
      ]),
    );
    const failing = await signals.failingCalls(0);
    expect(failing.toSorted((one, two) => String(one.clinicId).localeCompare(String(two.clinicId)))).toEqual([
      { clinicId: otherClinic.id, calls: 1, failing: 1 },
      { clinicId: ownClinic.id, calls: 2, failing: 1 },
      { clinicId: null, calls: 1, failing: 0 },
    ]);
    expect(await callTimes(clinicScope(clinics.database, ownClinic.id), 10)).toEqual([10, 20]);
  });

  test("signals: dead jobs by clinic", async () => {
    const { database } = await twoClinics(open);
    const queue = new SqlJobQueue(database.fleet);
    await queue.order({ kind: "send-mail", key: "one", payload: "{}", dueAt: 1 });
    const [job] = await queue.take({ kinds: ["send-mail"], limit: 1, now: 1, leasedUntil: 9 });
    if (job === undefined) throw new Error("not taken");
    await queue.settle(job, { state: "dead", endedAt: 2, lastError: "no" });
    expect(await new SqlAlertSignals(database.fleet).deadJobs()).toEqual([{ clinicId: null, jobs: 1 }]);
  });

  test("refused requests and slow answers add up by the minute, for a day", async () => {
    const { database } = await twoClinics(open);
    const signals = new SqlAlertSignals(database.fleet);
    const now = 100 * DAY_MS;
    expect(await signals.refusedSignatures(0)).toBe(0);
    await Promise.all([countRefused(database.fleet, 2, now), countRefused(database.fleet, 3, now + 1)]);
    await countRefused(database.fleet, 4, now + MINUTE_MS);
    expect(await signals.refusedSignatures(now - 1)).toBe(9);
    expect(await signals.refusedSignatures(now)).toBe(4);
    await countRefused(database.fleet, 1, now + DAY_MS + MINUTE_MS);
    expect(await signals.refusedSignatures(0)).toBe(5);
    const slow = { clinic: "own", asked: "webhook", minuteAt: now, requests: 5, slow: 2 } as const;
    await countSlow(database.fleet, [], now);
    await countSlow(database.fleet, [slow, { ...slow, clinic: "gone" }, { ...slow, asked: "functions" }], now);
    await countSlow(database.fleet, [slow], now);
    const answers = await signals.slowAnswers(now - 1);
    expect(answers.toSorted((one, two) => one.asked.localeCompare(two.asked))).toEqual([
      { clinicId: ownClinic.id, asked: "functions", requests: 5, slow: 2 },
      { clinicId: ownClinic.id, asked: "webhook", requests: 10, slow: 4 },
    ]);
    expect(await signals.slowAnswers(now)).toEqual([]);
  });

  test("costs by owner, those of no clinic apart, zero where there is none", async () => {
    const clinics = await twoClinics(open);
    await called(clinics, { callId: "a", costCents: 1.25 });
    await called(clinics, { callId: "b", costCents: 2.5, calledAt: 2_000 });
    await called(clinics, { callId: "c", costCents: null });
    await called(clinics, { callId: "d", costCents: 8, clinicId: null, attribution: "unknown" });
    const costs = new SqlCostSignals(clinics.database.fleet);
    expect(await costs.costsSince(0)).toEqual(
      new Map([
        [ownClinic.id, 3.75],
        [null, 8],
      ]),
    );
    expect(await costs.costOf(ownClinic.id, { from: 1_000, to: 2_000 })).toBe(1.25);
    expect(await costs.costOf(null, { from: 0, to: 9_000 })).toBe(8);
    expect(await costs.costOf(otherClinic.id, { from: 0, to: 9_000 })).toBe(0);
  });
});

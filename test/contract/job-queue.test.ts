import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { clinicScope } from "../../src/adapters/sql/clinic-scope.ts";
import { SqlJobOrders, SqlJobQueue, SqlJobRecords } from "../../src/adapters/sql/calls/job-stores.ts";
import { migrate } from "../../src/adapters/sql/migrations/migrate.ts";
import { openSqlite } from "../../src/adapters/sql/sqlite/sqlite.ts";
import type { JobOrder, JobQueue } from "../../src/domain/job/ports.ts";
import { engines } from "../fakes/engines.ts";
import { FakeJobQueue } from "../fakes/job-queue.ts";

async function openFile(path: string) {
  const database = openSqlite(path, { synchronous: "OFF" });
  await migrate(database);
  return database;
}

const order: JobOrder = { kind: "send-mail", key: "mail-1", payload: "{}", dueAt: 100 };

function taking(now: number, more: Partial<Parameters<JobQueue["take"]>[0]> = {}) {
  return { kinds: ["send-mail"], limit: 10, now, leasedUntil: now + 50, ...more };
}

describe.each([
  ...engines.map(([engine, open]) => [engine, async () => new SqlJobQueue((await open()).nonDurable)] as const),
  ["memory", async (): Promise<JobQueue> => new FakeJobQueue()] as const,
])("the queue on %s", (_, open) => {
  test("a job is taken when it is due, once, with its payload", async () => {
    const queue = await open();
    expect(await queue.order(order)).toBe(true);
    expect(await queue.take(taking(99))).toEqual([]);
    const [job, ...others] = await queue.take(taking(100));
    expect(others).toEqual([]);
    expect(job).toMatchObject({ ...order, state: "running", attempts: 1, leasedUntil: 150, clinicId: null });
    expect(await queue.take(taking(100))).toEqual([]);
  });

  test("of one kind and key there is one job, which keeps the earlier due time", async () => {
    const queue = await open();
    await queue.order(order);
    expect(await queue.order({ ...order, dueAt: 200 })).toBe(false);
    expect(await queue.order({ ...order, dueAt: 40 })).toBe(false);
    expect(await queue.take(taking(40))).toHaveLength(1);
    expect(await queue.order({ ...order, kind: "other" })).toBe(true);
  });

  test("one that is done is not ordered again", async () => {
    const queue = await open();
    await queue.order(order);
    for (const job of await queue.take(taking(100))) await queue.settle(job, { state: "done", endedAt: 101 });
    expect(await queue.order({ ...order, dueAt: 1 })).toBe(false);
    expect(await queue.take(taking(1000))).toEqual([]);
  });

  test("the longest due come first, no more than asked for, and of other kinds none", async () => {
    const queue = await open();
    for (const [key, dueAt] of Object.entries({ c: 30, a: 10, b: 20 })) await queue.order({ ...order, key, dueAt });
    await queue.order({ ...order, kind: "a-newer-versions", dueAt: 1 });
    expect((await queue.take(taking(100, { limit: 2 }))).map(({ key }) => key)).toEqual(["a", "b"]);
    expect((await queue.take(taking(100))).map(({ key }) => key)).toEqual(["c"]);
    expect(await queue.take(taking(100, { kinds: [] }))).toEqual([]);
  });

  test("when a lease is over the job is taken again, and whoever lost it settles nothing", async () => {
    const queue = await open();
    await queue.order(order);
    const [lost] = await queue.take(taking(100));
    expect(await queue.take(taking(149))).toEqual([]);
    const [held] = await queue.take(taking(150));
    if (lost === undefined || held === undefined) throw new Error("not taken");
    expect(held.attempts).toBe(2);
    expect(await queue.extend(lost, 500)).toBe(false);
    expect(await queue.settle(lost, { state: "done", endedAt: 151 })).toBe(false);
    expect(await queue.extend(held, 500)).toBe(true);
    expect(await queue.take(taking(499))).toEqual([]);
    expect(await queue.settle(held, { state: "done", endedAt: 499 })).toBe(true);
    expect(await queue.settle(held, { state: "done", endedAt: 499 })).toBe(false);
  });

  test("one that is to be tried again waits until then, and says why it failed", async () => {
    const queue = await open();
    await queue.order(order);
    for (const job of await queue.take(taking(100))) {
      await queue.settle(job, { state: "waiting", dueAt: 300, lastError: "no network", isAttempt: true });
    }
    expect(await queue.take(taking(299))).toEqual([]);
    expect(await queue.take(taking(300))).toMatchObject([{ attempts: 2, lastError: "no network" }]);
  });

  test("one that is put off has not been tried", async () => {
    const queue = await open();
    await queue.order(order);
    for (const job of await queue.take(taking(100))) {
      await queue.settle(job, { state: "waiting", dueAt: 300, lastError: null, isAttempt: false });
    }
    expect(await queue.take(taking(300))).toMatchObject([{ attempts: 1 }]);
  });

  test("a dead job is taken no more", async () => {
    const queue = await open();
    await queue.order(order);
    for (const job of await queue.take(taking(100))) {
      await queue.settle(job, { state: "dead", endedAt: 101, lastError: "wrong for ever" });
    }
    expect(await queue.take(taking(1_000_000))).toEqual([]);
  });

  test("what was done long ago is forgotten, and nothing else", async () => {
    const queue = await open();
    for (const key of ["done", "dead", "lately", "waiting"]) await queue.order({ ...order, key });
    for (const job of await queue.take(taking(100))) {
      if (job.key === "done") await queue.settle(job, { state: "done", endedAt: 101 });
      if (job.key === "lately") await queue.settle(job, { state: "done", endedAt: 900 });
      if (job.key === "dead") await queue.settle(job, { state: "dead", endedAt: 101, lastError: "no" });
    }
    expect(await queue.forget(900)).toBe(1);
    expect(await queue.order({ ...order, key: "done" })).toBe(true);
    for (const key of ["dead", "lately", "waiting"]) expect(await queue.order({ ...order, key })).toBe(false);
  });

  test("ten takers at once share the jobs out among them", async () => {
    const queue = await open();
    for (let index = 0; index < 30; index += 1) await queue.order({ ...order, key: `mail-${index}` });
    const taken = (await Promise.all(Array.from({ length: 10 }, () => queue.take(taking(100, { limit: 5 }))))).flat();
    expect(taken).toHaveLength(30);
    expect(new Set(taken.map(({ id }) => id)).size).toBe(30);
  });
});

describe("a file with two connections", () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  test("two connections to one file take each job once", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ascendia-queue-"));
    folders.push(folder);
    const path = join(folder, "queue.db");
    const [one, other] = [await openFile(path), await openFile(path)];
    const queues = [new SqlJobQueue(one.nonDurable), new SqlJobQueue(other.nonDurable)];
    for (let index = 0; index < 40; index += 1) await queues[0]?.order({ ...order, key: `mail-${index}` });
    const askBoth = () => Promise.all(queues.map((queue) => queue.take(taking(100, { limit: 5 }))));
    const taken = (await Promise.all(Array.from({ length: 8 }, askBoth))).flat(2);
    const left = (await queues[0]?.take(taking(100, { limit: 100 }))) ?? [];
    expect(new Set([...taken, ...left].map(({ id }) => id)).size).toBe(40);
    expect(taken.length + left.length).toBe(40);
    await Promise.all([one.close(), other.close()]);
  });
});

describe.each(engines)("orders and records on %s", (_, open) => {
  test("an order goes with its transaction, or not at all", async () => {
    const database = await open();
    const clinic = clinicScope(database, "clinic-1");
    const rolledBack = clinic.transaction().execute(async (transaction) => {
      await new SqlJobOrders(transaction).order(order);
      throw new Error("no");
    });
    await expect(rolledBack).rejects.toThrow("no");
    expect(await new SqlJobRecords(database.fleet).list({ limit: 10 })).toEqual([]);
    await clinic.transaction().execute((transaction) => new SqlJobOrders(transaction).order(order));
    expect(await new SqlJobRecords(database.fleet).list({ limit: 10 })).toMatchObject([{ clinicId: "clinic-1" }]);
  });

  test("two clinics and the fleet may order under the same key; none touches another's job", async () => {
    const database = await open();
    const orders = ["clinic-1", "clinic-2"].map((id) => new SqlJobOrders(clinicScope(database, id)));
    for (const clinicOrders of orders) expect(await clinicOrders.order(order)).toBe(true);
    const queue = new SqlJobQueue(database.fleet);
    expect(await queue.order(order)).toBe(true);
    expect(await orders[0]?.order({ ...order, dueAt: 1 })).toBe(false);
    expect((await queue.take(taking(1, { leasedUntil: 500 }))).map(({ clinicId }) => clinicId)).toEqual(["clinic-1"]);
    expect((await queue.take(taking(100))).map(({ clinicId }) => clinicId)).toEqual(["clinic-2", null]);
  });

  test("operators find, count and revive jobs, but none that is running", async () => {
    const database = await open();
    const [queue, records] = [new SqlJobQueue(database.fleet), new SqlJobRecords(database.fleet)];
    await queue.order(order);
    await queue.order({ ...order, key: "mail-2", dueAt: 200 });
    const [job] = await queue.take(taking(100));
    if (job === undefined) throw new Error("not taken");
    expect(await records.revive(job.id, 500)).toBe(false);
    await queue.settle(job, { state: "dead", endedAt: 101, lastError: "refused" });
    expect(await records.list({ state: "dead", limit: 10 })).toMatchObject([{ id: job.id, lastError: "refused" }]);
    expect(await records.list({ kind: "other", limit: 10 })).toEqual([]);
    expect(await records.count()).toEqual([
      { kind: "send-mail", state: "dead", jobs: 1 },
      { kind: "send-mail", state: "waiting", jobs: 1 },
    ]);
    expect(await records.revive(job.id, 500)).toBe(true);
    expect(await records.find(job.id)).toMatchObject({ state: "waiting", attempts: 0, dueAt: 500, endedAt: null });
    expect(await records.revive("no-such-job", 500)).toBe(false);
  });
});

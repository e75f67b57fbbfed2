import { describe, expect, test } from "vitest";
import { SqlAuditLog } from "../../src/adapters/sql/monitoring/audit-log.ts";
import type { SqlDatabase } from "../../src/adapters/sql/database.ts";
import { sha256 } from "../../src/adapters/system/sha256.ts";
import { type AuditEntry, verifyAudit } from "../../src/domain/audit/audit-log.ts";
import { engines } from "../fakes/engines.ts";

function entry(act: string, more: Partial<AuditEntry> = {}): AuditEntry {
  const change = { before: null, after: { name: "Né\u{1F600}e", count: 1.5, list: [1, null] } };
  return { act, action: "clinic:update", subject: "clinic:own", ...change, reason: null, ...more };
}

function logOf(database: SqlDatabase, at = 1_000, actor = "tester") {
  return new SqlAuditLog(database.fleet, { clock: { now: () => at }, digest: sha256, actor });
}

describe.each(engines)("the audit log on %s", (_engine, open) => {
  test("keeps each act once, in a chain that holds", async () => {
    const log = logOf(await open());
    expect([await log.head(), (await verifyAudit(log, sha256)).head]).toEqual([undefined, null]);
    for (const act of ["one", "two", "one"]) await log.record(entry(act));
    const [last, first] = await log.list({ limit: 10 });
    expect(first).toMatchObject({ seq: 1, act: "one", previousHash: "", actor: "tester", at: 1_000 });
    expect(last).toMatchObject({ seq: 2, act: "two", previousHash: first?.hash });
    expect(await log.head()).toEqual({ seq: 2, hash: last?.hash });
    expect(await verifyAudit(log, sha256)).toMatchObject({ records: 2, breaks: [] });
  });

  test("is one chain, however many write at once", async () => {
    const log = logOf(await open());
    await Promise.all(Array.from({ length: 25 }, (_, index) => log.record(entry(`act-${index}`))));
    expect(await verifyAudit(log, sha256)).toMatchObject({ records: 25, breaks: [], head: { seq: 25 } });
  });

  test("goes with what it is about: nothing of a change that fails", async () => {
    const database = await open();
    const log = logOf(database);
    await log.record(entry("before"));
    const failing = database.atomically(async () => {
      await log.record(entry("lost"));
      throw new Error("stop");
    });
    await expect(failing).rejects.toThrow("stop");
    await log.record(entry("after"));
    expect((await log.list({ limit: 10 })).map(({ act }) => act)).toEqual(["after", "before"]);
    expect(await verifyAudit(log, sha256)).toMatchObject({ records: 2, breaks: [] });
  });

  test("shows what was changed or removed in it", async () => {
    const database = await open();
    const log = logOf(database);
    for (const act of ["one", "two", "three", "four"]) await log.record(entry(act));
    await database.fleet.updateTable("audit").set({ reason: "never" }).where("act", "=", "two").execute();
    await database.fleet.deleteFrom("audit").where("act", "=", "four").execute();
    const { breaks } = await verifyAudit(log, sha256);
    expect(breaks).toEqual([
      { seq: 2, problem: "it was changed after it was written" },
      { seq: 4, problem: "entries up to 4 were removed from the end" },
    ]);
  });

  test("is listed newest first, page by page, by who, what, when and words", async () => {
    const database = await open();
    await logOf(database, 1_000, "anne").record(entry("one", { subject: "clinic:other" }));
    await logOf(database, 2_000, "ben").record(entry("two", { action: "agent:publish", reason: "Été à l'œuvre" }));
    await logOf(database, 3_000, "anne").record(entry("three"));
    const log = logOf(database);
    const acts = async (filter: Omit<Parameters<typeof log.list>[0], "limit">) =>
      (await log.list({ limit: 10, ...filter })).map(({ act }) => act);
    expect(await acts({})).toEqual(["three", "two", "one"]);
    expect(await acts({ after: { by: 3, id: "three" } })).toEqual(["two", "one"]);
    expect(await acts({ actor: "anne" })).toEqual(["three", "one"]);
    expect(await acts({ action: "agent:publish" })).toEqual(["two"]);
    expect(await acts({ subject: "clinic:other" })).toEqual(["one"]);
    expect(await acts({ sinceAt: 2_000 })).toEqual(["three", "two"]);
    expect(await acts({ search: "ete oeuvre" })).toEqual(["two"]);
    expect(await acts({ search: "%" })).toEqual([]);
  });

  test("is read whole in order, more than a page of it", async () => {
    const database = await open();
    const record = { at: 1, actor: "a", action: "b", subject: "c", before: "null", after: "null", reason: null };
    const rows = Array.from({ length: 1_001 }, (_, index) =>
      Object.assign({ seq: index + 1, act: `act-${index}`, previousHash: "", hash: `${index}` }, record),
    );
    for (let from = 0; from < rows.length; from += 500) {
      await database.fleet
        .insertInto("audit")
        .values(rows.slice(from, from + 500))
        .execute();
    }
    const read: number[] = [];
    for await (const { seq } of logOf(database).all()) read.push(seq);
    expect(read).toEqual(rows.map(({ seq }) => seq));
  });
});

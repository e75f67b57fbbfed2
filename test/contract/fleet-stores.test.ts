import { beforeEach, describe, expect, test } from "vitest";
import { SqlCallEventStore } from "../../src/adapters/sql/calls/call-stores.ts";
import { SqlFunctionReplies } from "../../src/adapters/sql/calls/hearing.ts";
import { SqlJournal } from "../../src/adapters/sql/monitoring/journal.ts";
import type { SqlDatabase } from "../../src/adapters/sql/database.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import type { HeardRequest } from "../../src/domain/call/requests/heard-request.ts";
import type { CallEvent } from "../../src/domain/call/ports.ts";
import { engines } from "../fakes/engines.ts";
import { testClinic } from "../fakes/test-clinic.ts";

const clinic = testClinic();

const heard: HeardRequest = {
  id: "request-1",
  answeredAt: 1_000,
  tookUs: 1_500,
  path: "/api/get-doctors",
  body: '{"name":"get_doctors"}',
  digest: "d1",
  status: 200,
  answer: '{"message":"Hello."}',
  clinic: clinic.slug,
};

const event: CallEvent = {
  key: "transcript_updated:call-1",
  event: "transcript_updated",
  callId: "call-1",
  clinicId: clinic.id,
  attribution: "known",
  progress: 10,
  body: "{}",
  receivedAt: 1_000,
};

const order = { kind: "call-event", key: "one", payload: "{}", dueAt: 1_000 };

/** What each store of the whole installation promises, whatever the engine. */
const promises: readonly (readonly [store: string, promise: string, keep: (database: SqlDatabase) => Promise<void>])[] =
  [
    [
      "hearing",
      "knows its listeners until their time is over",
      async (database) => {
        const { hearing } = sqlStore(database);
        expect(await hearing.isListened(1_000)).toBe(false);
        await hearing.listen({ id: "listener", untilAt: 2_000 });
        await hearing.listen({ id: "listener", untilAt: 3_000 });
        expect([await hearing.isListened(2_500), await hearing.isListened(3_000)]).toEqual([true, false]);
        await hearing.leave("listener");
        expect(await hearing.isListened(2_500)).toBe(false);
      },
    ],
    [
      "hearing",
      "gives requests back as they were kept, oldest first, until they are forgotten",
      async (database) => {
        const { hearing } = sqlStore(database);
        const later = { ...heard, id: "request-2", answeredAt: 2_000, body: null, answer: null, clinic: null };
        await hearing.keep([later, heard]);
        await hearing.keep([]);
        expect(await hearing.since(1_000, 10)).toEqual([heard, later]);
        expect(await hearing.since(1_001, 10)).toEqual([later]);
        expect(await hearing.since(0, 1)).toEqual([heard]);
        expect(await hearing.forgetBefore(1_500)).toBe(true);
        expect(await hearing.since(0, 10)).toEqual([later]);
        expect([await hearing.forgetAll(), await hearing.forgetAll()]).toEqual([1, 0]);
        expect(await hearing.forgetBefore(1_500)).toBe(false);
      },
    ],
    [
      "servers",
      "holds the latest sign of each process until it leaves",
      async (database) => {
        const { servers } = sqlStore(database);
        const sign = {
          id: "server-1",
          host: "here",
          processId: 7,
          version: "1",
          startedAt: 1_000,
          lastRequestAt: null,
        };
        await servers.seen({ ...sign, roles: ["web", "jobs"] });
        await servers.seen({ ...sign, roles: ["web", "jobs"], lastRequestAt: 5 });
        const { signs, now } = await servers.list();
        expect(signs).toMatchObject([{ ...sign, roles: ["web", "jobs"], lastRequestAt: 5 }]);
        expect(Math.abs(now - (signs[0]?.seenAt ?? 0))).toBeLessThan(60_000);
        await servers.left("server-1");
        expect((await servers.list()).signs).toEqual([]);
      },
    ],
    [
      "journal",
      "remembers each step of a subject once, in its latest state, until it is forgotten",
      async (database) => {
        const journal = new SqlJournal(database.fleet, { now: () => 1_000 });
        await journal.intend("clinic:one", "buy");
        await journal.intend("clinic:two", "buy");
        expect(await journal.entries("clinic:one")).toEqual([{ step: "buy", state: "intended", facts: {} }]);
        await journal.complete("clinic:one", { step: "buy", facts: { number: "n" } });
        expect(await journal.entries("clinic:one")).toEqual([{ step: "buy", state: "done", facts: { number: "n" } }]);
        await journal.forget("clinic:one");
        expect([await journal.entries("clinic:one"), (await journal.entries("clinic:two")).length]).toEqual([[], 1]);
      },
    ],
    [
      "events",
      "takes an event once under its key, and of a stream the most complete",
      async (database) => {
        const events = new SqlCallEventStore(database.fleet);
        expect(await events.claim(event, order)).toBe(true);
        expect(await events.claim(event, order)).toBe(false);
        const more = { ...event, progress: 20, body: '{"more":1}', receivedAt: 2_000 };
        expect(await events.claim(more, { ...order, key: "two" })).toBe(true);
        expect(await events.claim({ ...event, progress: 15 }, { ...order, key: "three" })).toBe(false);
        expect(await events.find(event.key)).toEqual(more);
        expect(await events.since(1_500, 10)).toEqual([more]);
        await events.attribute(event.key, { clinicId: null, attribution: "unknown" });
        expect(await events.list({ clinicId: clinic.id, limit: 10 })).toEqual([]);
      },
    ],
    [
      "function replies",
      "lets one of many identical requests answer, and gives the others its reply",
      async (database) => {
        const replies = new SqlFunctionReplies(database);
        const request = { clinicId: clinic.id, digest: "d".repeat(64), callId: "call-1" };
        expect(await replies.claim(request, 1_000)).toBeUndefined();
        expect(await replies.claim(request, 1_001)).toEqual({ reply: null });
        await replies.keep(request, '{"message":"Done."}');
        expect(await replies.claim(request, 1_002)).toEqual({ reply: '{"message":"Done."}' });
        const other = { ...request, digest: "e".repeat(64) };
        await replies.claim(other, 1_000);
        await replies.release(other);
        expect(await replies.find(other)).toBeUndefined();
      },
    ],
  ];

describe.each(engines)("the installation's stores on %s", (_engine, open) => {
  let database: SqlDatabase;
  beforeEach(async () => {
    database = await open();
    await sqlStore(database).clinics.add(clinic);
  });
  test.each(promises)("%s: %s", async (_store, _promise, keep) => {
    await expect(keep(database)).resolves.toBeUndefined();
  });
});

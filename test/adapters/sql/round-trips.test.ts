import { beforeEach, describe, expect, test } from "vitest";
import type { Answer, PostgresPool } from "../../../src/adapters/sql/postgres/client.ts";
import { postgresDatabase } from "../../../src/adapters/sql/postgres/postgres-database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";

/** A PostgreSQL that keeps what it receives, and answers only when it is asked to: all of it, in order. */
class SlowServer implements PostgresPool {
  readonly received: string[] = [];
  #waiting: (() => void)[] = [];
  #refused: string | undefined;
  #isAborted = false;

  refuse(part: string): void {
    this.#refused = part;
  }

  async acquire() {
    return { query: (text: string) => this.#query(text) };
  }

  #query(text: string): Promise<Answer> {
    this.received.push(text);
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => {
        if (this.#refused !== undefined && text.includes(this.#refused)) {
          this.#isAborted = true;
          reject(Object.assign(new Error("canceling statement due to lock timeout"), { code: "55P03" }));
        } else if (this.#isAborted && !/^(?:commit|rollback)/u.test(text)) {
          reject(Object.assign(new Error("current transaction is aborted"), { code: "25P02" }));
        } else resolve({ rows: [], rowCount: 0, command: "" });
      });
    });
  }

  /** What has arrived by now is one round trip. @returns how many it took until the work was done */
  async answer(work: Promise<unknown>): Promise<number> {
    let [trips, isDone] = [0, false];
    void work.catch(() => undefined).then(() => (isDone = true));
    for (;;) {
      await new Promise((resolve) => void setImmediate(resolve));
      if (this.#waiting.length === 0 && isDone) return trips;
      if (this.#waiting.length === 0) continue;
      trips += 1;
      for (const answer of this.#waiting.splice(0)) answer();
    }
  }

  release(): void {}

  async listen() {
    return { ask: async () => undefined, close: async () => undefined };
  }

  async close(): Promise<void> {}
}

describe("a clinic's statements on PostgreSQL", () => {
  let server: SlowServer;
  let store: ReturnType<typeof sqlStore>;

  beforeEach(() => {
    server = new SlowServer();
    store = sqlStore(postgresDatabase(server));
  });

  test("one that reads or writes alone takes one round trip, its transaction included", async () => {
    const { patients } = store.scope("clinic-a").booking.stores;
    expect(await server.answer(patients.withPhone("+12125550100"))).toBe(1);
    expect(server.received).toEqual([
      expect.stringMatching(/^begin;set local role ascendia_clinic;.*'clinic-a'/u),
      expect.stringMatching(/^select .*"patients"/u),
      "commit",
    ]);
    const added = patients.add({
      id: "p",
      name: "Kim Test",
      phone: "+12125550100",
      birthDate: null,
      email: null,
      createdAt: 0,
    });
    expect(await server.answer(added)).toBe(1);
  });

  test("a transaction begins in the round trip of its first statement", async () => {
    const { booking } = store.scope("clinic-a");
    const work = booking.transact(async ({ holds }) => {
      await holds.removeOfCall("call");
      await holds.removeExpired(0);
    });
    expect(await server.answer(work)).toBe(3);
  });

  test.each([
    ["alone", () => store.scope("clinic-a").booking.stores.holds.removeOfCall("call")],
    ["in a transaction", () => store.scope("clinic-a").booking.transact(({ holds }) => holds.removeOfCall("call"))],
    ["in a transaction that does nothing", () => store.scope("clinic-a").booking.transact(async () => {})],
  ])("if what comes before it is refused, that is the error: %s", async (_, act) => {
    server.refuse("pg_advisory_xact_lock");
    const failed = act().then(
      () => "nothing",
      (error: unknown) => error,
    );
    await server.answer(failed);
    expect(await failed).toMatchObject({ code: "transient" });
    expect(server.received.at(-1)).toMatch(/^(?:commit|rollback)$/u);
  });
});

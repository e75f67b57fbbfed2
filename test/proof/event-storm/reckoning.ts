import { setTimeout as wait } from "node:timers/promises";
import BetterSqlite3 from "better-sqlite3";
import { keepStatements } from "../../../src/adapters/sqlite/keep-statements.ts";
import type { StormCall } from "./calls.ts";

interface Check {
  readonly name: string;
  readonly wrong: number;
  readonly of: number;
  readonly example: string;
}

interface CallRow {
  readonly call_id: string;
  readonly clinic_id: string | null;
  readonly attribution: string;
  readonly status: string;
  readonly reason: string | null;
  readonly outcome: string | null;
  readonly transcript_json: string | null;
  readonly transfers_json: string | null;
}

/** The database as another process sees it. */
export class Reckoning {
  readonly #rows: BetterSqlite3.Database;

  constructor(path: string) {
    this.#rows = keepStatements(new BetterSqlite3(path, { readonly: true, timeout: 5000 }));
  }

  close(): void {
    this.#rows.close();
  }

  /** Jobs that are due or were begun, and are not done. */
  unfinished(): number {
    return this.#count(
      `select count(*) from jobs where kind in ('call-event', 'call-outcome', 'call-summary')
       and (state = 'running' or (state = 'waiting' and due_at <= ${Date.now()}))`,
    );
  }

  /** Waits for work that a kill can interrupt, but not forever: all work may be done. */
  async someAtHand(): Promise<void> {
    for (let turn = 0; turn < 500 && this.unfinished() === 0; turn += 1) await wait(1);
  }

  /** Waits until no work is left to do now. @throws after a minute */
  async settled(): Promise<void> {
    const deadline = performance.now() + 60_000;
    while (this.unfinished() > 0) {
      if (performance.now() > deadline) throw new Error(`${this.unfinished()} jobs are not done after a minute`);
      await wait(50);
    }
  }

  checks(calls: readonly StormCall[]): readonly Check[] {
    return [this.#events(calls), this.#jobs(), this.#calls(calls), this.#strangers(calls), ...this.#effects(calls)];
  }

  #events(calls: readonly StormCall[]): Check {
    const stored = this.#pairs("select call_id as name, count(*) as times from call_events group by call_id");
    const wrong = calls.filter(({ callId, keys }) => stored.get(callId) !== keys);
    return check(
      "events stored once each",
      wrong.map(({ callId }) => callId),
      calls.length,
    );
  }

  #jobs(): Check {
    const dead = this.#rows
      .prepare<[], { key: string }>("select kind || ' ' || key as key from jobs where state = 'dead'")
      .all();
    return check(
      "no job dead",
      dead.map(({ key }) => key),
      this.#count("select count(*) from jobs"),
    );
  }

  #calls(calls: readonly StormCall[]): Check {
    const rows = new Map(
      this.#rows
        .prepare<[], CallRow>("select * from calls")
        .all()
        .map((row) => [row.call_id, row]),
    );
    const wrong = calls.flatMap(({ callId, expected }) => {
      const found = stateOf(rows.get(callId));
      return JSON.stringify(found) === JSON.stringify(sorted(expected)) ? [] : [`${callId}: ${JSON.stringify(found)}`];
    });
    return check("calls in the right state", wrong, calls.length);
  }

  #strangers(calls: readonly StormCall[]): Check {
    const ids = new Set(calls.map(({ callId }) => callId));
    const rows = this.#rows.prepare<[], { call_id: string }>("select call_id from calls").all();
    return check(
      "no other calls",
      rows.map(({ call_id: id }) => id).filter((id) => !ids.has(id)),
      rows.length,
    );
  }

  /** The jobs' effects: one outcome applied and one mail ordered for every call of a clinic, and none for others. */
  #effects(calls: readonly StormCall[]): readonly Check[] {
    const effects = [
      [
        "one outcome applied per call",
        "select call_id as name, count(*) as times from applied_outcomes group by call_id",
      ],
      [
        "one summary promised per call",
        "select call_id as name, count(*) as times from outbox where kind = 'call-summary' group by call_id",
      ],
      [
        "one outcome job done per call",
        `select replace(key, ':analyzed', '') as name, count(*) as times from jobs
         where kind = 'call-outcome' and key like '%:analyzed' and state = 'done' group by key`,
      ],
    ] as const;
    return effects.map(([name, sql]) => {
      const times = this.#pairs(sql);
      const wrong = calls.filter(
        ({ callId, expected }) => (times.get(callId) ?? 0) !== (expected.clinicId === null ? 0 : 1),
      );
      return check(
        name,
        wrong.map(({ callId }) => `${callId} ${times.get(callId) ?? 0} times`),
        calls.length,
      );
    });
  }

  #pairs(sql: string): ReadonlyMap<string, number> {
    const rows = this.#rows.prepare<[], { name: string; times: number }>(sql).all();
    return new Map(rows.map(({ name, times }) => [name, times]));
  }

  #count(sql: string): number {
    return this.#rows.prepare<[], number>(sql).pluck().get() ?? 0;
  }
}

function check(name: string, wrong: readonly string[], of: number): Check {
  return { name, wrong: wrong.length, of, example: wrong[0] ?? "" };
}

function stateOf(row: CallRow | undefined) {
  if (row === undefined) return undefined;
  const { clinic_id: clinicId, attribution, status, reason, outcome } = row;
  const [turns, transfers] = [lengthOf(row.transcript_json), lengthOf(row.transfers_json)];
  return sorted({ clinicId, attribution, status, reason, outcome, turns, transfers });
}

function lengthOf(json: string | null): number {
  const list: unknown = JSON.parse(json ?? "[]");
  return Array.isArray(list) ? list.length : -1;
}

function sorted(facts: object): object {
  return Object.fromEntries(Object.entries(facts).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

import { expect, it } from "vitest";
import { SqlAlertSignals } from "../../src/adapters/sql/monitoring/alert-stores.ts";
import { newDatabase } from "../../src/adapters/sql/migrations/new-database.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { requestCounts } from "../../src/composition/request-counts.ts";
import { clinicOf } from "../proof/alarms/installation.ts";

const nothing = () => undefined;

async function counting() {
  let now = Date.UTC(2027, 4, 10, 9, 2);
  const errors: string[] = [];
  const database = await newDatabase();
  await sqlStore(database).clinics.add(clinicOf("nord"));
  const log = { info: nothing, warn: nothing, error: (_: object, message: string) => void errors.push(message) };
  const counts = requestCounts({ database, clock: { now: () => now }, log });
  const signals = new SqlAlertSignals(database.fleet);
  const inbound = { route: "/webhooks/retell/inbound/:clinic", clinic: "nord", status: 200, milliseconds: 3 };
  return {
    database,
    counts,
    errors,
    inbound,
    later: (ms: number) => {
      now += ms;
    },
    slow: () => signals.slowAnswers(0),
    refused: () => signals.refusedSignatures(0),
  };
}

it("writes nothing while all answers are quick", async () => {
  const { counts, inbound, slow, database } = await counting();
  for (let each = 0; each < 1000; each += 1) counts.note(inbound);
  await counts.stop();
  expect(await slow()).toEqual([]);
  await database.close();
});

it("counts each clinic's slow answers, together with the quick ones of the same interval", async () => {
  const { counts, inbound, slow, refused, later, database } = await counting();
  const slowly = { ...inbound, milliseconds: 1500 };
  counts.note(inbound);
  counts.note(slowly);
  await counts.stop();
  counts.note(inbound);
  counts.note({ ...inbound, route: "/api/book-appointment" });
  counts.note({ ...slowly, route: "/api/retell/webhook" });
  counts.note({ ...slowly, status: 404 });
  counts.note({ ...slowly, clinic: undefined });
  counts.note({ ...slowly, clinic: "unknown" });
  counts.note({ ...slowly, status: 401, clinic: undefined });
  later(300_000);
  counts.note(inbound);
  await counts.stop();
  expect(await slow()).toEqual([{ clinicId: "id-nord", asked: "webhook", requests: 3, slow: 1 }]);
  expect(await refused()).toBe(1);
  await database.close();
});

it("reports when it cannot count, and counts later", async () => {
  const { counts, inbound, slow, errors, database } = await counting();
  await database.fleet.schema.alterTable("slow_answers").renameTo("elsewhere").execute();
  counts.note({ ...inbound, milliseconds: 2000 });
  await counts.stop();
  expect(errors).toEqual(["refused and slow requests could not be counted"]);
  await database.fleet.schema.alterTable("elsewhere").renameTo("slow_answers").execute();
  await counts.stop();
  expect(await slow()).toMatchObject([{ requests: 1, slow: 1 }]);
  await database.close();
});

import { expect, test } from "vitest";
import { clinicRows, unattributedRows } from "../../../src/adapters/sql/clinic-scope.ts";
import type { SqlDatabase } from "../../../src/adapters/sql/database.ts";
import { newDatabase } from "../../../src/adapters/sql/migrations/new-database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import type { Job } from "../../../src/domain/job/ports.ts";
import { retentionKinds } from "../../../src/domain/privacy/retention.ts";
import { austin, cotonou } from "../../server/server-fixture.ts";

const DAY_MS = 86_400_000;
const NOON = Date.UTC(2026, 2, 3, 12);
const number = "+2290197000021";

async function installation() {
  const database = await newDatabase();
  const store = sqlStore(database);
  for (const clinic of [cotonou, austin]) await store.clinics.add(clinic);
  return { database, store };
}

type Owner = { readonly clinicId: string | null; readonly attribution: "known" | "unknown" | "contradicted" };

async function keepCall({ fleet }: SqlDatabase, callId: string, { clinicId, attribution }: Owner) {
  await fleet
    .insertInto("callEvents")
    .values({
      key: `transfer_started:${callId}:1:{"number":"${number}"}`,
      event: "transfer_started",
      callId,
      clinicId,
      attribution,
      progress: 0,
      body: JSON.stringify({ event: "transfer_started", call: { call_id: callId, from_number: number } }),
      receivedAt: NOON,
    })
    .execute();
  const times = { calledAt: NOON, startedAt: NOON, endedAt: NOON, durationMs: 0, analyzedAt: null, updatedAt: NOON };
  const agent = { agentId: null, agentVersion: null, costCents: 12, latencyP50Ms: null, latencyP99Ms: null };
  const said = {
    transcriptJson: "[]",
    transfersJson: null,
    variablesJson: null,
    analysisJson: null,
    metadataJson: null,
  };
  await fleet
    .insertInto("calls")
    .values({
      callId,
      clinicId,
      attribution,
      direction: "inbound",
      status: "ended",
      patientNumber: number,
      clinicNumber: null,
      reason: "user_hangup",
      outcome: "booked",
      ...times,
      ...agent,
      ...said,
    })
    .execute();
}

const owners: readonly (readonly [string, Owner])[] = [
  ["own", { clinicId: cotonou.id, attribution: "known" }],
  ["others", { clinicId: austin.id, attribution: "known" }],
  ["nobodys", { clinicId: null, attribution: "unknown" }],
  ["contradicted", { clinicId: null, attribution: "contradicted" }],
];

async function keptOf({ fleet }: SqlDatabase) {
  const calls = await fleet.selectFrom("calls").selectAll().orderBy("callId").execute();
  const events = await fleet
    .selectFrom("callEvents")
    .select("callId")
    .where("body", "!=", "{}")
    .orderBy("callId")
    .execute();
  const said = calls.filter(({ transcriptJson, patientNumber }) => transcriptJson !== null || patientNumber !== null);
  return { said: said.map(({ callId }) => callId), events: events.map(({ callId }) => callId) };
}

async function retainAt(days: number, { database, store }: Awaited<ReturnType<typeof installation>>) {
  const guard = { assertRight: async () => {} };
  const clock = { now: () => NOON + days * DAY_MS };
  const recordings = { forgetBefore: async () => 0 };
  const kinds = retentionKinds({ ...store, guard, clock, recordings });
  const job: Job = {
    id: "job",
    clinicId: null,
    kind: "retention",
    key: "now",
    payload: "{}",
    state: "running",
    attempts: 1,
    dueAt: 0,
    leasedUntil: null,
    lastError: null,
    createdAt: 0,
    endedAt: null,
  };
  await kinds["retention"]?.run(job);
  return keptOf(database);
}

test("rows without a clinic are erased after 30 days, and sooner if a clinic's retention is shorter", async () => {
  const here = await installation();
  for (const [callId, owner] of owners) await keepCall(here.database, callId, owner);
  expect((await retainAt(29, here)).said).toEqual(["contradicted", "nobodys", "others", "own"]);
  await here.store
    .scope(cotonou.id)
    .privacySettings.save({ retentionDays: 7, redactTranscripts: false, verify: "either" });
  expect(await retainAt(8, here)).toEqual({ said: ["others"], events: ["others"] });
});

test("a call keeps its time, length, outcome and cost, but no number", async () => {
  const here = await installation();
  for (const [callId, owner] of owners) await keepCall(here.database, callId, owner);
  await here.store
    .scope(cotonou.id)
    .privacySettings.save({ retentionDays: 1, redactTranscripts: false, verify: "either" });
  await retainAt(2, here);
  const call = await here.store.scope(cotonou.id).calls.find("own");
  expect(call).toMatchObject({ calledAt: NOON, durationMs: 0, outcome: "booked", costCents: 12 });
  expect(JSON.stringify(call)).not.toContain(number.slice(1));
});

test("a number in the key of an event or job is erased for every owner, and keys stay unique", async () => {
  const { database, store } = await installation();
  for (const [callId, owner] of owners) await keepCall(database, callId, owner);
  const { people } = store.scope(cotonou.id);
  const person = await people.find({ phone: number });
  if (person === undefined) throw new Error("nobody was found");
  await people.erase(person);
  expect(await people.remains(person)).toEqual([]);
  const keys = await database.fleet.selectFrom("callEvents").select(["key", "callId"]).execute();
  expect(new Set(keys.map(({ key }) => key)).size).toBe(owners.length);
  expect(keys.filter(({ key }) => key.includes(number)).map(({ callId }) => callId)).toEqual(["others"]);
});

test("the view of rows without a clinic sees and changes no clinic's rows, and adds none", async () => {
  const { database } = await installation();
  for (const [callId, owner] of owners) await keepCall(database, callId, owner);
  const nobodys = unattributedRows(database);
  const seen = await nobodys.selectFrom("calls").select("callId").orderBy("callId").execute();
  expect(seen.map(({ callId }) => callId)).toEqual(["contradicted", "nobodys"]);
  await nobodys.deleteFrom("calls").execute();
  const own = await clinicRows(database, cotonou.id).selectFrom("calls").select("callId").execute();
  expect(own).toEqual([{ callId: "own" }]);
  expect(() => nobodys.insertInto("jobs").values({ id: "job" }).compile()).toThrow(/only the fleet/u);
});

import { CamelCasePlugin, CompiledQuery, Kysely } from "kysely";
import { expect, test } from "vitest";
import { sqlAttemptTraffic } from "../../../src/adapters/sql/outreach/attempt-stores.ts";
import type { FleetSchema } from "../../../src/adapters/sql/schema.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import type { CallAttempt } from "../../../src/domain/outreach/attempt.ts";
import { contact, dial } from "../../domain/outreach/attempts/attempt-fixture.ts";
import { addClinic, austin, cotonou, openTestDatabase } from "../../server/server-fixture.ts";

const now = 100_000_000;
const minute = 60_000;

async function stored(dials: readonly (Partial<CallAttempt> & { readonly clinicId: string })[]) {
  const database = await openTestDatabase();
  const store = sqlStore(database);
  for (const clinic of [cotonou, austin]) {
    await addClinic(store, clinic, []);
    await store.scope(clinic.id).outreach.stores.contacts.add({ ...contact, id: `contact-${clinic.id}` });
  }
  for (const [index, { clinicId, ...more }] of dials.entries()) {
    const own = { id: `dial-${index}`, key: `key-${index}`, contactId: `contact-${clinicId}` };
    await store.scope(clinicId).outreach.stores.dials.add({ ...dial, ...own, ...more });
  }
  return database;
}

test("traffic counts the dials of all clinics that are in progress, due and just requested", async () => {
  const database = await stored([
    { clinicId: cotonou.id, state: "placed", requestedAt: now - minute },
    { clinicId: cotonou.id, state: "dialling", requestedAt: now - 500 },
    { clinicId: austin.id, state: "placed", requestedAt: now - 800 },
    { clinicId: austin.id, state: "placed", requestedAt: now - 121 * minute },
    { clinicId: austin.id, state: "ended", requestedAt: now - 900 },
    { clinicId: austin.id, state: "planned", dueAt: now },
    { clinicId: cotonou.id, state: "planned", dueAt: now + 1 },
  ]);
  expect(await sqlAttemptTraffic(database.fleet, null).at(now)).toEqual({
    inUse: new Map([
      [cotonou.id, 2],
      [austin.id, 1],
    ]),
    justBegun: 2,
    waiting: new Set([austin.id]),
    askedAt: [now - 900, now - 800, now - 500],
  });
  await database.close();
});

test("it is read from indexes, because it is queried before every call", async () => {
  const database = await stored([]);
  const asked: CompiledQuery[] = [];
  const listening = new Kysely<FleetSchema>({
    dialect: database.dialectOf(null),
    plugins: [new CamelCasePlugin()],
    log: ({ query }) => void asked.push(query),
  });
  await sqlAttemptTraffic(listening, null).at(now);
  expect(asked).toHaveLength(3);
  // A copy, because Kysely keeps listening on its connection.
  for (const { sql, parameters } of asked.slice()) {
    const { rows } = await database.fleet.executeQuery<{ detail: string }>(
      CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]),
    );
    expect(`${rows[0]?.detail} for ${sql}`).toMatch(/USING (?:COVERING )?INDEX dials_\w+ \(/u);
  }
  await database.close();
});

import BetterSqlite3 from "better-sqlite3";
import * as fc from "fast-check";
import { CamelCasePlugin, Kysely, Migrator, SqliteDialect } from "kysely";
import { expect, test } from "vitest";
import { allMigrations } from "../../../src/adapters/sql/migrations/all-migrations.ts";
import { newDatabase } from "../../../src/adapters/sql/migrations/new-database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import { freeSlots } from "../../../src/domain/booking/slots/slot.ts";
import { type Span, mergeSpans, overlap } from "../../../src/domain/time/spans.ts";
import { connectedCalendar } from "../../fakes/connected-calendar.ts";
import { clinicIn } from "../../proof/calendars/installation.ts";

const [MINUTE, DAY] = [60_000, 86_400_000];
/** A Sunday; the stored week ends four days later, at midnight UTC. */
const start = Date.parse("2027-02-28T00:00:00Z");

/** Spans to the second: touching, overlapping, nested, across the end of a week, some of them weeks long. */
const someSpan = fc
  .tuple(fc.integer({ min: -2 * 1440, max: 12 * 1440 }), fc.constantFrom(0.5, 15, 30, 60, 61, 1440, 20 * 1440))
  .map(([from, length]): Span => ({ from: start + from * MINUTE, to: start + (from + length) * MINUTE }));

const someEvent = fc.record({
  resource: fc.constantFrom("a", "b", "c", "d"),
  uid: fc.constantFrom(null, null, "ours-1", "ours-2"),
  busy: fc.array(someSpan, { maxLength: 5 }),
});

const visit = { typeId: null, minutes: 30, bufferBeforeMinutes: 5, bufferAfterMinutes: 0 };

function offered(spans: readonly Span[], day: Span) {
  const doctors = [{ doctorId: "awa", visit, openings: [day], open: [day] }];
  const busy = [{ doctorId: "awa", roomId: null, spans }];
  return freeSlots({ doctors, rooms: null, taken: [], busy, slotMinutes: 15, starts: [day] });
}

async function clinicStores() {
  const database = await newDatabase();
  const store = sqlStore(database);
  const clinic = clinicIn("Africa/Porto-Novo");
  await store.clinics.add(clinic);
  const { doctors, calendars, booking } = store.scope(clinic.id);
  for (const id of ["awa", "ben"]) {
    await doctors.add({ id, name: id, specialty: "Dentist", email: null, active: true });
  }
  return { database, calendars, busy: booking.stores.busy };
}

test("after any changes to a calendar, the stored weeks offer the same slots as its events", async () => {
  const { database, calendars, busy } = await clinicStores();
  let count = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          isWhole: fc.boolean(),
          resources: fc.uniqueArray(someEvent, { selector: (each) => each.resource }),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      fc.integer({ min: 0, max: 9 }),
      async (changes, days) => {
        count += 1;
        const calendar = connectedCalendar({ id: `calendar-${count}`, doctorId: "awa", confirmedAt: start });
        await calendars.add(calendar);
        const known = new Map<string, (typeof changes)[number]["resources"][number]>();
        for (const change of changes) {
          expect(await calendars.save(calendar, null, change)).toBe(true);
          if (change.isWhole) known.clear();
          for (const event of change.resources) known.set(event.resource, event);
        }
        const day = { from: start + days * DAY, to: start + (days + 1) * DAY };
        const stored = await busy.overlapping(day, start, "awa");
        for (const uid of [null, "ours-1", "ours-2"]) {
          const plain = [...known.values()].filter((event) => event.uid === uid).flatMap((event) => event.busy);
          const kept = stored.filter((times) => times.uid === uid).flatMap(({ spans }) => spans);
          expect(offered(kept, day)).toEqual(
            offered(
              plain.filter((each) => overlap(each, day)),
              day,
            ),
          );
          const within = (spans: readonly Span[]) =>
            mergeSpans(spans.map(({ from, to }) => ({ from: Math.max(from, day.from), to: Math.min(to, day.to) })));
          expect(within(kept)).toEqual(within(plain));
        }
        expect(await calendars.remove(calendar.id)).toBe(true);
        expect(await busy.overlapping(day, start, null)).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
  await database.close();
});

test("a calendar that was not read for too long appears as unknown once, whatever is stored of it", async () => {
  const { database, calendars, busy } = await clinicStores();
  const hour = { from: start, to: start + 60 * MINUTE };
  const old = connectedCalendar({ id: "old", doctorId: "awa", confirmedAt: start - DAY, trustMinutes: 60 });
  const fresh = connectedCalendar({ id: "fresh", doctorId: "ben", confirmedAt: start, trustMinutes: 60 });
  for (const calendar of [old, fresh]) await calendars.add(calendar);
  const resources = [
    { resource: "a", uid: "ours", busy: [hour] },
    { resource: "b", uid: null, busy: [hour] },
  ];
  await calendars.save(old, null, { isWhole: true, resources });
  const owner = { doctorId: "awa", roomId: null };
  const unknown = { ...owner, uid: null, isUnknown: true, spans: [hour] };
  const all = await busy.overlapping(hour, start, null);
  expect(all).toHaveLength(3);
  expect(all).toEqual(
    expect.arrayContaining([
      unknown,
      { ...owner, uid: "ours", isUnknown: false, spans: [hour] },
      { ...owner, uid: null, isUnknown: false, spans: [hour] },
    ]),
  );
  expect(await busy.overlapping({ from: start + 90 * DAY, to: start + 91 * DAY }, start, "awa")).toMatchObject([
    { isUnknown: true },
  ]);
  expect(await busy.overlapping(hour, start, "ben")).toEqual([]);
  await database.close();
});

test("busy times from before the update still block slots", async () => {
  const file = new BetterSqlite3(":memory:");
  const database = new Kysely<unknown>({
    dialect: new SqliteDialect({ database: file }),
    plugins: [new CamelCasePlugin()],
  });
  const provider = { getMigrations: () => Promise.resolve({ ...allMigrations }) };
  const migrator = new Migrator({ db: database, provider, allowUnorderedMigrations: true });
  await migrator.migrateTo("061-calendars-written-to");
  file.pragma("foreign_keys = off");
  const insert = file.prepare(
    "insert into busy_times (clinic_id, feed_id, doctor_id, from_at, to_at, resource) values ('clinic', ?, 'awa', ?, ?, 'a')",
  );
  const week = Math.floor(start / (7 * DAY));
  const end = (week + 1) * 7 * DAY;
  insert.run("one", end - 1000, end + 2000);
  insert.run("one", end - 9000, end - 8000);
  insert.run("two", end, end + 500);
  expect((await migrator.migrateToLatest()).error).toBeUndefined();
  expect(file.prepare("select feed_id, week, spans from busy_weeks order by feed_id, week").all()).toEqual([
    { feed_id: "one", week, spans: JSON.stringify([7 * DAY - 9000, 1000, 7 * DAY - 1000, 1000]) },
    { feed_id: "one", week: week + 1, spans: "[0,2000]" },
    { feed_id: "two", week: week + 1, spans: "[0,500]" },
  ]);
  await database.destroy();
});

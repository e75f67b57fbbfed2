import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS } from "../../src/clock.ts";
import type { CalendarEntry } from "../../src/domain/booking/calendar-entries.ts";
import { connectedCalendar } from "../fakes/connected-calendar.ts";
import { engines } from "../fakes/engines.ts";
import { idsOf, otherClinic, ownClinic, twoClinics, withDoctorAndPatient } from "../fakes/two-clinics.ts";

const feed = connectedCalendar({ id: "feed", doctorId: "doctor-own" });

function entry(uid: string, more: Partial<CalendarEntry> = {}): CalendarEntry {
  const state = { resource: `/${uid}.ics`, etag: "v1", state: "written" } as const;
  return { calendarId: "feed", uid, ...state, startsAt: 100, endsAt: 200, changedAt: 10, ...more };
}

function whole(...resources: readonly (readonly [resource: string, from: number, to: number])[]) {
  const read = resources.map(([resource, from, to]) => ({ resource, busy: [{ from, to }], uid: null }));
  return { isWhole: true, resources: read };
}

describe.each(engines)("calendars on %s", (_engine, open) => {
  async function connected() {
    const clinics = await withDoctorAndPatient(await twoClinics(open));
    await clinics.own.calendars.add(feed);
    return clinics;
  }

  test("come back as they were connected, of the own clinic alone", async () => {
    const { own, other } = await connected();
    const full = connectedCalendar({ id: "a", kind: "caldav", role: "write", token: "t", failure: "Né", readAt: 5 });
    await own.calendars.add(full);
    expect(await own.calendars.find("a")).toEqual(full);
    expect(idsOf(await own.calendars.list())).toEqual(["a", "feed"]);
    expect([await other.calendars.find("a"), await other.calendars.list()]).toEqual([undefined, []]);
    expect([await other.calendars.remove("a"), await own.calendars.remove("a")]).toEqual([false, true]);
    expect(await own.calendars.remove("a")).toBe(false);
  });

  test("a reading is kept with its busy times, unless another was faster", async () => {
    const { own } = await connected();
    const read = { ...feed, token: "t1", confirmedAt: 1_000, readAt: 1_000 };
    expect(await own.calendars.save(read, null, whole(["r1", 0, 10], ["r2", 5, 20]))).toBe(true);
    expect(await own.calendars.save({ ...read, token: "t2" }, null, whole(["r9", 0, 1]))).toBe(false);
    expect(await own.calendars.busyTimes("feed")).toBe(2);
    expect(await own.calendars.find("feed")).toEqual(read);
    const changes = { isWhole: false, resources: [{ resource: "r1", busy: [], uid: null }] };
    expect(await own.calendars.save({ ...read, token: "t2" }, "t1", changes)).toBe(true);
    expect(await own.calendars.busyTimes("feed")).toBe(1);
    const racing = ["a", "b", "c"].map((token) => own.calendars.save({ ...read, token }, "t2"));
    expect((await Promise.all(racing)).filter(Boolean)).toHaveLength(1);
  });

  test("a whole reading keeps the busy times of unchanged events of ours", async () => {
    const { own, other } = await connected();
    const moved = { resource: "moved", busy: [{ from: 20, to: 30 }], uid: "visit" };
    const gone = { resource: "gone", busy: [{ from: 40, to: 50 }], uid: "other" };
    await own.calendars.save({ ...feed, token: "t1" }, null, whole(["r1", 0, 10]));
    await own.calendars.save({ ...feed, token: "t2" }, "t1", { isWhole: false, resources: [moved, gone] });
    await own.calendars.save({ ...feed, token: "t3" }, "t2", { ...whole(["r2", 5, 20]), unchanged: ["moved"] });
    expect(await own.calendars.busyTimes("feed")).toBe(2);
    expect(await other.calendars.busyTimes("feed")).toBe(0);
    await own.calendars.save({ ...feed, token: "t4" }, "t3", whole());
    expect(await own.calendars.busyTimes("feed")).toBe(0);
  });

  test("a reading does not undo settings that were changed meanwhile", async () => {
    const { own, database } = await connected();
    await database.fleet.updateTable("calendarFeeds").set({ names: "full" }).where("id", "=", "feed").execute();
    await own.calendars.save({ ...feed, token: "t1" }, null);
    expect(await own.calendars.find("feed")).toMatchObject({ names: "full", token: "t1" });
  });

  test("busy times overlap a search, for the doctor and for all, until the reading is too old", async () => {
    const { own, other } = await connected();
    await own.calendars.add(connectedCalendar({ id: "all" }));
    const now = 50 * DAY_MS;
    const at = (minutes: number) => now + minutes * MINUTE_MS;
    await own.calendars.save({ ...feed, confirmedAt: now }, null, whole(["r1", at(0), at(30)], ["r2", at(30), at(40)]));
    const read = connectedCalendar({ id: "all", confirmedAt: now });
    await own.calendars.save(read, null, whole(["r3", at(-20 * 24 * 60), at(20 * 24 * 60)]));
    const busy = (doctorId: string | null, from: number, to: number, when = now) =>
      own.booking.stores.busy.overlapping({ from, to }, when, doctorId);
    const ofDoctor = { doctorId: "doctor-own", roomId: null, uid: null, isUnknown: false };
    const found = await busy("doctor-own", at(39), at(50));
    expect(found).toContainEqual({ ...ofDoctor, spans: [{ from: at(0), to: at(40) }] });
    expect(new Set(found.map(({ doctorId }) => doctorId))).toEqual(new Set(["doctor-own", null]));
    expect((await busy("someone", at(39), at(50))).map(({ doctorId }) => doctorId)).toEqual([null]);
    expect((await busy(null, at(40), at(50))).map(({ doctorId }) => doctorId)).toEqual([null]);
    const old = await busy(null, at(40), at(50), at(241));
    expect(old.filter(({ isUnknown }) => isUnknown)).toHaveLength(2);
    expect(await other.booking.stores.busy.overlapping({ from: at(0), to: at(50) }, now, null)).toEqual([]);
  });

  test("entries: one per calendar and UID, the own clinic's, those to be written oldest first", async () => {
    const { own, other } = await connected();
    const { entries } = own.calendars;
    await entries.put(entry("one"));
    await entries.put(entry("one", { state: "pending", changedAt: 20, resource: null, etag: null }));
    await entries.put(entry("two", { state: "placed", changedAt: 15, endsAt: 300 }));
    await entries.put(entry("past", { endsAt: 50 }));
    expect(await entries.ofUid("one")).toEqual([
      entry("one", { state: "pending", changedAt: 20, resource: null, etag: null }),
    ]);
    expect((await entries.unwritten("feed")).map(({ uid }) => uid)).toEqual(["two", "one"]);
    expect((await entries.ofCalendar("feed", 250)).map(({ uid }) => uid).toSorted()).toEqual(["one", "two"]);
    expect([await other.calendars.entries.ofUid("one"), await other.calendars.entries.unwritten("feed")]).toEqual([
      [],
      [],
    ]);
    await entries.remove({ calendarId: "feed", uid: "one" });
    await entries.remove({ calendarId: "feed", uid: "one" });
    expect(await entries.ofUid("one")).toEqual([]);
  });

  test("an entry is settled once from what was known, and its event blocks no longer", async () => {
    const { own } = await connected();
    await own.calendars.save(feed, null, whole(["/one.ics", 0, 10], ["/else.ics", 5, 20]));
    const { entries } = own.calendars;
    await entries.put(entry("one", { state: "pending" }));
    const settled = [20, 21].map((changedAt) => entries.settle(entry("one"), entry("one", { changedAt })));
    expect((await Promise.all(settled)).filter(Boolean)).toHaveLength(1);
    expect(await entries.ofUid("one")).toMatchObject([{ state: "written" }]);
    expect(await own.calendars.busyTimes("feed")).toBe(1);
  });

  test("the calendars that bookings are written to", async () => {
    const { own, other } = await connected();
    await own.calendars.add(connectedCalendar({ id: "w", role: "write", doctorId: "doctor-own" }));
    const writing = [{ id: "w", doctorId: "doctor-own", roomId: null }];
    expect(await own.booking.stores.entries.writing()).toEqual(writing);
    expect(await other.booking.stores.entries.writing()).toEqual([]);
    const inside = await own.booking.transact(async ({ entries }) => {
      await entries.put(entry("x", { calendarId: "w" }));
      return entries.writing();
    });
    expect(inside).toEqual(writing);
  });

  test("a removed one leaves no times and no entries; the fleet lists active clinics that have one", async () => {
    const { own, other, store } = await connected();
    await other.calendars.add(connectedCalendar({ id: "theirs" }));
    await own.calendars.save(feed, null, whole(["r1", 0, 10]));
    await own.calendars.entries.put(entry("one"));
    expect(idsOf(await store.calendars.clinics()).toSorted()).toEqual([otherClinic.id, ownClinic.id]);
    await store.clinics.update({ ...otherClinic, status: "suspended" });
    expect(idsOf(await store.calendars.clinics())).toEqual([ownClinic.id]);
    expect(await own.calendars.remove("feed")).toBe(true);
    expect([await own.calendars.busyTimes("feed"), await own.calendars.entries.ofUid("one")]).toEqual([0, []]);
    expect(await store.calendars.clinics()).toEqual([]);
  });
});

import { describe, expect, test } from "vitest";
import { clinicScope } from "../../src/adapters/sql/clinic-scope.ts";
import type { SqlDatabase } from "../../src/adapters/sql/database.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import type { Appointment } from "../../src/domain/booking/appointment.ts";
import { plainType } from "../../src/domain/booking/setup/clinic-setup.ts";
import { defaultBookingRules } from "../../src/domain/booking/booking-rules.ts";
import type { BookingDatabase, Hold, Patient, WaitlistEntry } from "../../src/domain/booking/ports.ts";
import { fakeBookings } from "../fakes/booking-stores.ts";
import { engines } from "../fakes/engines.ts";
import { drSample, drTest } from "../fakes/clinic-bookings.ts";
import { testClinic } from "../fakes/test-clinic.ts";
import { visitOf } from "../fakes/two-clinics.ts";

const clinic = testClinic({
  name: "Clinique Test",
  address: "1 rue du Test",
  country: "BJ",
  timezone: "Africa/Porto-Novo",
  ownerEmail: "owner@example.com",
});

async function on(open: () => Promise<SqlDatabase>): Promise<BookingDatabase> {
  const database = await open();
  const store = sqlStore(database);
  await store.clinics.add(clinic);
  const scope = store.scope(clinic.id);
  for (const doctor of [drTest, drSample]) await scope.doctors.add(doctor);
  await clinicScope(database, clinic.id)
    .insertInto("rooms")
    .values({ id: "room-1", name: "A", active: 1, position: 1 })
    .execute();
  await scope.booking.stores.patients.add(patient);
  return scope.booking;
}

async function inMemory(): Promise<BookingDatabase> {
  return fakeBookings({
    doctors: [drTest, drSample],
    rooms: [{ id: "room-1", name: "A", active: true }],
    patients: [patient],
  });
}

const patient: Patient = {
  id: "patient-1",
  name: "Awa Test",
  phone: "+2290197000020",
  birthDate: "1990-05-01",
  email: null,
  createdAt: 1,
};

function visit(id: string, startsAt: number, change: Partial<Appointment> = {}): Appointment {
  const blocked = { blockedFrom: startsAt - 5, blockedTo: startsAt + 35 };
  return visitOf(id, startsAt, { patientId: patient.id, doctorId: drTest.id, ...blocked, callId: "call-1", ...change });
}

function hold(id: string, change: Partial<Hold> = {}): Hold {
  const { startsAt, endsAt, blockedFrom, blockedTo } = visit(id, 1000);
  const times = { startsAt, endsAt, blockedFrom, blockedTo };
  return {
    id,
    callId: "call-1",
    waitlistEntryId: null,
    doctorId: drTest.id,
    roomId: null,
    typeId: null,
    ...times,
    expiresAt: 500,
    ...change,
  };
}

function entry(id: string, change: Partial<WaitlistEntry> = {}): WaitlistEntry {
  const open = {
    firstDate: "2026-03-02",
    lastDate: "2026-03-06",
    dayPart: null,
    status: "waiting",
    holdId: null,
    callId: null,
    caller: null,
    mayCall: true,
  } as const;
  return { id, patientId: patient.id, doctorId: null, typeId: null, ...open, createdAt: 1, ...change };
}

async function ids(found: Promise<readonly { readonly id: string }[]>): Promise<readonly string[]> {
  return (await found).map(({ id }) => id);
}

test.each(engines)(
  "%s refuses a block longer than a day, which the search for overlaps would miss",
  async (_, open) => {
    const { stores } = await on(open);
    const day = 24 * 60 * 60_000;
    const long = visit("long", 0, { blockedFrom: 0, blockedTo: day, endsAt: day });
    await stores.appointments.add(long);
    expect(await ids(stores.appointments.activeOverlapping({ from: day - 1, to: day }, null))).toEqual(["long"]);
    const tooLong = { ...long, id: "too-long", doctorId: drSample.id, blockedTo: day + 1 };
    await expect(stores.appointments.add(tooLong)).rejects.toThrow("blocked_within_a_day");
  },
);

describe.each([...engines.map(([engine, open]) => [engine, () => on(open)] as const), ["the fake", inMemory] as const])(
  "bookings on %s",
  (_engine, open) => {
    test("appointments: spans touch without overlapping, starts are within a half-open span, all in order", async () => {
      const { stores } = await open();
      await stores.appointments.add(visit("b", 2000));
      await stores.appointments.add(visit("a", 1000));
      await stores.appointments.add(visit("gone", 1000, { status: "cancelled" }));
      expect(await ids(stores.appointments.activeOverlapping({ from: 0, to: 3000 }, null))).toEqual(["a", "b"]);
      expect(await ids(stores.appointments.activeOverlapping({ from: 1035, to: 1995 }, null))).toEqual([]);
      expect(await ids(stores.appointments.activeOverlapping({ from: 1034, to: 1996 }, null))).toEqual(["a", "b"]);
      expect(await ids(stores.appointments.activeOverlapping({ from: 1034, to: 1996 }, drTest.id))).toEqual(["a", "b"]);
      expect(await ids(stores.appointments.activeOverlapping({ from: 1034, to: 1996 }, drSample.id))).toEqual([]);
      expect((await ids(stores.appointments.startingWithin({ from: 1000, to: 2000 }))).toSorted()).toEqual([
        "a",
        "gone",
      ]);
      expect((await ids(stores.appointments.ofPatient(patient.id))).length).toBe(3);
      expect((await ids(stores.appointments.ofCall("call-1"))).length).toBe(3);
      expect(await stores.appointments.find("b")).toEqual(visit("b", 2000));
    });

    test("appointments: one active start per doctor and per room", async () => {
      const { stores } = await open();
      await stores.appointments.add(visit("first", 1000, { roomId: "room-1" }));
      await expect(stores.appointments.add(visit("same-doctor", 1000))).rejects.toMatchObject({ code: "conflict" });
      const sameRoom = visit("same-room", 1000, { doctorId: drSample.id, roomId: "room-1" });
      await expect(stores.appointments.add(sameRoom)).rejects.toMatchObject({ code: "conflict" });
      await stores.appointments.update(visit("first", 1000, { roomId: "room-1", status: "cancelled" }));
      await stores.appointments.add(sameRoom);
      expect((await stores.appointments.find("same-room"))?.roomId).toBe("room-1");
    });

    test("a transaction that throws leaves nothing behind, one that returns keeps all", async () => {
      const bookings = await open();
      const failing = bookings.transact(async (stores) => {
        await stores.appointments.add(visit("lost", 1000));
        throw new Error("stop");
      });
      await expect(failing).rejects.toThrow("stop");
      await bookings.transact((stores) => stores.appointments.add(visit("kept", 2000)));
      expect(await bookings.stores.appointments.find("lost")).toBeUndefined();
      expect(await bookings.stores.appointments.find("kept")).toEqual(visit("kept", 2000));
    });

    test("a transaction of holds is whole too, and sees and is seen like any other", async () => {
      const bookings = await open();
      const refused = bookings.transactForHolds(async (inner) => {
        await inner.holds.add(hold("refused"));
        throw new Error("no");
      });
      await expect(refused).rejects.toThrow("no");
      await bookings.transactForHolds((inner) => inner.holds.add(hold("kept")));
      expect(await ids(bookings.transact(({ holds }) => holds.ofCall("call-1")))).toEqual(["kept"]);
      expect(await ids(bookings.stores.holds.ofCall("call-1"))).toEqual(["kept"]);
    });

    test("holds: an expired one is as if it were not there; housekeeping forgets those of calls alone", async () => {
      const { stores } = await open();
      await stores.holds.add(hold("call"));
      await stores.holds.add(hold("waiting", { callId: null, waitlistEntryId: "entry" }));
      const live = async (now: number) => (await stores.holds.liveOverlapping({ from: 0, to: 3000 }, now)).length;
      expect([await live(499), await live(500)]).toEqual([2, 0]);
      await stores.holds.removeExpired(500);
      expect(await stores.holds.find("call")).toBeUndefined();
      expect(await stores.holds.find("waiting")).toEqual(hold("waiting", { callId: null, waitlistEntryId: "entry" }));
    });

    test("holds of one call end together, and no others", async () => {
      const { stores } = await open();
      await stores.holds.add(hold("first"));
      await stores.holds.add(hold("second", { blockedFrom: 2000, blockedTo: 2040 }));
      await stores.holds.add(hold("other", { callId: "call-2", blockedFrom: 3000, blockedTo: 3040 }));
      await stores.holds.removeOfCall("call-1");
      expect(await stores.holds.ofCall("call-1")).toEqual([]);
      expect((await stores.holds.ofCall("call-2")).map(({ id }) => id)).toEqual(["other"]);
    });

    test("patients are found by phone, by birth date and among ids", async () => {
      const { stores } = await open();
      const child = { ...patient, id: "patient-2", name: "Ife Test", birthDate: "2020-01-01", createdAt: 2 };
      await stores.patients.add(child);
      expect(await stores.patients.withPhone(patient.phone)).toEqual([patient, child]);
      expect(await stores.patients.bornOn("2020-01-01")).toEqual([child]);
      expect(await stores.patients.among([child.id, "nobody"])).toEqual([child]);
      expect(await stores.patients.among([])).toEqual([]);
    });

    test("appointment types by doctor; a doctor without any is not listed", async () => {
      const { stores } = await open();
      const type = {
        ...plainType,
        id: "type-1",
        name: { fr: "Bilan", en: "Check-up", es: "Chequeo" },
        minutes: 20,
        bufferBeforeMinutes: 0,
        bufferAfterMinutes: 5,
      };
      await stores.types.add(type);
      await stores.types.setForDoctor(drTest.id, ["type-1"]);
      expect(await stores.types.list()).toEqual([type]);
      expect(await stores.types.ofDoctors()).toEqual(new Map([[drTest.id, ["type-1"]]]));
      await stores.types.setForDoctor(drTest.id, null);
      expect(await stores.types.ofDoctors()).toEqual(new Map());
    });

    test("calendar exceptions that touch the dates, by first date", async () => {
      const { stores } = await open();
      const closed = { kind: "closed", doctorId: null, fromTime: "00:00", toTime: "24:00", reason: null } as const;
      await stores.exceptions.add({ id: "later", firstDate: "2026-03-10", lastDate: "2026-03-20", ...closed });
      await stores.exceptions.add({ id: "early", firstDate: "2026-03-01", lastDate: "2026-03-02", ...closed });
      const between = async (first: string, last: string) =>
        (await stores.exceptions.between(first, last)).map(({ id }) => id);
      expect(await between("2026-03-02", "2026-03-10")).toEqual(["early", "later"]);
      expect(await between("2026-03-03", "2026-03-09")).toEqual([]);
      expect([await stores.exceptions.remove("early"), await stores.exceptions.remove("early")]).toEqual([true, false]);
    });

    test("rules are kept whole, holidays and what overrules them included", async () => {
      const { stores } = await open();
      expect(await stores.rules.find()).toBeUndefined();
      const rules = {
        ...defaultBookingRules,
        slotMinutes: 15,
        holidays: { country: "CA", region: "QC", openOn: ["12-26", "easter 1"] },
      };
      await stores.rules.save(defaultBookingRules);
      await stores.rules.save(rules);
      expect(await stores.rules.find()).toEqual(rules);
    });

    test("the waitlist is in line by coming, without those that are done", async () => {
      const { stores } = await open();
      await stores.waitlist.add(entry("second", { createdAt: 2 }));
      await stores.waitlist.add(entry("first"));
      await stores.waitlist.add(entry("done", { status: "booked", createdAt: 0 }));
      expect((await stores.waitlist.inLine()).map(({ id }) => id)).toEqual(["first", "second"]);
      await stores.waitlist.update(entry("first", { status: "cancelled" }));
      expect((await stores.waitlist.inLine()).map(({ id }) => id)).toEqual(["second"]);
    });
  },
);

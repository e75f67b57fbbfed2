import * as fc from "fast-check";
import { plainType } from "../../../src/domain/booking/setup/clinic-setup.ts";
import { describe, expect, it } from "vitest";
import { findSlots } from "../../../src/domain/booking/slots/availability.ts";
import { bookAppointment } from "../../../src/domain/booking/visits/book-appointment.ts";
import { holdOffered } from "../../../src/domain/booking/visits/holds.ts";
import type { AppointmentType, CalendarException } from "../../../src/domain/booking/ports.ts";
import type { Slot } from "../../../src/domain/booking/slots/slot.ts";
import {
  type HoursPeriod,
  type Interval,
  type WeeklyHours,
  weekdays,
} from "../../../src/domain/clinic/opening-hours.ts";
import { type WallDate, addDays, weekdayNumber } from "../../../src/domain/time/wall-date.ts";
import { minutesOfWallTime, wallTimeOfMinutes } from "../../../src/domain/time/wall-time.ts";
import { startOfDay } from "../../../src/domain/time/zoned-time.ts";
import { type FakeClinic, drSample, drTest, fakeClinic } from "../../fakes/clinic-bookings.ts";
import { wallClock } from "../time/wall-clock.ts";

const minute = 60_000;

/** Ordinary days and days of clock changes in several zones, including changes at midnight and of half an hour. */
const days = [
  ["Africa/Porto-Novo", "2026-03-04"],
  ["America/Toronto", "2026-03-08"],
  ["America/Toronto", "2026-11-01"],
  ["America/Chicago", "2031-03-09"],
  ["Africa/Cairo", "2026-04-24"],
  ["Africa/Cairo", "2026-10-29"],
  ["America/Havana", "2026-11-01"],
  ["Australia/Lord_Howe", "2026-10-04"],
  ["Australia/Lord_Howe", "2026-04-05"],
  ["Pacific/Auckland", "2028-09-24"],
] as const;

const intervals: fc.Arbitrary<readonly Interval[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 4 })
  .map((quarters) => {
    const sorted = quarters.toSorted((a, b) => a - b).map((quarter) => wallTimeOfMinutes(quarter * 15));
    return Array.from({ length: Math.floor(sorted.length / 2) }, (_, index) => ({
      opens: sorted[2 * index] ?? "",
      closes: sorted[2 * index + 1] ?? "",
    }));
  });
const week: fc.Arbitrary<WeeklyHours> = fc.record({
  mon: intervals,
  tue: intervals,
  wed: intervals,
  thu: intervals,
  fri: intervals,
  sat: intervals,
  sun: intervals,
});

const someException = fc.record({
  kind: fc.constantFrom("closed" as const, "closed" as const, "open" as const),
  doctorId: fc.constantFrom(null, drTest.id, drSample.id),
  offset: fc.integer({ min: -1, max: 1 }),
  length: fc.integer({ min: 0, max: 1 }),
  interval: intervals.map(([first]) => first ?? { opens: "00:00", closes: "24:00" }),
});

const somePeriod = fc.record({
  doctorId: fc.constantFrom(null, drTest.id, drSample.id),
  offset: fc.integer({ min: -15, max: 1 }),
  length: fc.option(fc.integer({ min: 0, max: 16 })),
  everyWeeks: fc.constantFrom(1 as const, 2 as const),
  hours: week,
});

const someType = fc.record({
  minutes: fc.constantFrom(10, 20, 30, 45, 60, 90),
  bufferBeforeMinutes: fc.constantFrom(0, 0, 5, 15),
  bufferAfterMinutes: fc.constantFrom(0, 0, 10, 30),
});

const situation = fc.record({
  day: fc.constantFrom(...days),
  hours: week,
  ownHours: fc.option(week),
  exceptions: fc.array(someException, { maxLength: 3 }),
  periods: fc.array(somePeriod, { maxLength: 3 }),
  types: fc.array(someType, { maxLength: 2 }),
  rooms: fc.array(fc.boolean(), { maxLength: 2 }),
  slotMinutes: fc.constantFrom(10, 15, 20, 30, 50),
  leastNoticeMinutes: fc.constantFrom(0, 60, 600),
  sameDay: fc.option(intervals.map(([first]) => first ?? { opens: "00:00", closes: "24:00" })),
  nowMinutes: fc.integer({ min: -600, max: 600 }),
  /** Which offered slots are taken one after the other, and whether they are only held. */
  taken: fc.array(fc.record({ index: fc.nat(), isHold: fc.boolean() }), { maxLength: 6 }),
});

type Situation = typeof situation extends fc.Arbitrary<infer T> ? T : never;

function exceptionsOf({ exceptions, day: [, date] }: Situation): CalendarException[] {
  return exceptions.map(({ kind, doctorId, offset, length, interval }, index) => ({
    id: `exception-${index}`,
    kind,
    doctorId,
    firstDate: addDays(date, offset),
    lastDate: addDays(date, offset + length),
    fromTime: interval.opens,
    toTime: interval.closes,
    reason: null,
  }));
}

function periodsOf({ periods, day: [, date] }: Situation): HoursPeriod[] {
  return periods.map(({ offset, length, ...period }, index) => ({
    ...period,
    id: `period-${index}`,
    firstDate: addDays(date, offset),
    lastDate: length === null ? null : addDays(date, offset + length),
  }));
}

function typesOf({ types }: Situation): AppointmentType[] {
  return types.map((type, index) => ({
    ...plainType,
    ...type,
    id: `type-${index}`,
    name: { fr: "Visite", en: "Visit", es: "Visita" },
  }));
}

function clinicOf(given: Situation): FakeClinic {
  const [zone, date] = given.day;
  const clinic = fakeClinic(
    {
      hours: given.hours,
      doctorHours: new Map(given.ownHours === null ? [] : [[drSample.id, given.ownHours]]),
      exceptions: exceptionsOf(given),
      periods: periodsOf(given),
      types: typesOf(given),
      rooms: given.rooms.map((active, index) => ({ id: `room-${index}`, name: `Salle ${index}`, active })),
      rules: {
        slotMinutes: given.slotMinutes,
        leastNoticeMinutes: given.leastNoticeMinutes,
        sameDay: given.sameDay,
        horizonDays: 2,
        cancelCutoffMinutes: 0,
        waitlistHoldMinutes: 60,
        // One patient books all slots in these tests.
        mostPerCall: 100,
        mostPerDay: 100,
        mostUpcoming: 100,
        mostProven: 100,
        mostSpread: 0,
        mostWithheld: 1000,
        holidays: null,
      },
    },
    zone,
  );
  clinic.setNow(date, "00:00");
  clinic.advanceMinutes(given.nowMinutes);
  return clinic;
}

async function offered(clinic: FakeClinic, { day: [, date], types }: Situation): Promise<readonly Slot[]> {
  const typeIds = types.length === 0 ? [null] : types.map((_, index) => `type-${index}`);
  const offers = await Promise.all(
    typeIds.map(async (typeId) =>
      findSlots({ doctorIds: null, typeId, firstDate: date, lastDate: date, dayPart: null, callId: null }, clinic),
    ),
  );
  return offers.flatMap(({ slots }) => slots);
}

let calls = 0;

async function take(clinic: FakeClinic, choice: Slot, isHold: boolean): Promise<string> {
  calls += 1;
  const callId = `call-${calls}`;
  if (isHold) return (await holdOffered({ choices: [choice], callId }, clinic)).length === 1 ? "held" : "unavailable";
  const patient = { name: "Awa Test", phone: "+22901970000" };
  return (await bookAppointment({ choice, patient, by: { kind: "caller", callId } }, clinic)).kind;
}

/**
 * Whether the doctor is available at the instant, in local time; exceptions apply in the order in which they were
 * added.
 */
function isThere(clinic: FakeClinic, doctorId: string): (instant: number) => boolean {
  const { hours, doctorHours, exceptions, periods } = clinic.database.memory;
  const usual = doctorHours.get(doctorId);
  const hasOwn = usual !== undefined || periods.some((period) => period.doctorId === doctorId);
  const lastOf = (whose: string | null, date: WallDate): WeeklyHours | undefined =>
    periods.findLast((period) => period.doctorId === whose && isInPeriod(period, date))?.hours;
  const clock = wallClock(clinic.zone);
  const concerning = exceptions.filter(
    (each) => each.doctorId === doctorId || (each.doctorId === null && (each.kind === "closed" || !hasOwn)),
  );
  return (instant) => {
    const { date, minutes } = clock(instant);
    const covers = ({ opens, closes }: Interval): boolean =>
      (minutesOfWallTime(opens) ?? 0) <= minutes && minutes < (minutesOfWallTime(closes) ?? 0);
    const day = weekdays[weekdayNumber(date) - 1] ?? "mon";
    const weekly = lastOf(doctorId, date) ?? usual ?? lastOf(null, date) ?? hours;
    let isOpen = weekly[day].some((interval) => covers(interval));
    let isAbsent = false;
    for (const each of concerning) {
      const isOn = each.firstDate <= date && date <= each.lastDate;
      if (!isOn || !covers({ opens: each.fromTime, closes: each.toTime })) continue;
      if (each.doctorId !== null) isAbsent = each.kind === "closed";
      isOpen = each.kind === "open" && (isOpen || !isAbsent);
    }
    return isOpen;
  };
}

/** Counts the weeks from the Monday of the period's first week. */
function isInPeriod({ firstDate, lastDate, everyWeeks }: HoursPeriod, date: WallDate): boolean {
  if (date < firstDate || (lastDate ?? "9999") < date) return false;
  let monday = firstDate;
  while (weekdayNumber(monday) > 1) monday = addDays(monday, -1);
  let weeks = 0;
  while (addDays(monday, 7 * (weeks + 1)) <= date) weeks += 1;
  return everyWeeks === 1 || weeks % 2 === 0;
}

/** Whether the time is reserved for callers of that day, and today is another day. */
function isKept(instant: number, { zone, clock }: FakeClinic, { sameDay }: Situation): boolean {
  const at = wallClock(zone);
  const { date, minutes } = at(instant);
  if (sameDay === null || date === at(clock.now()).date) return false;
  return (minutesOfWallTime(sameDay.opens) ?? 0) <= minutes && minutes < (minutesOfWallTime(sameDay.closes) ?? 0);
}

function clashes(slot: Slot, clinic: FakeClinic): boolean {
  const { appointments, holds } = clinic.database.memory;
  // A slot that begins now is no longer held, because its hold ends at its start.
  const live = holds.filter(({ expiresAt }) => expiresAt > clinic.clock.now());
  return [...appointments, ...live].some(
    (other) =>
      (other.doctorId === slot.doctorId || (other.roomId !== null && other.roomId === slot.roomId)) &&
      other.blockedFrom < slot.blockedTo &&
      slot.blockedFrom < other.blockedTo,
  );
}

async function busyClinic(given: Situation): Promise<FakeClinic> {
  const clinic = clinicOf(given);
  for (const { index, isHold } of given.taken) {
    const slots = await offered(clinic, given);
    const slot = slots[index % Math.max(1, slots.length)];
    if (slot !== undefined) await take(clinic, slot, isHold);
  }
  return clinic;
}

/** A copy of the clinic, so that one trial does not affect the next. */
function copyOf(clinic: FakeClinic, given: Situation): FakeClinic {
  const copy = clinicOf(given);
  Object.assign(copy.database.memory, structuredClone(clinic.database.memory));
  return copy;
}

describe("slots", () => {
  it("lie within hours and notice, outside closures, and overlap nothing", async () => {
    await fc.assert(
      fc.asyncProperty(situation, async (given) => {
        const clinic = await busyClinic(given);
        const earliest = clinic.clock.now() + given.leastNoticeMinutes * minute;
        for (const slot of await offered(clinic, given)) {
          const there = isThere(clinic, slot.doctorId);
          for (let at = slot.startsAt; at < slot.endsAt; at += 5 * minute) expect(there(at)).toBe(true);
          expect(there(slot.endsAt - 1)).toBe(true);
          const type = clinic.database.memory.types.find(({ id }) => id === slot.typeId);
          expect(slot.endsAt - slot.startsAt).toBe((type?.minutes ?? 30) * minute);
          expect(slot.startsAt - slot.blockedFrom).toBe((type?.bufferBeforeMinutes ?? 0) * minute);
          expect(slot.blockedTo - slot.endsAt).toBe((type?.bufferAfterMinutes ?? 0) * minute);
          expect(slot.startsAt).toBeGreaterThanOrEqual(earliest);
          expect(isKept(slot.startsAt, clinic, given)).toBe(false);
          expect(clashes(slot, clinic)).toBe(false);
          expect(slot.roomId === null).toBe(given.rooms.length === 0);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("are exactly the slots that can be booked", async () => {
    await fc.assert(
      fc.asyncProperty(situation, fc.boolean(), async (given, isHold) => {
        const clinic = await busyClinic(given);
        const [zone, date] = given.day;
        const slots = (await offered(clinic, given)).filter(({ doctorId }) => doctorId === drTest.id);
        const typeId = slots[0]?.typeId ?? null;
        const ofType = slots.filter((slot) => slot.typeId === typeId).map(({ startsAt }) => startsAt);
        const succeeded: number[] = [];
        const end = startOfDay(addDays(date, 1), zone);
        for (let startsAt = startOfDay(date, zone); startsAt < end; startsAt += 5 * minute) {
          const trial = copyOf(clinic, given);
          const slot = { doctorId: drTest.id, typeId, startsAt, roomId: null, endsAt: 0, blockedFrom: 0, blockedTo: 0 };
          if ((await take(trial, slot, isHold)) !== "unavailable") succeeded.push(startsAt);
        }
        expect(succeeded).toEqual(ofType);
      }),
      { numRuns: 12 },
    );
  });

  it("never overlap once booked, whoever holds and books them in whatever order", async () => {
    await fc.assert(
      fc.asyncProperty(situation, async (given) => {
        const clinic = clinicOf(given);
        const slots = await offered(clinic, given);
        const picks = given.taken.flatMap(({ index, isHold }) => {
          const slot = slots[index % Math.max(1, slots.length)];
          return slot === undefined ? [] : [{ slot, isHold }];
        });
        await Promise.all(picks.map(async ({ slot, isHold }) => take(clinic, slot, isHold)));
        const { appointments, holds } = clinic.database.memory;
        for (const one of [...appointments, ...holds]) {
          const others = [...appointments, ...holds].filter(({ id }) => id !== one.id);
          const both = others.filter((other) => other.doctorId === one.doctorId || (one.roomId ?? "") === other.roomId);
          for (const other of both) {
            expect(other.blockedTo <= one.blockedFrom || one.blockedTo <= other.blockedFrom).toBe(true);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe("the generated situations", () => {
  it("mostly have slots, even on days of a clock change", async () => {
    const counts = await Promise.all(
      fc
        .sample(situation, { numRuns: 60, seed: 7 })
        .map(async (given) => (await offered(clinicOf(given), given)).length),
    );
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(20);
  });
});

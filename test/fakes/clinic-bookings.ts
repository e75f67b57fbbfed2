import { defaultBookingRules } from "../../src/domain/booking/booking-rules.ts";
import { publicHolidays } from "../../src/domain/booking/calendar/public-holidays.ts";
import type { BookingPorts } from "../../src/domain/booking/ports.ts";
import type { SlotChoice } from "../../src/domain/booking/slots/slot.ts";
import type { Doctor } from "../../src/domain/clinic/clinic.ts";
import { parseOpeningHours } from "../../src/domain/clinic/opening-hours.ts";
import { instantOf } from "../../src/domain/time/zoned-time.ts";
import { type BookingMemory, type FakeBookings, fakeBookings } from "./booking-stores.ts";

/** A clinic whose clock the test sets. Ids count up: "id-1", "id-2". */
export interface FakeClinic extends BookingPorts {
  readonly database: FakeBookings;
  readonly zone: string;
  setNow(date: string, time: string): void;
  advanceMinutes(minutes: number): void;
  at(date: string, time: string): number;
  choice(doctorId: string, date: string, time: string): SlotChoice;
}

export const drTest: Doctor = doctor("doc-awa", "Awa Test");
export const drSample: Doctor = doctor("doc-luc", "Luc Sample");

/** Two doctors, open Mon-Fri 08:00-12:30,14:00-18:00; today is Monday 2 March 2026, 07:00. */
export function fakeClinic(given: Partial<BookingMemory> = {}, zone = "Africa/Porto-Novo"): FakeClinic {
  let now = instantOf("2026-03-02", "07:00", zone);
  let ids = 0;
  const at = (date: string, time: string): number => instantOf(date, time, zone);
  return {
    clinic: { timezone: zone, language: "fr" },
    database: fakeBookings({
      doctors: [drTest, drSample],
      hours: parseOpeningHours("Mon-Fri 08:00-12:30,14:00-18:00"),
      rules: defaultBookingRules,
      ...given,
    }),
    holidays: publicHolidays(),
    clock: { now: () => now },
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    zone,
    setNow: (date, time) => {
      now = at(date, time);
    },
    advanceMinutes: (minutes) => {
      now += minutes * 60_000;
    },
    at,
    choice: (doctorId, date, time) => ({ doctorId, startsAt: at(date, time), typeId: null }),
  };
}

function doctor(id: string, name: string): Doctor {
  return { id, name, specialty: "Médecine générale", email: null, active: true };
}

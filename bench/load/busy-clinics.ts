import type { SqlDatabase } from "../../src/adapters/sql/database.ts";
import { openPostgres } from "../../src/adapters/sql/postgres/open-postgres.ts";
import { openDatabase } from "../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { newId } from "../../src/adapters/system/ids.ts";
import { defaultBookingRules } from "../../src/domain/booking/booking-rules.ts";
import { parseOpeningHours } from "../../src/domain/clinic/opening-hours.ts";
import { addDays } from "../../src/domain/time/wall-date.ts";
import { dateAt, instantOf } from "../../src/domain/time/zoned-time.ts";
import { MINUTE_MS } from "../../src/clock.ts";
import { testClinic } from "../../test/fakes/test-clinic.ts";

export const timezone = "America/Toronto";
const DOCTORS = 10;
const DAYS = 30;
const APPOINTMENTS = 2000;
/** Half-hour visits from 08:00 to 18:00, except during the lunch break. */
const STARTS = Array.from({ length: 18 }, (_, index) => 480 + (index < 9 ? index * 30 : index * 30 + 60));

/** A bookable time: everything that a signed call needs to book it. */
export interface Place {
  readonly clinicId: string;
  readonly doctorId: string;
  readonly startsAt: number;
}

export interface BusyClinics {
  readonly clinicIds: readonly string[];
  /** The clinic with the full month. */
  readonly busy: string;
  readonly dates: readonly string[];
  /** Free times at the other clinics, which do not collide with each other. */
  readonly free: readonly Place[];
}

/**
 * Writes an installation's database: one clinic with a full month, and the given number of empty ones, ten doctors
 * each.
 * @param place a path, or a postgres: URL
 */
export async function storeBusyClinics(place: string, others: number): Promise<BusyClinics> {
  const database = await databaseAt(place);
  const store = sqlStore(database);
  const today = dateAt(Date.now(), timezone);
  const dates = Array.from({ length: DAYS }, (_, index) => addDays(today, index + 1));
  const clinicIds: string[] = [];
  const free: Place[] = [];
  await database.atomically(async () => {
    for (let index = 0; index <= others; index += 1) {
      const clinicId = newId();
      clinicIds.push(clinicId);
      await store.clinics.add(clinicOf(clinicId, index));
      const { doctors, openingHours, booking } = store.scope(clinicId);
      await openingHours.setForClinic(parseOpeningHours("Mon-Sun 08:00-12:30,13:30-18:00"));
      await booking.stores.rules.save({ ...defaultBookingRules, slotMinutes: 30, horizonDays: 90 });
      const doctorIds = Array.from({ length: DOCTORS }, () => newId());
      for (const [number, id] of doctorIds.entries()) {
        await doctors.add({
          id,
          name: `Doctor ${NAMES[number] ?? ""} Test`,
          specialty: "Dentist",
          email: null,
          active: true,
        });
      }
      const places = dates.flatMap((date) =>
        STARTS.flatMap((minute) =>
          doctorIds.map((doctorId) => ({ clinicId, doctorId, startsAt: startOf(date, minute) })),
        ),
      );
      if (index > 0) free.push(...places);
      else for (const place of spread(places, APPOINTMENTS)) await storeVisit(place, store);
    }
  });
  await database.close();
  return { clinicIds, busy: clinicIds[0] ?? "", dates, free: shuffled(free) };
}

function databaseAt(place: string): Promise<SqlDatabase> {
  if (!isPostgres(place)) return openDatabase(place, "sandbox");
  return openPostgres(place, { mode: "sandbox", ifMissing: "create", name: "the bench's" });
}

export function isPostgres(place: string): boolean {
  return place.startsWith("postgres:");
}

const NAMES = ["Awa", "Bo", "Chloe", "Dan", "Eve", "Fay", "Gus", "Hal", "Ida", "Jo"];

function startOf(date: string, minute: number): number {
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0"));
  return instantOf(date, `${hours}:${minutes}`, timezone);
}

function spread<T>(all: readonly T[], wanted: number): readonly T[] {
  return all.filter(
    (_, index) => Math.floor((index * wanted) / all.length) !== Math.floor(((index - 1) * wanted) / all.length),
  );
}

/** Mixes clinics, doctors and days, in the same order each time. */
function shuffled<T>(all: readonly T[]): readonly T[] {
  const step = 7919;
  return all.map((_, index) => all[(index * step) % all.length]).filter((one) => one !== undefined);
}

type Store = ReturnType<typeof sqlStore>;

/** Stores a patient with a half-hour appointment. */
export async function storeVisit({ clinicId, doctorId, startsAt }: Place, store: Store): Promise<void> {
  const { patients, appointments } = store.scope(clinicId).booking.stores;
  const patientId = newId();
  const endsAt = startsAt + 30 * MINUTE_MS;
  await patients.add({
    id: patientId,
    name: "Kim Test",
    phone: "+14155550100",
    birthDate: null,
    email: null,
    createdAt: 0,
  });
  await appointments.add({
    id: newId(),
    patientId,
    doctorId,
    roomId: null,
    typeId: null,
    startsAt,
    endsAt,
    blockedFrom: startsAt,
    blockedTo: endsAt,
    status: "scheduled",
    callId: null,
    rescheduledFrom: null,
    changeReason: null,
    calendarUid: newId(),
    calendarSequence: 0,
    createdAt: 0,
    updatedAt: 0,
  });
}

function clinicOf(id: string, index: number) {
  return testClinic({
    id,
    slug: `bench-${index}`,
    name: `Bench Clinic ${index}`,
    address: "1 Test Street",
    country: "CA",
    timezone,
    language: "en",
    ownerEmail: "owner@example.com",
  });
}

import { openPostgres } from "../../src/adapters/sql/postgres/open-postgres.ts";
import { sqlStore } from "../../src/adapters/sql/store.ts";
import { MINUTE_MS } from "../../src/clock.ts";
import { storeVisit } from "./busy-clinics.ts";

const EACH_SECOND = 20;

/** Books at one clinic after the other until the process ends. @returns the bookings per second */
export async function writeBookings(url: string): Promise<number> {
  const store = sqlStore(await openPostgres(url, { mode: "sandbox", ifMissing: "refuse", name: "the bench's" }));
  const clinics = (await store.clinics.list()).map(({ id }) => id);
  let booked = 0;
  setInterval(() => {
    const clinicId = clinics[booked % clinics.length] ?? "";
    // Each clinic's next visit is an hour later.
    const startsAt = Date.now() + (1 + Math.floor(booked / clinics.length)) * 60 * MINUTE_MS;
    booked += 1;
    void book({ store, clinicId, startsAt });
  }, 1000 / EACH_SECOND);
  return EACH_SECOND;
}

interface Booking {
  readonly store: ReturnType<typeof sqlStore>;
  readonly clinicId: string;
  readonly startsAt: number;
}

async function book({ store, clinicId, startsAt }: Booking): Promise<void> {
  const [doctor] = await store.scope(clinicId).doctors.list();
  if (doctor === undefined) throw new RangeError("a clinic without doctors");
  await storeVisit({ clinicId, doctorId: doctor.id, startsAt }, store);
}

import { openDatabase } from "../../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import { newId } from "../../../src/adapters/system/ids.ts";
import { HOUR_MS, MINUTE_MS } from "../../../src/clock.ts";
import { publicHolidays } from "../../../src/domain/booking/calendar/public-holidays.ts";
import { bookByStaff } from "../../../src/domain/booking/visits/staff-booking.ts";
import { defaultPolicy } from "../../../src/domain/outreach/policy.ts";
import { runReminders } from "../../../src/domain/outreach/reminders/plan-reminders.ts";
import type { Installation } from "../provisioning/installation.ts";
import { freedAt, slug } from "../waitlist/installed-line.ts";

export const phone = "+2290197000071";

const clock = { now: () => Date.now() };
/** Booked before any reminder was due. */
const before = { now: () => Date.now() - 5 * HOUR_MS };
const allDay = { opensAt: "00:00", closesAt: "23:59", onSundays: true, onHolidays: true } as const;

/**
 * Books three consecutive appointments for one number, and orders their reminders. @returns their ids, the earliest
 * first
 */
export async function planVisits({ database }: Installation): Promise<readonly string[]> {
  const store = sqlStore(await openDatabase(database, "sandbox"));
  try {
    const clinic = await store.clinics.find(slug);
    if (clinic === undefined) throw new Error("the clinic is gone");
    const outreach = store.scope(clinic.id).outreach;
    const [doctor] = await outreach.stores.doctors.list();
    const booking = { clinic, database: outreach, holidays: publicHolidays(), clock: before, newId };
    const ids: string[] = [];
    for (const minutes of [0, 30, 60]) {
      const choice = { doctorId: doctor?.id ?? "", startsAt: freedAt + minutes * MINUTE_MS, typeId: null };
      const patient = { name: "Awa Test", phone };
      ids.push((await bookByStaff({ choice, patient, reason: null }, booking)).appointment.id);
    }
    // The first call is due at once, and the others within the hour.
    const leadMinutes = [Math.ceil((freedAt - clock.now()) / MINUTE_MS) + 2];
    await outreach.stores.policy.save({ ...defaultPolicy, enabled: true, ...allDay, leadMinutes });
    await runReminders({
      ...booking,
      clock,
      fleetPause: { find: () => Promise.resolve(undefined) },
      isRetellNumber: () => Promise.resolve(false),
    });
    return ids;
  } finally {
    await store.close();
  }
}

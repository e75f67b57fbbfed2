import { openDatabase } from "../../../src/adapters/sql/sqlite/open-database.ts";
import { sqlStore } from "../../../src/adapters/sql/store.ts";
import { newId } from "../../../src/adapters/system/ids.ts";
import { joinWaitlist } from "../../../src/domain/booking/visits/waitlist.ts";
import { publicHolidays } from "../../../src/domain/booking/calendar/public-holidays.ts";
import { bookByStaff } from "../../../src/domain/booking/visits/staff-booking.ts";
import { optOutNumber } from "../../../src/domain/outreach/contact-changes.ts";
import { type OutreachPolicy, defaultPolicy } from "../../../src/domain/outreach/policy.ts";
import { addDays, weekdayNumber } from "../../../src/domain/time/wall-date.ts";
import { dateAt, instantOf } from "../../../src/domain/time/zoned-time.ts";
import type { Installation } from "../provisioning/installation.ts";

export const slug = "clinique-sainte-therese";
export const zone = "Africa/Porto-Novo";
const clock = { now: () => Date.now() };

/** The patients in line, in this order. */
export const line = ["+2290197000061", "+2290197000062", "+2290197000063"] as const;

/**
 * A Monday at 9:00, at least two days ahead. Computed once, because a story may begin before midnight and end after it.
 */
export const freedAt = mondayAhead();

function mondayAhead(): number {
  const today = dateAt(clock.now(), zone);
  return instantOf(addDays(today, 15 - weekdayNumber(today)), "09:00", zone);
}

export interface Line {
  readonly policy: Partial<OutreachPolicy>;
  /** Opts out before the slot becomes free. */
  readonly optedOut: string | null;
}

/**
 * Puts three patients in line for the day of another patient's appointment, at a clinic that calls. @returns the
 * appointment's id
 */
export async function putInLine({ policy, optedOut }: Line, { database }: Installation): Promise<string> {
  const store = sqlStore(await openDatabase(database, "sandbox"));
  try {
    const clinic = await store.clinics.find(slug);
    if (clinic === undefined) throw new Error("the clinic is gone");
    const outreach = store.scope(clinic.id).outreach;
    const { stores } = outreach;
    const allDay = { opensAt: "00:00", closesAt: "23:59", onSundays: true, onHolidays: true } as const;
    await stores.policy.save({ ...defaultPolicy, enabled: true, ...allDay, ...policy });
    const [doctor] = await stores.doctors.list();
    const booking = { clinic, database: outreach, holidays: publicHolidays(), clock, newId };
    const choice = { doctorId: doctor?.id ?? "", startsAt: freedAt, typeId: null };
    const patient = { name: "Koffi Test", phone: "+2290197000060" };
    const { appointment } = await bookByStaff({ choice, patient, reason: null }, booking);
    const date = dateAt(choice.startsAt, zone);
    const wish = { doctorId: null, typeId: null, firstDate: date, lastDate: date, dayPart: null, mayCall: true };
    for (const [index, phone] of line.entries()) {
      await joinWaitlist({ ...wish, patient: { name: `Patient ${"ABC"[index] ?? ""} Test`, phone } }, booking);
    }
    const given = { source: "staff", callId: null, reason: null, createdAt: clock.now() } as const;
    if (optedOut !== null) await optOutNumber({ ...given, phone: optedOut }, stores);
    return appointment.id;
  } finally {
    await store.close();
  }
}

import { defaultBookingRules } from "../booking/booking-rules.ts";
import { holidayClosures } from "../booking/clinic-calendar.ts";
import type { Clinic } from "../clinic/clinic.ts";
import { refusedKindOf } from "../clinic/number-kind.ts";
import type { WallDate } from "../time/wall-date.ts";
import { dateAt } from "../time/zoned-time.ts";
import type { CallHours } from "./call-hours.ts";
import type { Contact } from "./contact.ts";
import { type OutreachPolicy, defaultPolicy } from "./policy.ts";
import type { OutreachPorts, Pause } from "./ports.ts";

/** What holds for all calls of a clinic at a time. */
export interface OutreachSettings {
  readonly clinic: Clinic;
  readonly policy: OutreachPolicy;
  /** The clinic's own pause, or the whole fleet's. */
  readonly pause: Pause | null;
  readonly hasNumber: boolean;
  readonly hoursOf: (contact: Pick<Contact, "timezone">) => CallHours;
}

/** Read before a transaction begins: it asks holidays and the fleet. @throws invalid when no holidays are known there */
export async function readOutreachSettings(
  { clinic, database, holidays, fleetPause }: Omit<OutreachPorts, "clock" | "newId" | "isRetellNumber">,
  at: number,
): Promise<OutreachSettings> {
  const { stores } = database;
  // The types of numbers are loaded here, as a transaction waits for nothing but its stores.
  await refusedKindOf("");
  const policy = (await stores.policy.find()) ?? defaultPolicy;
  const closed =
    policy.enabled && !policy.onHolidays ? await holidaysAround(at, { clinic, stores, holidays }) : noDates;
  const { opensAt, closesAt, onSundays } = policy;
  return {
    clinic,
    policy,
    pause: (await stores.pause.find()) ?? (await fleetPause.find()) ?? null,
    hasNumber: (await stores.number.find()) !== undefined,
    hoursOf: ({ timezone }) => ({ zone: timezone ?? clinic.timezone, opensAt, closesAt, onSundays, holidays: closed }),
  };
}

const noDates: ReadonlySet<WallDate> = new Set();

/** Those on which the clinic itself is closed where it says so, else those of its country. */
async function holidaysAround(
  at: number,
  { clinic, stores, holidays }: Pick<OutreachPorts, "clinic" | "holidays"> & Pick<OutreachPorts["database"], "stores">,
): Promise<ReadonlySet<WallDate>> {
  const rules = (await stores.rules.find()) ?? defaultBookingRules;
  const place = rules.holidays ?? { country: clinic.country, region: null, openOn: [] };
  const year = Number(dateAt(at, clinic.timezone).slice(0, 4));
  return holidayClosures(place, [year - 1, year, year + 1], holidays);
}

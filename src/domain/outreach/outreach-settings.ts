import { defaultBookingRules } from "../booking/booking-rules.ts";
import { holidayClosures } from "../booking/calendar/clinic-calendar.ts";
import type { Clinic } from "../clinic/clinic.ts";
import { refusedKindOf } from "../clinic/number-kind.ts";
import type { WallDate } from "../time/wall-date.ts";
import { dateAt } from "../time/zoned-time.ts";
import type { CallHours } from "./call-hours.ts";
import type { Contact } from "./contact.ts";
import { type OutreachPolicy, defaultPolicy } from "./policy.ts";
import type { OutreachPorts, Pause } from "./ports.ts";

/** What applies to all calls of a clinic at a time. */
export interface OutreachSettings {
  readonly clinic: Clinic;
  readonly policy: OutreachPolicy;
  /** The clinic's own pause, or the fleet's. */
  readonly pause: Pause | null;
  readonly hasNumber: boolean;
  readonly hoursOf: (contact: Pick<Contact, "timezone">) => CallHours;
}

/** Read before a transaction begins, as it needs holidays and the fleet. @throws invalid when holidays are unknown */
export async function readOutreachSettings(
  { clinic, database, holidays, fleetPause }: Omit<OutreachPorts, "clock" | "newId" | "isRetellNumber">,
  at: number,
): Promise<OutreachSettings> {
  const { stores } = database;
  // Load the number types here, because a transaction waits only for its stores.
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

/** The clinic's own closing days when it has set any, else its country's holidays. */
async function holidaysAround(
  at: number,
  { clinic, stores, holidays }: Pick<OutreachPorts, "clinic" | "holidays"> & Pick<OutreachPorts["database"], "stores">,
): Promise<ReadonlySet<WallDate>> {
  const rules = (await stores.rules.find()) ?? defaultBookingRules;
  const place = rules.holidays ?? { country: clinic.country, region: null, openOn: [] };
  const year = Number(dateAt(at, clinic.timezone).slice(0, 4));
  return holidayClosures(place, [year - 1, year, year + 1], holidays);
}

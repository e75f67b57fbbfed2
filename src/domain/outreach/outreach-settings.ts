import { defaultBookingRules } from "../booking/booking-rules.ts";
import { holidayClosures } from "../booking/calendar/clinic-calendar.ts";
import type { Clinic } from "../clinic/clinic.ts";
import { refusedKindOf } from "../clinic/telephone/number-kind.ts";
import { type WallDate, addDays } from "../time/wall-date.ts";
import { dateAt, todayIn, startOfDay } from "../time/zoned-time.ts";
import { type CallHours, type OutreachPolicy, defaultPolicy } from "./policy.ts";
import type { Contact } from "./contact.ts";
import type { OutreachPorts, Pause, OutreachStores } from "./ports.ts";
import { AscendiaError } from "../../errors.ts";
import { findByName } from "../booking/names/find-by-name.ts";
import { languages } from "../language/language.ts";
import type { AttemptSpending } from "./attempt.ts";

/** The settings for all of a clinic's calls at a time. */
export interface OutreachSettings {
  readonly clinic: Clinic;
  readonly policy: OutreachPolicy;
  /** The clinic's own pause, or the fleet's. */
  readonly pause: Pause | null;
  readonly hasNumber: boolean;
  readonly hoursOf: (contact: Pick<Contact, "timezone">) => CallHours;
}

/**
 * Reads holidays and the fleet, so it must run before a transaction begins. @throws invalid when holidays are unknown
 */
export async function readOutreachSettings(
  { clinic, database, holidays, fleetPause }: Omit<OutreachPorts, "clock" | "newId" | "isRetellNumber">,
  at: number,
): Promise<OutreachSettings> {
  const { stores } = database;
  // Loads the number types here, because a transaction waits only for its stores.
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

/** The clinic's own closing days if it has set any, else its country's holidays. */
async function holidaysAround(
  at: number,
  { clinic, stores, holidays }: Pick<OutreachPorts, "clinic" | "holidays"> & Pick<OutreachPorts["database"], "stores">,
): Promise<ReadonlySet<WallDate>> {
  const rules = (await stores.rules.find()) ?? defaultBookingRules;
  const place = rules.holidays ?? { country: clinic.country, region: null, openOn: [] };
  const year = Number(dateAt(at, clinic.timezone).slice(0, 4));
  return holidayClosures(place, [year - 1, year, year + 1], holidays);
}

export interface PolicyChange extends Partial<Omit<OutreachPolicy, "typeIds">> {
  /** Names or ids of appointment types; null: all. */
  readonly types?: readonly string[] | null | undefined;
}

/** The policy after the change. @throws invalid, not_found when a value is not allowed */
export async function changePolicy(
  before: OutreachPolicy,
  { types, ...change }: PolicyChange,
  ports: Omit<OutreachPorts, "newId" | "fleetPause">,
): Promise<OutreachPolicy> {
  const typeIds = types === undefined ? before.typeIds : await typeIdsOf(types, ports);
  const after: OutreachPolicy = {
    ...before,
    ...change,
    typeIds,
    leadMinutes: leadsOf(change.leadMinutes ?? before.leadMinutes),
  };
  await assertHolidaysKnown(after, ports);
  return after;
}

function leadsOf(minutes: readonly number[]): readonly number[] {
  return [...new Set(minutes)].toSorted((one, other) => other - one);
}

async function typeIdsOf(
  names: readonly string[] | null,
  { database }: Pick<OutreachPorts, "database">,
): Promise<readonly string[] | null> {
  if (names === null) return null;
  const known = await database.stores.types.list();
  const search = {
    kind: "appointment type",
    namesOf: ({ name }: { readonly name: Readonly<Record<(typeof languages)[number], string>> }) =>
      languages.map((language) => name[language]),
    listedBy: "ascendia type:list",
  };
  return names.map((name) => findByName(name, known, search).id);
}

/** So that missing holiday data shows when reminders are turned on, and not in a nightly run. */
async function assertHolidaysKnown(
  { enabled, onHolidays }: OutreachPolicy,
  { clinic, database, holidays, clock }: Omit<OutreachPorts, "newId" | "fleetPause">,
): Promise<void> {
  if (!enabled || onHolidays) return;
  const { holidays: rules } = (await database.stores.rules.find()) ?? defaultBookingRules;
  const year = Number(todayIn(clinic.timezone, clock).slice(0, 4));
  try {
    await holidayClosures(rules ?? { country: clinic.country, region: null, openOn: [] }, [year], holidays);
  } catch (error) {
    if (!(error instanceof AscendiaError)) throw error;
    throw new AscendiaError("invalid", error.message, {
      hint: "To allow calls on holidays, pass --holidays on.",
      cause: error,
    });
  }
}

/** Assumed cost of a call until Retell reports it: a two-minute reminder, rounded up. */
export const assumedCents = 30;

export interface DailySpending {
  readonly calls: number;
  /** As reported by Retell, or assumed until then. */
  readonly cents: number;
  /** When the clinic's day ends. */
  readonly until: number;
}

/** Spending on the clinic's calendar day at that instant. */
export async function dailySpending(
  at: number,
  { timezone }: Pick<Clinic, "timezone">,
  { dials }: { readonly dials: Pick<OutreachStores["dials"], "spentSince"> },
): Promise<DailySpending> {
  const today = dateAt(at, timezone);
  const spent = await dials.spentSince(startOfDay(today, timezone));
  return { calls: spent.calls, cents: centsOf(spent), until: startOfDay(addDays(today, 1), timezone) };
}

function centsOf({ calls, priced, cents }: AttemptSpending): number {
  return Math.ceil(cents) + (calls - priced) * assumedCents;
}

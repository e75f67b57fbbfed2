import { AscendiaError } from "../../errors.ts";
import { defaultBookingRules } from "../booking/booking-rules.ts";
import { holidayClosures } from "../booking/calendar/clinic-calendar.ts";
import { findByName } from "../booking/names/find-by-name.ts";
import { languages } from "../language/language.ts";
import { todayIn } from "../time/zoned-time.ts";
import type { OutreachPolicy } from "./policy.ts";
import type { OutreachPorts } from "./ports.ts";

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

/** Turning reminders on reveals missing holiday data now, and not in a nightly run. */
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

import { addDays } from "../../time/wall-date.ts";
import { todayIn } from "../../time/zoned-time.ts";
import { type Availability, searchSlots } from "./availability.ts";
import { type ClinicCalendar, doctorOpenings, readCalendar } from "../calendar/clinic-calendar.ts";
import type { BookingPorts } from "../ports.ts";
import { visitWith } from "./slot.ts";

/** Why callers cannot book at a clinic, and the command that changes it. */
export interface BookingTrouble {
  readonly detail: string;
  readonly fix: string;
}

/** A clinic that is closed for its holidays reopens within this many days. */
const daysAhead = 14;

/** Why nothing can be booked in the next two weeks even if no slot is taken; null: something can. */
export async function whyNotBookable(
  slug: string,
  { clinic, database, holidays, clock }: Pick<BookingPorts, "clinic" | "database" | "holidays" | "clock">,
): Promise<BookingTrouble | null> {
  const firstDate = todayIn(clinic.timezone, clock);
  const range = { firstDate, lastDate: addDays(firstDate, daysAhead) };
  const calendar = await readCalendar(range, database.stores, { clinic, holidays });
  const search = { ...range, doctorIds: null, typeId: null, dayPart: null, byStaff: true };
  const availability: Availability = {
    calendar,
    taken: [],
    holds: [],
    busy: [],
    unknownDoctors: new Set(),
    now: clock.now(),
  };
  return searchSlots(availability, search).length > 0 ? null : causeOf(calendar, slug);
}

function causeOf(calendar: ClinicCalendar, slug: string): BookingTrouble {
  const clinic = `--clinic ${slug}`;
  const doctors = calendar.doctors.filter(({ active }) => active);
  if (doctors.length === 0) {
    const fix = `ascendia doctor:add ${clinic} --name <name> --specialty <specialty>`;
    return { detail: "callers cannot book: it has no active doctor", fix };
  }
  if (calendar.rooms?.length === 0) {
    const detail = "callers cannot book: every visit needs a room, and none is in use";
    return { detail, fix: `ascendia room:update <room> --active ${clinic}` };
  }
  if (doctors.every(({ id }) => visitWith(calendar, id, null) === undefined)) {
    const detail = "callers cannot book: no doctor offers an appointment type";
    return { detail, fix: `ascendia type:update <type> --doctor <doctor> ${clinic}` };
  }
  if (doctors.every(({ id }) => doctorOpenings(calendar, id).open.length === 0)) {
    const detail = `callers cannot book: no doctor has hours in the next ${daysAhead} days`;
    return { detail, fix: `ascendia closure:list ${clinic}, or ascendia hours:set ${clinic}` };
  }
  const detail = `callers cannot book: no visit fits into the hours of the next ${daysAhead} days`;
  return { detail, fix: `ascendia type:list ${clinic}, or ascendia hours:set ${clinic}` };
}

import type { SqlDatabase } from "../adapters/sql/database.ts";
import { systemClock } from "../adapters/system/clock.ts";
import { newId } from "../adapters/system/ids.ts";
import type { Context } from "../commands/context.ts";
import type { OutsideCalendars } from "../domain/booking/calendar-entries.ts";
import type { CalendarAccess, CalendarSecrets, OpenCalendar } from "../domain/calendar/ports.ts";
import type { Clinic } from "../domain/clinic/clinic.ts";
import type { JobKinds } from "../domain/job/ports.ts";
import { AscendiaError } from "../errors.ts";
import { bookingsOf } from "./bookings.ts";
import { type Surroundings, once } from "./surroundings.ts";

/** The calendars that clinics keep elsewhere. */
export function calendarParts({ config }: Pick<Surroundings, "config">): Pick<Context, "calendars"> {
  return {
    calendars: once(async () => {
      const { calendarSecrets } = await import("../adapters/calendars/calendar-secrets.ts");
      const secrets = calendarSecrets(`${config().databasePath}.calendars.json`);
      const openAs = (access: CalendarAccess) => openWith({ find: async () => access });
      return { secrets, open: openWith(secrets), openAs };
    }),
  };
}

function openWith(secrets: Pick<CalendarSecrets, "find">): OpenCalendar {
  return async (calendar, patienceMs) => {
    const { openCalendar } = await import("../adapters/calendars/open-calendar.ts");
    const access = await secrets.find(calendar.id);
    if (access === undefined) {
      throw new AscendiaError("not_configured", "The way into the calendar is not stored here: connect it again.");
    }
    return openCalendar(calendar.kind, access, patienceMs);
  };
}

interface Installation {
  readonly surroundings: Pick<Surroundings, "config">;
  readonly database: SqlDatabase;
}

/** Loaded when the first booking asks for them. */
export function outsideOf({ surroundings, database }: Installation): (clinic: Clinic) => OutsideCalendars {
  const { calendars } = calendarParts(surroundings);
  return (clinic) => {
    const opened = once(async () => {
      const { outsideCalendars } = await import("../domain/calendar/outside-calendars.ts");
      const { sqlStore } = await import("../adapters/sql/store.ts");
      const { calendars: own, booking } = sqlStore(database).scope(clinic.id);
      const { open } = await calendars();
      return outsideCalendars({ clinic, calendars: own, database: booking, open, clock: systemClock, newId });
    });
    return {
      refresh: async (visits) => (await opened()).refresh(visits),
      place: async (visits) => (await opened()).place(visits),
      release: async (visits) => (await opened()).release(visits),
    };
  };
}

export async function calendarKinds(surroundings: Surroundings, database: SqlDatabase): Promise<JobKinds> {
  const { syncCalendarsKind } = await import("../domain/calendar/sync-calendars.ts");
  const { calendarWriteJob } = await import("../domain/calendar/write-event.ts");
  const { sqlStore } = await import("../adapters/sql/store.ts");
  const store = sqlStore(database);
  const { open } = await calendarParts(surroundings).calendars();
  const bookings = (await bookingsOf())({ database, clock: systemClock, newId });
  return {
    "calendar-sync": syncCalendarsKind({
      open,
      clinics: () => store.calendars.clinics(),
      calendarsOf: (clinicId) => store.scope(clinicId).calendars,
      bookingsOf: bookings,
      clock: systemClock,
    }),
    "calendar-write": calendarWriteJob(async (clinicId) => {
      const clinic = await store.clinics.find(clinicId);
      if (clinic === undefined) return undefined;
      const { calendars, booking } = store.scope(clinicId);
      return { clinic, calendars, database: booking, open, clock: systemClock };
    }),
  };
}

import { MINUTE_MS } from "../clock.ts";
import { setTimeout as wait } from "node:timers/promises";
import type { CalendarOpener } from "../adapters/calendars/open-calendar.ts";
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

/** Clinics' external calendars. */
export function calendarParts({
  config,
}: Pick<Surroundings, "config">): Pick<Context, "calendars" | "startCalendarSandbox"> {
  return {
    startCalendarSandbox: async (place) => {
      const { startCalendarSandbox } = await import("../sandbox/calendars/start-calendar-sandbox.ts");
      return startCalendarSandbox({ ...place, clock: systemClock });
    },
    calendars: once(async (): Promise<Awaited<ReturnType<Context["calendars"]>>> => {
      const { calendarSecrets } = await import("../adapters/calendars/calendar-secrets.ts");
      const secrets = calendarSecrets(`${config().databasePath}.calendars.json`);
      const openers = once(() => import("../adapters/calendars/open-calendar.ts"));
      const opener = once(async () => (await openers()).calendarOpener());
      return {
        secrets,
        open: openWith(secrets, opener),
        openAs: (access) => openWith({ find: async () => access, renew: async () => undefined }, opener),
        signIn: async (place, show) => {
          const { signIn } = await import("../adapters/calendars/sign-in.ts");
          const { calendarFetch } = await import("../adapters/calendars/calendar-fetch.ts");
          return signIn(place, { ask: calendarFetch(SIGN_IN_MS), show, wait, clock: systemClock });
        },
        microsoftCalendarId: async (name, access) => {
          const { microsoftCalendarId } = await import("../adapters/calendars/microsoft-calendar.ts");
          const api = await (await openers()).apiOpener()(access, { patienceMs: 30_000 });
          return microsoftCalendarId(name, access.url, api);
        },
      };
    }),
  };
}

/** Longer than any sign-in code is valid. */
const SIGN_IN_MS = 45 * MINUTE_MS;

function openWith(
  secrets: Pick<CalendarSecrets, "find" | "renew">,
  opener: () => Promise<CalendarOpener>,
): OpenCalendar {
  return async (calendar, patienceMs) => {
    const access = await secrets.find(calendar.id);
    if (access === undefined) {
      throw new AscendiaError(
        "not_configured",
        "The credentials of this calendar are not stored here: connect it again.",
      );
    }
    const keep = (renewed: CalendarAccess) => secrets.renew(calendar.id, renewed);
    return (await opener())(calendar.kind, access, { patienceMs, keep });
  };
}

interface Installation {
  readonly surroundings: Pick<Surroundings, "config">;
  readonly database: SqlDatabase;
}

/** Loaded on the first booking that needs it. */
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
      refresh: async (visits, until) => (await opened()).refresh(visits, until),
      place: async (visits, until) => (await opened()).place(visits, until),
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

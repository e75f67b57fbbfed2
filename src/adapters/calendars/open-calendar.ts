import type { CalendarAccess, CalendarGrant, CalendarKind, CalendarServer } from "../../domain/calendar/ports.ts";
import { AscendiaError } from "../../errors.ts";
import type { AskApi } from "./api-requests.ts";
import { calendarFetch } from "./calendar-fetch.ts";

export interface Opening {
  /** The time limit for all requests together. */
  readonly patienceMs: number;
  /** Stores renewed credentials. */
  readonly keep?: ((access: CalendarAccess) => Promise<void>) | undefined;
}

export type CalendarOpener = (kind: CalendarKind, access: CalendarAccess, opening: Opening) => Promise<CalendarServer>;

/** Opens calendars, which share their access tokens. */
export function calendarOpener(): CalendarOpener {
  const requests = apiOpener();
  return async (kind, access, opening) => {
    const ask = calendarFetch(opening.patienceMs);
    if (kind === "ics") return (await import("./ics-calendar.ts")).icsCalendar(access, ask);
    if (kind === "caldav") return (await import("./caldav-calendar.ts")).caldavCalendar(access, ask);
    const api = await requests(access, opening);
    if (kind === "google") return (await import("./google-calendar.ts")).googleCalendar(access, api);
    return (await import("./microsoft-calendar.ts")).microsoftCalendar(access, api);
  };
}

/** Sends requests to the API with the calendar's credentials. */
export function apiOpener(): (access: CalendarAccess, opening: Opening) => Promise<AskApi> {
  let made: Promise<{ of: (grant: CalendarGrant, access: CalendarAccess, opening: Opening) => AskApi }> | undefined;
  return async (access, opening) => {
    const { grant } = access;
    if (grant === undefined) {
      throw new AscendiaError("not_configured", "The credentials of this calendar are incomplete: connect it again.");
    }
    made ??= requestMaker();
    return (await made).of(grant, access, opening);
  };
}

async function requestMaker() {
  const { AccessTokens } = await import("./access-tokens.ts");
  const { apiRequests } = await import("./api-requests.ts");
  const tokens = new AccessTokens();
  return {
    of: (grant: CalendarGrant, access: CalendarAccess, { patienceMs, keep }: Opening): AskApi =>
      apiRequests(grant, {
        tokens,
        ask: calendarFetch(patienceMs),
        keep: keep === undefined ? undefined : (renewed) => keep({ ...access, grant: renewed }),
      }),
  };
}

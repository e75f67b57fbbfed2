import { z } from "zod";
import type { CalendarAccess, CalendarServer } from "../../domain/calendar/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { type CalendarFetch, refusal } from "./calendar-fetch.ts";
import { readInThread } from "./read-in-thread.ts";

/** Validators from the server's last answer, for conditional requests (RFC 9110 13.1). */
const validators = z.object({ etag: z.string().nullable(), lastModified: z.string().nullable() });

/** An iCalendar feed: one resource, read-only. */
export function icsCalendar({ url }: CalendarAccess, ask: CalendarFetch): CalendarServer {
  return {
    find: async () => readOnly(),
    write: async () => readOnly(),
    remove: async () => readOnly(),
    changes: async ({ token, span, zone }) => {
      const known = token === null ? { etag: null, lastModified: null } : validators.parse(JSON.parse(token));
      const { status, headers, text } = await ask(url, { headers: conditions(known) });
      if (status === 304) return { isWhole: false, token, events: [], unchanged: [], gone: [], problems: [] };
      if (status < 200 || status > 299) throw refusal(status);
      const [reading] = await readInThread([text], { span, zone });
      if (reading === undefined) throw notACalendar();
      if (!reading.isComplete) throw endsEarly();
      const { busy, problems } = reading;
      const next = { etag: headers.get("etag"), lastModified: headers.get("last-modified") };
      const event = { resource: "", etag: "", uid: null, busy, span: null };
      return { isWhole: true, token: JSON.stringify(next), events: [event], unchanged: [], gone: [], problems };
    },
  };
}

function conditions({ etag, lastModified }: z.infer<typeof validators>): Record<string, string> {
  return {
    accept: "text/calendar, */*;q=0.1",
    ...(etag === null ? {} : { "if-none-match": etag }),
    ...(lastModified === null ? {} : { "if-modified-since": lastModified }),
  };
}

function notACalendar(): AscendiaError {
  return new AscendiaError("invalid", "The address does not return a calendar.", {
    hint: "Check that the calendar is still shared, and that the address is that of its iCalendar feed.",
  });
}

/** Keeps what is known about the calendar, because nobody knows which of its events are missing. */
function endsEarly(): AscendiaError {
  return new AscendiaError("transient", "The calendar was not read: its file ends too early (without END:VCALENDAR).");
}

function readOnly(): never {
  throw new AscendiaError("invalid", "An iCalendar feed is read-only.");
}

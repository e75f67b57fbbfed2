import { DAY_MS, MINUTE_MS } from "../../clock.ts";
import { AscendiaError } from "../../errors.ts";
import type { FeedReading } from "./busy-times.ts";
import type { CalendarFeed, FeedPorts, Fetched } from "./ports.ts";

/** Beyond every booking horizon, so that staff see it too. */
const AHEAD_MS = 400 * DAY_MS;
const BEHIND_MS = 2 * DAY_MS;
/** Unchanged or not: repeated events are followed a day further. */
const READ_AGAIN_MS = DAY_MS;
export const usualTrustMinutes = 240;

/** The latest state of a feed. */
export interface Read {
  readonly feed: CalendarFeed;
  /** undefined: nothing changed, or reading failed. */
  readonly reading: FeedReading | undefined;
  readonly failure: AscendiaError | null;
}

/** Reads the calendar and keeps what it says. A failure is noted with the feed and keeps what was known. */
export async function syncFeed(feed: CalendarFeed, ports: FeedPorts): Promise<Read> {
  const found = await readFeed(feed, ports);
  await ports.feeds.save(found.feed, found.reading?.busy);
  return found;
}

/** The same without keeping it. */
export async function readFeed(feed: CalendarFeed, ports: Omit<FeedPorts, "feeds">): Promise<Read> {
  try {
    return { ...(await read(feed, ports)), failure: null };
  } catch (failure) {
    if (!(failure instanceof AscendiaError)) throw failure;
    // Read in full next time: "not modified" would not say whether this problem is over.
    const asked = { etag: null, lastModified: null };
    return { feed: { ...feed, ...asked, problem: failure.message }, reading: undefined, failure };
  }
}

type Outcome = Pick<Read, "feed" | "reading">;

async function read(
  feed: CalendarFeed,
  { addresses, reader, clock, clinic }: Omit<FeedPorts, "feeds">,
): Promise<Outcome> {
  const address = await addresses.find(feed.id);
  if (address === undefined) {
    throw new AscendiaError("not_configured", "The address of the calendar is not stored here: connect it again.");
  }
  const now = clock.now();
  const isOld = feed.readAt === null || now - feed.readAt >= READ_AGAIN_MS;
  const known = isOld ? { etag: null, lastModified: null } : feed;
  const fetched = await reader.fetch(address, known);
  if (fetched.kind === "unchanged") return { feed: { ...feed, confirmedAt: now }, reading: undefined };
  const span = { from: now - BEHIND_MS, to: now + AHEAD_MS };
  return understood(feed, { fetched, now, reading: await reader.read(fetched.text, { span, zone: clinic.timezone }) });
}

interface Answer {
  readonly fetched: Extract<Fetched, { kind: "fetched" }>;
  readonly reading: FeedReading | undefined;
  readonly now: number;
}

function understood(feed: CalendarFeed, { fetched: { etag, lastModified }, reading, now }: Answer): Outcome {
  if (reading === undefined) {
    throw new AscendiaError("invalid", "The address answers with something that is not a calendar.", {
      hint: "Check that the calendar is still shared, and that the address is that of its iCalendar feed.",
    });
  }
  const problem = reading.problems.length === 0 ? null : reading.problems.join("; ");
  const state = { etag, lastModified, confirmedAt: now, readAt: now, events: reading.events, problem };
  return { feed: { ...feed, ...state }, reading };
}

/** Whether what is known of the calendar is too old to book by. */
export function isStale({ confirmedAt, trustMinutes }: CalendarFeed, now: number): boolean {
  return confirmedAt === null || now - confirmedAt > trustMinutes * MINUTE_MS;
}

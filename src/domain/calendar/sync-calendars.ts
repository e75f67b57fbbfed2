import { MINUTE_MS } from "../../clock.ts";
import type { JobKind } from "../job/ports.ts";
import type { FeedAddresses, FeedReader, FeedStore, FleetCalendars } from "./ports.ts";
import { syncFeed } from "./sync-feed.ts";

export interface CalendarPorts extends FleetCalendars {
  feedsOf(clinicId: string): FeedStore;
  readonly addresses: Pick<FeedAddresses, "find">;
  readonly reader: FeedReader;
  readonly clock: { now(): number };
}

const EVERY_MS = 5 * MINUTE_MS;
/** Calendars that are read at the same time. */
const AT_ONCE = 4;

/** Reads every connected calendar every five minutes. One that fails does not hold up the others. */
export function syncCalendarsKind(ports: CalendarPorts): JobKind {
  return { run: () => syncCalendars(ports), everyMs: EVERY_MS, attempts: 1 };
}

async function syncCalendars(ports: CalendarPorts): Promise<void> {
  const work = (await ports.clinics()).values();
  const reader = async (): Promise<void> => {
    for (const clinic of work) {
      const feeds = ports.feedsOf(clinic.id);
      for (const feed of await feeds.list()) await syncFeed(feed, { ...ports, clinic, feeds });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
}

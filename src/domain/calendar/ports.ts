import type { Clinic } from "../clinic/clinic.ts";
import type { Span } from "../time/spans.ts";
import type { FeedQuestion, FeedReading } from "./busy-times.ts";

/** A calendar that is kept elsewhere and read by its address: its events block slots. */
export interface CalendarFeed {
  readonly id: string;
  /** null: it is the whole clinic's, and blocks every doctor. */
  readonly doctorId: string | null;
  /** The host alone: whoever knows the whole address can read the calendar. */
  readonly host: string;
  /** How long its last reading is relied on when it cannot be read again. */
  readonly trustMinutes: number;
  /** What the server answered last, to be asked for changes alone (RFC 9110 13.1). */
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** When it was last found to be as known, and when its events were last read. */
  readonly confirmedAt: number | null;
  readonly readAt: number | null;
  readonly events: number;
  /** Why the last attempt failed, or what of the events could not be read. */
  readonly problem: string | null;
  readonly createdAt: number;
}

export interface FeedStore {
  /** Oldest first. */
  list(): Promise<readonly CalendarFeed[]>;
  add(feed: CalendarFeed): Promise<void>;
  /** The reading's outcome; with `busy`, its busy times replace the known ones in the same transaction. */
  save(feed: CalendarFeed, busy?: readonly Span[]): Promise<void>;
  /** With its busy times. @returns whether there was one */
  remove(feedId: string): Promise<boolean>;
}

/** All clinics' calendars. */
export interface FleetCalendars {
  /** Active clinics with a connected calendar. */
  clinics(): Promise<readonly Clinic[]>;
}

/** Addresses, by feed. They are secrets, so they are kept outside the database. */
export interface FeedAddresses {
  find(feedId: string): Promise<string | undefined>;
  set(feedId: string, address: string): Promise<void>;
  remove(feedId: string): Promise<void>;
}

export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export type Fetched =
  | { readonly kind: "unchanged" }
  | ({ readonly kind: "fetched"; readonly text: string } & Validators);

export interface FeedReader {
  /** @throws transient or invalid, with the reason in words and without the address */
  fetch(address: string, known: Validators): Promise<Fetched>;
  /** undefined: it is no calendar. @throws invalid when reading does not end in time */
  read(text: string, question: FeedQuestion): Promise<FeedReading | undefined>;
}

export interface FeedPorts {
  readonly clinic: Pick<Clinic, "timezone">;
  readonly feeds: FeedStore;
  readonly addresses: Pick<FeedAddresses, "find">;
  readonly reader: FeedReader;
  readonly clock: { now(): number };
}

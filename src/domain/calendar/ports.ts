import type { CalendarEntry, CalendarEntryStore } from "../booking/calendar-entries.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { Span } from "../time/spans.ts";
import type { Zone } from "../time/zoned-time.ts";

/** An `ics` calendar can only be read. */
export const calendarKinds = ["ics", "caldav", "google", "microsoft"] as const;
export type CalendarKind = (typeof calendarKinds)[number];

/** The title of a booking's event: the patient's name, their initials, or "Booked". */
export const namesShown = ["full", "initials", "booked"] as const;
export type NamesShown = (typeof namesShown)[number];

/** What happens when someone moves or deletes an event of ours: the visit changes too, or the team gets a message. */
export const changePolicies = ["apply", "message"] as const;
export type ChangePolicy = (typeof changePolicies)[number];

/** An external calendar: its events block slots, and bookings may be written to it. */
export interface ConnectedCalendar {
  readonly id: string;
  readonly kind: CalendarKind;
  /** The calendar blocks a doctor, a room, or (both null) every doctor. */
  readonly doctorId: string | null;
  readonly roomId: string | null;
  /** Only the host, because anyone can read a feed with its whole address. */
  readonly host: string;
  /** `write`: bookings are also written to the calendar. */
  readonly role: "read" | "write";
  readonly names: NamesShown;
  readonly changes: ChangePolicy;
  /** How long the last reading is trusted while the calendar cannot be read. */
  readonly trustMinutes: number;
  /** The server's token for reading only changes; null: the calendar is read whole. */
  readonly token: string | null;
  /** `confirmedAt`: when its content was last confirmed. `readAt`: when it was last read whole. */
  readonly confirmedAt: number | null;
  readonly readAt: number | null;
  /** What in the calendar could not be understood. */
  readonly problem: string | null;
  /** Why the last attempt to read it failed; null: it succeeded. */
  readonly failure: string | null;
  /** The server asked for no requests before this. */
  readonly notBefore: number | null;
  readonly createdAt: number;
}

/**
 * Busy times by the resource (an event, or a whole feed) that they come from. They replace the known busy times of that
 * resource.
 */
export interface BusyChanges {
  /** The changes replace all known busy times of the calendar, except those of `unchanged` resources. */
  readonly isWhole: boolean;
  readonly resources: readonly ResourceTimes[];
  /** Resources that still exist as they were, so their known busy times stay. */
  readonly unchanged?: readonly string[];
}

export interface ResourceTimes {
  readonly resource: string;
  readonly busy: readonly Span[];
  /** The UID of a moved event of ours; null: the event is not ours. */
  readonly uid: string | null;
}

export interface CalendarStore {
  /** Oldest first. */
  list(): Promise<readonly ConnectedCalendar[]>;
  find(calendarId: string): Promise<ConnectedCalendar | undefined>;
  add(calendar: ConnectedCalendar): Promise<void>;
  /**
   * Saves the outcome of a reading that began with the token `since`, together with its busy times.
   * @returns false when another reading was faster; nothing is saved
   */
  save(calendar: ConnectedCalendar, since: string | null, busy?: BusyChanges): Promise<boolean>;
  busyTimes(calendarId: string): Promise<number>;
  readonly entries: CalendarEntryStore;
  /**
   * Removes the calendar with its busy times and entries; its events stay on the server. @returns whether it existed
   */
  remove(calendarId: string): Promise<boolean>;
}

/** All clinics' calendars. */
export interface FleetCalendars {
  /** Active clinics with a connected calendar. */
  clinics(): Promise<readonly Clinic[]>;
}

/** How to reach a calendar. */
export interface CalendarAccess {
  readonly url: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly grant?: CalendarGrant | undefined;
}

/** What an authorization server grants access tokens for. */
export type CalendarGrant = ServiceAccount | SignIn;

/** A program's own account, authorized by its private key (RFC 7523). */
export interface ServiceAccount {
  readonly kind: "service_account";
  readonly tokenUrl: string;
  readonly scope: string;
  readonly email: string;
  /** PKCS #8, PEM. */
  readonly key: string;
  readonly keyId?: string | undefined;
  /** The user on whose behalf the account acts, if an administrator allows it. */
  readonly actsFor?: string | undefined;
}

/** A person who signed in once (RFC 8628). */
export interface SignIn {
  readonly kind: "sign_in";
  readonly tokenUrl: string;
  readonly scope: string;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  readonly refreshToken: string;
  /** When the refresh token was stored; servers replace it now and then. */
  readonly keptAt: number;
}

/** Where a person signs in on their own device, and for which access. */
export interface SignInPlace extends Pick<SignIn, "tokenUrl" | "scope" | "clientId" | "clientSecret"> {
  readonly deviceUrl: string;
}

/** What the person must do: open the address and enter the code. */
export interface SignInStep {
  readonly address: string;
  readonly code: string;
}

/** The access data of each calendar. They are secrets, so they are stored outside the database. */
export interface CalendarSecrets {
  find(calendarId: string): Promise<CalendarAccess | undefined>;
  set(calendarId: string, access: CalendarAccess): Promise<void>;
  /** Like `set`, unless the calendar has been disconnected meanwhile. */
  renew(calendarId: string, access: CalendarAccess): Promise<void>;
  remove(calendarId: string): Promise<void>;
}

/** A new or changed event in an external calendar. */
export interface OutsideEvent {
  readonly resource: string;
  readonly etag: string;
  readonly uid: string | null;
  /** The times that the event takes. */
  readonly busy: readonly Span[];
  /** From the event's start to its end; null: it is cancelled, or its times cannot be read. */
  readonly span: Span | null;
}

export interface CalendarChanges {
  /** true: the changes hold everything in the calendar, not only what changed. */
  readonly isWhole: boolean;
  readonly token: string | null;
  readonly events: readonly OutsideEvent[];
  /** Resources that still exist in their known version. */
  readonly unchanged: readonly string[];
  /** Resources that no longer exist. */
  readonly gone: readonly string[];
  readonly problems: readonly string[];
}

export interface ChangeQuestion {
  /** null: read everything. A token that the server no longer knows counts as null. */
  readonly token: string | null;
  readonly span: Span;
  /** The clinic's zone, in which floating times and whole days are read. */
  readonly zone: Zone;
  /** Known versions by resource, which need not be read again. */
  readonly known: ReadonlyMap<string, string>;
}

/** A booking as an event. */
export interface OwnEvent extends Span {
  readonly uid: string;
  readonly sequence: number;
  readonly title: string;
  readonly changedAt: number;
}

export interface Place {
  readonly resource: string;
  readonly etag: string;
}

/** `differs`: someone else has changed, deleted or created the event since; nothing was written. */
export type Written = ({ readonly kind: "written" } & Place) | { readonly kind: "differs" };

/**
 * One calendar on its server. All methods throw AscendiaError, or RateLimitError when the server says how long to wait.
 */
export interface CalendarServer {
  changes(question: ChangeQuestion): Promise<CalendarChanges>;
  /** Our event with that UID, as it is in the calendar now. */
  find(entry: Pick<CalendarEntry, "uid" | "resource">, zone: Zone): Promise<OutsideEvent | undefined>;
  /** Creates the event (`over` is null), or overwrites only the version `over`. */
  write(event: OwnEvent, over: Place | null): Promise<Written>;
  /** Removes only that version; an event that no longer exists counts as removed. */
  remove(place: Place): Promise<"removed" | "differs">;
}

/** @param patienceMs time limit of all requests together */
export type OpenCalendar = (calendar: ConnectedCalendar, patienceMs: number) => Promise<CalendarServer>;

export interface SyncPorts {
  readonly clinic: Pick<Clinic, "timezone">;
  readonly calendars: CalendarStore;
  readonly open: OpenCalendar;
  readonly clock: { now(): number };
}

import type { CalendarEntry, CalendarEntryStore } from "../booking/calendar-entries.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { Span } from "../time/spans.ts";
import type { Zone } from "../time/zoned-time.ts";

/** `ics` is read only. */
export const calendarKinds = ["ics", "caldav", "google", "microsoft"] as const;
export type CalendarKind = (typeof calendarKinds)[number];

/** What a booking's event is called there: the patient's name, their initials, or "Booked". */
export const namesShown = ["full", "initials", "booked"] as const;
export type NamesShown = (typeof namesShown)[number];

/** What follows when an event of ours is moved or deleted there: the visit does too, or the team gets a message. */
export const changePolicies = ["apply", "message"] as const;
export type ChangePolicy = (typeof changePolicies)[number];

/** A calendar that is kept elsewhere: its events block slots, and bookings may be written to it. */
export interface ConnectedCalendar {
  readonly id: string;
  readonly kind: CalendarKind;
  /** It blocks a doctor, a room, or (both null) every doctor. */
  readonly doctorId: string | null;
  readonly roomId: string | null;
  /** The host alone: the whole address of a feed lets anyone read it. */
  readonly host: string;
  /** `write`: bookings are written there too. */
  readonly role: "read" | "write";
  readonly names: NamesShown;
  readonly changes: ChangePolicy;
  /** How long its last reading is relied on when it cannot be read again. */
  readonly trustMinutes: number;
  /** What its server gave to be asked for changes alone; null: it is read whole. */
  readonly token: string | null;
  /** When it was last found to be as known, and when it was last read whole. */
  readonly confirmedAt: number | null;
  readonly readAt: number | null;
  /** What of it could not be understood. */
  readonly problem: string | null;
  /** Why the last attempt to read it failed; null: it did not. */
  readonly failure: string | null;
  /** Its server asked not to be asked again before. */
  readonly notBefore: number | null;
  readonly createdAt: number;
}

/** Busy times by the resource (an event, or a whole feed) that they come from; they replace what was known about it. */
export interface BusyChanges {
  /** They replace everything that was known. */
  readonly isWhole: boolean;
  readonly resources: readonly ResourceTimes[];
}

export interface ResourceTimes {
  readonly resource: string;
  readonly busy: readonly Span[];
  /** Of an event of ours that was moved there; null: it is not ours. */
  readonly uid: string | null;
}

export interface CalendarStore {
  /** Oldest first. */
  list(): Promise<readonly ConnectedCalendar[]>;
  find(calendarId: string): Promise<ConnectedCalendar | undefined>;
  add(calendar: ConnectedCalendar): Promise<void>;
  /**
   * The outcome of a reading that began with the token `since`, and its busy times, together.
   * @returns false, with nothing kept: another reading was faster
   */
  save(calendar: ConnectedCalendar, since: string | null, busy?: BusyChanges): Promise<boolean>;
  busyTimes(calendarId: string): Promise<number>;
  readonly entries: CalendarEntryStore;
  /** With its busy times and entries; events there stay. @returns whether there was one */
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

/** What an authorization server gives access tokens for. */
export type CalendarGrant = ServiceAccount | SignIn;

/** A program's own account, by its private key (RFC 7523). */
export interface ServiceAccount {
  readonly kind: "service_account";
  readonly tokenUrl: string;
  readonly scope: string;
  readonly email: string;
  /** PKCS #8, PEM. */
  readonly key: string;
  readonly keyId?: string | undefined;
  /** Whose calendar it acts for, where an administrator lets it. */
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
  /** When the refresh token was stored; a newer one replaces it now and then. */
  readonly keptAt: number;
}

/** Where a person signs in on a device of their own, and for what. */
export interface SignInPlace extends Pick<SignIn, "tokenUrl" | "scope" | "clientId" | "clientSecret"> {
  readonly deviceUrl: string;
}

/** What the person has to do: open this address and enter this code. */
export interface SignInStep {
  readonly address: string;
  readonly code: string;
}

/** Ways in, by calendar. They are secrets, so they are kept outside the database. */
export interface CalendarSecrets {
  find(calendarId: string): Promise<CalendarAccess | undefined>;
  set(calendarId: string, access: CalendarAccess): Promise<void>;
  /** The same, unless the calendar was disconnected meanwhile. */
  renew(calendarId: string, access: CalendarAccess): Promise<void>;
  remove(calendarId: string): Promise<void>;
}

/** An event there that is new or changed. */
export interface OutsideEvent {
  readonly resource: string;
  readonly etag: string;
  readonly uid: string | null;
  /** When it takes time. */
  readonly busy: readonly Span[];
  /** From its start to its end; null: it was cancelled, or its times cannot be read. */
  readonly span: Span | null;
}

export interface CalendarChanges {
  /** Everything there is, not only what changed. */
  readonly isWhole: boolean;
  readonly token: string | null;
  readonly events: readonly OutsideEvent[];
  /** Resources that stand there as known. */
  readonly unchanged: readonly string[];
  /** Resources that no longer exist. */
  readonly gone: readonly string[];
  readonly problems: readonly string[];
}

export interface ChangeQuestion {
  /** null: everything. A token that the server no longer knows counts as null. */
  readonly token: string | null;
  readonly span: Span;
  /** The clinic's: floating times and whole days are meant by its clock. */
  readonly zone: Zone;
  /** Versions by resource that are known already, and need not be read again. */
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

/** `differs`: it was changed, deleted or made there by someone else since; nothing was written. */
export type Written = ({ readonly kind: "written" } & Place) | { readonly kind: "differs" };

/** One calendar on its server. All throw AscendiaError, RateLimitError where the server says when to come again. */
export interface CalendarServer {
  changes(question: ChangeQuestion): Promise<CalendarChanges>;
  /** The event of ours with that UID as it stands there. */
  find(entry: Pick<CalendarEntry, "uid" | "resource">, zone: Zone): Promise<OutsideEvent | undefined>;
  /** Writes a new one (`over` null), or over that version and no other. */
  write(event: OwnEvent, over: Place | null): Promise<Written>;
  /** That version and no other; one that is gone counts as removed. */
  remove(place: Place): Promise<"removed" | "differs">;
}

/** @param patienceMs for all requests together */
export type OpenCalendar = (calendar: ConnectedCalendar, patienceMs: number) => Promise<CalendarServer>;

export interface SyncPorts {
  readonly clinic: Pick<Clinic, "timezone">;
  readonly calendars: CalendarStore;
  readonly open: OpenCalendar;
  readonly clock: { now(): number };
}

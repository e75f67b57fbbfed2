import type { Clock } from "../../clock.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { DoctorStore, OpeningHoursStore, OutboxStore } from "../clinic/ports.ts";
import type { JobOrders } from "../job/ports.ts";
import type { Language, Translated } from "../language/language.ts";
import type { Span } from "../time/spans.ts";
import type { DayPart, WallDate } from "../time/wall-date.ts";
import type { WallTime } from "../time/wall-time.ts";
import type { Appointment } from "./appointment.ts";
import type { CalendarEntryStore, OutsideCalendars } from "./calendar-entries.ts";
import type { BookingRules, HolidayRules } from "./booking-rules.ts";

/** Every store in this file belongs to one clinic and is reached through its scope. */
export interface AppointmentStore {
  find(appointmentId: string): Promise<Appointment | undefined>;
  /**
   * Active appointments whose blocked span overlaps (`blockedFrom < span.to` and `span.from < blockedTo`), by
   * `blockedFrom`.
   * @param doctorId null: of every doctor
   */
  activeOverlapping(span: Span, doctorId: string | null): Promise<readonly TakenById[]>;
  /** In any status, `span.from <= startsAt < span.to`, by start. */
  startingWithin(span: Span): Promise<readonly Appointment[]>;
  /** In any status, by start. */
  ofPatient(patientId: string): Promise<readonly Appointment[]>;
  /** In any status, created or last changed within the span, by start. */
  changedWithin(span: Span): Promise<readonly Appointment[]>;
  /** Booked in that call, in any status. */
  ofCall(callId: string): Promise<readonly Appointment[]>;
  /** @throws conflict when an active one of that doctor, or in that room, starts at the same instant */
  add(appointment: Appointment): Promise<void>;
  update(appointment: Appointment): Promise<void>;
}

export interface HoldStore {
  find(holdId: string): Promise<Hold | undefined>;
  ofCall(callId: string): Promise<readonly Hold[]>;
  /** Holds with `expiresAt > now` whose blocked span overlaps; expired holds are ignored. */
  liveOverlapping(span: Span, now: number): Promise<readonly Hold[]>;
  add(hold: Hold): Promise<void>;
  remove(holdId: string): Promise<void>;
  removeOfCall(callId: string): Promise<void>;
  /** Housekeeping on write: deletes calls' holds with `expiresAt <= now`; waitlist holds end with their offer. */
  removeExpired(now: number): Promise<void>;
}

export interface PatientStore {
  find(patientId: string): Promise<Patient | undefined>;
  among(patientIds: readonly string[]): Promise<readonly Patient[]>;
  withPhone(phone: string): Promise<readonly Patient[]>;
  bornOn(birthDate: WallDate): Promise<readonly Patient[]>;
  add(patient: Patient): Promise<void>;
  update(patient: Patient): Promise<void>;
}

export interface AppointmentTypeStore {
  /** Active ones, in the order they were added. */
  list(): Promise<readonly AppointmentType[]>;
  find(typeId: string): Promise<AppointmentType | undefined>;
  add(type: AppointmentType): Promise<void>;
  update(type: AppointmentType): Promise<void>;
  /** Type ids by doctor id; a doctor who is missing offers every type. */
  ofDoctors(): Promise<ReadonlyMap<string, readonly string[]>>;
  setForDoctor(doctorId: string, typeIds: readonly string[] | null): Promise<void>;
}

export interface RoomStore {
  /** All rooms, in the order they were added. */
  list(): Promise<readonly Room[]>;
  add(room: Room): Promise<void>;
  update(room: Room): Promise<void>;
  /** Deletes a room that no appointment and no hold refers to. @returns whether it did */
  removeUnused(roomId: string): Promise<boolean>;
}

export interface CalendarExceptionStore {
  /** Exceptions with `firstDate <= last` and `first <= lastDate`, by first date. */
  between(first: WallDate, last: WallDate): Promise<readonly CalendarException[]>;
  add(exception: CalendarException): Promise<void>;
  /** @returns whether there was one */
  remove(exceptionId: string): Promise<boolean>;
}

export interface BookingRulesStore {
  /** undefined: the clinic has not set its own (`defaultBookingRules` apply). */
  find(): Promise<BookingRules | undefined>;
  save(rules: BookingRules): Promise<void>;
}

export interface WaitlistStore {
  find(entryId: string): Promise<WaitlistEntry | undefined>;
  /** Entries that are `waiting` or `offered`, in order of arrival. */
  inLine(): Promise<readonly WaitlistEntry[]>;
  add(entry: WaitlistEntry): Promise<void>;
  update(entry: WaitlistEntry): Promise<void>;
}

export interface OfferedSlotStore {
  find(offerId: string): Promise<OfferedSlot | undefined>;
  /** Every offer of that slot, to anyone. */
  ofSlot(slot: Pick<OfferedSlot, "doctorId" | "startsAt">): Promise<readonly OfferedSlot[]>;
  open(): Promise<readonly OfferedSlot[]>;
  /** Oldest first. */
  ofEntry(entryId: string): Promise<readonly OfferedSlot[]>;
  /** @throws conflict when that patient was already offered that slot */
  add(offer: OfferedSlot): Promise<void>;
  update(offer: OfferedSlot): Promise<void>;
}

export interface BookingOriginStore {
  /** undefined: staff booked it, or the origin was not recorded. */
  find(appointmentId: string): Promise<BookingOrigin | undefined>;
  add(origin: BookingOrigin): Promise<void>;
  /** Counts the appointments booked from that number by callers who did not prove their identity. */
  countOf(caller: string, span: { readonly from: number; readonly now: number }): Promise<BookingCount>;
  /** How many appointments callers who showed no number of their own have booked since `from`. */
  countWithheld(from: number): Promise<number>;
  /** Which of the appointments were booked by a caller who proved to be the patient. */
  provenAmong(appointmentIds: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Times at which a doctor or a room (both null: every doctor) is busy according to an external calendar. */
export interface BusyTimes {
  readonly doctorId: string | null;
  readonly roomId: string | null;
  /** The `calendarUid` of a visit whose event was moved in that calendar; null: the event is not ours. */
  readonly uid: string | null;
  /** The times are not known to be busy: the calendar has not been read for too long. */
  readonly isUnknown: boolean;
  readonly spans: readonly Span[];
}

/** External calendars (domain/calendar). */
export interface BusyStore {
  /** The busy times of one doctor, or (null) of all; always those of rooms and of the whole clinic. */
  overlapping(span: Span, now: number, doctorId: string | null): Promise<readonly BusyTimes[]>;
}

export interface BookingStores {
  readonly doctors: Pick<DoctorStore, "list">;
  readonly hours: Pick<OpeningHoursStore, "ofClinic" | "ofDoctors" | "periods">;
  readonly types: AppointmentTypeStore;
  readonly rooms: RoomStore;
  readonly exceptions: CalendarExceptionStore;
  readonly rules: BookingRulesStore;
  readonly patients: PatientStore;
  readonly appointments: AppointmentStore;
  readonly holds: HoldStore;
  readonly waitlist: WaitlistStore;
  readonly offered: OfferedSlotStore;
  readonly jobs: JobOrders;
  readonly origins: BookingOriginStore;
  readonly busy: BusyStore;
  readonly entries: CalendarEntryStore;
  readonly outbox: Pick<OutboxStore, "add">;
}

/** One clinic's bookings: stores to read from, and the transactions through which everything is written. */
export interface BookingDatabase {
  readonly stores: BookingStores;
  /**
   * Runs `work` while holding the write lock (SQLite: BEGIN IMMEDIATE), so that nothing it reads changes before it
   * writes. Commits when `work` returns, rolls back when it throws. `work` must await nothing but these stores.
   */
  transact<T>(work: (stores: BookingStores) => Promise<T>): Promise<T>;
  /**
   * Like `transact`, but does not wait for the disk: a power cut, and nothing else, can undo it. For holds, which soon
   * end anyway.
   */
  transactForHolds<T>(work: (stores: BookingStores) => Promise<T>): Promise<T>;
}

/** A public holiday. `rule` stays the same every year, so a clinic can opt out of the holiday by it. */
export interface Holiday {
  readonly date: WallDate;
  readonly name: string;
  readonly rule: string;
}

export interface HolidayCalendar {
  /** Public holidays of the year, by date, named in that language (default: English). @throws invalid for an unknown country or region */
  ofYear(place: HolidayPlace, year: number, language?: Language): Promise<readonly Holiday[]>;
}

/** A country and, if its regions have their own holidays, a region ("CA", "QC"). */
export type HolidayPlace = Pick<HolidayRules, "country" | "region">;

/** What happened to an appointment. For `moved`, `appointment` is the new one. */
export interface AppointmentNews {
  readonly kind: "booked" | "moved" | "cancelled";
  readonly appointment: Appointment;
  readonly patient: Patient;
}

/** Queues an email to the patient, in the transaction that makes the change. */
export type NotifyPatient = (news: AppointmentNews, stores: BookingStores) => Promise<void>;

/** What booking for one clinic needs. */
export interface BookingPorts {
  readonly clinic: Pick<Clinic, "timezone" | "language">;
  readonly database: BookingDatabase;
  readonly holidays: HolidayCalendar;
  readonly clock: Clock;
  /** A new UUIDv7 text. */
  readonly newId: () => string;
  /** Without it, patients get no email. */
  readonly notifyPatient?: NotifyPatient | undefined;
  /** Without it, only jobs update external calendars. */
  readonly outside?: OutsideCalendars | undefined;
  /**
   * Wraps the transaction that books or moves: whatever else the wrapper writes is committed or rolled back with it.
   */
  readonly committing?: (<T>(commit: () => Promise<T>) => Promise<T>) | undefined;
}

/** Several patients of a family can share one phone (E.164). */
export interface Patient {
  readonly id: string;
  readonly name: string;
  readonly phone: string;
  readonly birthDate: WallDate | null;
  /** Where confirmations go; null: none are sent. */
  readonly email: string | null;
  readonly createdAt: number;
}

/** Appointments that callers booked since an instant, and the starts of the upcoming active ones. */
export interface BookingCount {
  readonly booked: number;
  readonly upcoming: readonly number[];
}

/** Where a caller's booking came from. */
export interface BookingOrigin {
  readonly appointmentId: string;
  /** The caller ID, when it is a phone number; null: there was no such number, or its owner's data was erased. */
  readonly caller: string | null;
  /** Whether the caller said yes when the patient's number was read back, or called from it. */
  readonly phoneConfirmed: boolean;
  /** Whether the caller proved to be the patient. */
  readonly proven: boolean;
  readonly bookedAt: number;
}

/**
 * A kind of visit that can be booked. Buffers are minutes before and after the visit during which the doctor and the
 * room stay taken.
 */
export interface AppointmentType {
  readonly id: string;
  readonly name: Translated;
  readonly minutes: number;
  /** Minutes by doctor id, for doctors who need more or less time than `minutes`. */
  readonly minutesWith: Readonly<Record<string, number>>;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  /** What callers say, other than its names, when they want this type. */
  readonly reasons: readonly string[];
  readonly patients: PatientsOfType;
  /** The type to book when the caller's reason stays unclear; if none is marked, the first type is booked. */
  readonly isDefault: boolean;
  readonly active: boolean;
}

/** Who may book a type: patients who are new to the clinic, patients who are not, or both. */
export const patientsOfTypes = ["anyone", "new", "known"] as const;
export type PatientsOfType = (typeof patientsOfTypes)[number];

export interface Room {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
}

/**
 * An exception to the weekly hours on every date from `firstDate` to `lastDate`, from `fromTime` to `toTime` ("00:00"
 * to "24:00" is the whole day). `closed` without a doctor closes the clinic; with a doctor it is an absence. `open` is
 * an extra opening of the clinic or of one doctor. Where two overlap, the one added later applies.
 */
export interface CalendarException {
  readonly id: string;
  readonly kind: "closed" | "open";
  readonly doctorId: string | null;
  readonly firstDate: WallDate;
  readonly lastDate: WallDate;
  readonly fromTime: WallTime;
  readonly toTime: WallTime;
  readonly reason: string | null;
}

/** A slot held until `expiresAt` for the caller of `callId`, or for the patient of a waitlist entry. */
export interface Hold {
  readonly id: string;
  readonly callId: string | null;
  readonly waitlistEntryId: string | null;
  readonly doctorId: string;
  readonly roomId: string | null;
  readonly typeId: string | null;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly blockedFrom: number;
  readonly blockedTo: number;
  readonly expiresAt: number;
}

/** The part of an appointment, hold or busy time that keeps a doctor and a room from others. */
export interface TakenById extends Pick<Hold, "id" | "roomId" | "blockedFrom" | "blockedTo"> {
  /** null: only a room is taken. */
  readonly doctorId: string | null;
}

/** `offered`: a slot is held for the patient; `lapsed`: the patient's dates have passed. */
export type WaitlistStatus = "waiting" | "offered" | "booked" | "lapsed" | "cancelled";

/** A patient who wants an earlier slot. `doctorId` null means any doctor; both dates are included. */
export interface WaitlistEntry {
  readonly id: string;
  readonly patientId: string;
  readonly doctorId: string | null;
  readonly typeId: string | null;
  readonly firstDate: WallDate;
  readonly lastDate: WallDate;
  readonly dayPart: DayPart | null;
  readonly status: WaitlistStatus;
  /** The hold of the current offer. */
  readonly holdId: string | null;
  /** The call in which the patient joined; null: staff added the entry, or an earlier version of the program did. */
  readonly callId: string | null;
  /** The number that the call showed, if it was the caller's own. */
  readonly caller: string | null;
  /** Whether the patient agreed to be called about it, on their number. */
  readonly mayCall: boolean;
  readonly createdAt: number;
}

/**
 * `open`: the slot is held and the patient has not answered. `not_called`: a rule forbade the call. `withdrawn`: staff
 * took the slot, or the patient left the waitlist.
 */
export const offerStates = ["open", "accepted", "declined", "unanswered", "not_called", "withdrawn"] as const;

export type OfferState = (typeof offerStates)[number];

/**
 * A freed slot offered to one patient on the waitlist. The record stays, so that nobody is called twice about one slot.
 */
export interface OfferedSlot {
  /** Also the id of the hold. */
  readonly id: string;
  readonly entryId: string;
  readonly patientId: string;
  readonly doctorId: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly state: OfferState;
  /** The rule, or the outcome of the call, that settled the offer. */
  readonly reason: string | null;
  readonly offeredAt: number;
  readonly settledAt: number | null;
}

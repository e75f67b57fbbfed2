import type { Translated } from "../language/language.ts";
import type { DayPart } from "../time/day-part.ts";
import type { WallDate } from "../time/wall-date.ts";
import type { WallTime } from "../time/wall-time.ts";

/** One phone (E.164) can belong to several patients of a family. */
export interface Patient {
  readonly id: string;
  readonly name: string;
  readonly phone: string;
  readonly birthDate: WallDate | null;
  /** Where confirmations go; null: none are sent. */
  readonly email: string | null;
  readonly createdAt: number;
}

/** What is booked. Buffers are minutes before and after the visit in which doctor and room stay taken. */
export interface AppointmentType {
  readonly id: string;
  readonly name: Translated;
  readonly minutes: number;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  readonly active: boolean;
}

export interface Room {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
}

/**
 * A departure from the weekly hours on every date from `firstDate` to `lastDate`, from `fromTime` to `toTime`
 * ("00:00" to "24:00" is the whole day). `closed` without a doctor closes the clinic, with one it is an absence;
 * `open` is an extra opening of the clinic or of one doctor. Closed beats open.
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

/** A slot kept until `expiresAt` for the caller of `callId`, or for the patient of a waitlist entry. */
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

/** An appointment or hold as far as it keeps a doctor and a room from others. */
export type TakenById = Pick<Hold, "id" | "doctorId" | "roomId" | "blockedFrom" | "blockedTo">;

/** `offered`: a slot is held for them; `lapsed`: they let the offer pass. */
export type WaitlistStatus = "waiting" | "offered" | "booked" | "lapsed" | "cancelled";

/** Someone who wants an earlier slot. `doctorId` null is any doctor; both dates are included. */
export interface WaitlistEntry {
  readonly id: string;
  readonly patientId: string;
  readonly doctorId: string | null;
  readonly typeId: string | null;
  readonly firstDate: WallDate;
  readonly lastDate: WallDate;
  readonly dayPart: DayPart | null;
  readonly status: WaitlistStatus;
  /** The hold of the running offer. */
  readonly holdId: string | null;
  readonly createdAt: number;
}

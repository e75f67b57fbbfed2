import type { Interval } from "../clinic/opening-hours.ts";

/**
 * Public holidays on which the clinic is closed: ISO country ("BJ", "CA"), region where the country has them ("QC").
 * `openOn` lists exceptions: a date ("2026-12-25") or a holiday's rule as `listHolidays` shows it ("12-25").
 */
export interface HolidayRules {
  readonly country: string;
  readonly region: string | null;
  readonly openOn: readonly string[];
}

export interface BookingRules {
  /** Distance between the starts of two slots, counted from each opening. */
  readonly slotMinutes: number;
  readonly leastNoticeMinutes: number;
  /** Last bookable date: today plus this many days. */
  readonly horizonDays: number;
  /** Callers may move an appointment until this many minutes before its start; a later cancellation counts as late. */
  readonly cancelCutoffMinutes: number;
  readonly waitlistHoldMinutes: number;
  /** Part of each day that callers can book only on the day itself; null: none. Staff can book it at any time. */
  readonly sameDay: Interval | null;
  /**
   * Booking limits for callers: per call; per day from or for one number; and upcoming appointments from or for one
   * number.
   */
  readonly mostPerCall: number;
  readonly mostPerDay: number;
  readonly mostUpcoming: number;
  /**
   * Upcoming appointments of a patient who calls from the number on file and proves their identity. Replaces the two
   * limits above when it is higher than `mostUpcoming`.
   */
  readonly mostProven: number;
  /**
   * Upcoming appointments allowed for one number or line beyond `mostPerDay` and `mostUpcoming`, if they fall on days
   * that stay half free; 0: none.
   */
  readonly mostSpread: number;
  /** Bookings per day by all callers with a withheld number together, because such callers cannot be distinguished. */
  readonly mostWithheld: number;
  /** null: the clinic keeps its hours on public holidays. */
  readonly holidays: HolidayRules | null;
}

/** The rules of a clinic that has not set its own. */
export const defaultBookingRules: BookingRules = {
  slotMinutes: 30,
  leastNoticeMinutes: 60,
  horizonDays: 90,
  cancelCutoffMinutes: 120,
  waitlistHoldMinutes: 60,
  sameDay: null,
  mostPerCall: 3,
  mostPerDay: 5,
  mostUpcoming: 6,
  mostProven: 6,
  mostSpread: 60,
  mostWithheld: 20,
  holidays: null,
};

/** Length of a visit at a clinic without appointment types. */
export const defaultVisitMinutes = 30;

/** How long a slot offered in a call is held for that call. */
export const holdMinutes = 5;

/** The most slots that one call can hold at a time. */
export const mostHeld = 3;

import type { Clinic, Doctor } from "../../clinic/clinic.ts";
import type { WallDate } from "../../time/wall-date.ts";
import type { WallTime } from "../../time/wall-time.ts";

/** A date on which the first doctor can be booked, with the free times of that day. */
export interface OpenDate {
  readonly date: WallDate;
  readonly times: readonly WallTime[];
  /** The first that stays free when somebody takes `times[0]`, buffers included; null when there is none. */
  readonly timeApart: WallTime | null;
}

/** One clinic as scenarios see it. */
export interface ClinicFacts {
  readonly clinic: Clinic;
  /** The number that is called. */
  readonly phoneNumber: string | null;
  readonly doctors: readonly Doctor[];
  readonly openDates: readonly OpenDate[];
}

import type { Caller } from "./actor.ts";
import { callIdOf } from "./actor.ts";
import {
  type Booked,
  type Unavailable,
  type UnavailableReason,
  bookOrExplain,
  newVisit,
  writeBooking,
} from "./book-appointment.ts";
import { warmHolidays } from "./clinic-calendar.ts";
import { type PatientDetails, assertOrdinaryNumber, assertPatientDetails } from "./patient.ts";
import type { BookingPorts, BookingStores } from "./ports.ts";
import type { SlotChoice } from "./slot.ts";
import { transactInCalendars } from "./transact-in-calendars.ts";

/** One of a family's visits. */
export interface VisitOf {
  readonly choice: SlotChoice;
  readonly patient: PatientDetails;
}

export interface BookedTogether {
  readonly kind: "booked";
  readonly visits: readonly Booked[];
}

/** Books all of the visits, or none when one of them is not available. */
export async function bookTogether(
  visits: readonly [VisitOf, ...VisitOf[]],
  by: Caller,
  ports: BookingPorts,
): Promise<BookedTogether | Unavailable> {
  for (const { choice, patient } of visits) {
    assertPatientDetails(patient);
    await assertOrdinaryNumber(patient.phone);
    await warmHolidays(choice, ports);
  }
  const write = async (): Promise<BookedTogether | UnavailableReason> => {
    try {
      const booked = await transactInCalendars(
        {
          write: (stores, inner) => writeAll(visits, by, { stores, ports: inner }),
          visitsOf: (outcomes) => outcomes.flatMap((outcome) => newVisit(outcome)),
        },
        ports,
      );
      return { kind: "booked", visits: booked };
    } catch (error) {
      if (error instanceof OneUnavailable) return error.reason;
      throw error;
    }
  };
  return bookOrExplain(write, { choice: visits[0].choice, callId: callIdOf(by) }, ports);
}

async function writeAll(
  visits: readonly VisitOf[],
  by: Caller,
  { stores, ports }: { readonly stores: BookingStores; readonly ports: BookingPorts },
): Promise<readonly Booked[]> {
  const booked: Booked[] = [];
  for (const visit of visits) {
    const outcome = await writeBooking({ ...visit, by }, stores, ports);
    if (typeof outcome === "string") throw new OneUnavailable(outcome);
    booked.push(outcome);
  }
  return booked;
}

/** Rolls back what was written for the others. */
class OneUnavailable extends Error {
  override readonly name = "OneUnavailable";
  readonly reason: UnavailableReason;

  constructor(reason: UnavailableReason) {
    super(reason);
    this.reason = reason;
  }
}

import { dateAt } from "../time/zoned-time.ts";
import { readAvailability, without } from "./availability.ts";
import { type Unavailable, type UnavailableReason, bookOrExplain, whyUnavailable } from "./book-appointment.ts";
import { warmHolidays } from "./clinic-calendar.ts";
import { findBookable, holdOffered, ownHolds } from "./holds.ts";
import type { PatientDetails } from "./patient.ts";
import type { BookingPorts, BookingStores } from "./ports.ts";
import type { SlotChoice } from "./slot.ts";

export interface ChosenTime {
  readonly choice: SlotChoice;
  /** Visits that follow it in a row. */
  readonly others?: readonly SlotChoice[];
  readonly patient: Pick<PatientDetails, "phone" | "name">;
  readonly callId: string;
  /** The visit that is moved to this time, and leaves its own. */
  readonly leaving?: string;
}

/** Keeps the chosen time for the call while it is read back, or explains why it cannot be booked. */
export async function keepSlot(
  chosen: ChosenTime,
  ports: BookingPorts,
): Promise<{ readonly kind: "kept" } | Unavailable> {
  const { choice, callId, others = [] } = chosen;
  await warmHolidays(choice, ports);
  const check = async (): Promise<{ readonly kind: "kept" } | UnavailableReason> => {
    const found = await ports.database.transact((stores) => bookable(chosen, stores, ports));
    if (typeof found === "string") return found;
    // What is held for the patient already, or taken by the visit that is moved, needs no hold.
    if (found.isFree) await holdOffered({ choices: [choice, ...others], callId }, ports);
    return { kind: "kept" };
  };
  return bookOrExplain(check, { choice, callId }, ports);
}

async function bookable(
  { choice, patient, callId, leaving }: ChosenTime,
  stores: BookingStores,
  ports: BookingPorts,
): Promise<{ readonly isFree: boolean } | UnavailableReason> {
  const date = dateAt(choice.startsAt, ports.clinic.timezone);
  const own = await ownHolds({ callId, patient }, stores);
  const read = await readAvailability({ firstDate: date, lastDate: date }, stores, ports);
  const all = leaving === undefined ? read : without(read, [leaving]);
  const { slot, availability } = findBookable({ choice, own, byStaff: false }, all);
  if (slot === undefined) return whyUnavailable(availability, choice);
  return { isFree: own.every(({ waitlistEntryId }) => waitlistEntryId === null) };
}

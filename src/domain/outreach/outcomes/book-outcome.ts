import { alreadyIn } from "../../booking/transactions.ts";
import { type Appointment, isActive } from "../../booking/appointment.ts";
import { cancelAppointment } from "../../booking/visits/change-appointment.ts";
import { recordOutcome } from "../../booking/visits/staff-booking.ts";
import type { ContactState, FollowUp } from "../contact.ts";
import type { OutreachPorts, OutreachStores } from "../ports.ts";

/** The appointment after the call, as its contact shows it. */
interface BookResult {
  readonly state: ContactState;
  /** For staff; null: nothing is left to do. */
  readonly followUp: FollowUp | null;
  readonly changed: boolean;
}

interface BookedOutcome {
  readonly stores: OutreachStores;
  readonly ports: OutreachPorts;
  readonly callId: string;
}

/**
 * Applies what was said to the book, if the call itself did not. If the book shows something else, it was changed in
 * the meantime: it stays as it is, and staff get a follow-up to check.
 */
export async function applyToBook(
  effect: BookEffect,
  appointment: Appointment,
  around: BookedOutcome,
): Promise<BookResult> {
  return isActive(appointment) ? changes[effect](appointment, around) : standing(effect, appointment);
}

const changes: Readonly<Record<BookEffect, (appointment: Appointment, around: BookedOutcome) => Promise<BookResult>>> =
  {
    confirm: async ({ id, status }, around) => {
      await recordOutcome({ appointmentId: id, status: "confirmed" }, within(around));
      return { state: "confirmed", followUp: null, changed: status !== "confirmed" };
    },
    cancel: async ({ id }, around) => {
      const by = { kind: "staff", reason: `said in call ${around.callId}` } as const;
      await cancelAppointment({ appointmentId: id, by }, within(around));
      return { state: "cancelled", followUp: null, changed: true };
    },
    move: () => Promise.resolve({ state: "open", followUp: "staff_move", changed: false }),
  };

/** The contact state for an outcome that the book already shows. */
const shown = { confirm: "confirmed", cancel: "cancelled", move: "rescheduled" } as const;

function standing(effect: BookEffect, { status }: Appointment): BookResult {
  const state = status === "cancelled" || status === "rescheduled" ? status : shown[effect];
  return { state, followUp: state === shown[effect] ? null : "staff_check", changed: false };
}

/** Runs booking's own operations within the open transaction. */
function within({ stores, ports }: BookedOutcome): OutreachPorts {
  return { ...ports, database: alreadyIn(stores) };
}

/** The change to the book; `move` needs a new time, which only the call itself or staff can choose. */
export type BookEffect = "confirm" | "cancel" | "move";

import { isActive, type Appointment } from "../booking/appointment.ts";
import { cancelAppointment } from "../booking/cancel-appointment.ts";
import { recordOutcome } from "../booking/record-outcome.ts";
import type { ContactState, FollowUp } from "./contact.ts";
import type { BookEffect } from "./outcome-effects.ts";
import type { OutreachPorts, OutreachStores } from "./ports.ts";

/** How the appointment stands after the call, as its contact shows it. */
export interface BookResult {
  readonly state: ContactState;
  /** For staff; null: nothing is left to do. */
  readonly followUp: FollowUp | null;
  readonly changed: boolean;
}

interface Surroundings {
  readonly stores: OutreachStores;
  readonly ports: OutreachPorts;
  readonly callId: string;
}

/**
 * Makes the book show what was said, where the call itself did not. A book that shows something else was changed by
 * somebody who knew more, so it is left and staff are told to look.
 */
export async function applyToBook(
  effect: BookEffect,
  appointment: Appointment,
  around: Surroundings,
): Promise<BookResult> {
  return isActive(appointment) ? changes[effect](appointment, around) : standing(effect, appointment);
}

const changes: Readonly<Record<BookEffect, (appointment: Appointment, around: Surroundings) => Promise<BookResult>>> = {
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

/** Of the outcome that the book shows already. */
const shown = { confirm: "confirmed", cancel: "cancelled", move: "rescheduled" } as const;

function standing(effect: BookEffect, { status }: Appointment): BookResult {
  const state = status === "cancelled" || status === "rescheduled" ? status : shown[effect];
  return { state, followUp: state === shown[effect] ? null : "staff_check", changed: false };
}

/** Booking's own operations, within the transaction that is open. */
function within({ stores, ports }: Surroundings): OutreachPorts {
  return { ...ports, database: { stores, transact: (work) => work(stores) } };
}

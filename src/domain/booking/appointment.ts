import { AscendiaError } from "../../errors.ts";

/** Each status with the statuses it may move to; the single source for both. An empty list makes a status final. */
export const appointmentMoves = {
  scheduled: ["confirmed", "cancelled", "rescheduled", "completed", "no_show"],
  confirmed: ["cancelled", "rescheduled", "completed", "no_show"],
  completed: [],
  cancelled: [],
  rescheduled: [],
  no_show: ["completed"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type AppointmentStatus = keyof typeof appointmentMoves;

/** The statuses that occupy the doctor and the room. */
export const activeStatuses = ["scheduled", "confirmed"] as const satisfies readonly AppointmentStatus[];

/**
 * A visit from `startsAt` to `endsAt`. The doctor and the room are taken from `blockedFrom` to `blockedTo`, which adds
 * the type's buffers at the time of booking. `calendarUid` and `calendarSequence` are those of its .ics file: a
 * rescheduled visit passes its UID to the visit that replaces it, and the sequence only increases.
 */
export interface Appointment {
  readonly id: string;
  readonly patientId: string;
  readonly doctorId: string;
  readonly roomId: string | null;
  readonly typeId: string | null;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly blockedFrom: number;
  readonly blockedTo: number;
  readonly status: AppointmentStatus;
  /** The call that booked it; null: staff did. */
  readonly callId: string | null;
  /** The appointment this one replaced. */
  readonly rescheduledFrom: string | null;
  /** Why staff overrode a rule, or why it was cancelled, as recorded at the last change. */
  readonly changeReason: string | null;
  /** Why staff booked it although the doctor sees someone else at that time; null or absent: the time was free. */
  readonly overbookReason?: string | null | undefined;
  readonly calendarUid: string;
  readonly calendarSequence: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export function isActive(appointment: Appointment): boolean {
  return activeStatuses.some((status) => status === appointment.status);
}

export function canMove(from: AppointmentStatus, to: AppointmentStatus): boolean {
  const allowed: readonly AppointmentStatus[] = appointmentMoves[from];
  return allowed.includes(to);
}

export interface StatusChange {
  readonly status: AppointmentStatus;
  readonly at: number;
  readonly reason?: string | undefined;
}

/** The appointment in its new status. Throws `conflict` when `appointmentMoves` does not allow the change. */
export function moveAppointment(appointment: Appointment, { status, at, reason }: StatusChange): Appointment {
  if (!canMove(appointment.status, status)) {
    const allowed = appointmentMoves[appointment.status];
    throw new AscendiaError("conflict", `A ${appointment.status} appointment cannot become ${status}.`, {
      hint: allowed.length === 0 ? "Its status is final." : `It can become ${allowed.join(", ")}.`,
    });
  }
  return {
    ...appointment,
    status,
    changeReason: reason ?? null,
    calendarSequence: appointment.calendarSequence + 1,
    updatedAt: at,
  };
}

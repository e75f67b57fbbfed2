import { AscendiaError } from "../../errors.ts";

/** Each status with the statuses it may move to; the single source for both. An empty list is final. */
export const appointmentMoves = {
  scheduled: ["confirmed", "cancelled", "rescheduled", "completed", "no_show"],
  confirmed: ["cancelled", "rescheduled", "completed", "no_show"],
  completed: [],
  cancelled: [],
  rescheduled: [],
  no_show: ["completed"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type AppointmentStatus = keyof typeof appointmentMoves;

/** The statuses that occupy doctor and room. */
export const activeStatuses = ["scheduled", "confirmed"] as const satisfies readonly AppointmentStatus[];

/**
 * A visit from `startsAt` to `endsAt`. Doctor and room are taken from `blockedFrom` to `blockedTo`, which adds the
 * type's buffers as they were when it was booked. `calendarUid` and `calendarSequence` are those of its .ics file: a
 * rescheduled visit hands its uid on to the new one and the sequence only rises.
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
  /** Why staff booked it although the doctor sees someone else then; null or absent: they do not. */
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

/** The appointment after the move; throws `conflict` when the table does not allow it. */
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

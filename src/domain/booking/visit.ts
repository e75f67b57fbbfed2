import type { Span } from "../time/spans.ts";
import { defaultVisitMinutes } from "./booking-rules.ts";
import type { ClinicCalendar } from "./clinic-calendar.ts";
import type { AppointmentType } from "./records.ts";

const msPerMinute = 60_000;

/** How long doctor and room are needed. `typeId` is null at a clinic that has no appointment types. */
export interface Visit {
  readonly typeId: string | null;
  readonly minutes: number;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
}

const defaultVisit: Visit = {
  typeId: null,
  minutes: defaultVisitMinutes,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
};

/**
 * The visit of a type with a doctor; without a type the first that the doctor offers. undefined when the doctor does
 * not offer it.
 */
export function visitWith(
  calendar: Pick<ClinicCalendar, "types" | "typesOfDoctors">,
  doctorId: string,
  typeId: string | null,
): Visit | undefined {
  if (calendar.types.length === 0) return typeId === null ? defaultVisit : undefined;
  const offered = calendar.typesOfDoctors.get(doctorId);
  const type = calendar.types.find(({ id }) => (typeId === null || id === typeId) && (offered?.includes(id) ?? true));
  return type === undefined ? undefined : visitOf(type);
}

/** What a visit of any of the types, or the default one, may block when it starts within the span. */
export function blockedAround({ from, to }: Span, types: readonly AppointmentType[]): Span {
  const visits: readonly Omit<Visit, "typeId">[] = types.length === 0 ? [defaultVisit] : types;
  const before = Math.max(...visits.map(({ bufferBeforeMinutes }) => bufferBeforeMinutes));
  const after = Math.max(...visits.map(({ minutes, bufferAfterMinutes }) => minutes + bufferAfterMinutes));
  return { from: from - before * msPerMinute, to: to + after * msPerMinute };
}

function visitOf({ id, minutes, bufferBeforeMinutes, bufferAfterMinutes }: AppointmentType): Visit {
  return { typeId: id, minutes, bufferBeforeMinutes, bufferAfterMinutes };
}

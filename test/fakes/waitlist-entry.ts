import type { WaitlistEntry } from "../../src/domain/booking/ports.ts";

/** A patient who waits for any doctor on that day. */
export function waitingOn(
  day: string,
  { id, patientId, createdAt }: Pick<WaitlistEntry, "id" | "patientId" | "createdAt">,
): WaitlistEntry {
  const any = {
    doctorId: null,
    typeId: null,
    dayPart: null,
    status: "waiting",
    holdId: null,
    callId: null,
    caller: null,
    mayCall: true,
  } as const;
  return { id, patientId, firstDate: day, lastDate: day, ...any, createdAt };
}

import { AscendiaError } from "../errors.ts";
import { hasNoOpenDay } from "./opening-hours.ts";
import type { WeeklyHours } from "./opening-hours.ts";

/** @throws invalid when the doctor's own hours have no open day: such a doctor could never be booked */
export function assertEverThere(doctorName: string, hours: WeeklyHours): void {
  if (!hasNoOpenDay(hours)) return;
  throw new AscendiaError("invalid", `Dr. ${doctorName} would have no hours at all.`, {
    hint: "For an absence use closure:add --doctor; a doctor who left is removed with doctor:remove.",
  });
}

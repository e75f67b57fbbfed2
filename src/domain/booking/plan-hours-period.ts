import { AscendiaError } from "../../errors.ts";
import type { Doctor } from "../clinic/clinic.ts";
import type { HoursPeriod } from "../clinic/hours-period.ts";
import { assertEverThere } from "../clinic/opening-hours.ts";
import type { WallDate } from "../time/wall-date.ts";
import { todayIn } from "../time/zoned-time.ts";
import { affectedAppointments } from "./affected-appointments.ts";
import type { Appointment } from "./appointment.ts";
import type { BookingPorts } from "./ports.ts";

export interface PeriodRequest extends Omit<HoursPeriod, "id" | "doctorId"> {
  /** null: the clinic's hours. */
  readonly doctor: Doctor | null;
}

export interface PeriodPlan {
  readonly period: HoursPeriod;
  /** Upcoming appointments that would lie outside the hours. */
  readonly stranded: readonly Appointment[];
  /** Doctors with hours of their own, which a period of the clinic does not change. */
  readonly unchanged: readonly Doctor[];
}

/** @throws invalid for dates that are over or reversed, and for a doctor who would never be there */
export async function planPeriod(request: PeriodRequest, ports: BookingPorts): Promise<PeriodPlan> {
  const { doctor, ...given } = request;
  if (doctor !== null) assertEverThere(doctor.name, given.hours);
  assertComing(given, todayIn(ports.clinic.timezone, ports.clock));
  const period = { ...given, id: ports.newId(), doctorId: doctor?.id ?? null };
  const { doctors, hours } = ports.database.stores;
  const own = await hours.ofDoctors();
  return {
    period,
    stranded: await affectedAppointments(
      (calendar) => ({ ...calendar, periods: [...calendar.periods, period] }),
      ports,
    ),
    unchanged: doctor === null ? (await doctors.list()).filter(({ id, active }) => active && own.has(id)) : [],
  };
}

function assertComing(
  { firstDate, lastDate }: { readonly firstDate: WallDate; readonly lastDate: WallDate | null },
  today: WallDate,
): void {
  if (lastDate === null) return;
  const isReversed = lastDate < firstDate;
  if (!isReversed && lastDate >= today) return;
  throw new AscendiaError(
    "invalid",
    isReversed ? `--to: ${lastDate} is before ${firstDate}.` : `--to: ${lastDate} is over.`,
    {
      hint: isReversed ? "Write the earlier date in --from." : "Use the coming year's dates.",
    },
  );
}

import { shortId } from "../../domain/find-by-id.ts";
import type { Doctor } from "../../domain/clinic/clinic.ts";
import { doctorName } from "../../domain/clinic/doctor-name.ts";
import { type HoursPeriod, formatOpeningHours, openingHoursToJson } from "../../domain/clinic/opening-hours.ts";

export function periodJson({ id, doctorId, firstDate, lastDate, everyWeeks, hours }: HoursPeriod) {
  return {
    id,
    doctor_id: doctorId,
    from: firstDate,
    to: lastDate,
    every_weeks: everyWeeks,
    hours: openingHoursToJson(hours),
  };
}

/** "clinic, 2027-02-08 to 2027-03-09: Mon-Thu 09:00-15:00" */
export function periodSaid(period: HoursPeriod, doctors: readonly Doctor[]): string {
  return `${whoseSaid(period, doctors)}, ${datesSaid(period)}: ${formatOpeningHours(period.hours)}`;
}

export function whoseSaid({ doctorId }: HoursPeriod, doctors: readonly Doctor[]): string {
  if (doctorId === null) return "clinic";
  return doctorName(doctors.find(({ id }) => id === doctorId)?.name ?? shortId(doctorId));
}

export function datesSaid({ firstDate, lastDate, everyWeeks }: HoursPeriod): string {
  const dates = lastDate === null ? `from ${firstDate}` : `${firstDate} to ${lastDate}`;
  return everyWeeks === 1 ? dates : `${dates}, every second week`;
}

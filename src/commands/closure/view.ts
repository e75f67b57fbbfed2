import { doctorName } from "../../domain/clinic/doctor-name.ts";
import type { ClosuresAndHolidays, HolidayEffect } from "../../domain/booking/calendar/clinic-calendar.ts";
import { shortId } from "../../domain/find-by-id.ts";
import type { CalendarException } from "../../domain/booking/ports.ts";
import type { Clinic, Doctor } from "../../domain/clinic/clinic.ts";
import { table } from "../../terminal/table.ts";

export function exceptionJson({ id, kind, doctorId, ...exception }: CalendarException) {
  return {
    id,
    kind,
    doctor_id: doctorId,
    first_date: exception.firstDate,
    last_date: exception.lastDate,
    from_time: exception.fromTime,
    to_time: exception.toTime,
    reason: exception.reason,
  };
}

export function holidayJson({ date, name, rule, closes, hours }: HolidayEffect) {
  return { date, name, rule, closes, overrules: hours.map(({ opens, closes: until }) => [opens, until]) };
}

/** "clinic closed 2026-12-24 to 2026-12-26, 12:00-18:00 (inventory)" */
export function exceptionSaid(exception: CalendarException, doctor: Pick<Doctor, "name"> | null): string {
  const who = doctor === null ? "clinic" : doctorName(doctor.name);
  const reason = exception.reason === null ? "" : ` (${exception.reason})`;
  return `${who} ${whatHappens(exception)} ${datesOf(exception)}, ${timesOf(exception)}${reason}`;
}

export function closuresAndHolidaysText(
  { exceptions, holidays }: ClosuresAndHolidays,
  { doctors, clinic }: { readonly doctors: readonly Doctor[]; readonly clinic: Pick<Clinic, "slug" | "country"> },
): string {
  const nameOf = (id: string | null): string =>
    id === null ? "clinic" : `Dr. ${doctors.find((doctor) => doctor.id === id)?.name ?? "(removed)"}`;
  const closures =
    exceptions.length === 0
      ? "No closures, absences or extra openings."
      : table(
          ["date", "time", "who", "what", "reason", "id"],
          exceptions.map((each) => [
            datesOf(each),
            timesOf(each),
            nameOf(each.doctorId),
            whatHappens(each),
            each.reason ?? "",
            shortId(each.id),
          ]),
        );
  return [closures, "", ...holidayLines(holidays, clinic)].join("\n");
}

function holidayLines(
  holidays: ClosuresAndHolidays["holidays"],
  { slug, country }: Pick<Clinic, "slug" | "country">,
): readonly string[] {
  if (holidays === null) {
    const command = `ascendia clinic:rules --clinic ${slug} --holidays ${country}`;
    return [`Public holidays: open as usual. To close on them: ${command}`];
  }
  if (holidays.length === 0) return ["No public holidays between these dates."];
  return [
    // The rule for --open-on every year is only in --json: it can be 80 characters long.
    table(
      ["public holiday", "name", "effect"],
      holidays.map(({ date, name, ...effect }) => [date, name, effectOf(effect)]),
    ),
  ];
}

function effectOf({ closes, hours }: Pick<HolidayEffect, "closes" | "hours">): string {
  const usual = hours.map(({ opens, closes: until }) => `${opens}-${until}`).join(",");
  if (usual === "") return "closed that weekday anyway";
  return closes ? `closed instead of ${usual}` : `overridden: open ${usual}`;
}

function whatHappens({ kind, doctorId }: CalendarException): string {
  if (kind === "open") return "extra opening";
  return doctorId === null ? "closed" : "absent";
}

function datesOf({ firstDate, lastDate }: CalendarException): string {
  return firstDate === lastDate ? firstDate : `${firstDate} to ${lastDate}`;
}

function timesOf({ fromTime, toTime }: CalendarException): string {
  return fromTime === "00:00" && toTime === "24:00" ? "all day" : `${fromTime}-${toTime}`;
}

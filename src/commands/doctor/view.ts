import type { Clinic, Doctor } from "../../domain/clinic/clinic.ts";
import { type WeeklyHours, formatOpeningHours, openingHoursToJson } from "../../domain/clinic/opening-hours.ts";
import { table } from "../../terminal/table.ts";

/** `hours` null: the clinic's hours. */
export function doctorJson({ id, name, specialty, email }: Doctor, hours: WeeklyHours | undefined) {
  return { id, name, specialty, email, hours: hours === undefined ? null : openingHoursToJson(hours) };
}

export function doctorTable(
  clinic: Clinic,
  doctors: readonly Doctor[],
  ownHours: ReadonlyMap<string, WeeklyHours>,
): string {
  if (doctors.length === 0)
    return `${clinic.name} has no doctors. Add one with: ascendia doctor:add --clinic ${clinic.slug}`;
  const hoursOf = (id: string): string => {
    const hours = ownHours.get(id);
    return hours === undefined ? "the clinic's" : formatOpeningHours(hours);
  };
  return table(
    ["name", "specialty", "hours", "mail"],
    doctors.map(({ id, name, specialty, email }) => [name, specialty, hoursOf(id), email ?? ""]),
  );
}

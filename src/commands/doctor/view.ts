import type { Clinic, Doctor } from "../../domain/clinic/clinic.ts";
import { type WeeklyHours, doctorFacts, formatOpeningHours } from "../../domain/clinic/opening-hours.ts";
import { table } from "../../terminal/table.ts";

/** `hours` null: the clinic's hours. */
export const doctorJson = doctorFacts;

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
  const isPronounced = doctors.some(({ pronunciation }) => pronunciation !== undefined);
  return table(
    ["name", ...(isPronounced ? ["pronounced"] : []), "specialty", "hours", "mail"],
    doctors.map(({ id, name, pronunciation = "", specialty, email }) => [
      name,
      ...(isPronounced ? [pronunciation] : []),
      specialty,
      hoursOf(id),
      email ?? "",
    ]),
  );
}

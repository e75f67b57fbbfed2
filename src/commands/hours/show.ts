import { doctorName } from "../../domain/clinic/doctor-name.ts";
import type { Command } from "commander";
import { shortId } from "../../domain/find-by-id.ts";
import type { Doctor } from "../../domain/clinic/clinic.ts";
import { type HoursPeriod, formatOpeningHours, openingHoursToJson } from "../../domain/clinic/opening-hours.ts";
import { table } from "../../terminal/table.ts";
import { type ClinicFlag, addClinicOption, openClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { datesSaid, periodJson, whoseSaid } from "./view.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command).action((flags: ClinicFlag) => show(flags, context));
}

async function show(flags: ClinicFlag, context: Context): Promise<void> {
  const { clinic, stores } = await openClinic(flags, context);
  const hours = await stores.openingHours.ofClinic();
  const own = await stores.openingHours.ofDoctors();
  const doctors = (await stores.doctors.list()).map((doctor) => ({ doctor, hours: own.get(doctor.id) }));
  const periods = await stores.openingHours.periods();
  const data = {
    clinic: clinic.slug,
    timezone: clinic.timezone,
    hours: openingHoursToJson(hours),
    doctors: doctors.map(({ doctor, hours: ownHours }) => ({
      id: doctor.id,
      name: doctor.name,
      hours: ownHours === undefined ? null : openingHoursToJson(ownHours),
    })),
    periods: periods.map(periodJson),
  };
  context.output.result(data, () =>
    [
      table(
        ["who", `hours (${clinic.timezone})`],
        [
          ["clinic", formatOpeningHours(hours)],
          ...doctors.map(({ doctor, hours: ownHours }) => [
            doctorName(doctor.name),
            ownHours === undefined ? "the clinic's" : formatOpeningHours(ownHours),
          ]),
        ],
      ),
      ...(periods.length === 0
        ? []
        : [
            `\n${periodTable(
              periods,
              doctors.map(({ doctor }) => doctor),
            )}`,
          ]),
    ].join("\n"),
  );
}

function periodTable(periods: readonly HoursPeriod[], doctors: readonly Doctor[]): string {
  return table(
    ["for a period", "who", "hours", "id"],
    periods.map((period) => [
      datesSaid(period),
      whoseSaid(period, doctors),
      formatOpeningHours(period.hours),
      shortId(period.id),
    ]),
  );
}

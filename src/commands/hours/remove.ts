import type { Command } from "commander";
import { affectedAppointments } from "../../domain/booking/setup/affected-appointments.ts";
import { findById } from "../../domain/find-by-id.ts";
import { AscendiaError } from "../../errors.ts";
import { affectedAppointmentsJson, affectedAppointmentsText } from "../affected-appointments.ts";
import { type WriteFlags, addClinicOption, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";
import { periodJson, periodSaid } from "./view.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .argument("<period>", "id of the period, or its last characters as shown by hours:show")
    .action((id: string, flags: WriteFlags) => remove(id, flags, context));
}

async function remove(id: string, flags: WriteFlags, context: Context): Promise<void> {
  const { clinic, stores, ports } = await openBookings(flags, context);
  const { openingHours } = stores;
  const period = findById(id, await openingHours.periods(), "period");
  if (period === undefined) throw unknownPeriod(id, clinic.slug);
  const affected = await affectedAppointments(
    (calendar) => ({ ...calendar, periods: calendar.periods.filter((each) => each.id !== period.id) }),
    ports,
  );
  const isDryRun = flags.dryRun === true;
  if (!isDryRun) {
    const describe = () => ({ action: "hours:remove", clinic, before: periodJson(period), after: null });
    const take = async (): Promise<void> => {
      if (!(await openingHours.removePeriod(period.id))) throw unknownPeriod(id, clinic.slug);
    };
    await changeAndRecord(take, describe, context);
  }
  const data = {
    dry_run: isDryRun,
    clinic: clinic.slug,
    period: periodJson(period),
    appointments_outside: affectedAppointmentsJson(affected),
  };
  const doctors = await stores.doctors.list();
  context.output.result(data, () =>
    [
      `${isDryRun ? "Would remove" : "Removed"} ${periodSaid(period, doctors)}`,
      ...affectedAppointmentsText(affected, clinic.timezone),
    ].join("\n"),
  );
}

function unknownPeriod(id: string, slug: string): AscendiaError {
  return new AscendiaError("not_found", `The clinic has no hours for a period with the id "${id}".`, {
    hint: `See them with: ascendia hours:show --clinic ${slug}`,
  });
}

import type { Command } from "commander";
import { assertNotLastType } from "../../domain/booking/setup/clinic-setup.ts";
import { comingAppointments } from "../../domain/booking/patients/find-appointments.ts";
import { requireType } from "../../domain/booking/names/find-by-name.ts";
import { type WriteFlags, addClinicOption, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";
import { typeJson, typeSaid } from "./view.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("stop offering an appointment type; upcoming appointments are kept")
    .argument("<type>", "id or name")
    .action((type: string, flags: WriteFlags) => remove(type, flags, context));
}

async function remove(wanted: string, flags: WriteFlags, context: Context): Promise<void> {
  const { clinic, stores, ports } = await openBookings(flags, context);
  const { types } = stores.booking.stores;
  const before = requireType(wanted, await types.list());
  await assertNotLastType(before, await stores.doctors.list(), types);
  const coming = (await comingAppointments(ports)).filter(({ typeId }) => typeId === before.id);
  const type = { ...before, active: false };
  const isDryRun = flags.dryRun === true;
  if (!isDryRun) {
    const changed = { before: typeJson(before, []), after: typeJson(type, []) };
    const describe = () => ({ action: "type:remove", clinic, ...changed });
    await changeAndRecord(() => types.update(type), describe, context);
  }
  context.output.result(
    {
      dry_run: isDryRun,
      clinic: clinic.slug,
      type: typeJson(type, []),
      appointments_of_it: coming.map(({ id }) => id),
    },
    () =>
      [
        `${isDryRun ? "Would stop offering" : "No longer offered"}: ${typeSaid(type)}.`,
        ...(coming.length === 0 ? [] : [`Upcoming appointments of this type are kept: ${coming.length}.`]),
      ].join("\n"),
  );
}

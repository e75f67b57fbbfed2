import type { Command } from "commander";
import { planRoom } from "../../domain/booking/setup/clinic-setup.ts";
import { type WriteFlags, addClinicOption, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .argument("[name]", 'room name, such as "Salle 1"')
    .action((name: string | undefined, flags: WriteFlags) => add(name, flags, context));
}

async function add(given: string | undefined, flags: WriteFlags, context: Context): Promise<void> {
  const { clinic, stores, ports } = await openBookings(flags, context);
  const name = given ?? (await context.prompt.text({ message: "Name of the room?", flag: "<name>" }));
  const rooms = await stores.booking.stores.rooms.list();
  const { room } = await planRoom({ id: context.newId(), name, active: true }, ports);
  const isDryRun = flags.dryRun === true;
  if (!isDryRun) {
    const describe = () => ({ action: "room:add", clinic, before: null, after: room });
    await changeAndRecord(() => stores.booking.stores.rooms.add(room), describe, context);
  }
  context.output.result({ dry_run: isDryRun, clinic: clinic.slug, room }, () =>
    [
      `Room "${room.name}" ${isDryRun ? "would be added" : "was added"} to ${clinic.name}.`,
      ...(rooms.length === 0 ? ["This is the first room: every new appointment now needs a free room."] : []),
    ].join("\n"),
  );
}

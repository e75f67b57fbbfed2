import type { Command } from "commander";
import type { BookingPorts, Room } from "../../domain/booking/ports.ts";
import { rehearse } from "../../domain/booking/transactions.ts";
import { type WriteFlags, addClinicOption, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";
import { changeRoom, warnOfNone } from "./change.ts";
import { requireRoom } from "./view.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description(
      "delete an unused room, or take a used one out of use; its appointments are kept, and room:update --active brings it back",
    )
    .argument("<room>", "id or name")
    .action((room: string, flags: WriteFlags) => remove(room, flags, context));
}

async function remove(wanted: string, flags: WriteFlags, context: Context): Promise<void> {
  const { clinic, ports } = await openBookings(flags, context);
  const rooms = await ports.database.stores.rooms.list();
  const room = requireRoom(wanted, rooms, clinic.slug);
  const isDryRun = flags.dryRun === true;
  // A room that is not deleted is recorded below as taken out of use.
  const describe = (done: boolean) => ({ action: "room:remove", clinic, before: room, after: done ? null : room });
  const isForgotten = isDryRun
    ? await rehearse((inner) => forget(room, inner), ports)
    : await changeAndRecord(() => forget(room, ports), describe, context);
  if (!isForgotten) {
    return changeRoom({ action: "room:remove", room: room.id, flags, change: { active: false } }, context);
  }
  const others = rooms.filter(({ id }) => id !== room.id);
  if (others.length > 0 && others.every(({ active }) => !active)) warnOfNone(context);
  context.output.result(
    { dry_run: isDryRun, clinic: clinic.slug, before: room, room: null, appointments_in_it: [] },
    () =>
      [
        `Room "${room.name}" ${isDryRun ? "would be" : "is"} deleted; it had no appointments.`,
        ...(others.length === 0 ? ["It was the only room: rooms no longer limit bookings."] : []),
      ].join("\n"),
  );
}

function forget({ id }: Room, { database, clock }: BookingPorts): Promise<boolean> {
  return database.transact(async ({ holds, rooms }) => {
    await holds.removeExpired(clock.now());
    return rooms.removeUnused(id);
  });
}

import { planRoom } from "../../domain/booking/setup/clinic-setup.ts";
import type { Room } from "../../domain/booking/ports.ts";
import { type WriteFlags, openBookings } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";
import { requireRoom } from "./view.ts";

interface RoomChange {
  readonly action: "room:update" | "room:remove";
  /** Id or name. */
  readonly room: string;
  readonly flags: WriteFlags;
  readonly change: Partial<Pick<Room, "name" | "active">>;
}

export async function changeRoom({ action, room: wanted, flags, change }: RoomChange, context: Context): Promise<void> {
  const { clinic, stores, ports } = await openBookings(flags, context);
  const { rooms } = stores.booking.stores;
  const before = requireRoom(wanted, await rooms.list(), clinic.slug);
  const { room, affected, leavesNone } = await planRoom({ ...before, ...change }, ports);
  const isDryRun = flags.dryRun === true;
  if (!isDryRun) {
    await changeAndRecord(
      () => rooms.update(room),
      () => ({ action, clinic, before, after: room }),
      context,
    );
  }
  if (leavesNone) warnOfNone(context);
  const data = {
    dry_run: isDryRun,
    clinic: clinic.slug,
    before,
    room,
    appointments_in_it: affected.map(({ id }) => id),
  };
  const state = room.active ? "in use" : "out of use";
  context.output.result(data, () =>
    [
      `Room "${before.name}" ${isDryRun ? "would be" : "is"} ${before.name === room.name ? "" : `renamed "${room.name}" and `}${state}.`,
      ...(affected.length === 0 ? [] : [`Upcoming appointments in it are kept: ${affected.length}.`]),
    ].join("\n"),
  );
}

export function warnOfNone({ output }: Pick<Context, "output">): void {
  output.warn("No room is in use, so nothing can be booked: a clinic with rooms needs a free one.");
}

import { AscendiaError } from "../errors.ts";
import { foldText } from "../language/fold-text.ts";
import type { Appointment } from "./appointment.ts";
import { comingAppointments } from "./coming-appointments.ts";
import type { BookingPorts } from "./ports.ts";
import type { Room } from "./records.ts";

export interface RoomPlan {
  readonly room: Room;
  /** Coming appointments that are to take place in a room no longer in use; they stand. */
  readonly stranded: readonly Appointment[];
  /**
   * Once a clinic has rooms, an appointment needs one: while none is in use nothing can be booked. A clinic that wants
   * its rooms to count no more removes them; those that were ever used stay on record.
   */
  readonly leavesNone: boolean;
}

/** @throws invalid, conflict when another room has that name */
export async function planRoom(room: Room, ports: BookingPorts): Promise<RoomPlan> {
  const name = room.name.trim().replaceAll(/\s+/gu, " ");
  if (name === "") {
    throw new AscendiaError("invalid", "The room's name is empty.", { hint: 'Name it, such as "Salle 1".' });
  }
  const others = (await ports.database.stores.rooms.list()).filter(({ id }) => id !== room.id);
  const namesake = others.find((other) => foldText(other.name) === foldText(name));
  if (namesake !== undefined) {
    throw new AscendiaError("conflict", `The clinic has a room named "${namesake.name}" already.`, {
      hint: namesake.active
        ? "Choose another name."
        : `Use it again with: ascendia room:update "${namesake.name}" --active`,
    });
  }
  const coming = room.active ? [] : await comingAppointments(ports);
  return {
    room: { ...room, name },
    stranded: coming.filter(({ roomId }) => roomId === room.id),
    leavesNone: !room.active && others.every(({ active }) => !active),
  };
}

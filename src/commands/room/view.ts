import { findByName } from "../../domain/booking/names/find-by-name.ts";
import type { Room } from "../../domain/booking/ports.ts";
import { table } from "../../terminal/table.ts";

export function roomTable(rooms: readonly Room[], clinic: string): string {
  if (rooms.length === 0) {
    return `No rooms, so rooms do not limit bookings. Add one with: ascendia room:add <name> --clinic ${clinic}`;
  }
  return table(
    ["room", "in use"],
    rooms.map(({ name, active }) => [name, active ? "yes" : "no"]),
  );
}

/** @throws not_found, conflict */
export function requireRoom(idOrName: string, rooms: readonly Room[], clinic: string): Room {
  const listedBy = `ascendia room:list --clinic ${clinic}`;
  return findByName(idOrName, rooms, { kind: "room", namesOf: ({ name }) => [name], listedBy });
}

import { v7 } from "uuid";

/** UUIDv7: sortable by time of making. */
export function newId(): string {
  return v7();
}

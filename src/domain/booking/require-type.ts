import { findByName } from "./find-by-name.ts";
import type { AppointmentType } from "./records.ts";

/** By id, or by its name in either language. @throws not_found, conflict */
export function requireType(idOrName: string, types: readonly AppointmentType[]): AppointmentType {
  return findByName(idOrName, types, {
    kind: "appointment type",
    namesOf: ({ name }) => [name.fr, name.en],
    listedBy: "ascendia type:list",
  });
}

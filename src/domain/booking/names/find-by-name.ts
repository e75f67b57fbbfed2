import { AscendiaError } from "../../../errors.ts";
import type { Doctor } from "../../clinic/clinic.ts";
import { foldText } from "../../language/fold-text.ts";
import { matchDoctor } from "./match-doctor.ts";
import type { AppointmentType } from "../ports.ts";

interface NameSearch<T> {
  /** The kind of thing, as messages name it: "room". */
  readonly kind: string;
  readonly namesOf: (one: T) => readonly string[];
  /** The command that lists all of them. */
  readonly listedBy: string;
}

/**
 * Finds by id or name; ignores accents and case.
 * @throws not_found, conflict when several have that name
 */
export function findByName<T extends { readonly id: string }>(
  wanted: string,
  among: readonly T[],
  { kind, namesOf, listedBy }: NameSearch<T>,
): T {
  const byId = among.find(({ id }) => id === wanted.trim());
  if (byId !== undefined) return byId;
  const [first, ...others] = among.filter((one) => namesOf(one).some((name) => foldText(name) === foldText(wanted)));
  if (first === undefined) {
    throw new AscendiaError("not_found", `The clinic has no ${kind} "${wanted}".`, {
      hint: `List them with: ${listedBy}`,
    });
  }
  if (others.length === 0) return first;
  throw new AscendiaError("conflict", `The name "${wanted}" belongs to more than one ${kind}.`, {
    hint: `Use the id: ${[first, ...others].map(({ id }) => id).join(" or ")}.`,
  });
}

/** @throws not_found, conflict when the name fits several doctors */
export function requireDoctor(idOrName: string, doctors: readonly Doctor[]): Doctor {
  // Staff name a doctor; only callers ask for one by specialty.
  const match = matchDoctor(
    idOrName,
    doctors.map((doctor) => ({ ...doctor, specialty: "" })),
  );
  const found = match.kind === "one" ? doctors.find(({ id }) => id === match.doctor.id) : undefined;
  if (found !== undefined) return found;
  if (match.kind !== "several" || match.doctors.length === 1) {
    const names = doctors.map(({ name }) => name).join(", ");
    throw new AscendiaError("not_found", `The clinic has no doctor "${idOrName}".`, {
      hint: names === "" ? "Add the first one with: ascendia doctor:add" : `Its doctors: ${names}.`,
    });
  }
  const namesakes = match.doctors.map(({ name, id }) => `${name} (${id})`).join(" or ");
  throw new AscendiaError("conflict", `"${idOrName}" matches more than one doctor.`, {
    hint: `Use the id: ${namesakes}.`,
  });
}

/** By id, or by its name in any language. @throws not_found, conflict */
export function requireType(idOrName: string, types: readonly AppointmentType[]): AppointmentType {
  return findByName(idOrName, types, {
    kind: "appointment type",
    namesOf: ({ name }) => Object.values(name),
    listedBy: "ascendia type:list",
  });
}

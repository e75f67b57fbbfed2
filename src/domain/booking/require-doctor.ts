import type { Doctor } from "../clinic/clinic.ts";
import { AscendiaError } from "../errors.ts";
import { matchDoctor } from "./match-doctor.ts";

/** @throws not_found, conflict when the name fits several doctors */
export function requireDoctor(idOrName: string, doctors: readonly Doctor[]): Doctor {
  const match = matchDoctor(idOrName, doctors);
  if (match.kind === "one") return match.doctor;
  if (match.kind === "none") {
    const names = doctors.map(({ name }) => name).join(", ");
    throw new AscendiaError("not_found", `The clinic has no doctor "${idOrName}".`, {
      hint: names === "" ? "It has none yet; add one with: ascendia doctor:add" : `It has ${names}.`,
    });
  }
  const namesakes = match.doctors.map(({ name, id }) => `${name} (${id})`).join(" or ");
  throw new AscendiaError("conflict", `"${idOrName}" fits more than one doctor.`, {
    hint: `Use the id: ${namesakes}.`,
  });
}

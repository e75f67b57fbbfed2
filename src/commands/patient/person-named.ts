import { findById } from "../../domain/find-by-id.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { parseTelephone } from "../../domain/clinic/telephone/telephone.ts";
import type { Person, PersonStore } from "../../domain/privacy/person.ts";
import { AscendiaError } from "../../errors.ts";

/** Finds patients by id or the end of the id, or everyone with a phone number. @throws not_found, invalid */
export async function personNamed(named: string, clinic: Clinic, people: PersonStore): Promise<Person> {
  const patient = findById(named, await people.list(), "patient");
  const person = await people.find(
    patient === undefined ? { phone: phoneFrom(named, clinic) } : { patientId: patient.id },
  );
  if (person !== undefined) return person;
  throw new AscendiaError("not_found", `${clinic.slug} has no patient with that number.`, {
    hint: "List its patients with: ascendia patient:list",
  });
}

function phoneFrom(text: string, { country }: Clinic): string {
  if (/^[+\d][\d\s().-]{5,}$/u.test(text)) return parseTelephone(text, country, "the patient");
  throw new AscendiaError("not_found", "Patient not found, and this is not a phone number.", {
    hint: "List the ids with: ascendia patient:list",
  });
}

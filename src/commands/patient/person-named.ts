import { findById } from "../../domain/booking/find-by-name.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { parseTelephone } from "../../domain/clinic/telephone.ts";
import type { Person, PersonStore } from "../../domain/privacy/person.ts";
import { AscendiaError } from "../../errors.ts";

/** A patient's id or its end, or a phone number: then everybody of that number. @throws not_found, invalid */
export async function personNamed(named: string, clinic: Clinic, people: PersonStore): Promise<Person> {
  const patient = findById(named, await people.list(), "patient");
  const person = await people.find(
    patient === undefined ? { phone: phoneFrom(named, clinic) } : { patientId: patient.id },
  );
  if (person !== undefined) return person;
  throw new AscendiaError("not_found", `${clinic.slug} knows nobody of that number.`, {
    hint: "See whom it knows with: ascendia patient:list",
  });
}

function phoneFrom(text: string, { country }: Clinic): string {
  if (/^[+\d][\d\s().-]{5,}$/u.test(text)) return parseTelephone(text, country, "the patient");
  throw new AscendiaError("not_found", "There is no patient of that id, and it is no phone number.", {
    hint: "See the ids with: ascendia patient:list",
  });
}

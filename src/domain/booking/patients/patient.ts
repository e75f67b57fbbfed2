import { AscendiaError } from "../../../errors.ts";
import { patientPhone, isPossibleTelephone, isWithheldNumber } from "../../clinic/telephone/telephone.ts";
import { editDistance } from "../../closest-text.ts";
import { foldText } from "../../language/fold-text.ts";
import { assertSayableName, holdsVariable, oneLine } from "../../language/plain-text.ts";
import { refusedKindOf } from "../../clinic/telephone/number-kind.ts";
import type { WallDate } from "../../time/wall-date.ts";
import { type PatientClaim, provenPatient } from "./patient-identity.ts";
import type { BookingPorts, BookingStores, Patient } from "../ports.ts";
import type { Clinic } from "../../clinic/clinic.ts";

export interface PatientDetails {
  readonly name: string;
  readonly phone: string;
  readonly birthDate?: WallDate | null | undefined;
  /**
   * The clinic takes the birth date as proof of identity. A caller's birth date is then not added to a record that has
   * none: otherwise anyone who knew the name and the number could set the proof.
   */
  readonly birthDateProves?: boolean;
  readonly email?: string | null | undefined;
}

/** The patient the claim proves, or none. */
export async function claimedPatients(claim: PatientClaim, stores: BookingStores): Promise<readonly Patient[]> {
  const patient = await provenPatient(claim, stores);
  return patient === undefined ? [] : [patient];
}

/**
 * The patient with that phone and name, added if new. Records a missing birth date and the latest email address.
 * @param sharing the patients with that phone, if already read
 */
export async function enrolPatient(
  details: PatientDetails,
  stores: BookingStores,
  { clock, newId }: Pick<BookingPorts, "clock" | "newId">,
  sharing?: readonly Patient[],
): Promise<Patient> {
  const birthDate = details.birthDate ?? null;
  const phone = patientPhone(details.phone);
  const family = sharing ?? (await stores.patients.withPhone(phone));
  const known = family.find(
    (patient) =>
      sameName(patient.name, details.name) &&
      (birthDate === null ||
        patient.birthDate === birthDate ||
        (patient.birthDate === null && details.birthDateProves !== true)),
  );
  if (known === undefined) {
    const name = oneLine(details.name);
    const patient = { id: newId(), name, phone, birthDate, email: details.email ?? null, createdAt: clock.now() };
    await stores.patients.add(patient);
    return patient;
  }
  const completed = {
    ...known,
    birthDate: known.birthDate ?? birthDate,
    email: details.email ?? known.email,
  };
  if (completed.birthDate === known.birthDate && completed.email === known.email) return known;
  await stores.patients.update(completed);
  return completed;
}

/** @throws invalid when name or phone cannot identify anyone */
export function assertPatientDetails({ name, phone }: PatientDetails): void {
  if (nameParts(name) === "") {
    throw new AscendiaError("invalid", "The patient's name is missing.", { hint: "Ask for the patient's full name." });
  }
  assertSayableName(name, "The patient's name");
  if (holdsVariable(name)) {
    throw new AscendiaError("invalid", "The patient's name contains {{ or }}, which mark a variable.", {
      hint: "Write only the name.",
    });
  }
  if (/^\+[1-9]\d{6,14}$/.test(phone)) return;
  throw new AscendiaError("invalid", "The patient's phone is not a number in international form.", {
    hint: "Write it with + and the country code, for example +22901970000XX.",
  });
}

/** Refuses numbers that cost extra to call: no patient has one. @throws invalid */
export async function assertOrdinaryNumber(phone: string): Promise<void> {
  const kind = await refusedKindOf(phone);
  if (kind === null) return;
  throw new AscendiaError("invalid", `The patient's phone is a ${kind} number, which is never called.`, {
    hint: "Ask for a mobile or a landline number.",
  });
}

/** Whether the names have the same parts, in any order; ignores accents and case. */
export function sameName(left: string, right: string): boolean {
  return nameParts(left) === nameParts(right);
}

/** In a shorter name, one letter makes another person: Awa, Ama. */
const shortestWithTypo = 4;

/** Whether both may be one name heard twice: the same parts in any order, with one letter different in longer parts. */
export function nearlySameName(left: string, right: string): boolean {
  const [a, b] = [nameParts(left).split(" "), nameParts(right).split(" ")];
  return a.length === b.length && a.every((part, index) => nearlySamePart(part, b[index] ?? ""));
}

function nearlySamePart(left: string, right: string): boolean {
  if (left === right) return true;
  return Math.min(left.length, right.length) >= shortestWithTypo && editDistance(left, right) <= 1;
}

function nameParts(name: string): string {
  const parts = foldText(name).match(/[\p{L}\p{N}]+/gu) ?? [];
  return parts.toSorted((a, b) => a.localeCompare(b)).join(" ");
}

interface NumberPorts {
  readonly clinic: Pick<Clinic, "phone" | "transferNumber" | "emergencyNumber" | "onCallNumber">;
  isRetellNumber(phoneNumber: string): Promise<boolean>;
}

/**
 * The caller ID, when it is the caller's own line; null when it is not. Withheld numbers show a carrier's placeholder,
 * and forwarded lines a number of the clinic itself: many callers share those.
 */
export async function callersOwnNumber(shown: string | null, ports: NumberPorts): Promise<string | null> {
  if (shown === null || !/^\+[1-9]\d{6,14}$/u.test(shown)) return null;
  if (isWithheldNumber(shown) || !isPossibleTelephone(shown)) return null;
  return (await isOurNumber(shown, ports)) ? null : shown;
}

/** Whether the number can be stored for a patient: it can be a patient's own, and costs nothing extra to call. */
export async function isPatientsNumber(phoneNumber: string, ports: NumberPorts): Promise<boolean> {
  if ((await callersOwnNumber(phoneNumber, ports)) === null) return false;
  return (await refusedKindOf(phoneNumber)) === null;
}

/** Whether the number is one of the clinic's own lines or of the agent. */
export async function isOurNumber(phoneNumber: string, { clinic, ...ports }: NumberPorts): Promise<boolean> {
  const number = patientPhone(phoneNumber);
  const own = [clinic.phone, clinic.transferNumber, clinic.emergencyNumber, clinic.onCallNumber];
  if (own.some((each) => each !== null && patientPhone(each) === number)) return true;
  return (await ports.isRetellNumber(phoneNumber)) || (number !== phoneNumber && (await ports.isRetellNumber(number)));
}

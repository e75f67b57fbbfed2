import type { Clinic } from "../clinic/clinic.ts";
import { refusedKindOf } from "../clinic/number-kind.ts";
import { isPossibleTelephone, patientPhone } from "../clinic/telephone.ts";
import { isWithheldNumber } from "../clinic/withheld-number.ts";

interface NumberPorts {
  readonly clinic: Pick<Clinic, "phone" | "transferNumber" | "emergencyNumber" | "onCallNumber">;
  isRetellNumber(phoneNumber: string): Promise<boolean>;
}

/**
 * The caller ID, when it is the caller's own line; null when it is not. Withheld numbers and forwarded lines show a
 * number that everyone shares: a carrier's placeholder, or a number of the clinic itself.
 */
export async function callersOwnNumber(shown: string | null, ports: NumberPorts): Promise<string | null> {
  if (shown === null || !/^\+[1-9]\d{6,14}$/u.test(shown)) return null;
  if (isWithheldNumber(shown) || !isPossibleTelephone(shown)) return null;
  return (await isOurNumber(shown, ports)) ? null : shown;
}

/** Whether the number can be stored for a patient: it reaches one and costs nothing extra to call. */
export async function isPatientsNumber(phoneNumber: string, ports: NumberPorts): Promise<boolean> {
  if ((await callersOwnNumber(phoneNumber, ports)) === null) return false;
  return (await refusedKindOf(phoneNumber)) === null;
}

/** Whether it is one of the clinic's own lines, or a number of the agent. */
export async function isOurNumber(phoneNumber: string, { clinic, ...ports }: NumberPorts): Promise<boolean> {
  const number = patientPhone(phoneNumber);
  const own = [clinic.phone, clinic.transferNumber, clinic.emergencyNumber, clinic.onCallNumber];
  if (own.some((each) => each !== null && patientPhone(each) === number)) return true;
  return (await ports.isRetellNumber(phoneNumber)) || (number !== phoneNumber && (await ports.isRetellNumber(number)));
}

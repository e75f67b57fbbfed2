import type { Clinic } from "../clinic/clinic.ts";
import type { ClinicDirectory } from "../clinic/ports.ts";
import { clinicNamedIn, clinicNumberIn, type CallContext } from "./call-context.ts";

/** `contradicted`: the call names one clinic and is held on the number of another. */
export type ClinicOfCall =
  | { readonly outcome: "known"; readonly clinic: Clinic }
  | { readonly outcome: "unknown" }
  | { readonly outcome: "contradicted"; readonly named: string; readonly dialled: string };

/**
 * The clinic that a signed call belongs to. It is named by the call's own variables, and the clinic's number in the
 * call must not be another clinic's; a call without such a name (its webhook was not answered) belongs to its number.
 */
export async function clinicOfCall(
  call: CallContext,
  clinics: Pick<ClinicDirectory, "find" | "findByNumber">,
): Promise<ClinicOfCall> {
  const name = clinicNamedIn(call);
  const number = clinicNumberIn(call);
  const named = name === undefined ? undefined : await clinics.find(name);
  const dialled = number === undefined ? undefined : await clinics.findByNumber(number);
  if (name !== undefined && dialled !== undefined && dialled.id !== named?.id) {
    return { outcome: "contradicted", named: name, dialled: dialled.id };
  }
  const clinic = name === undefined ? dialled : named;
  return clinic === undefined ? { outcome: "unknown" } : { outcome: "known", clinic };
}

import { AscendiaError } from "../../errors.ts";
import type { Clinic } from "../clinic/clinic.ts";
import type { ClinicDirectory } from "../clinic/ports.ts";
import { otherLineForms } from "../clinic/telephone.ts";
import { ownerOfLine } from "../call/call-context.ts";

type Numbers = Pick<Clinic, "transferNumber" | "emergencyNumber" | "onCallNumber">;

/** Fields of clinic.json whose number a caller is put through to. */
const fields = [
  ["transfer_number", "transferNumber"],
  ["emergency_number", "emergencyNumber"],
  ["on_call_number", "onCallNumber"],
] as const satisfies readonly (readonly [string, keyof Numbers])[];

/**
 * What a caller would be put through to and is answered by an assistant again: a number of this or another clinic at
 * Retell. `taken`: a number that the clinic is about to get.
 */
export async function assistantNumbers(
  numbers: Numbers,
  clinics: Pick<ClinicDirectory, "findByNumber">,
  taken: string | null = null,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [name, field] of fields) {
    const number = numbers[field];
    if (number === null) continue;
    const isTaken = taken !== null && [number, ...otherLineForms(number)].includes(taken);
    const owner = isTaken ? "the clinic itself" : (await ownerOfLine(number, clinics))?.slug;
    if (owner !== undefined) {
      found.push(
        `${name}: ${number} is the number of ${owner} at Retell, so the caller would reach the assistant again.`,
      );
    }
  }
  return found;
}

/** @throws invalid naming each of them */
export async function refuseAssistantNumbers(...about: Parameters<typeof assistantNumbers>): Promise<void> {
  const problems = await assistantNumbers(...about);
  if (problems.length === 0) return;
  throw new AscendiaError("invalid", "Callers cannot be put through to an assistant.", {
    detail: problems,
    hint: "Give the number of a telephone that a person answers.",
  });
}

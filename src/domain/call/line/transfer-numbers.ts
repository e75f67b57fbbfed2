import { AscendiaError } from "../../../errors.ts";
import type { Clinic, Suspension } from "../../clinic/clinic.ts";
import { refusedKindOf } from "../../clinic/telephone/number-kind.ts";
import type { ClinicDirectory } from "../../clinic/ports.ts";
import { otherLineForms } from "../../clinic/telephone/telephone.ts";
import { ownerOfLine } from "./call-context.ts";

type Numbers = Partial<
  Pick<Clinic, "transferNumber" | "emergencyNumber" | "onCallNumber"> & Pick<Suspension, "forwardTo">
>;

/**
 * Fields of clinic.json whose numbers callers are put through to, and the number that takes a suspended clinic's calls.
 */
const fields = [
  ["transfer_number", "transferNumber"],
  ["emergency_number", "emergencyNumber"],
  ["on_call_number", "onCallNumber"],
  ["forward_to", "forwardTo"],
] as const satisfies readonly (readonly [string, keyof Numbers])[];

interface TransferProblem {
  readonly field: (typeof fields)[number][0];
  readonly message: string;
}

/**
 * The transfer numbers that reach no person: a Retell number of this or another clinic, which an assistant answers
 * again, or a number that is never dialled. `taken`: a number that the clinic is about to get.
 */
export async function transferProblems(
  numbers: Numbers,
  clinics: Pick<ClinicDirectory, "findByNumber">,
  taken: string | null = null,
): Promise<readonly TransferProblem[]> {
  const found: TransferProblem[] = [];
  for (const [field, key] of fields) {
    const number = numbers[key] ?? null;
    if (number === null) continue;
    const owner = isSameLine(number, taken) ? "the clinic itself" : (await ownerOfLine(number, clinics))?.slug;
    if (owner !== undefined) {
      const message = `${number} is the number of ${owner} at Retell, so the caller would reach the assistant again.`;
      found.push({ field, message });
    }
    const kind = await refusedKindOf(number);
    if (kind !== null) found.push({ field, message: `${number} is a ${kind} number, which is never dialled.` });
  }
  return found;
}

/** Compares both forms of Benin's numbers. */
function isSameLine(number: string, other: string | null): boolean {
  return other !== null && [number, ...otherLineForms(number)].includes(other);
}

type Directory = Pick<ClinicDirectory, "findByNumber" | "all">;

/**
 * `taken`: a number that the clinic is about to get, to which no clinic may put callers through.
 * @throws invalid or conflict, naming each number
 */
export async function refuseTransferNumbers(
  numbers: Numbers,
  clinics: Directory,
  taken: string | null = null,
): Promise<void> {
  const problems = await transferProblems(numbers, clinics, taken);
  if (problems.length > 0) {
    throw new AscendiaError("invalid", "Callers would not be put through to a person.", {
      detail: problems.map(({ field, message }) => `${field}: ${message}`),
      hint: "Give the number of an ordinary telephone that a person answers.",
    });
  }
  const others = taken === null ? [] : await putThroughTo(taken, clinics);
  if (others.length === 0) return;
  throw new AscendiaError("conflict", `Callers of other clinics are put through to ${taken}: ${others.join(", ")}.`, {
    hint: "They would reach an assistant again. Change that first with: ascendia clinic:update <clinic> --transfer-number <number>",
  });
}

async function putThroughTo(number: string, clinics: Directory): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const clinic of clinics.all()) {
    if (clinic.status === "offboarded") continue;
    const numbers: Numbers = clinic;
    for (const [field, key] of fields)
      if (isSameLine(numbers[key] ?? "", number)) found.push(`${clinic.slug}: ${field}`);
  }
  return found;
}

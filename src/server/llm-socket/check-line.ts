import { clinicNumberIn } from "../../domain/call/call-context.ts";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { lineProblem, type LineProblem } from "../../domain/dialogue/line-problem.ts";
import type { ServerPorts } from "../ports.ts";
import type { CallDetails } from "./frames.ts";
import type { SocketPorts } from "./ports.ts";

type LinePorts = Pick<ServerPorts, "clinics"> & Pick<SocketPorts, "numberOf">;

/** Holds the call's number and agent against those of the clinic that its address names. */
export async function checkLine(
  call: CallDetails,
  clinic: Clinic,
  { clinics, numberOf }: LinePorts,
): Promise<LineProblem | undefined> {
  const held = clinicNumberIn(call);
  const numberOwner = held === undefined ? undefined : await clinics.findByNumber(held);
  return lineProblem(call, { clinic, number: await numberOf(clinic.id), numberOwner });
}

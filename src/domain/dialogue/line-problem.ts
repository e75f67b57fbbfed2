import { clinicNamedIn, clinicNumberIn, type CallContext } from "../call/call-context.ts";
import type { Clinic, ClinicNumber } from "../clinic/clinic.ts";

export interface LineOwner {
  readonly clinic: Pick<Clinic, "id" | "slug">;
  /** The clinic's number and agent as stored, if it has one. */
  readonly number: Pick<ClinicNumber, "phoneNumber" | "agentId"> | undefined;
  /** Whose the call's clinic number is, if it is anybody's here. */
  readonly numberOwner: Pick<Clinic, "id"> | undefined;
}

export type LineProblem = "names another clinic" | "is held on another number" | "is another agent's";

/** The slug in the address is no proof: the call itself must not contradict it (retell-api.md 5.4). */
export function lineProblem(
  call: CallContext & { readonly agent_id?: string | undefined },
  { clinic, number, numberOwner }: LineOwner,
): LineProblem | undefined {
  const named = clinicNamedIn(call);
  if (named !== undefined && named !== clinic.id && named !== clinic.slug) return "names another clinic";
  const held = clinicNumberIn(call);
  if (numberOwner !== undefined && numberOwner.id !== clinic.id) return "is held on another number";
  if (held !== undefined && number !== undefined && held !== number.phoneNumber) return "is held on another number";
  const agent = number?.agentId ?? undefined;
  return agent !== undefined && call.agent_id !== undefined && call.agent_id !== agent ? "is another agent's" : undefined;
}

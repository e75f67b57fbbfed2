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

type Call = CallContext & { readonly agent_id?: string | undefined };

/** The slug in the address is no proof: the call itself must not contradict it (retell-api.md 5.4). */
export function lineProblem(call: Call, owner: LineOwner): LineProblem | undefined {
  if (namesAnother(call, owner)) return "names another clinic";
  if (isHeldElsewhere(call, owner)) return "is held on another number";
  const agent = owner.number?.agentId ?? undefined;
  return agent !== undefined && call.agent_id !== undefined && call.agent_id !== agent
    ? "is another agent's"
    : undefined;
}

function namesAnother(call: Call, { clinic }: LineOwner): boolean {
  const named = clinicNamedIn(call);
  return named !== undefined && named !== clinic.id && named !== clinic.slug;
}

function isHeldElsewhere(call: Call, { clinic, number, numberOwner }: LineOwner): boolean {
  if (numberOwner !== undefined) return numberOwner.id !== clinic.id;
  const held = clinicNumberIn(call);
  return held !== undefined && number !== undefined && held !== number.phoneNumber;
}

import { HOUR_MS } from "../../clock.ts";
import type { Verification } from "../clinic/clinic.ts";
import { patientPhone } from "../clinic/telephone.ts";
import { type PatientClaim, provenPatient } from "./patient-identity.ts";
import type { BookingPorts, BookingStores, Patient } from "./ports.ts";

/** Somebody who did not prove who they are. `caller`: the number that was shown; `phone`: the one that they claimed. */
export interface IdentityTry {
  readonly id: string;
  readonly callId: string;
  readonly caller: string | null;
  readonly phone: string | null;
  readonly triedAt: number;
}

export interface TryCounts {
  readonly ofCall: number;
  /** The most of any of the numbers, shown or claimed. */
  readonly ofNumber: number;
  readonly ofClinic: number;
}

/** Of all processes: it is the database that counts. */
export interface IdentityTryStore {
  countSince(
    instant: number,
    about: { readonly callId: string; readonly numbers: readonly string[] },
  ): Promise<TryCounts>;
  add(failed: IdentityTry): Promise<void>;
  forgetBefore(instant: number): Promise<void>;
}

/** Failed tries within the hour. */
export const mostTries = { ofCall: 3, ofNumber: 10, ofClinic: 100 } as const satisfies TryCounts;

export type TriesUsedUp = keyof TryCounts;

export type Identified =
  | { readonly kind: "proved"; readonly patient: Patient }
  | { readonly kind: "denied" }
  /** The clinic's team sees to it; `by`: whose tries are used up. */
  | { readonly kind: "blocked"; readonly by: TriesUsedUp }
  /** The clinic tells nobody anything before it has called the number on file; `patient`: who is to be called. */
  | { readonly kind: "callback"; readonly patient: Patient | null };

export interface IdentityAttempt {
  readonly claim: PatientClaim;
  /** Whether the caller said anything of it; a number that is merely shown is no try. */
  readonly isStated: boolean;
  readonly callId: string;
  /** The number that is shown, where it is one. */
  readonly caller: string | null;
  readonly verification: Verification;
}

interface TryStores extends Pick<BookingStores, "patients"> {
  readonly tries: IdentityTryStore;
}

/**
 * Who the caller proves to be. Counts and judges in one transaction, so that tries at the same time are tries one after
 * the other. A right claim proves nothing once the tries are used up.
 */
export async function identifyCaller(
  attempt: IdentityAttempt,
  stores: TryStores,
  { clock, newId }: Pick<BookingPorts, "clock" | "newId">,
): Promise<Identified> {
  const { claim, callId, caller, verification, isStated } = attempt;
  const now = clock.now();
  const phone = claim.phone === undefined ? null : patientPhone(claim.phone);
  const numbers = [caller, phone].filter((number) => number !== null);
  const about = { callId, numbers };
  const before = usedUp(await stores.tries.countSince(now - HOUR_MS, about));
  if (before !== undefined) return { kind: "blocked", by: before };
  const patient = await provenPatient(claim, stores, verification === "callback" ? "either" : verification);
  if (patient === undefined && isStated) {
    await stores.tries.forgetBefore(now - HOUR_MS);
    await stores.tries.add({ id: newId(), callId, caller, phone, triedAt: now });
  }
  if (verification === "callback") return { kind: "callback", patient: patient ?? null };
  if (patient !== undefined) return { kind: "proved", patient };
  const by = isStated ? usedUp(await stores.tries.countSince(now - HOUR_MS, about)) : undefined;
  return by === undefined ? { kind: "denied" } : { kind: "blocked", by };
}

function usedUp(counts: TryCounts): TriesUsedUp | undefined {
  if (counts.ofCall >= mostTries.ofCall) return "ofCall";
  if (counts.ofNumber >= mostTries.ofNumber) return "ofNumber";
  return counts.ofClinic >= mostTries.ofClinic ? "ofClinic" : undefined;
}

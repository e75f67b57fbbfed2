import { HOUR_MS } from "../../clock.ts";
import type { Verification } from "../clinic/clinic.ts";
import { patientPhone } from "../clinic/telephone.ts";
import { type PatientClaim, provenPatient } from "./patient-identity.ts";
import type { BookingPorts, BookingStores, Patient } from "./ports.ts";

/** A failed identity check. `caller`: the caller ID; `phone`: the number the caller claimed. */
export interface IdentityTry {
  readonly id: string;
  readonly callId: string;
  readonly caller: string | null;
  readonly phone: string | null;
  readonly triedAt: number;
}

export interface TryCounts {
  readonly ofCall: number;
  /** The highest count of any of the numbers, caller ID or claimed. */
  readonly ofNumber: number;
  readonly ofClinic: number;
}

/** Shared by all processes: the database does the counting. */
export interface IdentityTryStore {
  countSince(
    instant: number,
    about: { readonly callId: string; readonly numbers: readonly string[] },
  ): Promise<TryCounts>;
  add(failed: IdentityTry): Promise<void>;
  forgetBefore(instant: number): Promise<void>;
}

/** Failed checks allowed per hour. */
export const mostTries = { ofCall: 3, ofNumber: 10, ofClinic: 100 } as const satisfies TryCounts;

export type TriesUsedUp = keyof TryCounts;

export type Identified =
  | { readonly kind: "proved"; readonly patient: Patient }
  | { readonly kind: "denied" }
  /** The clinic's team takes over; `by`: which limit was reached. */
  | { readonly kind: "blocked"; readonly by: TriesUsedUp }
  /** The clinic shares nothing before calling the number on file; `patient`: who to call. */
  | { readonly kind: "callback"; readonly patient: Patient | null };

export interface IdentityAttempt {
  readonly claim: PatientClaim;
  /** Whether the caller stated any of it; the caller ID alone is not a try. */
  readonly isStated: boolean;
  readonly callId: string;
  /** The caller ID, when it is a phone number. */
  readonly caller: string | null;
  readonly verification: Verification;
}

interface TryStores extends Pick<BookingStores, "patients"> {
  readonly tries: IdentityTryStore;
}

/**
 * Who the caller proves to be. Counts and judges in one transaction, so concurrent tries run one after the other. A
 * correct claim proves nothing once the limit is reached.
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

import { findById, shortId } from "../../domain/find-by-id.ts";
import type { SignUp } from "../../domain/clinic/ports.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { instant } from "../view.ts";

export function signUpJson({ id, name, state, receivedAt, decidedAt, reason, clinicId }: SignUp) {
  return {
    id,
    name,
    state,
    received_at: instant(receivedAt),
    decided_at: instant(decidedAt),
    reason,
    clinic_id: clinicId,
  };
}

/** @throws not_found */
export async function signUpNamed(id: string, context: Context): Promise<SignUp> {
  const found = findById(id, await (await context.signUps()).list({ isWaitingOnly: false }), "sign-up");
  if (found !== undefined) return found;
  throw new AscendiaError("not_found", `No sign-up ${id}.`, {
    hint: "List them with: ascendia signup:list --all",
  });
}

/** The command that approves the sign-up. Retell sells numbers in two countries only. */
export function approval({ id }: SignUp, country: unknown): string {
  const number =
    country === "US" || country === "CA" ? `--buy ${country}` : "--import <number> --termination-uri <host>";
  return `ascendia signup:approve ${shortId(id)} ${number}`;
}

/** @throws conflict for a sign-up that is decided */
export function assertWaiting({ name, state }: SignUp): void {
  if (state === "waiting") return;
  throw new AscendiaError("conflict", `The sign-up of ${name} was already ${state}.`, {
    hint: "List open sign-ups with: ascendia signup:list",
  });
}

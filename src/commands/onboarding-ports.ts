import type { OnboardingPorts } from "../domain/fleet/ports.ts";
import { ownAgentOf } from "../domain/fleet/numbers/numbers.ts";
import { publicUrlOf } from "./arguments.ts";
import type { Context } from "./context.ts";
import { clinicAccount, masterAgent } from "./number-ports.ts";

/** The ports that onboarding needs in this installation. */
export async function onboardingPorts(context: Context): Promise<OnboardingPorts> {
  const publicUrl = publicUrlOf(context);
  context.allowNewDatabase();
  const store = await context.store();
  const journal = await context.journal();
  return {
    clinics: store.clinics,
    scope: (clinicId) => store.scope(clinicId),
    journal,
    audit: await context.audit(),
    clock: context.clock,
    newId: () => context.newId(),
    bookings: (clinic) => context.bookings(clinic),
    atomically: (work) => context.atomically(work),
    masterAgent: () => masterAgent(context),
    ownAgent: (clinic) => ownAgentOf(clinic, store.agents),
    inAccount: (account) => clinicAccount(account, context),
    publicUrl,
    secret: (variable) => context.secret(variable),
  };
}

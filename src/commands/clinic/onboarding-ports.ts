import { pinnedMasterAgent } from "../../domain/fleet/numbers.ts";
import type { OnboardingPorts } from "../../domain/fleet/ports.ts";
import { publicUrlOf } from "../arguments.ts";
import type { Context } from "../context.ts";

/** The ports that onboarding needs in this installation. */
export async function onboardingPorts(context: Context): Promise<OnboardingPorts> {
  const publicUrl = publicUrlOf(context);
  context.allowNewDatabase();
  const store = await context.store();
  const journal = await context.journal();
  const { numbers, agents } = await context.retell();
  const { masterAgentId } = context.config();
  return {
    clinics: store.clinics,
    scope: (clinicId) => store.scope(clinicId),
    numbers,
    journal,
    audit: await context.audit(),
    clock: context.clock,
    newId: () => context.newId(),
    bookings: (clinic) => context.bookings(clinic),
    atomically: (work) => context.atomically(work),
    masterAgent: () => pinnedMasterAgent(masterAgentId, { agents, store: store.agents }),
    ownAgent: (clinicId) => store.agents.ofClinic(clinicId),
    publicUrl,
    secret: (variable) => context.secret(variable),
  };
}

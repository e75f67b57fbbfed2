import { type Clinic, accountOf } from "../domain/clinic/clinic.ts";
import { pinnedMasterAgent, newestPublished, ownAgentOf } from "../domain/fleet/numbers/numbers.ts";
import { accountsIn } from "../domain/fleet/repair/plan-repairs.ts";
import { type ClinicAccount, type NumberPorts, requireClinic } from "../domain/fleet/ports.ts";
import type { PinnedAgent } from "../domain/number/number.ts";
import { publicUrlOf } from "./arguments.ts";
import type { Context } from "./context.ts";

/** The ports that the number commands need for a clinic in this installation. */
export async function numberPorts(clinic: Clinic, context: Context): Promise<NumberPorts> {
  const store = await context.store();
  const { numbers } = await context.retell(accountOf(clinic));
  return {
    store,
    numbers,
    audit: await context.audit(),
    newId: () => context.newId(),
    masterAgent: () => masterAgent(context),
    ownAgent: (one) => ownAgentOf(one, store.agents),
    publicUrl: publicUrlOf(context),
  };
}

/** @throws not_configured when there is no published master agent */
export async function masterAgent(context: Context): Promise<PinnedAgent> {
  const { agents } = await context.retell();
  return pinnedMasterAgent(context.config().masterAgentId, { agents, store: (await context.store()).agents });
}

/** A Retell account, by the variable with its key; null: the installation's. */
export async function clinicAccount(account: string | null, context: Context): Promise<ClinicAccount> {
  const { numbers, agents } = await context.retell(account);
  return { numbers, pinned: (agentId) => newestPublished(agentId, agents) };
}

/** The account of the clinic that has this number, or else the account that holds it. */
export async function accountOfNumber(named: string, context: Context): Promise<string | null> {
  const { clinics, fleet } = await context.store();
  if (!named.startsWith("+")) return accountOf(await requireClinic(named, clinics));
  const owner = await clinics.findByNumber(named);
  if (owner !== undefined) return accountOf(owner);
  for (const account of accountsIn(await fleet.clinics())) {
    const { numbers } = await context.retell(account);
    if ((await numbers.find(named)) !== undefined) return account;
  }
  return null;
}

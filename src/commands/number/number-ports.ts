import { pinnedMasterAgent } from "../../domain/fleet/numbers.ts";
import type { NumberPorts } from "../../domain/fleet/ports.ts";
import { publicUrlOf } from "../arguments.ts";
import type { Context } from "../context.ts";

/** The ports that the number commands need in this installation. */
export async function numberPorts(context: Context): Promise<NumberPorts> {
  const store = await context.store();
  const { numbers, agents } = await context.retell();
  const { masterAgentId } = context.config();
  return {
    store,
    numbers,
    audit: await context.audit(),
    newId: () => context.newId(),
    masterAgent: () => pinnedMasterAgent(masterAgentId, { agents, store: store.agents }),
    ownAgent: (clinicId) => store.agents.ofClinic(clinicId),
    publicUrl: publicUrlOf(context),
  };
}

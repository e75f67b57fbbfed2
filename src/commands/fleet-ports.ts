import type { FleetPorts } from "../domain/organisation/fleet/observe-fleet.ts";
import { pinnedMasterAgent } from "../domain/organisation/pinned-master-agent.ts";
import type { Context } from "./context.ts";
import { publicUrlOf } from "./public-url.ts";

/** What the fleet is compared with in this installation. */
export async function fleetPorts(context: Context): Promise<FleetPorts> {
  const publicUrl = publicUrlOf(context);
  const store = await context.store();
  const { numbers, agents, account } = await context.retell();
  const { masterAgentId } = context.config();
  return {
    fleet: store.fleet,
    numbers,
    events: account,
    masterAgent: () => pinnedMasterAgent(masterAgentId, { agents, store: store.agents }),
    publicUrl,
  };
}

import type { Command } from "commander";
import { listVersions } from "../../domain/agent/live-versions.ts";
import { planPins } from "../../domain/agent/pin-numbers.ts";
import type { Context } from "../context.ts";
import { agentPorts, masterOf, pinTargets } from "./agent-ports.ts";
import { agentFactsJson, agentFactsText } from "./show-view.ts";

/** Tags are shown by single versions alone; older ones than these are left out. */
const looked = 20;

export function configure(command: Command, context: Context): void {
  command.action(async () => {
    const facts = await agentFacts(context);
    context.output.result(agentFactsJson(facts), () => agentFactsText(facts));
  });
}

export type AgentFacts = Awaited<ReturnType<typeof agentFacts>>;

async function agentFacts(context: Context) {
  const master = await masterOf(context);
  const ports = await agentPorts(context);
  const listed = await listVersions(master.agentId, ports.platform);
  const { agentId } = master;
  const versions = await Promise.all(
    listed.slice(0, looked).map(({ version }) => ports.platform.getVersion({ agentId, version })),
  );
  const pins = await planPins(await pinTargets(ports.store), master, ports.pins);
  const standard = await ports.platform.getVersion(master);
  return { master, listed, versions: versions.filter((version) => version !== undefined), pins, standard };
}

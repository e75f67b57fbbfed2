import { adoptAgent, planAdoption } from "../../domain/agent/creation/adopt-agent.ts";
import { requireMasterAgent } from "../../domain/agent/live-versions.ts";
import type { AgentContent, MasterAgent } from "../../domain/agent/ports.ts";
import type { PinTarget } from "../../domain/agent/release/roll-out.ts";
import { isNothingUnknown, unknownParts, unknownText } from "../../domain/agent/content/unknown-content.ts";
import type { Store } from "../../domain/fleet/ports.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";

/** The ports that the agent commands need in this installation. */
export async function agentPorts(context: Context, account: string | null = null) {
  allowForMaster(context);
  const store = await context.store();
  const { agents: platform, pins } = await context.retell(account);
  const { output } = context;
  return {
    store,
    agents: store.agents,
    scope: (clinicId: string) => store.scope(clinicId),
    platform,
    pins,
    versions: await context.agentVersions(),
    journal: await context.journal(),
    audit: await context.audit(),
    clock: context.clock,
    newId: () => context.newId(),
    onStep: (step: string, outcome: string) => output.note(`${step}: ${outcome}`),
  };
}

/** If RETELL_MASTER_AGENT_ID names a master agent, a new database may be created: it starts with that agent. */
function allowForMaster(context: Context): void {
  if (context.config().masterAgentId !== null) context.allowNewDatabase();
}

/**
 * The recorded master agent; in a fresh database, the one that RETELL_MASTER_AGENT_ID names, which is then recorded.
 */
export async function masterOf(context: Context): Promise<MasterAgent> {
  allowForMaster(context);
  const { masterAgentId, publicUrl } = context.config();
  const { agents } = await context.store();
  if (masterAgentId !== null && (await agents.master()) === undefined) {
    const ports = { ...(await agentPorts(context)), digest: (text: string) => context.digest(text) };
    const plan = await planAdoption(masterAgentId, publicUrl, ports);
    context.output.note(`Now using ${masterAgentId}, named by RETELL_MASTER_AGENT_ID, as the master agent.`);
    return adoptAgent(plan, ports);
  }
  return requireMasterAgent(masterAgentId, agents);
}

/** Lists the parts of an agent that this version of ascendia does not know; they are all kept. */
export function noteUnknown(content: AgentContent, { output }: Pick<Context, "output">): void {
  const unknown = unknownParts(content);
  if (isNothingUnknown(unknown)) return;
  output.note(`Unknown to this version of ascendia, kept as it is: ${unknownText(unknown)}`);
}

/** Every clinic whose number the master agent answers, ordered by slug. */
export async function pinTargets(store: Store): Promise<readonly PinTarget[]> {
  const targets: PinTarget[] = [];
  const own = new Set((await store.agents.ofClinics()).map(({ clinicId }) => clinicId));
  for (const { id, slug, retell } of await store.clinics.list()) {
    const number = await store.scope(id).number.find();
    if (number !== undefined && !own.has(id) && retell === null) targets.push({ id, slug, number });
  }
  return targets;
}

export function versionOf(text: string): number {
  const version = Number(text);
  if (/^\d+$/u.test(text) && Number.isSafeInteger(version)) return version;
  throw new AscendiaError("usage", `"${text}" is not a version. Versions are whole numbers from 0.`, {
    hint: "List them with: ascendia agent:versions",
  });
}

/** Requires --yes or a yes at the terminal; without a terminal, fails with an error that names the flag. */
export async function agreeTo(question: string, { agreed, prompt }: Context): Promise<void> {
  if (agreed || (await prompt.confirm(question))) return;
  throw new AscendiaError("interrupted", "Cancelled. Nothing was done.", { hint: "Use --dry-run to see the plan." });
}

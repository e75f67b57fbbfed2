import type { Command } from "commander";
import {
  type GivenClinic,
  givenAgentStore,
  givenMaster,
  givenNumberStore,
  requireGiven,
  sharingAgent,
} from "../../domain/agent/creation/adopt-agent.ts";
import type { AgentStore, MasterAgent } from "../../domain/agent/ports.ts";
import type { PinPorts, PinTarget } from "../../domain/agent/release/roll-out.ts";
import { accountOf } from "../../domain/clinic/clinic.ts";
import { type Store, requireClinic } from "../../domain/fleet/ports.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { agentPorts, masterOf, pinTargets } from "./agent-ports.ts";

type AllPorts = Awaited<ReturnType<typeof agentPorts>>;

/** The agent that a command works on. */
export interface ChosenAgent {
  readonly master: MasterAgent;
  readonly ports: Omit<AllPorts, "agents" | "scope"> & {
    readonly agents: AgentStore;
    readonly scope: PinPorts["scope"];
  };
  /** Every clinic whose number it answers, by slug. */
  readonly targets: readonly PinTarget[];
  /** Slugs of the clinics that were given this agent; null for the master agent, which new clinics get. */
  readonly ownClinics: readonly string[] | null;
  /** The text, with --clinic added to each command for this agent that it advises. */
  readonly advice: (text: string) => string;
}

export interface AgentFlag {
  readonly clinic?: string;
}

export function addAgentOption(command: Command): Command {
  return command.option(
    "--clinic <clinic>",
    "this clinic's own agent (clinic:update --agent) instead of the master agent",
  );
}

/** Runs the work on the agent of --clinic, or on the master agent. Commands advised in errors name the same agent. */
export async function onChosenAgent<T>(
  { clinic }: AgentFlag,
  context: Context,
  work: (chosen: ChosenAgent) => Promise<T>,
): Promise<T> {
  const chosen = clinic === undefined ? await chosenMaster(context) : await agentOfClinic(clinic, context);
  try {
    return await work(chosen);
  } catch (error) {
    if (!(error instanceof AscendiaError) || error.hint === undefined) throw error;
    const hint = chosen.advice(error.hint);
    if (hint === error.hint) throw error;
    throw new AscendiaError(error.code, error.message, { hint, detail: error.detail, cause: error });
  }
}

async function chosenMaster(context: Context): Promise<ChosenAgent> {
  const master = await masterOf(context);
  const ports = await agentPorts(context);
  return { master, ports, targets: await pinTargets(ports.store), ownClinics: null, advice: (text) => text };
}

/** @throws not_found; conflict when the clinic was given no agent; not_configured when its account's key is not set */
async function agentOfClinic(named: string, context: Context): Promise<ChosenAgent> {
  const store = await context.store();
  const clinic = await requireClinic(named, store.clinics);
  const lead = requireGiven(clinic, (await store.agents.ofClinic(clinic.id)) !== undefined);
  const all = await agentPorts(context, accountOf(lead));
  const others = sharingAgent(lead, await store.clinics.list()).filter(({ id }) => id !== lead.id);
  const clinics: readonly [GivenClinic, ...GivenClinic[]] = [lead, ...others];
  const master = await givenMaster(clinics, all);
  const ids = clinics.map(({ id }) => id);
  return {
    master,
    ports: {
      ...all,
      agents: givenAgentStore(master, { ids, clinics: store.clinics }),
      scope: (clinicId) => ({
        number: givenNumberStore(clinicId, { number: store.scope(clinicId).number, clinics: store.clinics }),
      }),
    },
    targets: await targetsOf(clinics, store),
    ownClinics: clinics.map(({ slug }) => slug),
    advice: (text) => text.replaceAll(agentCommand, `$& --clinic ${lead.slug}`),
  };
}

/** Agent commands that take --clinic, in a text where they do not name one yet. */
const agentCommand = /ascendia agent:(?:diff|update|publish|rollout|promote|rollback|versions|export)\b(?! --clinic)/gu;

async function targetsOf(clinics: readonly GivenClinic[], store: Store): Promise<readonly PinTarget[]> {
  const targets: PinTarget[] = [];
  for (const { id, slug } of clinics) {
    const number = await store.scope(id).number.find();
    if (number !== undefined) targets.push({ id, slug, number });
  }
  return targets.toSorted((one, other) => (one.slug < other.slug ? -1 : 1));
}

import { AscendiaError } from "../../../errors.ts";
import type { AgentStore, RemoteAgent, CustomLlmAgentStore } from "../../agent/ports.ts";
import { type NumberInFull, type PinnedAgent, markedSlug, monthlyCentsOfNumber } from "../../number/number.ts";
import { type Clinic, accountOf } from "../../clinic/clinic.ts";
import type { AccountNumber, FleetView } from "../repair/plan-repairs.ts";

/**
 * `ok`: a clinic's, as desired; `drifted`: a clinic's, but not as desired; `missing`: a clinic's, but not at Retell;
 * `orphan`: ours, but no clinic's; `unbound`: without an agent or a clinic; `foreign`: another program's.
 */
export const numberStates = ["ok", "drifted", "missing", "orphan", "unbound", "foreign"] as const;

type NumberState = (typeof numberStates)[number];

export interface NumberLine {
  readonly phoneNumber: string;
  readonly clinic: string | null;
  /** The account, by the variable with its key; null: the installation's. */
  readonly account: string | null;
  readonly state: NumberState;
  readonly source: "bought" | "imported";
  readonly monthlyCents: number;
  /** null: it is not at Retell. */
  readonly found: NumberInFull | null;
}

/** Every number in the account, and every number that should be there. */
export function numberLines({ desired, observed, findings }: FleetView): readonly NumberLine[] {
  const owners = new Map(
    desired.clinics.flatMap(({ clinic, number }) => (number === null ? [] : [[number.phoneNumber, clinic] as const])),
  );
  const isOwned = ({ phoneNumber, ofAccount }: AccountNumber): boolean => {
    const owner = owners.get(phoneNumber);
    return owner !== undefined && accountOf(owner) === ofAccount;
  };
  const drifted = new Set(findings.flatMap(({ repair }) => (repair === null ? [] : [repair.phoneNumber])));
  const orphans = new Set(findings.filter(({ kind }) => kind === "orphan_number").map(({ subject }) => subject));
  const stateOf = (number: AccountNumber): NumberState => {
    if (isOwned(number)) return drifted.has(number.phoneNumber) ? "drifted" : "ok";
    if (orphans.has(number.phoneNumber) || markedSlug(number) !== undefined) return "orphan";
    return number.inboundAgents.length === 0 ? "unbound" : "foreign";
  };
  const there = observed.numbers.map((number) => ({
    phoneNumber: number.phoneNumber,
    clinic: isOwned(number) ? (owners.get(number.phoneNumber)?.slug ?? null) : null,
    account: number.ofAccount,
    state: stateOf(number),
    source: number.source,
    monthlyCents: monthlyCentsOfNumber(number),
    found: number,
  }));
  const known = new Set(there.filter(({ clinic }) => clinic !== null).map(({ phoneNumber }) => phoneNumber));
  const missing = desired.clinics.flatMap(({ clinic, number }) =>
    number === null || known.has(number.phoneNumber) ? [] : [missingLine(number, clinic)],
  );
  return [...there, ...missing].toSorted((one, other) => one.phoneNumber.localeCompare(other.phoneNumber));
}

function missingLine(
  { phoneNumber, source }: { readonly phoneNumber: string; readonly source: "bought" | "imported" },
  clinic: Clinic,
): NumberLine {
  const account = accountOf(clinic);
  return { phoneNumber, clinic: clinic.slug, account, state: "missing", source, monthlyCents: 0, found: null };
}

type AgentVersion = Pick<RemoteAgent, "version" | "isPublished">;

interface AgentPorts {
  /** Without `version`: the latest one. */
  readonly agents: { getAgent(agentId: string, version?: number): Promise<AgentVersion | undefined> };
  readonly store: Pick<AgentStore, "master">;
}

/**
 * The master agent at its published version: the one in RETELL_MASTER_AGENT_ID, else the one that agent:create made.
 * @throws not_configured when there is no such agent, or no version of it is published
 */
export async function pinnedMasterAgent(namedId: string | null, { agents, store }: AgentPorts): Promise<PinnedAgent> {
  const made = await store.master();
  if (made !== undefined && (namedId === null || namedId === made.agentId)) return made;
  if (namedId !== null) return namedVersion(namedId, agents);
  throw new AscendiaError("not_configured", "No master agent yet to bind a number to.", {
    hint: "Create it first: ascendia agent:create",
  });
}

/** @throws not_configured when the configured agent cannot answer */
async function namedVersion(agentId: string, agents: AgentPorts["agents"]): Promise<PinnedAgent> {
  try {
    return await newestPublished(agentId, agents);
  } catch (error) {
    if (!(error instanceof AscendiaError)) throw error;
    if (error.code === "not_found") {
      throw new AscendiaError(
        "not_configured",
        `RETELL_MASTER_AGENT_ID names ${agentId}, which this Retell account does not have.`,
        { hint: "Correct it, or unset it to use the agent of ascendia agent:create." },
      );
    }
    if (error.code !== "invalid") throw error;
    throw new AscendiaError("not_configured", error.message, {
      hint: "Publish one in Retell's dashboard, or create an agent with: ascendia agent:create",
    });
  }
}

/** The agent that was assigned to the clinic by id; null: none. */
export function givenAgent({ retell }: Pick<Clinic, "retell">): PinnedAgent | null {
  return retell === null ? null : { agentId: retell.agentId, version: retell.agentVersion };
}

/** The clinic's agent in place of the master agent: its socket agent, else the one assigned by id. */
export async function ownAgentOf(
  clinic: Pick<Clinic, "id" | "retell">,
  agents: Pick<CustomLlmAgentStore, "ofClinic">,
): Promise<PinnedAgent | undefined> {
  return (await agents.ofClinic(clinic.id)) ?? givenAgent(clinic) ?? undefined;
}

/** Without `version`: the latest one. */
interface Agents {
  getAgent(agentId: string, version?: number): Promise<Pick<RemoteAgent, "version" | "isPublished"> | undefined>;
}

/** Numbers are bound to published versions only. @throws not_found, invalid when no version is published */
export async function newestPublished(agentId: string, agents: Agents): Promise<PinnedAgent> {
  let found = await agents.getAgent(agentId);
  if (found === undefined) {
    throw new AscendiaError("not_found", `This Retell account has no agent ${agentId}.`, {
      hint: "Copy the agent's id from the dashboard of the account that --retell-key-env names.",
    });
  }
  while (!found.isPublished && found.version > 0) {
    found = (await agents.getAgent(agentId, found.version - 1)) ?? { ...found, version: found.version - 1 };
  }
  if (found.isPublished) return { agentId, version: found.version };
  throw new AscendiaError("invalid", `No version of the agent ${agentId} is published.`, {
    hint: "Publish one in Retell's dashboard first.",
  });
}

import { AscendiaError } from "../../errors.ts";
import type { Digest } from "../canonical-json.ts";
import type { Clinic, ClinicNumber, OwnRetell } from "../clinic/clinic.ts";
import type { ClinicDirectory, NumberStore } from "../clinic/ports.ts";
import { foundVersion } from "./adopt-agent.ts";
import { readLiveVersions, readVersion } from "./live-versions.ts";
import type { AgentPlatform, AgentStore, AgentVersionStore, MasterAgent } from "./ports.ts";

/** A clinic with an agent that was given to it by its id. */
export type GivenClinic = Clinic & { readonly retell: OwnRetell };

/** The clinics that the agent of this one answers: usually this one alone. */
export function sharingAgent(clinic: GivenClinic, clinics: readonly Clinic[]): readonly GivenClinic[] {
  const { account, agentId } = clinic.retell;
  return clinics.filter(
    (one): one is GivenClinic =>
      one.retell !== null && one.retell.account === account && one.retell.agentId === agentId,
  );
}

interface GivenPorts {
  readonly platform: Pick<AgentPlatform, "getVersion" | "getFlow">;
  readonly versions: Pick<AgentVersionStore, "find">;
}

/**
 * What the agent commands work on, for such an agent: in the place of the version for new clinics stands the oldest
 * one that a clinic is on. @throws not_found when the account has no such version
 */
export async function givenMaster(
  clinics: readonly [GivenClinic, ...GivenClinic[]],
  ports: GivenPorts,
): Promise<MasterAgent> {
  const [{ retell, createdAt }] = clinics;
  const { agentId } = retell;
  const version = Math.min(...clinics.map((one) => one.retell.agentVersion));
  const record = await ports.versions.find({ agentId, version });
  if (record !== undefined)
    return { agentId, version, flowId: record.flowId, templateHash: record.templateHash, createdAt };
  const { flow } = await readVersion(agentId, version, ports.platform);
  return { agentId, version, flowId: flow.flowId, templateHash: "", createdAt };
}

type Clinics = Pick<ClinicDirectory, "find" | "update">;

/** Where the version of such an agent is recorded: with each clinic that it answers. */
export function givenAgentStore(
  master: MasterAgent,
  { ids, clinics }: { readonly ids: readonly string[]; readonly clinics: Clinics },
): AgentStore {
  return {
    master: () => Promise.resolve(master),
    saveMaster: async ({ version }) => {
      for (const id of ids) await saveVersion(id, version, clinics);
    },
  };
}

/** Saves what its number is bound to, and the clinic's version with it. */
export function givenNumberStore(
  clinicId: string,
  { number, clinics }: { readonly number: Pick<NumberStore, "save">; readonly clinics: Clinics },
): Pick<NumberStore, "save"> {
  return {
    save: async (bound: ClinicNumber) => {
      await number.save(bound);
      if (bound.agentVersion !== null) await saveVersion(clinicId, bound.agentVersion, clinics);
    },
  };
}

async function saveVersion(clinicId: string, agentVersion: number, clinics: Clinics): Promise<void> {
  const clinic = await clinics.find(clinicId);
  if (clinic === undefined || clinic.retell === null || clinic.retell.agentVersion === agentVersion) return;
  await clinics.update({ ...clinic, retell: { ...clinic.retell, agentVersion } });
}

interface FoundPorts {
  readonly platform: Pick<AgentPlatform, "listVersions" | "getVersion" | "getFlow">;
  readonly versions: AgentVersionStore;
  readonly digest: Digest;
  readonly now: number;
}

/** Before the first write to an agent that was made in the dashboard: callers can be moved back to what it was. */
export async function recordAsFound({ agentId }: MasterAgent, ports: FoundPorts): Promise<void> {
  const { versions, digest, now } = ports;
  if ((await versions.list(agentId)).length > 0) return;
  const { published } = await readLiveVersions(agentId, ports.platform);
  if (published !== undefined) await versions.save(foundVersion(published, { now, digest }));
}

/** @throws conflict when the master agent, or an agent of the socket, answers the clinic */
export function requireGiven(clinic: Clinic, usesSocket: boolean): GivenClinic {
  const { slug, retell } = clinic;
  if (usesSocket) {
    throw new AscendiaError(
      "conflict",
      `${slug} runs its own dialogue over the socket, so no template makes its agent.`,
      {
        hint: `ascendia agent:create --engine custom-llm --clinic ${slug} writes and binds it.`,
      },
    );
  }
  if (retell !== null) return { ...clinic, retell };
  throw new AscendiaError("conflict", `The master agent answers ${slug}: it has no agent of its own.`, {
    hint: "For the master agent, name no clinic.",
  });
}

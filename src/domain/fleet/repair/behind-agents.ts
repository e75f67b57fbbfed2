import { AscendiaError } from "../../../errors.ts";
import { listVersions } from "../../agent/live-versions.ts";
import type { AgentPlatform, AgentVersionStore, VersionRecord } from "../../agent/ports.ts";
import { type Clinic, type OwnRetell, accountOf } from "../../clinic/clinic.ts";
import type { ClinicTrouble } from "./drift.ts";
import type { FleetClinic } from "../ports.ts";

interface BehindPorts {
  readonly versions: Pick<AgentVersionStore, "list">;
  /** @throws not_configured when the account's key is not set */
  readonly inAccount: (account: string | null) => Promise<Pick<AgentPlatform, "listVersions">>;
  /** undefined: there is no master agent. */
  readonly master: VersionRecord | undefined;
}

/**
 * Clinics whose assigned agent has a newer version than their callers get, or an older template than the master agent.
 */
export async function behindAgents(
  clinics: readonly FleetClinic[],
  ports: BehindPorts,
): Promise<readonly ClinicTrouble[]> {
  const troubles: ClinicTrouble[] = [];
  for (const { clinic, usesSocket } of clinics) {
    const isServed = clinic.status === "active" || clinic.status === "suspended";
    if (clinic.retell === null || usesSocket || !isServed) continue;
    const found = await behind({ clinic, retell: clinic.retell }, ports);
    if (found !== undefined) troubles.push({ slug: clinic.slug, ...found });
  }
  return troubles;
}

interface Given {
  readonly clinic: Clinic;
  readonly retell: OwnRetell;
}

type Found = Omit<ClinicTrouble, "slug"> | undefined;

async function behind({ clinic, retell }: Given, ports: BehindPorts): Promise<Found> {
  const listed = await listedAt(accountOf(clinic), retell.agentId, ports);
  const records = await ports.versions.list(retell.agentId);
  const withdrawn = new Set(records.filter((one) => one.withdrawnAt !== null).map(({ version }) => version));
  const published = listed.filter(({ isPublished }) => isPublished);
  const newest = published.find(({ version }) => !withdrawn.has(version))?.version ?? retell.agentVersion;
  if (newest > retell.agentVersion) return unused({ clinic, retell }, newest, records);
  return behindMaster(clinic, records, ports.master);
}

/** An account or agent that cannot be read is a finding of its own. */
async function listedAt(account: string | null, agentId: string, { inAccount }: BehindPorts) {
  try {
    return await listVersions(agentId, await inAccount(account));
  } catch (error) {
    if (error instanceof AscendiaError && (account !== null || error.code === "not_found")) return [];
    throw error;
  }
}

function unused({ clinic: { slug }, retell }: Given, newest: number, records: readonly VersionRecord[]): Found {
  const isOurs = records.some(({ version }) => version === newest);
  return {
    detail: `its callers get version ${retell.agentVersion} of its agent, but version ${newest} is published`,
    fix: isOurs
      ? `ascendia agent:rollout --version ${newest} --clinic ${slug}`
      : `ascendia clinic:update ${slug} --agent ${retell.agentId}`,
  };
}

/** An agent written from another template on purpose is not behind. */
function behindMaster({ slug }: Clinic, records: readonly VersionRecord[], master: VersionRecord | undefined): Found {
  const last = records.find(({ withdrawnAt }) => withdrawnAt === null);
  if (last === undefined || master === undefined || last.templatePath !== master.templatePath) return undefined;
  if (last.templateHash !== master.templateHash) {
    return {
      detail: `its agent was written from an older state of the template than the master agent's version ${master.version}`,
      fix: `ascendia agent:update --clinic ${slug}`,
    };
  }
  if (last.publishedAt !== null) return undefined;
  return {
    detail: `version ${last.version} of its agent is not published yet`,
    fix: `ascendia agent:publish --version ${last.version} --clinic ${slug}`,
  };
}

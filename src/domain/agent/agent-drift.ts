import type { DesiredAgent } from "./agent-content.ts";
import { type AgentDifference, diffAgent } from "./diff-agent.ts";
import { type LiveVersions, readLiveVersions } from "./live-versions.ts";
import type { AgentPlatform, AgentVersionStore, VersionRecord } from "./ports.ts";

export interface AgentDrift {
  readonly live: LiveVersions;
  /** What was written last. */
  readonly record: VersionRecord | undefined;
  readonly differences: readonly AgentDifference[];
}

export interface DriftPorts {
  readonly platform: Pick<AgentPlatform, "listVersions" | "getVersion" | "getFlow">;
  readonly versions: Pick<AgentVersionStore, "list">;
}

/** Compares the local template, the live draft, the live published version and what we last wrote, field by field. */
export async function readDrift(agentId: string, desired: DesiredAgent, ports: DriftPorts): Promise<AgentDrift> {
  const live = await readLiveVersions(agentId, ports.platform);
  const [record] = await ports.versions.list(agentId);
  const differences = diffAgent({
    local: { agent: desired.settings, flow: desired.flow },
    draft: live.draft?.content,
    published: live.published?.content,
    lastWritten: record,
  });
  return { live, record, differences };
}

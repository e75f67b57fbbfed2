import type { Command } from "commander";
import { listVersions } from "../../domain/agent/live-versions.ts";
import { planPins } from "../../domain/agent/pin-numbers.ts";
import type { Context } from "../context.ts";
import { agentPorts, masterOf, pinTargets } from "./agent-ports.ts";
import { versionsText } from "./versions-view.ts";

export function configure(command: Command, context: Context): void {
  command.action(async () => context.output.result(await versionFacts(context), versionsText));
}

export type VersionFacts = Awaited<ReturnType<typeof versionFacts>>;

async function versionFacts(context: Context) {
  const master = await masterOf(context);
  const { platform, versions, store, pins } = await agentPorts(context);
  const listed = await listVersions(master.agentId, platform);
  const records = new Map((await versions.list(master.agentId)).map((record) => [record.version, record]));
  const pinned = await planPins(await pinTargets(store), master, pins);
  const snapshots = await versions.snapshots(master.agentId);
  return {
    agent_id: master.agentId,
    standard_version: master.version,
    versions: listed.map(({ version, isPublished, baseVersion, modifiedAt }) => {
      const record = records.get(version);
      return {
        version,
        state: isPublished ? "published" : "draft",
        base_version: baseVersion,
        by: record === undefined ? "dashboard" : "ascendia",
        template_hash: record?.templateHash ?? null,
        written_at: record?.writtenAt ?? null,
        published_at: record?.publishedAt ?? null,
        modified_at: modifiedAt,
        clinics: pinned.filter(({ from }) => from === String(version)).length,
        note: record?.note ?? null,
      };
    }),
    snapshots: snapshots.map(({ id, version, takenAt, takenBefore }) => ({
      id,
      version,
      taken_at: takenAt,
      taken_before: takenBefore,
    })),
  };
}

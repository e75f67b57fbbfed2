import type { Command } from "commander";
import { listVersions } from "../../domain/agent/live-versions.ts";
import { planPins } from "../../domain/agent/roll-out.ts";
import { table } from "../../terminal/table.ts";
import type { Context } from "../context.ts";
import { agentPorts, masterOf, pinTargets } from "./agent-ports.ts";

export function versionsText({ versions, standard_version: standard, snapshots }: VersionFacts): string {
  const rows = versions.map((one) => [
    `${one.version}${one.version === standard ? " *" : ""}`,
    one.state,
    one.base_version === null ? "" : String(one.base_version),
    one.by,
    one.template_hash?.slice(0, 12) ?? "",
    dateText(one.published_at ?? one.written_at ?? one.modified_at),
    String(one.clinics),
    one.note ?? "",
  ]);
  const head = ["version", "state", "from", "by", "template", "changed (UTC)", "clinics", "note"];
  const kept = snapshots.map(
    ({ id, version, taken_at: at, taken_before: before }) =>
      `  ${id}  version ${version}, ${dateText(at)}, before ${before}`,
  );
  return [
    table(head, rows),
    "* for new clinics",
    ...(kept.length === 0 ? [] : ["", "Snapshots (agent:export --snapshot <id>):", ...kept]),
  ].join("\n");
}

export function dateText(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace("T", " ");
}

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

import type { Command } from "commander";
import { listVersions } from "../../domain/agent/live-versions.ts";
import type { ListedVersion, VersionRecord } from "../../domain/agent/ports.ts";
import { type PlannedPin, planPins } from "../../domain/agent/release/roll-out.ts";
import { table } from "../../terminal/table.ts";
import type { Context } from "../context.ts";
import { type AgentFlag, type ChosenAgent, addAgentOption, onChosenAgent } from "./chosen-agent.ts";

export function versionsText(
  { versions, standard_version: standard, snapshots }: VersionFacts,
  whose = "for new clinics",
): string {
  const rows = versions.map((one) => [
    `${one.version}${one.version === standard ? " *" : ""}`,
    one.withdrawn_at === null ? one.state : "withdrawn",
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
      `  ${id.includes(" ") ? `"${id}"` : id}  version ${version}, ${dateText(at)}, before ${before}`,
  );
  return [
    table(head, rows, { keep: ["version", "state", "clinics"] }),
    `* ${whose}`,
    ...(kept.length === 0 ? [] : ["", "Snapshots (agent:export --snapshot <id>):", ...kept]),
  ].join("\n");
}

export function dateText(at: number | null): string {
  if (at === null) return "";
  return new Date(at).toISOString().slice(0, 16).replace("T", " ");
}

export function configure(command: Command, context: Context): void {
  addAgentOption(command).action((flags: AgentFlag) =>
    onChosenAgent(flags, context, async (chosen) => {
      const standard = chosen.ownClinics === null ? "for new clinics" : "for its clinics";
      const text = (facts: VersionFacts) => chosen.advice(versionsText(facts, standard));
      context.output.result(await versionFacts(chosen), text);
    }),
  );
}

/** Fields that only the database knows are null for a version that was made in the dashboard. */
function versionRow(
  { version, isPublished, baseVersion, modifiedAt }: ListedVersion,
  record: VersionRecord | undefined,
  pinned: readonly PlannedPin[],
) {
  const { templateHash, writtenAt, publishedAt, withdrawnAt, templatePath, note } = record ?? {};
  return {
    version,
    state: isPublished ? "published" : "draft",
    base_version: baseVersion,
    by: record === undefined ? "dashboard" : "ascendia",
    template_hash: templateHash ?? null,
    template: templatePath ?? null,
    written_at: writtenAt ?? null,
    published_at: publishedAt ?? null,
    withdrawn_at: withdrawnAt ?? null,
    modified_at: modifiedAt,
    clinics: pinned.filter(({ from }) => from === String(version)).length,
    note: note ?? null,
  };
}

export type VersionFacts = Awaited<ReturnType<typeof versionFacts>>;

async function versionFacts({ master, ports, targets }: ChosenAgent) {
  const { platform, versions, pins } = ports;
  const listed = await listVersions(master.agentId, platform);
  const records = new Map((await versions.list(master.agentId)).map((record) => [record.version, record]));
  const pinned = await planPins(targets, master, pins);
  const snapshots = await versions.snapshots(master.agentId);
  return {
    agent_id: master.agentId,
    standard_version: master.version,
    versions: listed.map((one) => versionRow(one, records.get(one.version), pinned)),
    snapshots: snapshots.map(({ id, version, takenAt, takenBefore }) => ({
      id,
      version,
      taken_at: takenAt,
      taken_before: takenBefore,
    })),
  };
}

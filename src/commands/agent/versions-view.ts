import { table } from "../../terminal/table.ts";
import type { VersionFacts } from "./versions.ts";

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
    "* for clinics onboarded from now on",
    ...(kept.length === 0 ? [] : ["", "Snapshots (agent:export --snapshot <id>):", ...kept]),
  ].join("\n");
}

export function dateText(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace("T", " ");
}

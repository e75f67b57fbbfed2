import type { PlannedRepair, RepairResult } from "../../domain/fleet/repair/apply-repairs.ts";
import { type DriftKind, type Finding, driftKinds } from "../../domain/fleet/repair/drift.ts";
import { table, terminalSafe } from "../../terminal/table.ts";

export function findingsJson(findings: readonly Finding[]) {
  return {
    drift: findings.length,
    kinds: countsOf(findings),
    findings: findings.map(({ repair, ...finding }) => ({ ...finding, repairable: repair !== null })),
  };
}

/** Grouped by kind with counts, each with its fix. */
export function findingsText(findings: readonly Finding[]): string {
  if (findings.length === 0) return "No drift: Retell matches the store.";
  const groups = Object.entries(countsOf(findings)).map(([kind, count]) => {
    const own = findings.filter((finding) => finding.kind === kind);
    const fixes = new Set(own.map(({ fix }) => fix));
    const [common = ""] = fixes;
    const isShared = fixes.size === 1;
    const lines = own.map(
      ({ subject, detail, fix }) => `  ${subject}: ${detail}${isShared ? "" : `\n    fix: ${fix}`}`,
    );
    return [`${nameOf(kind)} (${kind}): ${count}`, ...lines, ...(fixes.size === 1 ? [`  fix: ${common}`] : [])].join(
      "\n",
    );
  });
  return terminalSafe(groups.join("\n\n"));
}

function countsOf(findings: readonly Finding[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { kind } of findings) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function isKind(name: string): name is DriftKind {
  return Object.hasOwn(driftKinds, name);
}

function nameOf(kind: string): string {
  return isKind(kind) ? driftKinds[kind] : kind;
}

export function repairsText(repairs: readonly PlannedRepair[]): string {
  return table(
    ["number", "clinic", "action", "what"],
    repairs.map(({ phoneNumber, slug, kinds }) => [phoneNumber, slug, "update", kinds.join(", ")]),
  );
}

export function repairsJson(repairs: readonly PlannedRepair[]) {
  return repairs.map(({ phoneNumber, slug, kinds, changes }) => ({
    number: phoneNumber,
    clinic: slug,
    action: "update",
    kinds,
    changes,
  }));
}

export function resultLine({ phoneNumber, slug, outcome, problem }: RepairResult): string {
  return `${phoneNumber} (${slug}): ${outcome}${problem === null ? "" : `, ${problem}`}`;
}

export function resultsJson(results: readonly RepairResult[]) {
  return results.map(({ phoneNumber, slug, kinds, outcome, problem }) => ({
    number: phoneNumber,
    clinic: slug,
    kinds,
    outcome,
    problem,
  }));
}

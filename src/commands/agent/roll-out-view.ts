import type { Rollout, RolloutPlan } from "../../domain/agent/roll-out.ts";
import { gateText } from "../../domain/agent/version-gate.ts";
import { table } from "../../terminal/table.ts";

interface ShownPlan {
  readonly plan: RolloutPlan;
  readonly version: number;
  readonly remarks: readonly string[];
}

export function rolloutPlanJson({ plan, version }: ShownPlan) {
  return {
    dry_run: true,
    version,
    clinics: plan.pins.map(({ target, action, from, detail }) => ({ clinic: target.slug, action, from, detail })),
    standard_version: plan.standard,
  };
}

export function rolloutPlanText({ plan, version, remarks }: ShownPlan): string {
  const rows = plan.pins.map(({ target, action, from, detail }) => [
    target.slug,
    action,
    `${from} → ${version}`,
    detail ?? "",
  ]);
  return [
    table(["clinic", "action", "version", ""], rows),
    ...(plan.standard === null ? [] : [`Clinics onboarded from then on: version ${plan.standard.from} → ${version}`]),
    ...remarks,
  ].join("\n");
}

interface ShownRollout {
  readonly done: Rollout;
  readonly remarks: readonly string[];
}

export function rolloutJson({ done }: ShownRollout) {
  const { version, results, standard, simulation } = done;
  return {
    version,
    clinics: results.map(({ slug, outcome, from, detail }) => ({ clinic: slug, outcome, from, detail })),
    counts: Object.fromEntries(
      (["updated", "unchanged", "failed"] as const).map((outcome) => [
        outcome,
        results.filter((result) => result.outcome === outcome).length,
      ]),
    ),
    standard_version: standard,
    simulation: simulation === null ? null : gateText(simulation),
  };
}

export function rolloutText(shown: ShownRollout): string {
  const { version, counts, simulation, standard_version: standard } = rolloutJson(shown);
  const failed = shown.done.results.filter(({ outcome }) => outcome === "failed");
  return [
    `Version ${version}: ${Object.entries(counts)
      .map(([outcome, count]) => `${outcome} ${count}`)
      .join(", ")}.`,
    ...failed.map(({ slug, detail }) => `  ! ${slug}: ${detail ?? ""}`),
    ...(standard === null
      ? []
      : [`Clinics onboarded from now on get version ${standard.to} (before: ${standard.from}).`]),
    ...(simulation === null ? [] : [`Simulation: ${simulation}.`]),
    ...shown.remarks,
  ].join("\n");
}

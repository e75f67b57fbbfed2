import type { TheirsPlan } from "../../domain/agent/take-theirs.ts";
import type { AgentUpdate, UpdatePlan } from "../../domain/agent/update-agent.ts";

export function updatePlanJson(plan: UpdatePlan) {
  if (plan.kind === "unchanged") return { dry_run: true, action: "unchanged", version: plan.version };
  return {
    dry_run: true,
    action: "create",
    what: "draft version",
    base_version: plan.base,
    continues: plan.continues,
    places: plan.drift.differences.map(({ path, changed }) => ({ path, changed })),
  };
}

export function updatePlanText(plan: UpdatePlan, template: string): string {
  if (plan.kind === "unchanged") return `unchanged: version ${plan.version} says what the template says.`;
  const start = plan.continues ? "Would finish the update that was broken off:" : "Would:";
  const { length } = plan.drift.differences;
  return [
    start,
    `  create  a draft version from version ${plan.base}`,
    `  update  its flow and agent, ${length === 1 ? "1 place" : `${length} places`} (ascendia agent:diff${template})`,
    "Callers notice nothing until it is published and rolled out.",
  ].join("\n");
}

export function updateJson(done: AgentUpdate) {
  if (done.kind === "created") return { outcome: "created", version: done.version, base_version: done.base };
  return { outcome: "unchanged", version: done.version, is_published: done.isPublished };
}

export function updateText(done: AgentUpdate): string {
  if (done.kind === "created") {
    return [
      `Version ${done.version} is written as a draft, from version ${done.base}, and read back.`,
      `Next: ascendia agent:publish --version ${done.version}`,
    ].join("\n");
  }
  const state = done.isPublished ? "published" : "a draft";
  return `unchanged: version ${done.version} (${state}) says what the template says.`;
}

export interface TheirsOutcome {
  readonly plan: TheirsPlan;
  readonly file: string;
  readonly backup: string | null;
  readonly isDry: boolean;
}

export function theirsJson({ plan, file, backup, isDry }: TheirsOutcome) {
  return {
    ...(isDry ? { dry_run: true } : {}),
    outcome: backup === null && !plan.adopts ? "unchanged" : "taken",
    file,
    backup,
    version: plan.head.agent.version,
    places: plan.changes.map(({ path, changed }) => ({ path, changed })),
  };
}

export function theirsText(outcome: TheirsOutcome, template: string): string {
  const { plan, file, backup, isDry } = outcome;
  const { version } = plan.head.agent;
  if (backup === null && !plan.adopts) return `unchanged: ${file} has everything that version ${version} has.`;
  const places = plan.changes.length === 1 ? "1 place" : `${plan.changes.length} places`;
  const lines = [
    `${isDry ? "Would take" : "Took"} ${places} of version ${version} into ${file}.`,
    ...plan.changes.map(({ path }) => `  ${path}`),
    ...(backup === null ? [] : [`${isDry ? "Would keep" : "Kept"} the file as it was in ${backup}.`]),
  ];
  return [...lines, `Nothing was written to Retell. Next: ascendia agent:diff${template}`].join("\n");
}

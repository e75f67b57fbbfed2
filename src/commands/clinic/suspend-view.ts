import type { SuspensionPlan } from "../../domain/organisation/suspend-clinic.ts";

export function suspensionJson({ clinic, action, suspension, greeting }: SuspensionPlan) {
  return {
    clinic_id: clinic.id,
    slug: clinic.slug,
    action,
    status: suspension === null ? "active" : "suspended",
    answer: suspension?.answer ?? null,
    forward_to: suspension?.forwardTo ?? null,
    callers_hear: greeting === "" ? null : greeting.replaceAll("{{clinic_name}}", clinic.name),
  };
}

const said = {
  message: "callers hear a closing sentence",
  forward: "callers are offered another line",
  reject: "calls are rejected and not answered",
} as const;

export function suspensionText(plan: SuspensionPlan, isDryRun: boolean): string {
  const { clinic, suspension, action } = plan;
  const { callers_hear: heard } = suspensionJson(plan);
  const state = suspension === null ? "takes its calls" : `is suspended: ${said[suspension.answer]}`;
  const change = isDryRun ? " (would be so)" : "";
  return [
    `${clinic.name} (${clinic.slug}) ${state}${action === "unchanged" ? ", as before" : change}.`,
    ...(heard === null ? [] : [`  "${heard}"`]),
    ...(typeof suspension?.forwardTo === "string" ? [`  forwarded to ${suspension.forwardTo}`] : []),
  ].join("\n");
}

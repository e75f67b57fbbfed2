import { AscendiaError } from "../errors.ts";
import { runSteps } from "../journal/run-steps.ts";
import type { PlatformNumber } from "../number/ports.ts";
import { recordRepair } from "./onboard-clinic-audit.ts";
import type { OnboardingPlan } from "./onboard-clinic-plan.ts";
import type { OnboardingPorts } from "./onboard-clinic-ports.ts";
import { onboardingWork } from "./onboard-clinic-steps.ts";

/** What product.md's onboarding reports, and where calls go. */
export interface OnboardedClinic {
  readonly clinicId: string;
  readonly slug: string;
  readonly phoneNumber: string;
  readonly agentId: string;
  readonly agentVersion: number;
  readonly webhookUrl: string;
  readonly status: "active";
}

/**
 * Walks the plan. Killed or failed at any point, planning and applying the same request again continues: what is there
 * is found by the store or by the number's mark at Retell, never bought again.
 */
export async function applyOnboarding(plan: OnboardingPlan, ports: OnboardingPorts): Promise<OnboardedClinic> {
  const subject = `clinic:${plan.clinic.slug}`;
  // The plan was made from what is there; of an earlier run's journal only an unanswered order still tells more.
  if (plan.number.existing !== null || plan.number.storedNumber !== null) await ports.journal.forget(subject);
  const due = new Set(plan.steps.filter(({ action }) => action !== "unchanged").map(({ step }) => step));
  const steps = onboardingWork(plan, ports).filter(({ name }) => due.has(name));
  try {
    const facts = await runSteps(subject, steps, ports);
    if (plan.clinic.status === "active" && steps.length > 0) await recordRepair(plan, ports.newId(), ports);
    return onboarded(plan, facts["phone_number"] ?? numberOf(plan.number.existing));
  } catch (error) {
    throw await namingTheNumber(error, plan, ports);
  }
}

function onboarded({ clinic, agent, binding }: OnboardingPlan, phoneNumber: string): OnboardedClinic {
  return {
    clinicId: clinic.id,
    slug: clinic.slug,
    phoneNumber,
    agentId: agent.agentId,
    agentVersion: agent.version,
    webhookUrl: binding.inboundWebhookUrl,
    status: "active",
  };
}

function numberOf(existing: PlatformNumber | null): string {
  if (existing === null) throw new Error("a plan without a step for the number has the number");
  return existing.phoneNumber;
}

/** Someone pays for it from now on, so a later failure must not leave it unmentioned. */
async function namingTheNumber(error: unknown, plan: OnboardingPlan, ports: OnboardingPorts): Promise<unknown> {
  if (!(error instanceof AscendiaError)) return error;
  const { slug, id } = plan.clinic;
  const number = await ports.scope(id).number.find();
  const next = "Run the same command again: it continues where this one stopped";
  if (number === undefined) {
    const hint = [error.hint, `${next}.`].filter((part) => part !== undefined).join(" ");
    return new AscendiaError(error.code, error.message, { hint, detail: error.detail, cause: error });
  }
  const paid = number.source === "bought" ? "is paid for" : "is imported";
  return new AscendiaError(
    error.code,
    `${error.message} The number ${number.phoneNumber} ${paid} and kept for ${slug}.`,
    {
      hint: `${next}, with that number (ascendia clinic:onboard --resume ${slug}).`,
      detail: error.detail,
      cause: error,
    },
  );
}

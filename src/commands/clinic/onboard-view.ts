import { priceText } from "../../domain/number/number-price.ts";
import type { OnboardedClinic } from "../../domain/organisation/onboard-clinic.ts";
import { isUnchanged, type OnboardingPlan } from "../../domain/organisation/onboard-clinic-plan.ts";
import { table } from "../../terminal/table.ts";

export function planJson(plan: OnboardingPlan) {
  const { clinic, steps, addedMonthlyCents } = plan;
  return {
    dry_run: true,
    slug: clinic.slug,
    steps,
    added_monthly_cents: addedMonthlyCents,
    price: priceOf(plan),
  };
}

export function planText(plan: OnboardingPlan): string {
  const { clinic, steps } = plan;
  return [
    `Plan for ${clinic.name} (${clinic.slug}):`,
    table(
      ["step", "action", "detail"],
      steps.map(({ step, action, detail }) => [step, action, detail]),
    ),
    `Price: ${priceOf(plan)}`,
  ].join("\n");
}

/** A number that is there already adds nothing to the bill. */
export function priceOf({ number, request }: OnboardingPlan): string {
  return number.existing === null
    ? priceText(request.number)
    : `nothing new; the number is ${number.existing.phoneNumber}`;
}

/** The first four are the report that product.md promises. */
export function onboardedJson(onboarded: OnboardedClinic) {
  return {
    clinic_id: onboarded.clinicId,
    phone_number: onboarded.phoneNumber,
    agent_id: onboarded.agentId,
    status: onboarded.status,
    slug: onboarded.slug,
    agent_version: onboarded.agentVersion,
    inbound_webhook_url: onboarded.webhookUrl,
  };
}

export function onboardedText(onboarded: OnboardedClinic, plan: OnboardingPlan): string {
  return [
    isUnchanged(plan)
      ? `${plan.clinic.name} was onboarded already; nothing changed.`
      : `${plan.clinic.name} is onboarded.`,
    `  clinic id     ${onboarded.clinicId}`,
    `  slug          ${onboarded.slug}`,
    `  phone number  ${onboarded.phoneNumber}`,
    `  agent         ${onboarded.agentId} version ${onboarded.agentVersion}`,
    `  webhook       ${onboarded.webhookUrl}`,
    `  status        ${onboarded.status}`,
  ].join("\n");
}

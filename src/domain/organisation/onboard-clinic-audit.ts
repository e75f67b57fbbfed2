import type { AuditLog } from "../audit/ports.ts";
import type { ClinicNumber } from "../clinic/clinic.ts";
import type { OnboardingPlan } from "./onboard-clinic-plan.ts";

interface AuditPorts {
  readonly audit: AuditLog;
}

const action = "clinic:onboard";

/** Someone pays for the number from now on, whatever becomes of the rest. A run that continues records it once. */
export async function recordNumber(
  number: ClinicNumber,
  { clinic }: OnboardingPlan,
  { audit }: AuditPorts,
): Promise<void> {
  const { phoneNumber, source, monthlyCents } = number;
  await audit.record({
    act: `${action} ${clinic.id} ${phoneNumber}`,
    action,
    subject: `number:${phoneNumber}`,
    before: null,
    after: { clinic: clinic.slug, source, monthly_cents: monthlyCents },
    reason: null,
  });
}

/** The clinic as it goes into service. */
export async function recordOnboarding(
  phoneNumber: string,
  plan: OnboardingPlan,
  { audit }: AuditPorts,
): Promise<void> {
  const { clinic, agent, binding, request } = plan;
  await audit.record({
    act: `${action} ${clinic.id}`,
    action,
    subject: `clinic:${clinic.slug}`,
    before: null,
    after: {
      clinic_id: clinic.id,
      phone_number: phoneNumber,
      agent_id: agent.agentId,
      agent_version: agent.version,
      inbound_webhook_url: binding.inboundWebhookUrl,
      doctors: request.doctors.length,
      status: "active",
    },
    reason: null,
  });
}

/** Repairs to a clinic that was in service: what of it was changed. */
export async function recordRepair(plan: OnboardingPlan, act: string, { audit }: AuditPorts): Promise<void> {
  const { clinic, steps, number } = plan;
  const changed = steps.filter(({ action: planned }) => planned !== "unchanged");
  await audit.record({
    act,
    action,
    subject: `clinic:${clinic.slug}`,
    before: { number: number.storedNumber },
    after: Object.fromEntries(changed.map(({ step, detail }) => [step, detail])),
    reason: null,
  });
}

import type { ClinicRequest } from "../domain/clinic/requests/clinic-request.ts";
import { type OnboardedClinic, applyOnboarding } from "../domain/fleet/onboarding/onboard-clinic.ts";
import { type OnboardingPlan, isUnchanged, planOnboarding } from "../domain/fleet/onboarding/plan-onboarding.ts";
import type { OnboardingPorts } from "../domain/fleet/ports.ts";
import { dollars, priceText } from "../domain/number/number.ts";
import { AscendiaError } from "../errors.ts";
import { table } from "../terminal/table.ts";
import type { Context } from "./context.ts";
import { onboardingPorts } from "./onboarding-ports.ts";

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

/** An existing number adds nothing to the bill. */
export function priceOf({ number, request }: OnboardingPlan): string {
  return number.existing === null
    ? priceText(request.number)
    : `no new cost; the number ${number.existing.phoneNumber} exists`;
}

/** The first four fields are the report that every onboarding promises. */
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
      ? `Nothing to change: ${plan.clinic.name} is already onboarded.`
      : `${plan.clinic.name} is onboarded.`,
    `  clinic id     ${onboarded.clinicId}`,
    `  slug          ${onboarded.slug}`,
    `  phone number  ${onboarded.phoneNumber}`,
    `  agent         ${onboarded.agentId} version ${onboarded.agentVersion}`,
    `  webhook       ${onboarded.webhookUrl}`,
    `  status        ${onboarded.status}`,
    ...(isUnchanged(plan) ? [] : [`Next: ascendia simulate --clinic ${onboarded.slug}, then ascendia serve`]),
  ].join("\n");
}

export const engines = ["conversation-flow", "custom-llm"] as const;

interface CarryFlags {
  readonly dryRun?: boolean;
  readonly engine?: (typeof engines)[number];
}

/** Confirms and carries out the plan; a dry run only makes it. @returns what to print */
export async function onboardAsked(request: ClinicRequest, flags: CarryFlags, context: Context) {
  const ports = await onboardingPorts(context);
  if (flags.dryRun === true) {
    const plan = await planOnboarding(request, ports);
    return { data: planJson(plan), text: planText(plan) };
  }
  return context.exclusively(async () => {
    const plan = await planOnboarding(request, ports);
    await agree(plan, context);
    const password = await typedPassword(plan, context);
    const onboarded = await applyOnboarding(plan, { ...reporting(ports, context), ...password });
    const own = flags.engine === "custom-llm" ? await ownAgent(plan.clinic.slug, context) : null;
    const json = { ...onboardedJson(onboarded), ...(own === null ? {} : { own_agent: own.json }) };
    const text = [onboardedText(onboarded, plan), ...(own === null ? [] : ["", own.text])].join("\n");
    return { data: json, text };
  });
}

/** Until this is done, the number answers with the master agent; running the command again continues. */
async function ownAgent(clinic: string, context: Context) {
  const { customLlmAgent, customLlmAgentJson, customLlmAgentText } = await import("./custom-llm-agent.ts");
  const done = await customLlmAgent({ clinic, dryRun: false }, context);
  return { json: customLlmAgentJson(done), text: customLlmAgentText(done) };
}

/** A terminal always asks. Without one, only purchases need an answer, and it must be --yes. */
async function agree(plan: OnboardingPlan, { prompt, agreed, output }: Context): Promise<void> {
  if (isUnchanged(plan)) return;
  const isAsked = prompt.interactive && !agreed;
  output.note(isAsked ? planText(plan) : `Price: ${priceOf(plan)}`);
  const spends = plan.addedMonthlyCents > 0;
  if (agreed || (!spends && !prompt.interactive)) return;
  const question = spends
    ? `Buy the number for ${dollars(plan.addedMonthlyCents)} a month and onboard ${plan.clinic.name}?`
    : `Onboard ${plan.clinic.name}?`;
  if (await prompt.confirm(question)) return;
  throw new AscendiaError("interrupted", "Cancelled. Nothing was done.", { hint: "Use --dry-run to see the plan." });
}

/** Asked only when the trunk has a user name, no variable holds the password, and the number is still to be imported. */
async function typedPassword(
  { number, request }: OnboardingPlan,
  { prompt }: Context,
): Promise<{ typedPassword?: string }> {
  const order = request.number;
  const isMissing = order.kind === "import" && order.username !== null && order.passwordVariable === null;
  if (!isMissing || number.action !== "create" || !prompt.interactive) return {};
  const message = `Password of ${order.username ?? ""} for the trunk:`;
  return { typedPassword: await prompt.secret({ message, flag: "--sip-password-env <variable>" }) };
}

function reporting(ports: OnboardingPorts, { output }: Context): OnboardingPorts {
  return { ...ports, onStep: (step, outcome) => output.note(`${step}: ${outcome}`) };
}

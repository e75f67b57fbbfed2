import { type Command, Option } from "commander";
import type { ClinicRequest } from "../../domain/clinic/clinic-request.ts";
import { readClinicRequest } from "../../domain/clinic/read-clinic-request.ts";
import { type OnboardedClinic, applyOnboarding, storedRequest } from "../../domain/fleet/onboard-clinic.ts";
import { type OnboardingPlan, isUnchanged, planOnboarding } from "../../domain/fleet/plan-onboarding.ts";
import type { OnboardingPorts } from "../../domain/fleet/ports.ts";
import { dollars, priceText } from "../../domain/number/number.ts";
import { AscendiaError } from "../../errors.ts";
import { table } from "../../terminal/table.ts";
import type { Context } from "../context.ts";
import { readJson } from "../input-files.ts";
import { type BulkFlags, addBulkOptions } from "./onboard-bulk-options.ts";
import { type ClinicFlags, addClinicOptions, clinicFromFlags, refuseMissingFlags } from "./onboard-questions.ts";
import { keptAnswers } from "./onboard-answers.ts";
import { askForClinic } from "./onboard-interview.ts";
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

const engines = ["conversation-flow", "custom-llm"] as const;
type Engine = (typeof engines)[number];

interface OnboardFlags extends ClinicFlags, BulkFlags {
  readonly file?: string;
  readonly resume?: string;
  readonly engine?: Engine;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  addBulkOptions(addClinicOptions(command))
    .option("--file <clinic.json>", "read everything from this file; - for standard input")
    .option("--resume <clinic>", "continue an onboarding that stopped, with the number it asked for")
    .addOption(
      new Option("--engine <engine>", "custom-llm: calls come over the socket, to the clinic's own agent")
        .choices(engines)
        .default("conversation-flow"),
    )
    .action((flags: OnboardFlags) =>
      flags.from === undefined ? onboard(flags, context) : onboardFrom(flags.from, flags, context),
    );
}

async function onboardFrom(from: string, flags: OnboardFlags, context: Context): Promise<void> {
  const { from: _from, concurrency, maxPurchases, result, update, dryRun, engine, ...given } = flags;
  if (engine === "custom-llm") throw notTogether("--from");
  if (Object.keys(given).length > 0) throw notTogether("--from");
  const { onboardMany } = await import("./onboard-bulk.ts");
  return onboardMany(from, flags, context);
}

async function onboard(flags: OnboardFlags, context: Context): Promise<void> {
  const request = await requestOf(flags, context);
  const ports = await onboardingPorts(context);
  if (flags.dryRun === true) {
    const plan = await planOnboarding(request, ports);
    return context.output.result(planJson(plan), () => planText(plan));
  }
  await context.exclusively(async () => {
    const plan = await planOnboarding(request, ports);
    await agree(plan, context);
    const password = await typedPassword(plan, context);
    const onboarded = await applyOnboarding(plan, { ...reporting(ports, context), ...password });
    if (context.prompt.interactive) await keptAnswers(context).forget();
    const own = flags.engine === "custom-llm" ? await ownAgent(plan.clinic.slug, context) : null;
    const json = { ...onboardedJson(onboarded), ...(own === null ? {} : { own_agent: own.json }) };
    context.output.result(json, () =>
      [onboardedText(onboarded, plan), ...(own === null ? [] : ["", own.text])].join("\n"),
    );
  });
}

/** Until this is done, the number answers with the master agent; running the command again continues. */
async function ownAgent(clinic: string, context: Context) {
  const { customLlmAgent, customLlmAgentJson, customLlmAgentText } = await import("../custom-llm-agent.ts");
  const done = await customLlmAgent({ clinic, dryRun: false }, context);
  return { json: customLlmAgentJson(done), text: customLlmAgentText(done) };
}

/** Checked completely before anything is planned, and so before any money is spent. */
async function requestOf(flags: OnboardFlags, context: Context): Promise<ClinicRequest> {
  const { file, resume, dryRun: _dryRun, engine: _engine, ...given } = flags;
  const bulkOnly = [flags.concurrency, flags.maxPurchases, flags.result, flags.update];
  if (bulkOnly.some((flag) => flag !== undefined)) {
    throw new AscendiaError("usage", "--concurrency, --max-purchases, --result and --update work only with --from.", {
      hint: "Pass the table of clinics with --from clinics.csv.",
    });
  }
  const others = Object.keys(given).length;
  if (resume !== undefined) {
    if (file !== undefined || others > 0) throw notTogether("--resume");
    return storedRequest(resume, await context.store(), await context.journal());
  }
  if (file !== undefined) {
    if (others > 0) throw notTogether("--file");
    return readClinicRequest({
      value: await readJson(file, context),
      name: file === "-" ? "standard input" : file,
    });
  }
  const draft = clinicFromFlags(given);
  if (context.prompt.interactive) {
    // Checked first, so that nobody answers a dozen questions only to learn that the agent is missing.
    await (await onboardingPorts(context)).masterAgent();
    context.output.note("Answers are kept: after Ctrl-C, the same command continues.");
    const interview = { prompt: context.prompt, now: context.clock.now(), kept: keptAnswers(context) };
    return readClinicRequest(await askForClinic(draft, interview));
  }
  refuseMissingFlags(draft);
  return readClinicRequest(draft);
}

function notTogether(flag: string): AscendiaError {
  return new AscendiaError("usage", `${flag} cannot be combined with other flags about the clinic.`, {
    hint: `Remove the others, or remove ${flag}.`,
  });
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

import { type Command, Option } from "commander";
import type { ClinicRequest } from "../../domain/clinic/requests/clinic-request.ts";
import { readClinicRequest } from "../../domain/clinic/requests/read-clinic-request.ts";
import { storedRequest } from "../../domain/fleet/onboarding/onboard-clinic.ts";
import { AscendiaError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { readJson } from "../input-files.ts";
import { type BulkFlags, addBulkOptions } from "./onboard-bulk-options.ts";
import { type ClinicFlags, addClinicOptions, clinicFromFlags, refuseMissingFlags } from "../clinic-draft.ts";
import { keptAnswers } from "./onboard-answers.ts";
import { askForClinic } from "./onboard-interview.ts";
import { engines, onboardAsked } from "../onboard-clinic.ts";
import { onboardingPorts } from "../onboarding-ports.ts";

type Engine = (typeof engines)[number];

interface OnboardFlags extends ClinicFlags, BulkFlags {
  readonly file?: string;
  readonly resume?: string;
  readonly engine?: Engine;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  addBulkOptions(addClinicOptions(command))
    .option("--file <clinic.json>", "read the whole request from this file; - for standard input")
    .option("--resume <clinic>", "continue an interrupted onboarding, with the number it requested")
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
  const { data, text } = await onboardAsked(request, flags, context);
  if (flags.dryRun !== true && context.prompt.interactive) await keptAnswers(context).forget();
  context.output.result(data, () => text);
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
    const ports = await onboardingPorts(context);
    if (draft.value["agent"] === undefined) await ports.masterAgent();
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

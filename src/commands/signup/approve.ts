import type { Command } from "commander";
import { readClinicRequest } from "../../domain/clinic/requests/read-clinic-request.ts";
import type { SignUp } from "../../domain/clinic/ports.ts";
import { filledIn } from "../../domain/clinic/requests/sign-up.ts";
import { AscendiaError } from "../../errors.ts";
import { onboardAsked } from "../onboard-clinic.ts";
import { askForNumber } from "../ask-for-number.ts";
import { type ClinicDraft, type ClinicFlags, addClinicOptions, clinicFromFlags } from "../clinic-draft.ts";
import type { Context } from "../context.ts";
import { approval, assertWaiting, signUpNamed } from "./view.ts";

interface ApproveFlags extends ClinicFlags {
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOptions(
    command
      .description("onboard a clinic that signed up, as its form says; flags override the form")
      .argument("<signup>", "sign-up id, or its last characters as shown by signup:list"),
  ).action((id: string, flags: ApproveFlags) => approve(id, flags, context));
}

async function approve(id: string, flags: ApproveFlags, context: Context): Promise<void> {
  const { dryRun = false, ...given } = flags;
  const signUp = await signUpNamed(id, context);
  assertWaiting(signUp);
  const request = readClinicRequest(await withNumber(draftOf(signUp, given), signUp, context));
  const { data, text } = await onboardAsked(request, flags, context);
  if (!dryRun && "clinic_id" in data) await settle(signUp, data.clinic_id, context);
  context.output.result({ sign_up: signUp.id, ...data }, () => text);
}

function draftOf(signUp: SignUp, given: ClinicFlags): ClinicDraft {
  const { value, problems } = clinicFromFlags(given);
  return { value: { ...filledIn(signUp), ...value }, problems, name: `The sign-up of ${signUp.name}` };
}

/** The form does not ask for a number: it costs money, or needs the carrier's trunk. */
async function withNumber(draft: ClinicDraft, signUp: SignUp, { prompt }: Context): Promise<ClinicDraft> {
  if (draft.value["number"] !== undefined) return draft;
  if (prompt.interactive) {
    return { ...draft, value: { ...draft.value, number: await askForNumber(draft.value["country"], prompt) } };
  }
  throw new AscendiaError("usage", "Missing --buy or --import.", {
    hint: `Name the source of the clinic's number: ${approval(signUp, draft.value["country"])}`,
  });
}

/** After the onboarding, which continues when the same command is run again. */
async function settle(signUp: SignUp, clinicId: string, context: Context): Promise<void> {
  const [signUps, audit] = [await context.signUps(), await context.audit()];
  await context.atomically(async () => {
    const decision = { state: "approved", reason: null, clinicId, decidedAt: context.clock.now() } as const;
    if (!(await signUps.decide(signUp.id, decision))) return;
    await audit.record({
      act: context.newId(),
      action: "signup:approve",
      subject: `signup:${signUp.id}`,
      before: { state: "waiting" },
      after: { state: "approved", clinic_id: clinicId },
      reason: null,
    });
  });
}

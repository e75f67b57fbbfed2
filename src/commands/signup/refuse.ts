import type { Command } from "commander";
import { refuseSignUp } from "../../domain/clinic/requests/sign-up.ts";
import type { Context } from "../context.ts";
import { assertWaiting, signUpJson, signUpNamed } from "./view.ts";

interface RefuseFlags {
  readonly reason?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .description("refuse a sign-up and erase its form; the clinic is not notified")
    .argument("<signup>", "sign-up id, or its last characters as shown by signup:list")
    .option("--reason <text>", "for the list and the audit log")
    .action((id: string, flags: RefuseFlags) => refuse(id, flags, context));
}

async function refuse(id: string, flags: RefuseFlags, context: Context): Promise<void> {
  const { dryRun = false, reason = null } = flags;
  const signUp = await signUpNamed(id, context);
  assertWaiting(signUp);
  const decision = { state: "refused", reason, clinicId: null, decidedAt: context.clock.now() } as const;
  if (!dryRun) {
    await refuseSignUp(signUp, reason, {
      signUps: await context.signUps(),
      audit: await context.audit(),
      clock: context.clock,
      newId: () => context.newId(),
      atomically: (work) => context.atomically(work),
    });
  }
  const data = { dry_run: dryRun, sign_up: signUpJson({ ...signUp, ...decision }) };
  context.output.result(data, () => `${dryRun ? "Would refuse" : "Refused"}: ${signUp.name}.`);
}

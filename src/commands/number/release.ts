import type { Command } from "commander";
import { type ReleasePlan, applyRelease, planRelease } from "../../domain/fleet/numbers/import-number.ts";
import { AscendiaError } from "../../errors.ts";
import { type ClinicFlag, addClinicOption, chosenClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { accountOfNumber } from "../number-ports.ts";
import { confirmByTyping } from "../typed-confirmation.ts";

interface ReleaseFlags extends ClinicFlag {
  readonly confirm?: string;
  readonly foreign?: boolean;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .argument("[number]", "E.164, such as +14155550100; or name its clinic")
    .option("--confirm <number>", "the number again, needed with --yes")
    .option("--foreign", "release it even if it seems to belong to another program")
    .action((number: string | undefined, flags: ReleaseFlags) =>
      context.exclusively(async () => release(await numberFrom(number, flags, context), flags, context)),
    );
}

async function numberFrom(named: string | undefined, { clinic }: ClinicFlag, context: Context): Promise<string> {
  if (named?.startsWith("+") === true) return named;
  const { id, slug } = await chosenClinic({ clinic: named ?? clinic }, context);
  const number = await (await context.store()).scope(id).number.find();
  if (number !== undefined) return number.phoneNumber;
  throw new AscendiaError("not_found", `${slug} has no number to release.`, {
    hint: "List the numbers with: ascendia number:list",
  });
}

async function release(phoneNumber: string, flags: ReleaseFlags, context: Context): Promise<void> {
  const { numbers } = await context.retell(await accountOfNumber(phoneNumber, context));
  const ports = {
    store: await context.store(),
    numbers,
    audit: await context.audit(),
    newId: () => context.newId(),
  };
  const plan = await planRelease(phoneNumber, flags.foreign === true, ports);
  if (flags.dryRun !== true) {
    context.output.note(whatItMeans(plan));
    await confirmByTyping({ expected: phoneNumber, purpose: "release it", given: flags.confirm }, context);
    await applyRelease(plan, ports);
  }
  const action = plan.found === null ? "forget" : "release";
  const data = {
    dry_run: flags.dryRun === true,
    number: phoneNumber,
    clinic: plan.owner?.slug ?? null,
    action,
    price: plan.price,
    consequences: plan.consequences,
  };
  context.output.result(data, () => (data.dry_run ? whatItMeans(plan) : `Released ${phoneNumber}.`));
}

function whatItMeans({ phoneNumber, price, consequences }: ReleasePlan): string {
  return [`Releasing ${phoneNumber} (${price})`, ...consequences.map((line) => `  ${line}`)].join("\n");
}

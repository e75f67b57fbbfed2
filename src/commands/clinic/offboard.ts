import type { Command } from "commander";
import { AscendiaError } from "../../domain/errors.ts";
import { applyOffboarding, isOffboarded, planOffboarding } from "../../domain/organisation/offboard-clinic.ts";
import type { DataChoice, OffboardPorts } from "../../domain/organisation/offboard-ports.ts";
import { requireClinic } from "../../domain/organisation/require-clinic.ts";
import type { Context } from "../context.ts";
import { confirmByTyping } from "../typed-confirmation.ts";
import { offboardPlanJson, offboardPlanText, receiptJson, receiptText } from "./offboard-view.ts";

interface OffboardFlags {
  readonly export?: string;
  readonly erase?: boolean;
  readonly keep?: boolean;
  readonly confirm?: string;
  readonly reason?: string;
  readonly dryRun?: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .argument("<clinic>", "id or slug")
    .option("--export <file>", "where everything is written to; <slug>-export.json when left out")
    .option("--erase", "erase the clinic's data after the export")
    .option("--keep", "keep the clinic's data in the database")
    .option("--confirm <slug>", "the slug once more; with --yes, instead of typing it")
    .option("--reason <text>", "for the audit log")
    .action((clinic: string, flags: OffboardFlags) => context.exclusively(() => offboard(clinic, flags, context)));
}

async function offboard(idOrSlug: string, flags: OffboardFlags, context: Context): Promise<void> {
  const ports = await offboardPorts(context);
  const { slug } = await requireClinic(idOrSlug, ports.store.clinics);
  const data = await dataChoice(flags, context);
  const request = {
    clinic: slug,
    exportPath: flags.export ?? `${slug}-export.json`,
    data,
    reason: flags.reason ?? null,
  };
  const plan = await planOffboarding(request, ports);
  if (flags.dryRun === true) return context.output.result(offboardPlanJson(plan), () => offboardPlanText(plan));
  if (!isOffboarded(plan)) {
    context.output.note(offboardPlanText(plan));
    await confirmByTyping({ expected: slug, purpose: "offboard it", given: flags.confirm }, context);
  }
  const receipt = await applyOffboarding(plan, ports);
  // What was erased is then in no byte of the file either.
  if (receipt.data === "erased") await (await context.store()).purge();
  context.output.result(receiptJson(receipt), () => receiptText(receipt));
}

async function offboardPorts(context: Context): Promise<OffboardPorts> {
  const { numbers } = await context.retell();
  return {
    store: await context.store(),
    numbers,
    journal: await context.journal(),
    audit: await context.audit(),
    clock: context.clock,
    digest: context.digest,
    newId: () => context.newId(),
    writePrivately: (path, text) => context.writePrivately(path, text),
    onStep: (step, outcome) => context.output.note(`${step}: ${outcome}`),
  };
}

async function dataChoice({ erase, keep }: OffboardFlags, { prompt }: Context): Promise<DataChoice> {
  if (erase === true && keep === true) {
    throw new AscendiaError("usage", "--erase and --keep cannot both be meant.", { hint: "Leave one of them out." });
  }
  if (erase === true) return "erase";
  if (keep === true) return "keep";
  return prompt.choice<DataChoice>({
    message: "What becomes of the clinic's data here?",
    flag: "--erase or --keep",
    choices: [
      { name: "keep it in the database", value: "keep" },
      { name: "erase it after the export", value: "erase" },
    ],
  });
}

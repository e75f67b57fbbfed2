import type { Command } from "commander";
import { type Clinic, accountOf } from "../../domain/clinic/clinic.ts";
import {
  type DataChoice,
  type OffboardPlan,
  type OffboardPorts,
  type Receipt,
  applyOffboarding,
  isOffboarded,
  planOffboarding,
} from "../../domain/fleet/clinics/offboard-clinic.ts";
import { requireClinic } from "../../domain/fleet/ports.ts";
import { AscendiaError } from "../../errors.ts";
import { counted, table, terminalSafe } from "../../terminal/table.ts";
import { type ClinicFlag, addClinicOption, namedClinic } from "../clinic-option.ts";
import { forgetRecordings } from "../forget-recordings.ts";
import type { Context } from "../context.ts";
import { addForceOption, refuseToReplace } from "../output-option.ts";
import { confirmByTyping } from "../typed-confirmation.ts";

export function offboardPlanJson({ clinic, steps }: OffboardPlan) {
  return { dry_run: true, clinic_id: clinic.id, slug: clinic.slug, steps };
}

export function offboardPlanText({ clinic, steps }: OffboardPlan): string {
  return [
    `Offboarding ${clinic.name} (${clinic.slug}):`,
    table(
      ["step", "action", "detail"],
      steps.map(({ step, action, detail }) => [step, action, detail]),
    ),
  ].join("\n");
}

export function receiptJson(receipt: Receipt) {
  return {
    clinic_id: receipt.clinicId,
    slug: receipt.slug,
    status: receipt.status,
    closed_at: timeText(receipt.closedAt),
    export: { file: receipt.exportPath, sha256: receipt.exportSha256, rows: receipt.exportedRows },
    released: receipt.number === null ? null : { number: receipt.number, price: receipt.numberPrice },
    data: receipt.data,
    erased_rows: receipt.erasedRows,
    erased_at: receipt.erasedAt === null ? null : timeText(receipt.erasedAt),
    not_covered: receipt.notCovered,
  };
}

export function receiptText(receipt: Receipt): string {
  const less = receipt.number === null ? "" : " (the number's row was removed when it was released)";
  const erased =
    receipt.erasedAt === null ? "" : `, ${counted(receipt.erasedRows, "row")}${less} at ${timeText(receipt.erasedAt)}`;
  return terminalSafe(
    [
      `Receipt: ${receipt.slug} (${receipt.clinicId}) is offboarded.`,
      `  closed    ${timeText(receipt.closedAt)}`,
      `  export    ${receipt.exportPath}, ${counted(receipt.exportedRows, "row")}, sha256 ${receipt.exportSha256}`,
      `  number    ${receipt.number === null ? "none" : `${receipt.number} released (${receipt.numberPrice ?? ""})`}`,
      `  data      ${receipt.data}${erased}`,
      "Not covered:",
      ...receipt.notCovered.map((line) => `  ${line}`),
    ].join("\n"),
  );
}

function timeText(at: number): string {
  return new Date(at).toISOString();
}

interface OffboardFlags extends ClinicFlag {
  readonly export?: string;
  readonly erase?: boolean;
  readonly keep?: boolean;
  readonly confirm?: string;
  readonly reason?: string;
  readonly dryRun?: boolean;
  readonly force?: boolean;
}

export function configure(command: Command, context: Context): void {
  addForceOption(addClinicOption(command))
    .option("--export <file>", "export file (default: <slug>-export.json)")
    .option("--erase", "erase the clinic's data after the export")
    .option("--keep", "keep the clinic's data in the database")
    .option("--confirm <slug>", "the clinic's slug, needed with --yes")
    .option("--reason <text>", "reason for the audit log")
    .action((flags: OffboardFlags) =>
      context.exclusively(async () => offboard(await namedClinic(flags, context), flags, context)),
    );
}

async function offboard(idOrSlug: string, flags: OffboardFlags, context: Context): Promise<void> {
  const clinic = await requireClinic(idOrSlug, (await context.store()).clinics);
  const ports = await offboardPorts(clinic, context);
  const { slug } = clinic;
  const data = await dataChoice(flags, context);
  const request = {
    clinic: slug,
    exportPath: flags.export ?? `${slug}-export.json`,
    data,
    reason: flags.reason ?? null,
  };
  const plan = await planOffboarding(request, ports);
  if (!plan.isBegun) refuseToReplace(request.exportPath, flags, context);
  if (flags.dryRun === true) return context.output.result(offboardPlanJson(plan), () => offboardPlanText(plan));
  if (!isOffboarded(plan)) {
    context.output.note(offboardPlanText(plan));
    await confirmByTyping({ expected: slug, purpose: "offboard it", given: flags.confirm }, context);
  }
  const receipt = await applyOffboarding(plan, ports);
  // After this, no byte of the erased data is left in a file of SQLite.
  const left = receipt.data === "erased" ? await (await context.store()).purge() : null;
  if (receipt.data === "erased") await forgetRecordings(context);
  if (left !== null) context.output.warn(left);
  context.output.result(receiptJson(receipt), () => receiptText(receipt));
}

async function offboardPorts(clinic: Clinic, context: Context): Promise<OffboardPorts> {
  const { numbers } = await context.retell(accountOf(clinic));
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
    throw new AscendiaError("usage", "--erase and --keep cannot be combined.", { hint: "Pass only one of them." });
  }
  if (erase === true) return "erase";
  if (keep === true) return "keep";
  return prompt.choice<DataChoice>({
    message: "What should happen to the clinic's data here?",
    flag: "--erase or --keep",
    choices: [
      { name: "keep it in the database", value: "keep" },
      { name: "erase it after the export", value: "erase" },
    ],
  });
}

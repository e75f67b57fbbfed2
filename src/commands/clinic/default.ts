import type { Command } from "commander";
import type { Clinic } from "../../domain/clinic/clinic.ts";
import { requireClinic } from "../../domain/fleet/ports.ts";
import { AscendiaError } from "../../errors.ts";
import type { ClinicFlag } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";

interface DefaultFlags extends ClinicFlag {
  readonly none?: boolean;
  readonly dryRun?: boolean;
}

interface DefaultChange {
  readonly before: string | null;
  readonly after: string | null;
  readonly dryRun: boolean;
}

export function configure(command: Command, context: Context): void {
  command
    .option("--clinic <clinic>", "clinic id or slug; without it the command shows the current default")
    .description("show or set the clinic that takes calls to /llm-websocket without a slug")
    .option("--none", "no default clinic: refuse such calls")
    .action((flags: DefaultFlags) => change(flags, context));
}

export function isWrite(command: Command): boolean {
  return command.getOptionValue("clinic") !== undefined || command.getOptionValue("none") === true;
}

async function change(flags: DefaultFlags, context: Context): Promise<void> {
  const { clinic: named, none = false, dryRun = false } = flags;
  if (named !== undefined && none) {
    throw new AscendiaError("usage", "A clinic and --none cannot be combined.", { hint: "Pass only one of them." });
  }
  const before = await currentSlug(context);
  if (named === undefined && !none) return show({ before, after: before, dryRun: false }, context);
  const clinic = named === undefined ? null : await takingCalls(named, context);
  const after = clinic?.slug ?? null;
  if (!dryRun) {
    const sockets = await context.sockets();
    await changeAndRecord(
      () => sockets.setDefaultClinic(clinic?.id ?? null),
      () => ({
        action: "clinic:default",
        clinic: { slug: after ?? before ?? "none" },
        before: { default: before },
        after: { default: after },
      }),
      context,
    );
  }
  show({ before, after, dryRun }, context);
}

async function takingCalls(named: string, context: Context): Promise<Clinic> {
  const clinic = await requireClinic(named, (await context.store()).clinics);
  if (clinic.status !== "offboarded") return clinic;
  throw new AscendiaError("conflict", `${clinic.slug} is offboarded and takes no calls.`, {
    hint: "Name another clinic, or pass --none.",
  });
}

async function currentSlug(context: Context): Promise<string | null> {
  const id = await (await context.sockets()).defaultClinicId();
  const clinic = id === null ? undefined : await (await context.store()).clinics.find(id);
  return clinic?.slug ?? null;
}

function show({ before, after, dryRun }: DefaultChange, { output }: Context): void {
  output.result({ dry_run: dryRun, default: after, previous: before }, () => {
    const would = dryRun ? "would come" : "come";
    return after === null
      ? `Calls to /llm-websocket without a clinic ${dryRun ? "would be" : "are"} refused.`
      : `Calls to /llm-websocket without a clinic ${would} to ${after}.`;
  });
}

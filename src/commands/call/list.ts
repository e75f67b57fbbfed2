import { type Command, Option } from "commander";
import { callOutcomes, type CallOutcome } from "../../domain/call/call.ts";
import { disconnectionReasons } from "../../domain/call/disconnection.ts";
import { requireClinic } from "../../domain/organisation/require-clinic.ts";
import type { Context } from "../context.ts";
import { addLimitOption, type LimitFlag } from "../limit-option.ts";
import { callJson, type RevealFlag, slugsOf } from "../shown-call.ts";
import { addSinceOption, sinceAt, type SinceFlag } from "../since-option.ts";
import { callsText } from "./list-view.ts";

interface ListFlags extends LimitFlag, SinceFlag, RevealFlag {
  readonly clinic?: string;
  readonly outcome?: CallOutcome;
  readonly reason?: string;
}

export function configure(command: Command, context: Context): void {
  addLimitOption(addSinceOption(command))
    .description("list calls, latest first; those whose clinic nothing told as well")
    .option("--clinic <clinic>", "only of this clinic, id or slug")
    .addOption(new Option("--outcome <outcome>", "only with this outcome").choices(callOutcomes))
    .option("--reason <reason>", "only that ended for this reason of Retell's, such as dial_no_answer")
    .option("--reveal", "whole phone numbers")
    .action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: Context): Promise<void> {
  const { outcome, reason, limit } = flags;
  const { clinics, calls: records } = await context.store();
  const clinicId = flags.clinic === undefined ? undefined : (await requireClinic(flags.clinic, clinics)).id;
  if (reason !== undefined && !disconnectionReasons.includes(reason)) {
    context.output.warn(`Retell has no reason "${reason}" that this version knows of.`);
  }
  const calls = await records.list({ clinicId, outcome, reason, sinceAt: sinceAt(flags, context.clock.now()), limit });
  const slugs = slugsOf(await clinics.list());
  context.output.result({ calls: calls.map((call) => callJson(call, slugs, flags)) }, () =>
    callsText(calls, slugs, flags),
  );
}

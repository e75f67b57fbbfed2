import { type Command, Option } from "commander";
import { type CallOutcome, callOutcomes, disconnectionReasons } from "../../domain/call/call.ts";
import type { FleetCall } from "../../domain/call/ports.ts";
import { requireClinic } from "../../domain/fleet/ports.ts";
import { table } from "../../terminal/table.ts";
import { type LimitFlag, type SinceFlag, addLimitOption, addSinceOption, sinceAt } from "../arguments.ts";
import type { Context } from "../context.ts";
import { recordRead } from "../record-change.ts";
import { type RevealFlag, type Slugs, callJson, clinicSaid, shownNumber, slugsOf, utc } from "../view.ts";

export function callsText(calls: readonly FleetCall[], slugs: Slugs, reveal: RevealFlag): string {
  if (calls.length === 0) return "No calls.";
  const rows = calls.map((call) => [
    call.callId,
    utc(call.calledAt),
    clinicSaid(call, slugs),
    call.direction,
    shownNumber(call.patientNumber, reveal) ?? "",
    call.status,
    call.outcome ?? "",
    call.reason ?? "",
    call.durationMs === null ? "" : `${Math.round(call.durationMs / 1000)} s`,
  ]);
  return table(["call", "when (UTC)", "clinic", "direction", "number", "status", "outcome", "reason", "took"], rows);
}

interface ListFlags extends LimitFlag, SinceFlag, RevealFlag {
  readonly clinic?: string;
  readonly outcome?: CallOutcome;
  readonly reason?: string;
}

export function configure(command: Command, context: Context): void {
  addLimitOption(addSinceOption(command))
    .description("list calls, latest first, including calls without a known clinic")
    .option("--clinic <clinic>", "filter by clinic, id or slug")
    .addOption(new Option("--outcome <outcome>", "filter by outcome").choices(callOutcomes))
    .option("--reason <reason>", "filter by Retell's disconnection reason, such as dial_no_answer")
    .option("--reveal", "show full phone numbers")
    .action((flags: ListFlags) => list(flags, context));
}

function ofClinic({ clinic }: ListFlags): string {
  return clinic === undefined ? "installation" : `clinic:${clinic}`;
}

async function list(flags: ListFlags, context: Context): Promise<void> {
  const { outcome, reason, limit } = flags;
  const { clinics, calls: records } = await context.store();
  const clinicId = flags.clinic === undefined ? undefined : (await requireClinic(flags.clinic, clinics)).id;
  if (reason !== undefined && !disconnectionReasons.includes(reason)) {
    context.output.warn(`Unknown disconnection reason "${reason}".`);
  }
  const calls = await records.list({ clinicId, outcome, reason, sinceAt: sinceAt(flags, context.clock.now()), limit });
  const slugs = slugsOf(await clinics.list());
  if (flags.reveal === true) {
    const read = { subject: ofClinic(flags), shown: { calls: calls.length } };
    await recordRead({ action: "call:list --reveal", ...read }, context);
  }
  context.output.result({ calls: calls.map((call) => callJson(call, slugs, flags)) }, () =>
    callsText(calls, slugs, flags),
  );
}

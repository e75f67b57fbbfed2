import type { Command } from "commander";
import { requireClinic } from "../../domain/fleet/ports.ts";
import { type LimitFlag, type SinceFlag, addLimitOption, addSinceOption, sinceAt } from "../arguments.ts";
import type { Context } from "../context.ts";
import { slugsOf } from "../view.ts";
import { eventJson, eventsText } from "./view.ts";

interface ListFlags extends LimitFlag, SinceFlag {
  readonly event?: string;
  readonly call?: string;
  readonly clinic?: string;
}

export function configure(command: Command, context: Context): void {
  addLimitOption(addSinceOption(command))
    .description("list stored events from Retell, latest first")
    .option("--event <name>", "filter by name, such as call_ended")
    .option("--call <id>", "filter by call or chat id")
    .option("--clinic <clinic>", "filter by clinic, id or slug")
    .action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: Context): Promise<void> {
  const { event, call: callId, limit } = flags;
  const { clinics, events: records } = await context.store();
  const clinicId = flags.clinic === undefined ? undefined : (await requireClinic(flags.clinic, clinics)).id;
  const events = await records.list({ event, callId, clinicId, sinceAt: sinceAt(flags, context.clock.now()), limit });
  const slugs = slugsOf(await clinics.list());
  context.output.result({ events: events.map((one) => eventJson(one, slugs)) }, () => eventsText(events, slugs));
}

import type { Command } from "commander";
import { stopCall } from "../../domain/outreach/attempts/order-attempt.ts";
import { AscendiaError } from "../../errors.ts";
import { type WriteFlags, addClinicOption, agreeTo, chosenClinic } from "../clinic-option.ts";
import type { Context } from "../context.ts";
import { changeAndRecord } from "../record-change.ts";

export function configure(command: Command, context: Context): void {
  addClinicOption(command)
    .description("end an active call; the caller hears the line drop")
    .argument("<call>", "call id, as shown by call:list")
    .action((callId: string, flags: WriteFlags) => stop(callId, flags, context));
}

async function stop(callId: string, flags: WriteFlags, context: Context): Promise<void> {
  const clinic = await chosenClinic(flags, context);
  const ports = await (await context.dialling())(clinic);
  const { stores } = ports.database;
  const isOwn = (await stores.calls.find(callId)) !== undefined || (await stores.dials.ofCall(callId)) !== undefined;
  if (!isOwn) {
    throw new AscendiaError("not_found", `${clinic.slug} has no call ${callId}.`, {
      hint: `List calls with: ascendia call:list --clinic ${clinic.slug}`,
    });
  }
  const isDryRun = flags.dryRun === true;
  if (!isDryRun) {
    await agreeTo(`End call ${callId}?`, context);
    await stopCall(callId, ports);
    const describe = () => ({
      action: "call:stop",
      clinic,
      before: { call_id: callId, on: true },
      after: { call_id: callId, on: false },
    });
    await changeAndRecord(() => Promise.resolve(), describe, context);
  }
  const data = { dry_run: isDryRun, clinic: clinic.slug, call_id: callId };
  context.output.result(data, () => `${isDryRun ? "Would end" : "Ended"}: call ${callId}.`);
}
